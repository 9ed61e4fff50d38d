"""How well a grouping matches the marked stories: pairwise and B-cubed precision, recall and F1, with intervals."""

from collections import Counter
from collections.abc import Mapping, Sequence

from ..statistics import SEED, tails
from ..task import Answered, Json, Metric, Sample, Score
from .stories_cases import WEEK

_DRAWS = 500


def score(sample: Sample, output: Json) -> Sequence[Score]:
    """B-cubed precision and recall of one item (Bagga and Baldwin 1998); an ambiguous one has neither."""
    name = prefix(sample.group)
    precision, recall = _bcubed(sample, output)
    return [
        Score(name=f"{name}B-cubed precision", value=precision),
        Score(name=f"{name}B-cubed recall", value=recall),
    ]


def figures(answered: Sequence[Answered]) -> Mapping[str, float | None]:
    """Pairwise precision, recall and F1 and B-cubed F1 of every group.

    A story drawn twice by resampling counts twice; pairs between its copies are not counted.
    """
    found: dict[str, float | None] = {}
    for group, cases in _by_group(answered).items():
        found |= {f"{prefix(group)}{name}": value for name, value in _figures(cases).items()}
    return found


def summary(answered: Sequence[Answered]) -> Sequence[Metric]:
    """The figures, each with an interval from resampling stories."""
    metrics: list[Metric] = []
    for group, cases in _by_group(answered).items():
        drawn, stories = _resampled(cases)
        for name, value in _figures(cases).items():
            low, high = _interval([row[name] for row in drawn], stories)
            note = f"{len(cases)} items, {stories} stories and single items"
            metrics.append(
                Metric(name=f"{prefix(group)}{name}", value=value, low=low, high=high, n=len(cases), note=note)
            )
    return metrics


def prefix(group: str) -> str:
    return "" if group == WEEK else f"{group} "


def _bcubed(sample: Sample, output: Json) -> tuple[float | None, float | None]:
    if sample.target["ambiguous"]:
        return None, None
    beside, same = set(output["with"]), set(output["same"])
    right = len(beside & same)
    return right / len(beside), right / len(same)


def _by_group(answered: Sequence[Answered]) -> dict[str, list[Answered]]:
    groups: dict[str, list[Answered]] = {}
    for case in answered:
        if case.output is not None and not case.sample.target["ambiguous"]:
            groups.setdefault(case.sample.group.partition("~")[0], []).append(case)
    return groups


def _figures(cases: Sequence[Answered]) -> dict[str, float | None]:
    times = Counter(case.sample.id.partition("~")[0] for case in cases)
    once = {case.sample.id.partition("~")[0]: case for case in cases}
    right = joined = marked = precisions = recalls = 0.0
    for id_, case in once.items():
        output, n = case.output or {}, times[id_]
        same = set(output["same"])
        for other in output["with"]:
            if other != id_ and other in times:
                joined += n if other in same else n * times[other]
                right += n if other in same else 0
        marked += n * (sum(other in times for other in same) - 1)
        precision, recall = _bcubed(case.sample, output)
        precisions += n * (precision or 0.0)
        recalls += n * (recall or 0.0)
    total = sum(times.values())
    precision, recall = _share(right, joined), _share(right, marked)
    return {
        "pairwise F1": _f1(precision, recall),
        "pairwise precision": precision,
        "pairwise recall": recall,
        "B-cubed F1": _f1(precisions / total, recalls / total),
    }


def _share(part: float, whole: float) -> float | None:
    return part / whole if whole else None


def _f1(precision: float | None, recall: float | None) -> float | None:
    if recall is None:
        return None
    return 2 * (precision or 0.0) * recall / ((precision or 0.0) + recall) if recall else 0.0


def _resampled(cases: Sequence[Answered]) -> tuple[list[dict[str, float | None]], int]:
    import numpy as np

    clusters: dict[str, list[Answered]] = {}
    for case in cases:
        clusters.setdefault(case.sample.cluster.partition("~")[0], []).append(case)
    names = list(clusters)
    if len(names) < 2:
        return [], len(names)
    draws = np.random.default_rng(SEED).integers(len(names), size=(_DRAWS, len(names)))
    return [_figures([case for place in draw for case in clusters[names[place]]]) for draw in draws], len(names)


def _interval(values: Sequence[float | None], clusters: int) -> tuple[float | None, float | None]:
    import numpy as np

    known = [value for value in values if value is not None]
    if len(known) < _DRAWS // 2:
        return None, None
    low, high = np.quantile(known, tails(clusters))
    return float(low), float(high)
