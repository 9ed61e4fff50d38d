"""What share the most important trends should have in the next week that is observed, as an interval to be checked.

A topic's log odds are taken to walk at random from one observed week to the next, by `drift`, and to be seen through
the sampling of papers. A Kalman filter gives what is known of them after the last week; the papers of the next week
are then beta-binomial around it. `drift` is estimated from all topics at once: one topic has too few weeks for that.
"""

from collections.abc import Sequence
from datetime import timedelta
from math import exp, log, sqrt

from ..domain import Prediction, Trend, Trends, WeekShare, week_days, week_of
from .shares import Tally
from .topics import usual_size

_TAILS = 0.1
_USUAL, _WEIGHT = 0.3, 20
"""The drift between weeks of arXiv, and how many differences it counts for where there are few."""
_STILL = 0.1
"""No topic stands stiller than this, however little its few weeks differ."""
_LEAST = 4.0
"""Papers of a topic in a week, below which its odds say too little about drift."""


def predict(trends: Trends, limit: int = 5) -> tuple[Prediction, ...]:
    """For the first `limit` trends the 80% interval of their share in the next observed week, due one week on.

    None with a single observed week: nothing tells then how shares move.
    """
    if trends.drift is None:
        return ()
    return tuple(_prediction(trend, trends, trends.drift) for trend in trends.trends[:limit])


def drift_of(counts: Tally, spread: float) -> float | None:
    """The standard deviation of log odds between observed weeks, beyond what sampling explains; None with one week.

    By moments: the mean square of the differences less their sampling variance, over topics seen in both weeks.
    """
    read, held = counts.by_week()
    excess = [
        (_odds(new, of_new) - _odds(old, of_old)) ** 2 - spread * (_variance(old, of_old) + _variance(new, of_new))
        for week in range(1, len(read))
        for of_old, of_new in [(float(read[week - 1]), float(read[week]))]
        for old, new in zip(map(float, held[week - 1]), map(float, held[week]), strict=True)
        if old + new >= 2 * _LEAST
    ]
    if len(read) < 2:
        return None
    return sqrt(max(_STILL**2, (sum(excess) + _USUAL**2 * _WEIGHT) / (len(excess) + _WEIGHT)))


def next_share(weeks: Sequence[WeekShare], drift: float, spread: float) -> tuple[float, float]:
    """The 80% interval of the next observed week's share, given those so far, oldest first."""
    from scipy.stats import betabinom

    odds, variance = _level(weeks, drift, spread)
    mean = 1 / (1 + exp(-odds))
    # The delta method takes the variance of log odds to that of a share; then a beta of that mean and variance.
    around = mean * (1 - mean)
    weight = max(1 / (around * (variance + drift**2)) - 1, 0.5)
    size = max(1, round(usual_size([week.of for week in weeks]) / spread))
    ends = (betabinom.ppf(tail, size, mean * weight, (1 - mean) * weight) for tail in (_TAILS, 1 - _TAILS))
    low, high = (float(end) / size for end in ends)
    return low, high


def _level(weeks: Sequence[WeekShare], drift: float, spread: float) -> tuple[float, float]:
    """The log odds after the last week and their variance."""
    first, *later = weeks
    odds, variance = _odds(first.papers, first.of), spread * _variance(first.papers, first.of)
    for week in later:
        before = variance + drift**2
        gain = before / (before + spread * _variance(week.papers, week.of))
        odds += gain * (_odds(week.papers, week.of) - odds)
        variance = (1 - gain) * before
    return odds, variance


def _odds(papers: float, of: float) -> float:
    return log((papers + 0.5) / (of - papers + 0.5))


def _variance(papers: float, of: float) -> float:
    return 1 / (papers + 0.5) + 1 / (of - papers + 0.5)


def _prediction(trend: Trend, trends: Trends, drift: float) -> Prediction:
    low, high = next_share(trend.weeks, drift, trends.spread)
    now = trend.weeks[-1].share
    return Prediction(
        id=f"{trends.week}:{trend.id}",
        week=trends.week,
        statement=f"{trend.name}: {low:.1%} to {high:.1%} of the papers of the next week read, after {now:.1%} in this"
        " one (80% interval).",
        due=week_of(week_days(trends.week)[1] + timedelta(days=1)),
        trend=trend.id,
        terms=trend.terms,
        share_low=low,
        share_high=high,
        share=now,
        core=trend.core,
        radius=trend.radius,
        cites=(f"trend:{trend.id}",),
    )
