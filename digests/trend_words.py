"""Trends in words and numbers, the same in every form of the digest."""

import math

from ..domain import PaperRef, Standing, Sureness, Trend, Trends, WeekShare
from .words import counted

STANDINGS: dict[Standing, str] = {
    "emerging": "hardly there in the weeks before",
    "growing": "a larger share than in the weeks before",
    "steady": "no change that its interval tells from none",
    "fading": "a smaller share than in the weeks before",
}
SURENESS: dict[Sureness, str] = {
    "sure": "the interval leaves little doubt",
    "likely": "the interval points that way",
    "unsure": "the interval allows for the opposite",
}
_TOO_FAR = 100


def percent(share: float) -> str:
    """`6.2%`; shares under one in a thousand keep a second digit."""
    value = share * 100
    return f"{value:.2f}%" if 0 < value < 0.1 else f"{value:.1f}%"


def share_span(share: WeekShare) -> str:
    """`6.2% (4.5% to 8.1%)`"""
    return f"{percent(share.share)} ({percent(share.low)} to {percent(share.high)})"


def this_week(trend: Trend, week: str) -> WeekShare | None:
    """The share of `week`, where there is one."""
    return next((share for share in reversed(trend.weeks) if share.week == week), None)


def times(growth: float) -> str:
    """`1.8`; what is past measuring stays `over 100`."""
    if math.isnan(growth):
        return "unknown"
    return f"over {_TOO_FAR}" if growth > _TOO_FAR else f"{growth:.2f}" if growth < 1 else f"{growth:.1f}"


def growth_span(trend: Trend) -> str:
    """`× 1.8 (1.2 to 2.6)`; a dash where there is no earlier week to compare with."""
    if len(trend.weeks) < 2:
        return "–"
    return f"× {times(trend.growth)} ({times(trend.growth_low)} to {times(trend.growth_high)})"


def growth_words(trend: Trend) -> str:
    """The growth as a sentence."""
    if len(trend.weeks) < 2:
        return "There is no earlier week to compare with."
    span = f"95% interval {times(trend.growth_low)} to {times(trend.growth_high)}"
    return f"{times(trend.growth)} times the share of the earlier weeks ({span})."


def standing_line(trend: Trend) -> str:
    """`growing, likely · × 1.8 (1.2 to 2.6)`"""
    return f"{trend.standing}, {trend.sureness} · {growth_span(trend)}" if len(trend.weeks) > 1 else trend.standing


def standing_words(trend: Trend, trends: Trends) -> str:
    """Why it stands as it does, with the numbers."""
    share = this_week(trend, trends.week)
    held = f"{counted(share.papers, 'paper')} of {share.of:,} this week, {share_span(share)}." if share else "No share."
    sure = f"{SURENESS[trend.sureness].capitalize()}." if len(trend.weeks) > 1 else ""
    return " ".join(
        part for part in (f"{STANDINGS[trend.standing].capitalize()}.", held, growth_words(trend), sure) if part
    )


def share_cells(trend: Trend, week: str) -> tuple[str, str]:
    """Papers and share of the week, for a table."""
    share = this_week(trend, week)
    return (f"{share.papers:,}", share_span(share)) if share else ("0", "–")


def weeks_line(trends: Trends) -> str:
    """How many papers this is about, what they are held against, gaps included, and what it takes to be a trend."""
    held = f"{counted(trends.papers, 'paper')} this week"
    if trends.weeks:
        held += f"; {counted(len(trends.weeks), 'week')} with papers, {trends.weeks[0]} to {trends.weeks[-1]}"
    if trends.missing:
        held += f", and {counted(len(trends.missing), 'week')} between them without any, told and not bridged"
    return f"{held}. A topic counts as a trend from {counted(trends.minimum, 'paper')} in the week on."


def paper_scores(paper: PaperRef) -> str:
    """`relevance 8, novelty 7`, as far as known."""
    known = (("relevance", paper.relevance), ("novelty", paper.novelty))
    return ", ".join(f"{name} {value}" for name, value in known if value is not None)
