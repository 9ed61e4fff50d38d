"""Is B better than A? Paired by case, clusters kept together, with what these cases cannot tell said as well."""

from collections.abc import Mapping, Sequence

from ..domain.noun import Noun
from .pairing import Excluded, Paired, mean_value
from .records import Header, Line
from .resampling import FigureDifference, figure_differences
from .runner import answered
from .statistics import detectable, mcnemar_p, mean_interval, sign_flip_p
from .task import Answered, Json, Sample, Task
from .wording import p_value

_LEVEL = 0.05


class ScoreDifference(Noun):
    """One score on either side, over the `n` cases that have it on both; the difference is b - a.

    `wins` are cases where B is better, by the score's direction. `detectable` is the smallest true difference that so
    many cases find in four of five tries. `mcnemar_p` is given where every value is 0 or 1.
    """

    name: str
    n: int
    clusters: int
    a: float
    b: float
    difference: float
    low: float | None
    high: float | None
    p: float
    mcnemar_p: float | None = None
    detectable: float | None = None
    wins: int
    losses: int
    ties: int
    lower_is_better: bool = False


class Flip(Noun):
    """A case that the sides were scored differently for; `loss` if A was better."""

    id: str
    cluster: str
    a: float
    b: float
    loss: bool
    output_a: Json | None
    output_b: Json | None
    input: Json | None = None
    target: Json | None = None


