"""Runs a task: groups of cases put to the solver side by side, every answer scored and on disk before the next sitting.

Resuming is twofold: a case that has its line is not put again, and a model's reply that is kept is not bought again.
Replies are kept under everything that shapes them (the words sent, prompt hash, model, parameters, epoch), so changed
code asks again only where it asks differently; lines belong to one code and task version, which the header names.
"""

import asyncio
import time
from collections import Counter
from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from ..domain import Usage
from ..domain.errors import EngineError, RunStopped
from .cases import grouped
from .log import SavedRun, append, open_run
from .metering import Meter, metered
from .metrics import metrics_of
from .records import Closing, Header, Line, Spent
from .task import Answered, Bench, Json, Sample, Solver, Task

NO_ANSWER = "no answer"
# Groups in flight; the engine bounds the calls themselves.
_WINDOW = 32

Tells = Callable[[int], None]


@dataclass(frozen=True)
class _Job:
    """The cases of one group that are still open in one epoch."""

    samples: tuple[Sample, ...]
    epoch: int


async def run_task(
    task: Task,
    samples: Sequence[Sample],
    bench: Bench,
    path: Path,
    header: Header,
    *,
    again: bool = False,
    tell: Tells = lambda _: None,
) -> SavedRun:
    """The whole run, in `path`; goes on where an earlier sitting stopped.

    `again` puts the cases that ended in an error once more; `tell` is told how many more cases have their line.

    Raises:
        RunStopped: no model can be asked any more; the lines so far are kept, and the open cases have none.
        RunFileError: `path` holds another run.
    """
    run = open_run(path, header)
    jobs = _open_jobs(samples, run, header.epochs, again)
    tell(header.cases * header.epochs - sum(len(job.samples) for job in jobs))
    solver = task.solver if bench.engine in ("openai", "extractive") else task.baselines[bench.engine]
    window = asyncio.Semaphore(_WINDOW)

    async def sit(job: _Job) -> None:
        async with window:
            lines = await _lines(task, solver, bench, job, path)
        run.lines.update({(line.id, line.epoch): line for line in lines})
        tell(len(lines))

    await _all(sit(job) for job in jobs)
    if jobs or run.closing is None:
        run.closing = closing_of(task, samples, run, bench.now())
        append(path, [run.closing])
    return run


def answered(samples: Iterable[Sample], lines: Mapping[tuple[str, int], Line], epochs: int) -> list[Answered]:
    """The cases with what came back, epoch by epoch; those never asked are left out."""
    return [
        Answered(sample=s, epoch=e, output=line.output, error=line.error, scores=line.scores)
        for e in range(epochs)
        for s in samples
        if (line := lines.get((s.id, e)))
    ]


def closing_of(task: Task, samples: Sequence[Sample], run: SavedRun, moment: datetime) -> Closing:
    """The closing line for the lines that `run` has."""
    lines = list(run.lines.values())
    return Closing(
        finished=moment,
        answered=sum(not line.error for line in lines),
        errors=dict(Counter(line.error_kind for line in lines if line.error).most_common()),
        spent=total([line.spent for line in lines]),
        seconds=sum(line.seconds for line in lines),
        metrics=metrics_of(task, answered(samples, run.lines, run.header.epochs)),
    )


def total(parts: Sequence[Spent]) -> Spent:
    """The sum of shares; money is None as soon as one share of it is unknown."""

    def money(values: Sequence[float | None]) -> float | None:
        known = [value for value in values if value is not None]
        return round(sum(known), 6) if len(known) == len(values) else None

    return Spent(
        calls=sum(part.calls for part in parts),
        cached=sum(part.cached for part in parts),
        usage=Usage(**{name: sum(getattr(part.usage, name) for part in parts) for name in Usage.model_fields}),
        cost=money([part.cost for part in parts]),
        paid=money([part.paid for part in parts]),
    )


def _open_jobs(samples: Sequence[Sample], run: SavedRun, epochs: int, again: bool) -> list[_Job]:
    done = {key for key, line in run.lines.items() if not (again and line.error)}
    jobs = []
    for epoch in range(epochs):
        for group in grouped(samples).values():
            # The whole group is put again: its cases share calls, and those that are kept cost nothing.
            if any((sample.id, epoch) not in done for sample in group):
                jobs.append(_Job(tuple(group), epoch))
    return jobs


async def _lines(task: Task, solver: Solver, bench: Bench, job: _Job, path: Path) -> list[Line]:
    begun = time.perf_counter()
    outputs: Mapping[str, Json] = {}
    failed = ""
    with metered(job.epoch) as meter:
        try:
            outputs = await solver(bench, job.samples)
        except RunStopped:
            raise
        except EngineError as error:
            failed = f"{error.kind}: {error.message}"
    _check_known(outputs, job.samples)
    lines = list(_written(task, job, outputs, failed, meter, time.perf_counter() - begun))
    if meter.stopped and len(outputs) < len(job.samples):
        append(path, [line for line in lines if not line.error])
        raise RunStopped(
            f"No more can be asked ({meter.stopped}).", "Mend the key, quota or budget; the same command goes on."
        )
    append(path, lines)
    return lines


def _written(
    task: Task, job: _Job, outputs: Mapping[str, Json], failed: str, meter: Meter, seconds: float
) -> Iterable[Line]:
    for part, sample in enumerate(job.samples):
        output = outputs.get(sample.id)
        yield Line(
            id=sample.id,
            cluster=sample.cluster,
            group=sample.group,
            epoch=job.epoch,
            output=output,
            error="" if output is not None else failed or _unanswered(meter),
            scores=() if output is None else tuple(task.scorer(sample, output)),
            spent=meter.share(part, len(job.samples)),
            seconds=round(seconds / len(job.samples), 4),
        )


def _unanswered(meter: Meter) -> str:
    """A case left out although calls of its group failed is put down to the last failure."""
    if meter.problems:
        return f"{meter.problems[-1]}: no answer after {len(meter.problems)} failed calls of its group"
    return f"{NO_ANSWER}: the solver gave none for this case"


def _check_known(outputs: Mapping[str, Json], samples: Sequence[Sample]) -> None:
    strangers = set(outputs) - {sample.id for sample in samples}
    if strangers:
        raise ValueError(f"The solver answered cases that it was not given: {sorted(strangers)[:5]}")


async def _all(coroutines: Iterable[Awaitable[None]]) -> None:
    """Runs all; the first failure ends the others, and is raised as it is."""
    tasks = [asyncio.ensure_future(one) for one in coroutines]
    if not tasks:
        return
    try:
        await asyncio.gather(*tasks)
    except BaseException:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        raise
