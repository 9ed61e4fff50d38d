"""What pictures show, in words and numbers."""

from collections.abc import Sequence

from ...domain import Trend, Trends
from ..trend_words import growth_words, percent, share_span
from ..words import counted, listed
from .ink import Mark


def shares_words(trends: Trends, shown: Sequence[Trend]) -> str:
    """`Topic shares in 2026-W17 against earlier weeks: …`"""
    told = "; ".join(f"{trend.name}, {_now(trend)}, {trend.standing}" for trend in shown)
    return f"Panels of the share of {counted(len(shown), 'topic')} over the weeks up to {trends.week}: {told}."


def panel_words(trend: Trend) -> str:
    """Every week's share, then what became of it."""
    weeks = ", ".join(f"{share.week} {percent(share.share)}" for share in trend.weeks)
    last = f" The last with its 95% interval: {share_span(trend.weeks[-1])}." if trend.weeks else ""
    return f"{weeks or 'No week has data'}.{last} {growth_words(trend)}"


def map_words(trends: Trends, marks: dict[str, Mark], numbers: dict[str, int], rest: int) -> str:
    """How many papers of which topic the map shows, and where the topics lie."""
    total = sum(numbers.values()) + rest
    told = [
        f"{trend.name} ({marks[trend.id].shape}, {counted(numbers[trend.id], 'paper')}, {_region(trend, trends)})"
        for trend in trends.trends
        if numbers.get(trend.id)
    ]
    topics = f"Marked: {listed(told)}." if told else "No topic is marked."
    others = f" {counted(rest, 'paper belongs', 'papers belong')} to none of these." if told and rest else ""
    held = f"Map of {counted(total, 'paper')} of {trends.week}; near each other lie papers that are alike."
    return f"{held} {topics}{others}"


def _now(trend: Trend) -> str:
    return percent(trend.weeks[-1].share) if trend.weeks else "no share"


def _region(trend: Trend, trends: Trends) -> str:
    """`upper left`, `centre`: where the middle of the topic lies; y runs upwards."""
    points = [point for point in trends.map if point.trend_id == trend.id]
    x = sorted(point.x for point in points)[len(points) // 2]
    y = sorted(point.y for point in points)[len(points) // 2]
    across = "left" if x < 1 / 3 else "right" if x > 2 / 3 else ""
    down = "upper" if y > 2 / 3 else "lower" if y < 1 / 3 else ""
    if across and down:
        return f"{down} {across}"
    return across or {"upper": "top", "lower": "bottom"}.get(down, "centre")
