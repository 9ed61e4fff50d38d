"""Scores saved outputs again, by today's scorer; no agent, no model."""

from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path

from .cases import dataset_hash
from .code_version import commit, paperwire_version
from .log import SavedRun, rewrite
from .order import task_code
from .pairing import NotComparable
from .records import Line
from .runner import closing_of
from .task import Sample, Task


def rescore(run: SavedRun, task: Task, samples: Sequence[Sample], out: Path, now: Callable[[], datetime]) -> SavedRun:
    """`run` with new scores and figures, written to `out`; outputs, errors and costs are kept as they are.

    Raises:
        NotComparable: the cases are not those of the run.
    """
    if dataset_hash(samples) != run.header.dataset:
        raise NotComparable(
            f"{run.path} was run on other cases ({run.header.dataset}, here {dataset_hash(samples)}).",
            "Name the folder it was run on with --data.",
        )
    by_id = {sample.id: sample for sample in samples}
    lines = {key: _rescored(task, by_id[line.id], line) for key, line in run.lines.items()}
    scoring = {
        "paperwire": paperwire_version(),
        "commit": commit(),
        "code": task_code(run.header.task),
        "task_version": task.version,
        "primary": task.primary,
        "lower_is_better": task.lower_is_better,
    }
    again = SavedRun(out, run.header.model_copy(update=scoring), lines)
    if run.closing is not None:
        again.closing = closing_of(task, samples, again, now())
    rewrite(out, [again.header, *lines.values(), *([again.closing] if again.closing else [])])
    return again


def _rescored(task: Task, sample: Sample, line: Line) -> Line:
    scores = () if line.output is None else tuple(task.scorer(sample, line.output))
    return line.model_copy(update={"scores": scores})
