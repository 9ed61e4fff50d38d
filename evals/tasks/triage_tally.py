"""A day of triage in numbers that add up, so that whole days can be drawn again and again without the cases."""

from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING

from ..task import Answered, Json
from .triage_order import rank_key

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Numbers = NDArray[np.float64]
    Flags = NDArray[np.bool_]

AXES = ("relevance", "novelty")
LEVELS = range(1, 11)
_LEAST_FOR_RANKS = 5

Tally = dict[str, float]
Pairs = Sequence[tuple[Json, Json]]
"""Target and answer of each case."""


def tally(cases: Sequence[Answered]) -> Tally:
    """The numbers of one day for one reader; cases without an answer are left out."""
    pairs = [(case.sample.target, case.output) for case in cases if case.output is not None]
    numbers: Tally = {"cases": len(pairs)}
    for part in (_ranking, _thresholds, _second_rater, _scale):
        numbers |= part(pairs)
    for axis in AXES:
        numbers |= _axis(axis, pairs)
    return numbers


def _ranking(pairs: Pairs) -> Tally:
    import numpy as np

    known = [(target["selected"], answer) for target, answer in pairs if target["selected"] is not None]
    chosen = np.array([selected for selected, _ in known], dtype=bool)
    if not known or chosen.all() or not chosen.any():
        return {}
    order = np.array([rank_key(answer) for _, answer in known])
    number = int(chosen.sum())
    found = {f"auc {axis}": auc(np.array([a[axis] for _, a in known], dtype=float), chosen) for axis in AXES}
    return found | {
        "auc ranking": auc(order, chosen),
        "auc days": 1,
        "ranked cases": len(known),
        "wanted": number,
        "in first n": hits(order, chosen, number),
        "in first 2n": hits(order, chosen, 2 * number),
    }


def auc(scores: "Numbers", chosen: "Flags") -> float:
    """The chance that a chosen case scores above another one, ties half; needs both kinds."""
    from scipy.stats import rankdata

    inside = int(chosen.sum())
    ranks = rankdata(scores)[chosen].sum()
    return float((ranks - inside * (inside + 1) / 2) / (inside * (len(chosen) - inside)))


def hits(scores: "Numbers", chosen: "Flags", places: int) -> float:
    """How many chosen cases stand in the first `places`; equals at the edge share the places left."""
    import numpy as np

    if places >= len(scores):
        return float(chosen.sum())
    edge = np.sort(scores)[-places]
    above, level = scores > edge, scores == edge
    return float(chosen[above].sum() + chosen[level].mean() * (places - above.sum()))


def _thresholds(pairs: Pairs) -> Tally:
    return _table("cut", [(t["selected"], a["selected"]) for t, a in pairs if t["selected"] is not None])


def _second_rater(pairs: Pairs) -> Tally:
    both = [(target, answer) for target, answer in pairs if target["second"] is not None]
    return {
        **_table("raters", [(target["selected"], target["second"]) for target, _ in both]),
        **_table("second", [(target["second"], answer["selected"]) for target, answer in both]),
        **_table("first", [(target["selected"], answer["selected"]) for target, answer in both]),
    }


def _table(name: str, pairs: Sequence[tuple[bool, bool]]) -> Tally:
    """True and false positives and negatives of the second of each pair against the first."""
    counts = Counter(pairs)
    cells = {"tp": (True, True), "fp": (False, True), "fn": (True, False), "tn": (False, False)}
    return {f"{name} {cell}": float(counts[key]) for cell, key in cells.items()} | {f"{name} cases": float(len(pairs))}


def _scale(pairs: Pairs) -> Tally:
    counts = Counter(f"{axis} level {level_of(answer[axis])}" for _, answer in pairs for axis in AXES)
    return {name: float(count) for name, count in counts.items()}


def _axis(axis: str, pairs: Pairs) -> Tally:
    rows = [(float(answer[axis]), float(target[axis])) for target, answer in pairs if target[axis] is not None]
    numbers: Tally = {
        f"{axis} errors": sum(abs(said - so) for said, so in rows),
        f"{axis} bias": sum(said - so for said, so in rows),
        f"{axis} n": len(rows),
    }
    for level in LEVELS:
        inside = [row for row in rows if level_of(row[0]) == level]
        place = f"{axis} bin {level}"
        numbers |= {f"{place} n": len(inside), f"{place} said": sum(said for said, _ in inside)}
        numbers[f"{place} so"] = sum(so for _, so in inside)
    if len(rows) >= _LEAST_FOR_RANKS:
        numbers |= {f"{axis} rho": _rho(rows) * len(rows), f"{axis} rho n": len(rows)}
    return numbers


def level_of(score: float) -> int:
    """The whole score nearest to `score`."""
    return min(10, max(1, round(score)))


def _rho(rows: Sequence[tuple[float, float]]) -> float:
    """Spearman's correlation with ties; 0 if one side never varies, since it then orders nothing."""
    import numpy as np
    from scipy.stats import rankdata

    said, so = (rankdata(column) for column in zip(*rows, strict=True))
    if np.ptp(said) == 0 or np.ptp(so) == 0:
        return 0.0
    return float(np.corrcoef(said, so)[0, 1])