class Comparison(Noun):
    """All that two runs say about each other; the primary score's difference comes first."""

    a: Header
    b: Header
    excluded: Excluded
    primary: str
    scores: tuple[ScoreDifference, ...]
    figures: tuple[FigureDifference, ...] = ()
    flips: tuple[Flip, ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def lead(self) -> ScoreDifference | None:
        """The difference that the comparison is about."""
        return next((score for score in self.scores if score.name == self.primary), None)


def compare(paired: Paired, task: Task | None = None, samples: Sequence[Sample] = ()) -> Comparison:
    """The comparison of two paired runs; figures over all cases need the task and its cases, scores do not."""
    primary = paired.a.header.primary
    names = dict.fromkeys(score.name for line in paired.a.lines.values() for score in line.scores)
    ordered = sorted(names, key=lambda name: name != primary)
    found = (score_difference(paired, name) for name in ordered)
    scores = tuple(score for score in found if score)
    figures = tuple(_figures(paired, task, samples, set(names))) if task and samples else ()
    return Comparison(
        a=paired.a.header,
        b=paired.b.header,
        excluded=paired.excluded,
        primary=primary,
        scores=scores,
        figures=figures,
        flips=tuple(_flips(paired, primary, {sample.id: sample for sample in samples})),
        notes=tuple(_notes(paired, scores, bool(samples))),
    )


def score_difference(paired: Paired, name: str) -> ScoreDifference | None:
    """The paired difference of one score; None if no case has it on both sides."""
    rows = _rows(paired, name)
    if not rows:
        return None
    falling = name in paired.a.header.lower_is_better
    gaps = [b - a for _, a, b in rows]
    clusters = [paired.clusters[key] for key, _, _ in rows]
    interval = mean_interval(gaps, clusters)
    wins = sum(gap < 0 if falling else gap > 0 for gap in gaps)
    losses = sum(gap != 0 for gap in gaps) - wins
    binary = all(value in (0.0, 1.0) for _, a, b in rows for value in (a, b))
    return ScoreDifference(
        name=name,
        n=len(rows),
        clusters=interval.clusters,
        a=sum(a for _, a, _ in rows) / len(rows),
        b=sum(b for _, _, b in rows) / len(rows),
        difference=interval.mean,
        low=interval.low,
        high=interval.high,
        p=sign_flip_p(gaps, clusters),
        mcnemar_p=mcnemar_p(wins, losses) if binary else None,
        detectable=detectable(interval.error, interval.clusters) if interval.error else None,
        wins=wins,
        losses=losses,
        ties=len(gaps) - wins - losses,
        lower_is_better=falling,
    )


def _rows(paired: Paired, name: str) -> list[tuple[str, float, float]]:
    rows = []
    for key in paired.ids:
        a, b = mean_value(paired.lines_a[key], name), mean_value(paired.lines_b[key], name)
        if a is not None and b is not None:
            rows.append((key, a, b))
    return rows


def figure_rows(paired: Paired, task: Task, samples: Sequence[Sample]) -> list[FigureDifference]:
    """The paired differences of the task's own figures, in the first epoch, over cases that both sides answered."""
    kept = [sample for sample in samples if sample.id in set(paired.ids)]
    a = answered(kept, paired.a.lines, 1)
    b = answered(kept, paired.b.lines, 1)
    both = {case.sample.id for case in a if not case.error} & {case.sample.id for case in b if not case.error}
    pairs = [[case for case in side if case.sample.id in both] for side in (a, b)]
    return figure_differences(pairs[0], pairs[1], task.figures or _summary_values(task)) if both else []


def _figures(paired: Paired, task: Task, samples: Sequence[Sample], scores: set[str]) -> list[FigureDifference]:
    rows = figure_rows(paired, task, samples)
    return [row for row in rows if row.name not in scores and (row.a, row.b) != (None, None)]


def _summary_values(task: Task):  # type: ignore[no-untyped-def]
    def values(cases: Sequence[Answered]) -> Mapping[str, float | None]:
        return {metric.name: metric.value for metric in task.summary(cases)}

    return values


def _flips(paired: Paired, name: str, samples: Mapping[str, Sample]) -> list[Flip]:
    """Where the sides part, losses first, the widest first."""
    falling = name in paired.a.header.lower_is_better
    flips = []
    for key, a, b in _rows(paired, name):
        if a != b:
            flips.append(
                Flip(
                    id=key,
                    cluster=paired.clusters[key],
                    a=a,
                    b=b,
                    loss=(b > a) if falling else (b < a),
                    output_a=_output(paired.lines_a[key]),
                    output_b=_output(paired.lines_b[key]),
                    input=samples[key].input if key in samples else None,
                    target=samples[key].target if key in samples else None,
                )
            )
    return sorted(flips, key=lambda flip: (not flip.loss, -abs(flip.b - flip.a)))


def _output(lines: Sequence[Line]) -> Json | None:
    return next((line.output for line in lines if line.output is not None), None)


def _notes(paired: Paired, scores: Sequence[ScoreDifference], have_cases: bool) -> list[str]:
    a, b = paired.a.header, paired.b.header
    notes = []
    cut = [run.path.name for run in (paired.a, paired.b) if run.closing is None]
    if cut:
        notes.append(f"Not finished: {', '.join(cut)}.")
    if paired.excluded.cases:
        share = paired.excluded.cases / len(paired.lines_a)
        notes.append(f"{share:.1%} of the cases have no answer on a side: the rest may be the easier ones.")
    if a.epochs != b.epochs:
        notes.append(f"A ran {a.epochs} epochs, B {b.epochs}: scores are means over epochs.")
    if a.code != b.code:
        notes.append(f"The sides were run by different code ({a.code}, {b.code}).")
    if not have_cases:
        notes.append("Figures over all cases (such as AUC) need the cases: name them with --data.")
    few = min((score.clusters for score in scores), default=0)
    if 2 <= few < 10:
        notes.append(f"Only {few} clusters: intervals are rough.")
    return notes


def verdict(score: ScoreDifference) -> str:
    """The primary difference in one sentence. Interval and test must both speak for a difference to be called one:
    with few clusters the interval alone is too bold, and the test then cannot reach 5% at all."""
    if score.low is None or score.high is None:
        return f"{score.name}: one cluster only, so no interval; the difference is {score.difference:+.3f}."
    span = f"{score.difference:+.3f}, 95% interval {score.low:+.3f} to {score.high:+.3f}, p {p_value(score.p)}"
    if score.low <= 0 <= score.high or score.p > _LEVEL:
        least = f"; a true difference below {score.detectable:.3f} would usually go unseen" if score.detectable else ""
        return f"No difference in {score.name} is shown ({span}{least})."
    better = (score.difference < 0) == score.lower_is_better
    return f"B is {'better' if better else 'worse'} in {score.name} ({span})."
