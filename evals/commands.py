"""What each `paperwire eval` command does; each returns its exit code."""

import asyncio
import json as jsonlib
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from rich.console import Console

from ..commands import INCOMPLETE, WHOLE
from ..commands.order import now
from ..engines import Desk
from .bench import open_bench
from .cases import cases_of, data_folder
from .compare import compare as compared
from .contender import Wanted, parse_wanted, resolve, settings_for
from .gate import gate
from .log import SavedRun, finished, read_run
from .order import EvalOrder
from .pairing import pair
from .progress import case_bar
from .records import Header
from .report import as_markdown, report_of
from .report_terminal import show_comparison, show_report
from .report_terminal import show_tasks as print_tasks
from .rescore import rescore
from .runner import Tells, run_task
from .task import Bench, Sample
from .tasks import all_tasks, load_task


def show_tasks(*, json: bool) -> int:
    """Lists the tasks on stdout."""
    tasks = list(all_tasks().values())
    if json:
        rows = [{"name": t.name, "description": t.description, "agent": t.agent, "primary": t.primary,
                 "baselines": list(t.baselines), "version": t.version} for t in tasks]  # fmt: skip
        sys.stdout.write(jsonlib.dumps(rows, indent=2) + "\n")
    else:
        print_tasks(Console(highlight=False), tasks)
    return WHOLE


def run_and_show(order: EvalOrder, wanted: Wanted, *, out: Path | None, inspect: Path | None, json: bool) -> int:
    """Runs a task, or goes on with it, and shows its figures.

    Raises:
        RunStopped: no model can be asked any more; the same command goes on.
    """
    if inspect:
        from .inspect_export import need_inspect

        need_inspect(inspect)
    run = _run(order, wanted, out)
    if inspect:
        from .inspect_export import write_inspect

        write_inspect(run, order.task, order.samples, inspect)
    _show([run], json=json)
    sys.stderr.write(f"paperwire: the run is in {run.path}\n")
    return INCOMPLETE if run.errors else WHOLE


def compare_and_show(
    order: EvalOrder, a: str, b: str, *, html: Path | None, judge: int, labels: Path | None, json: bool
) -> int:
    """Compares two sides, running what is not yet run."""
    runs = [_side(order, text) for text in (a, b)]
    paired = pair(*(finished(run) for run in runs))
    samples = _cases(order.data, runs[0])
    found = compared(paired, order.task, samples)
    judged = None
    if judge:
        from .judging import judge_comparison

        judged = judge_comparison(order, paired, samples, judge, labels)
    if html:
        from .report_html import comparison_page

        _write(html, comparison_page(found, judged))
    if json:
        told = found.model_dump(mode="json") | ({"judge": judged.model_dump(mode="json")} if judged else {})
        sys.stdout.write(jsonlib.dumps(told, indent=2) + "\n")
    else:
        show_comparison(Console(highlight=False), found, judged)
    return INCOMPLETE if found.excluded.cases else WHOLE


def report_runs(
    paths: Sequence[Path], *, html: Path | None, markdown: Path | None, data: Path | None, json: bool
) -> int:
    """Shows saved runs side by side, and writes them as asked."""
    runs = [finished(read_run(path)) for path in paths]
    tasks: dict[str, list[SavedRun]] = {}
    for run in runs:
        tasks.setdefault(run.header.task, []).append(run)
    if markdown:
        _write(markdown, "\n".join(as_markdown(report_of(beside)) for beside in tasks.values()))
    if html:
        from .report_html import report_page

        _write(html, report_page(report_of(runs), load_task(runs[0].header.task), runs[0], _cases(data, runs[0])))
    for beside in tasks.values():
        _show(beside, json=json)
    return INCOMPLETE if any(beside[0].errors for beside in tasks.values()) else WHOLE


def rescore_and_show(path: Path, *, data: Path | None, out: Path | None, json: bool) -> int:
    """Scores a saved run again."""
    run = read_run(path)
    task = load_task(run.header.task)
    samples = cases_of(task, _folder(data, run.header), run.header.limit)
    _show([rescore(run, task, samples, out or path, now)], json=json)
    return WHOLE


def check_gate(
    path: Path, baseline: Path, margin: float, score: str, *, errors: int, data: Path | None, json: bool
) -> int:
    """Holds one run to another; the reason goes to stdout."""
    paired = pair(finished(read_run(baseline)), finished(read_run(path)))
    scored = not score or any(score == one.name for line in paired.a.lines.values() for one in line.scores)
    task = None if scored else load_task(paired.a.header.task)
    found = gate(paired, margin, score, errors=errors, task=task, samples=_cases(data, paired.a) if task else ())
    sys.stdout.write((found.model_dump_json(indent=2) if json else found.reason) + "\n")
    return WHOLE if found.holds else INCOMPLETE


def _side(order: EvalOrder, text: str) -> SavedRun:
    wanted = parse_wanted(text)
    return read_run(wanted.file) if wanted.file else _run(order, wanted, None)


def _run(order: EvalOrder, wanted: Wanted, out: Path | None) -> SavedRun:
    contender = resolve(order.task, wanted, order.settings, os.environ)
    settings = settings_for(order.task, contender, order.settings)
    header = order.header(contender, settings)
    name = f"{order.task_name.replace(':', '.')}-{contender.slug}-{header.identity}.jsonl"
    path = out or order.folder / "runs" / name
    with (
        open_bench(settings, contender.engine, order.folder, now, order.options) as (bench, desk),
        case_bar(Console(stderr=True), header.label, header.cases * header.epochs) as tell,
    ):
        return asyncio.run(_asked(order, bench, desk, path, header, tell))


async def _asked(order: EvalOrder, bench: Bench, desk: Desk, path: Path, header: Header, tell: Tells) -> SavedRun:
    try:
        return await run_task(order.task, order.samples, bench, path, header, again=order.retry_errors, tell=tell)
    finally:
        await desk.aclose()


def _folder(data: Path | None, header: Header) -> Path | None:
    """Where the cases of a run are: where told, else where they were, else where the environment says."""
    if data is None and (not header.data or Path(header.data).is_dir()):
        return Path(header.data) if header.data else None
    return data_folder(data, os.environ)


def _cases(data: Path | None, run: SavedRun) -> list[Sample]:
    """The cases of a run, or none if they are not there as they were."""
    from .cases import dataset_hash

    folder = _folder(data, run.header)
    if run.header.data and folder is None:
        return []
    samples = cases_of(load_task(run.header.task), folder, run.header.limit)
    return samples if dataset_hash(samples) == run.header.dataset else []


def _show(runs: Sequence[SavedRun], *, json: bool) -> None:
    report = report_of(runs)
    if json:
        sys.stdout.write(report.model_dump_json(indent=2) + "\n")
    else:
        show_report(Console(highlight=False), report)


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    sys.stderr.write(f"paperwire: wrote {path}\n")
