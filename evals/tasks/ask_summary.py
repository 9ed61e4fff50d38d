"""Figures over all questions: abstaining where there is no answer, and only there; and each family by itself."""

from collections.abc import Mapping, Sequence

from ..task import Answered, Metric
from .ask_scores import abstained, should_abstain

LOWER_IS_BETTER = ("answers made up",)
_Z = 1.959964
_NOTES = {
    "abstention precision": "of the questions left unanswered, those that have no answer in the archive",
    "abstention recall": "of the questions that have no answer in the archive, those left unanswered",
    "right: held out": "questions that were written after the rules and thresholds were set",
    "answers made up": "share of the questions without an answer that were given one",
}


def summary(cases: Sequence[Answered]) -> Sequence[Metric]:
    """Shares with Wilson intervals; questions are taken as independent."""
    return [_metric(name, hits, of) for name, (hits, of) in _counted(cases).items()]


def figures(cases: Sequence[Answered]) -> Mapping[str, float | None]:
    """The values of `summary` without intervals."""
    return {name: hits / of if of else None for name, (hits, of) in _counted(cases).items()}


def _counted(cases: Sequence[Answered]) -> dict[str, tuple[int, int]]:
    answered = [case for case in cases if case.output is not None]
    # A near miss may be answered in part or not at all; it says nothing of abstaining.
    plain = [case for case in answered if case.sample.target["state"] != "near miss"]
    silent = [case for case in plain if case.output is not None and abstained(case.output)]
    empty = [case for case in plain if should_abstain(case.sample.target)]
    both = sum(should_abstain(case.sample.target) for case in silent)
    found = {
        "abstention precision": (both, len(silent)),
        "abstention recall": (both, len(empty)),
        "answers made up": (len(empty) - both, len(empty)),
    }
    groups: dict[str, list[float]] = {}
    for case in answered:
        right = [one.value for one in case.scores if one.name == "right" and one.value is not None]
        groups.setdefault(_set(case), []).extend(right)
        groups.setdefault(case.sample.target["family"], []).extend(right)
    return found | {f"right: {name}": (int(sum(values)), len(values)) for name, values in sorted(groups.items())}


def _set(case: Answered) -> str:
    target = case.sample.target
    if half := target.get("half"):
        return f"told, {half}"
    return "held out" if target.get("held") else "others"


def _metric(name: str, hits: int, of: int) -> Metric:
    if not of:
        return Metric(name=name, value=None, n=0, note=_NOTES.get(name, ""))
    share, extra = hits / of, _Z**2 / of
    middle = (share + extra / 2) / (1 + extra)
    half = _Z * (share * (1 - share) / of + extra / (4 * of)) ** 0.5 / (1 + extra)
    return Metric(
        name=name,
        value=share,
        low=max(0.0, middle - half),
        high=min(1.0, middle + half),
        n=of,
        note=_NOTES.get(name, ""),
    )
