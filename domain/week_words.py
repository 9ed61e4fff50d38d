"""How a week's counts and shares are put into words: the same for prompts and for sentences written by code."""

from math import isfinite

from .news import Story
from .trend import Trend, WeekShare


def percent(share: float) -> str:
    """`6.6%`, of a share from 0 to 1."""
    return f"{100 * share:.1f}%"


def share_told(week: WeekShare) -> str:
    """`34 of 512 papers, 6.6% (95% interval 4.8% to 9.1%)`."""
    return (
        f"{week.papers} of {week.of} papers, {percent(week.share)} "
        f"(95% interval {percent(week.low)} to {percent(week.high)})"
    )


def growth_told(trend: Trend) -> str:
    """`2.1 times its earlier share (95% interval 1.3 to 3.2)`; empty where there is nothing to compare with."""
    ends = (trend.growth, trend.growth_low, trend.growth_high)
    if len(trend.weeks) < 2 or not all(isfinite(end) for end in ends):
        return ""
    growth, low, high = (f"{end:.1f}" for end in ends)
    return f"{growth} times its earlier share (95% interval {low} to {high})"


def counted(number: int, noun: str) -> str:
    """`1 article`, `1,204 articles`."""
    plural = {"story": "stories"}.get(noun, noun + "s")
    return f"{number:,} {noun if number == 1 else plural}"


def carried_told(story: Story) -> str:
    """`9 articles from 7 sources`."""
    return f"{counted(len(story.items), 'article')} from {counted(len(story.sources), 'source')}"
