"""The figures of a run: the mean of every score with an interval, then what the task adds."""

from collections.abc import Sequence

from .statistics import mean_interval
from .task import Answered, Metric, Task


def metrics_of(task: Task, cases: Sequence[Answered]) -> tuple[Metric, ...]:
    """Figures over all answered cases; of several epochs, scores are averaged by case first, summaries by epoch."""
    summaries = _summaries(task, cases)
    named = {metric.name for metric in summaries}
    names = dict.fromkeys(score.name for case in cases for score in case.scores)
    return (*(_mean(name, cases) for name in names if name not in named), *summaries)


def case_means(name: str, cases: Sequence[Answered]) -> dict[str, tuple[str, float]]:
    """Cluster and mean over epochs of one score, by case id; cases where it was never given are left out."""
    values: dict[str, list[float]] = {}
    clusters: dict[str, str] = {}
    for case in cases:
        value = next((score.value for score in case.scores if score.name == name), None)
        if value is not None:
            values.setdefault(case.sample.id, []).append(value)
            clusters[case.sample.id] = case.sample.cluster
    return {key: (clusters[key], sum(found) / len(found)) for key, found in values.items()}


def _mean(name: str, cases: Sequence[Answered]) -> Metric:
    found = case_means(name, cases)
    if not found:
        return Metric(name=name, value=None, note="no case has this score")
    interval = mean_interval([value for _, value in found.values()], [cluster for cluster, _ in found.values()])
    note = f"mean over cases, {interval.clusters} clusters"
    return Metric(name=name, value=interval.mean, low=interval.low, high=interval.high, n=len(found), note=note)


def _summaries(task: Task, cases: Sequence[Answered]) -> tuple[Metric, ...]:
    epochs = sorted({case.epoch for case in cases})
    by_epoch = [task.summary([case for case in cases if case.epoch == epoch]) for epoch in epochs]
    if len(by_epoch) < 2:
        return tuple(by_epoch[0]) if by_epoch else ()
    names = dict.fromkeys(metric.name for metrics in by_epoch for metric in metrics)
    return tuple(_over_epochs([m for metrics in by_epoch for m in metrics if m.name == name]) for name in names)


def _over_epochs(metrics: Sequence[Metric]) -> Metric:
    """The mean over epochs; the interval is the mean of theirs, since epochs repeat the same cases."""

    def mean(values: Sequence[float | None]) -> float | None:
        known = [value for value in values if value is not None]
        return sum(known) / len(known) if known and len(known) == len(values) else None

    return metrics[0].model_copy(
        update={
            "value": mean([m.value for m in metrics]),
            "low": mean([m.low for m in metrics]),
            "high": mean([m.high for m in metrics]),
            "n": max(m.n for m in metrics),
            "note": f"{metrics[0].note}; mean of {len(metrics)} epochs".lstrip("; "),
        }
    )
