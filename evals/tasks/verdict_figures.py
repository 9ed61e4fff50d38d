"""Figures of a ranking and of a yes or no, with bootstrap intervals over papers."""

from typing import TYPE_CHECKING

from ..statistics import SEED, tails
from ..task import Metric

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Array = NDArray[np.float64]

_DRAWS = 1000


def auc(score: "Array", accepted: "Array") -> float:
    """The probability that an accepted paper ranks above a rejected one, ties half; 0.5 if one kind is missing."""
    import numpy as np

    wins = _wins(score, accepted)
    return float(wins.mean()) if np.size(wins) else 0.5


def balanced(chosen: "Array", accepted: "Array") -> float:
    """The mean of the two shares got right, of accepted and of rejected papers; both kinds must be there."""
    right = chosen == accepted
    return float((right[accepted == 1].mean() + right[accepted == 0].mean()) / 2)


def auc_metric(name: str, score: "Array", accepted: "Array", note: str = "") -> Metric:
    """AUC with a 95% interval: accepted and rejected papers are drawn again, together as often as they come."""
    import numpy as np

    wins = _wins(score, accepted)
    if not np.size(wins):
        return Metric(name=name, value=None, n=len(score), note="one kind of decision is missing")
    ups, downs = _draws(accepted)
    with np.errstate(invalid="ignore"):
        drawn = ((ups @ wins) * downs).sum(1) / (ups.sum(1) * downs.sum(1))
    return _metric(name, float(wins.mean()), drawn, len(score), note)


def balanced_metric(name: str, chosen: "Array", accepted: "Array", note: str = "") -> Metric:
    """The mean of the two shares got right, of accepted and of rejected papers, with a 95% interval."""
    import numpy as np

    right = (chosen == accepted).astype(float)
    yes, no = right[accepted == 1], right[accepted == 0]
    if not len(yes) or not len(no):
        return Metric(name=name, value=None, n=len(chosen), note="one kind of decision is missing")
    ups, downs = _draws(accepted)
    with np.errstate(invalid="ignore"):
        drawn = (ups @ yes / ups.sum(1) + downs @ no / downs.sum(1)) / 2
    return _metric(name, float((yes.mean() + no.mean()) / 2), drawn, len(chosen), note)


def _wins(score: "Array", accepted: "Array") -> "Array":
    import numpy as np

    up, down = score[accepted == 1], score[accepted == 0]
    return np.where(up[:, None] > down, 1.0, np.where(up[:, None] == down, 0.5, 0.0))


def _draws(accepted: "Array") -> "tuple[Array, Array]":
    """How often each accepted and each rejected paper is drawn, `_DRAWS` times; shapes (draws, papers of the kind)."""
    import numpy as np

    count = len(accepted)
    times = np.random.default_rng(SEED).multinomial(count, np.full(count, 1 / count), size=_DRAWS).astype(float)
    return times[:, accepted == 1], times[:, accepted == 0]


def _metric(name: str, value: float, drawn: "Array", count: int, note: str) -> Metric:
    import numpy as np

    low, high = np.nanquantile(drawn, tails(count)) if count > 1 else (None, None)
    bounds = {side: None if b is None else float(b) for side, b in (("low", low), ("high", high))}
    return Metric(name=name, value=value, n=count, note=note, **bounds)
