"""Puts two runs side by side: the same cases, in the same order, errors named and set aside."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ..domain.errors import PaperwireError
from ..domain.noun import Noun
from .log import SavedRun
from .records import Line


class NotComparable(PaperwireError):
    """Two runs are not of the same cases, task or task version."""


class Excluded(Noun):
    """Cases that one side or both did not answer in any epoch; `kinds` counts what went wrong by kind."""

    a: int = 0
    b: int = 0
    both: int = 0
    kinds_a: dict[str, int] = {}
    kinds_b: dict[str, int] = {}

    @property
    def cases(self) -> int:
        return self.a + self.b + self.both


@dataclass(frozen=True)
class Paired:
    """Two finished runs of the same cases. `ids` are those that both sides answered, in the order of `a`."""

    a: SavedRun
    b: SavedRun
    ids: tuple[str, ...]
    clusters: Mapping[str, str]
    lines_a: Mapping[str, Sequence[Line]]
    lines_b: Mapping[str, Sequence[Line]]
    excluded: Excluded


def pair(a: SavedRun, b: SavedRun) -> Paired:
    """The runs, paired by case id; a case counts as answered if any of its epochs is.

    Raises:
        NotComparable: task, task version or cases differ; ids that only one side has are listed.
    """
    _check_same(a, b)
    lines_a, lines_b = _by_case(a), _by_case(b)
    silent_a = [key for key, lines in lines_a.items() if all(line.error for line in lines)]
    silent_b = [key for key, lines in lines_b.items() if all(line.error for line in lines)]
    silent = {*silent_a, *silent_b}
    both = len(set(silent_a) & set(silent_b))
    excluded = Excluded(
        a=len(silent_a) - both,
        b=len(silent_b) - both,
        both=both,
        kinds_a=_kinds(lines_a, silent_a),
        kinds_b=_kinds(lines_b, silent_b),
    )
    ids = tuple(key for key in lines_a if key not in silent)
    return Paired(a, b, ids, {key: lines_a[key][0].cluster for key in lines_a}, lines_a, lines_b, excluded)


def mean_value(lines: Sequence[Line], name: str) -> float | None:
    """The mean of one score over the epochs that have it."""
    values = [value for line in lines if (value := line.value(name)) is not None]
    return sum(values) / len(values) if values else None


def _by_case(run: SavedRun) -> dict[str, list[Line]]:
    found: dict[str, list[Line]] = {}
    for line in run.lines.values():
        found.setdefault(line.id, []).append(line)
    return found


def _kinds(lines: Mapping[str, Sequence[Line]], ids: Sequence[str]) -> dict[str, int]:
    return dict(Counter(lines[key][-1].error_kind for key in ids).most_common())


def _check_same(a: SavedRun, b: SavedRun) -> None:
    one, other = a.header, b.header
    if (one.task, one.task_version) != (other.task, other.task_version):
        raise NotComparable(
            f"{one.task} (version {one.task_version}) and {other.task} (version {other.task_version}) do not compare.",
            "Run both sides with the same task and the same Paperwire.",
        )
    only_a, only_b = sorted(a.ids - b.ids), sorted(b.ids - a.ids)
    if only_a or only_b:
        raise NotComparable(
            f"The sides have different cases: {_listed('A', only_a)}; {_listed('B', only_b)}.",
            "Run both with the same --data and --limit.",
        )
    if one.dataset != other.dataset:
        raise NotComparable(
            f"Cases of the same ids differ in content (datasets {one.dataset} and {other.dataset}).",
            "Run both sides again on the same --data.",
        )


def _listed(side: str, ids: Sequence[str]) -> str:
    shown = ", ".join(ids[:8]) + (f" and {len(ids) - 8} more" if len(ids) > 8 else "")
    return f"only in {side} ({len(ids)}): {shown}" if ids else f"none only in {side}"
