"""Holds a run to a baseline: for continuous integration, where doubt must not pass."""

from collections.abc import Sequence

from ..domain.errors import SettingsError
from ..domain.noun import Noun
from .compare import figure_rows, score_difference
from .pairing import Paired
from .task import Sample, Task


class Gate(Noun):
    """Whether a run holds, and why. `low` bounds b - a from the side that would be worse, direction allowed for."""

    holds: bool
    score: str
    difference: float
    low: float
    margin: float
    new_errors: int
    reason: str


def gate(
    paired: Paired,
    margin: float,
    score: str = "",
    *,
    errors: int = 0,
    task: Task | None = None,
    samples: Sequence[Sample] = (),
) -> Gate:
    """Holds if the 95% interval of run minus baseline (`b` minus `a`) stays above -margin.

    Too few cases to tell is therefore not a pass. Cases that the baseline answered and the run did not are left out
    of the difference, so more than `errors` of them fail the gate by themselves.

    Raises:
        SettingsError: there is no such score, or no interval for it.
    """
    name = score or paired.a.header.primary
    difference, low, high = _bounds(paired, name, task, samples)
    new = paired.excluded.b
    clusters = len({paired.clusters[key] for key in paired.ids})
    reason = f"{name} {difference:+.4f}, 95% interval {low:+.4f} to {high:+.4f}, margin {margin:g}, {clusters} clusters"
    if new > errors:
        kinds = ", ".join(f"{number} {kind}" for kind, number in paired.excluded.kinds_b.items())
        return _gate(False, name, difference, low, margin, new, f"{new} cases that had an answer have none ({kinds})")
    if low >= -margin:
        return _gate(True, name, difference, low, margin, new, f"holds: {reason}")
    told = "worse" if high < -margin else "not shown to hold, too few cases to tell"
    return _gate(False, name, difference, low, margin, new, f"{told}: {reason}")


def _gate(holds: bool, name: str, difference: float, low: float, margin: float, new: int, reason: str) -> Gate:
    return Gate(holds=holds, score=name, difference=difference, low=low, margin=margin, new_errors=new, reason=reason)


def _bounds(paired: Paired, name: str, task: Task | None, samples: Sequence[Sample]) -> tuple[float, float, float]:
    """Difference and bounds, turned so that higher is better."""
    found = score_difference(paired, name)
    row = found or next((r for r in (figure_rows(paired, task, samples) if task else []) if r.name == name), None)
    if row is None:
        raise SettingsError(f"The runs have no score {name!r} on both sides.", f"There are: {_names(paired)}.")
    if row.difference is None or row.low is None or row.high is None:
        raise SettingsError(f"{name} has no interval on these cases.", "Run more clusters of cases.")
    if name in paired.a.header.lower_is_better:
        return -row.difference, -row.high, -row.low
    return row.difference, row.low, row.high


def _names(paired: Paired) -> str:
    scores = {score.name for line in paired.a.lines.values() for score in line.scores}
    figures = {metric.name for metric in (paired.a.closing.metrics if paired.a.closing else ())}
    return ", ".join(sorted(scores | figures))
