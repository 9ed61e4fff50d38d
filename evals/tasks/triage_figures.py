"""The figures of triage, from tallies of days: of one run, or of a thousand redrawn ones at once."""

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from .triage_tally import AXES, LEVELS

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Numbers = NDArray[np.float64]

Get = Callable[[str], "Numbers"]
Sums = Mapping[str, "Numbers"]

NOTES = {
    "AUC of the ranking": "chance that a selected paper stands above another of its day in the digest; mean of days",
    "AUC of relevance": "the same by relevance alone",
    "AUC of novelty": "the same by novelty alone",
    "recall at n": "share of the selected in the first n of their day, n their number; equals the precision there",
    "recall at 2n": "share of the selected in the first 2n of their day",
    "precision": "at the reader's thresholds",
    "recall": "at the reader's thresholds",
    "F1": "at the reader's thresholds",
    "selected": "share of the papers at or above the reader's thresholds",
    "selected by the label": "share of the papers that the labelled run selected",
    "agreement with the label, kappa": "on the days that two raters labelled",
    "agreement with the label, F1": "on the days that two raters labelled",
    "agreement with the second rater, kappa": "on the days that two raters labelled",
    "agreement with the second rater, F1": "on the days that two raters labelled",
    "ceiling, kappa": "the two raters with each other",
    "ceiling, F1": "the two raters with each other",
}
LOWER_IS_BETTER = (
    *(f"{axis} {kind}" for axis in AXES for kind in ("error", "calibration error")),
    *(f"most frequent {axis}" for axis in AXES),
)
_MORE_NOTES = {
    "error": "mean absolute difference from the label, in points",
    "mean excess": "mean of given less label, in points",
    "calibration error": "bins of the given score: mean given against mean label, in points, weighted by cases",
    "rank correlation": "Spearman's, by day",
    "scale": "given scores: effective number of levels used, of 10",
}


def note_of(figure: str) -> str:
    """What a figure means, in one line."""
    if figure in NOTES:
        return NOTES[figure]
    if figure.startswith("most frequent"):
        return "share of the papers given the most frequent score; near 1 the scale has collapsed"
    return next((note for ending, note in _MORE_NOTES.items() if figure.endswith(f" {ending}")), "")


def basis_of(figure: str) -> str:
    """The name of the tally's number that counts the cases a figure rests on."""
    if figure.startswith(("agreement", "ceiling")):
        return "raters cases"
    if figure.startswith(("AUC", "recall at")):
        return "ranked cases"
    if figure in NOTES:
        return "cut cases"
    axis = next((axis for axis in AXES if figure.startswith(f"{axis} ")), "")
    return f"{axis} n" if axis and not figure.endswith("scale") else "cases"


def figures_from(sums: Sums) -> dict[str, "Numbers"]:
    """Every figure, from summed tallies of shape (draws,); NaN where the sums hold nothing for it."""
    import numpy as np

    shape = np.shape(next(iter(sums.values()), np.zeros(1)))

    def get(name: str) -> "Numbers":
        return np.asarray(sums.get(name, np.zeros(shape)), dtype=np.float64)

    with np.errstate(divide="ignore", invalid="ignore"):
        found = _ranking(get) | _thresholds(get) | _raters(get)
        for axis in AXES:
            found |= _axis(axis, get)
    return found


def _ranking(get: Get) -> dict[str, "Numbers"]:
    days, wanted = get("auc days"), get("wanted")
    return {
        "AUC of the ranking": get("auc ranking") / days,
        "AUC of relevance": get("auc relevance") / days,
        "AUC of novelty": get("auc novelty") / days,
        "recall at n": get("in first n") / wanted,
        "recall at 2n": get("in first 2n") / wanted,
    }


def _thresholds(get: Get) -> dict[str, "Numbers"]:
    tp, fp, fn, tn = _cells("cut", get)
    cases = tp + fp + fn + tn
    return {
        "precision": tp / (tp + fp),
        "recall": tp / (tp + fn),
        "F1": _f1("cut", get),
        "selected": (tp + fp) / cases,
        "selected by the label": (tp + fn) / cases,
    }


def _raters(get: Get) -> dict[str, "Numbers"]:
    titles = {"first": "agreement with the label", "second": "agreement with the second rater", "raters": "ceiling"}
    found: dict[str, Numbers] = {}
    for name, title in titles.items():
        found |= {f"{title}, F1": _f1(name, get), f"{title}, kappa": _kappa(name, get)}
    return found


def _axis(axis: str, get: Get) -> dict[str, "Numbers"]:
    import numpy as np

    number = get(f"{axis} n")
    gaps = [np.abs(get(f"{axis} bin {level} said") - get(f"{axis} bin {level} so")) for level in LEVELS]
    levels = np.stack([get(f"{axis} level {level}") for level in LEVELS])
    shares = levels / levels.sum(0)
    entropy = -(shares * np.log(np.where(shares > 0, shares, 1.0))).sum(0)
    return {
        f"{axis} error": get(f"{axis} errors") / number,
        f"{axis} mean excess": get(f"{axis} bias") / number,
        f"{axis} calibration error": np.asarray(sum(gaps), dtype=np.float64) / number,
        f"{axis} rank correlation": get(f"{axis} rho") / get(f"{axis} rho n"),
        f"{axis} scale": np.exp(entropy),
        f"most frequent {axis}": shares.max(0),
    }


def _cells(name: str, get: Get) -> tuple["Numbers", "Numbers", "Numbers", "Numbers"]:
    return get(f"{name} tp"), get(f"{name} fp"), get(f"{name} fn"), get(f"{name} tn")


def _f1(name: str, get: Get) -> "Numbers":
    tp, fp, fn, _ = _cells(name, get)
    return 2 * tp / (2 * tp + fp + fn)


def _kappa(name: str, get: Get) -> "Numbers":
    tp, fp, fn, tn = _cells(name, get)
    total = tp + fp + fn + tn
    agreed = (tp + tn) / total
    chance = ((tp + fp) * (tp + fn) + (fn + tn) * (fp + tn)) / total**2
    return (agreed - chance) / (1 - chance)
