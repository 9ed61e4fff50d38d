"""The week on the terminal, through rich."""

from typing import TYPE_CHECKING

from ..domain import CitedClaim, Report, TopicReport, Weekly
from .reading import is_extractive, usage_summary
from .terminal_line import line
from .text import one_line
from .trend_words import growth_span, share_cells
from .weekly_cites import Places
from .weekly_page import how_read
from .weekly_words import (
    FATES,
    HEADINGS,
    fates,
    headline,
    no_best,
    no_opening,
    no_topics,
    no_trends,
    prediction_facts,
    topic_facts,
    warnings,
    week_name,
    week_span,
)
from .words import verdict

if TYPE_CHECKING:
    from rich.console import Console
    from rich.table import Table

_TAKES = 3


def show_weekly(weekly: Weekly, console: "Console") -> None:
    """The week at a glance: numbers, opening, what to read first, trends, best papers, topics, predictions."""
    places = Places(weekly)
    _head(weekly, console)
    line(console, "\nThis week", "bold")
    for claim in weekly.opening:
        _claim(claim, places, console, "")
    if not weekly.opening:
        line(console, no_opening(weekly))
    _read_first(weekly, console)
    _trends(weekly, console)
    line(console, f"\n{HEADINGS['papers']}", "bold")
    for rank, report in enumerate(weekly.best, 1):
        _paper(rank, report, console)
    if not weekly.best:
        line(console, no_best(weekly))
    line(console, f"\n{HEADINGS['news']}", "bold")
    for topic in weekly.topics:
        _topic(topic, places, console)
    if not weekly.topics:
        line(console, no_topics(weekly))
    _predictions(weekly, console)


def _head(weekly: Weekly, console: "Console") -> None:
    line(console, f"Paperwire · {week_name(weekly)}", "bold")
    line(console, f"{week_span(weekly)} · {weekly.engine}", "dim")
    line(console, headline(weekly))
    for warning in warnings(weekly):
        line(console, f"Warning: {warning}", "red")
    for notice in weekly.notices:
        line(console, f"Notice: {notice}", "yellow")
    line(console, " ".join(how_read(weekly)) if is_extractive(weekly) else usage_summary(weekly), "dim")


def _claim(claim: CitedClaim, places: Places, console: "Console", mark: str) -> None:
    told = [f"{one.text} ({one.note})" if one.note else one.text for one in places.of(claim.cites)]
    line(console, f"{claim.text} [{'; '.join(told) or 'no source'}]", mark=mark)


def _read_first(weekly: Weekly, console: "Console") -> None:
    if weekly.read_first:
        line(console, f"\n{HEADINGS['read']}", "bold")
    for rank, one in enumerate(weekly.read_first, 1):
        line(console, f"{one.title} · {one.url}" if one.url else one.title, mark=f"{rank}. ")
        line(console, one.reason, "dim", mark="   ")


def _trends(weekly: Weekly, console: "Console") -> None:
    line(console, f"\n{HEADINGS['trends']}", "bold")
    for notice in weekly.trends.notices:
        line(console, notice, "yellow")
    if weekly.trends.trends:
        console.print(_table(weekly))
    else:
        line(console, no_trends(weekly))


def _table(weekly: Weekly) -> "Table":
    from rich import box
    from rich.table import Table
    from rich.text import Text

    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    table.add_column("topic", ratio=1)
    for heading in ("standing", "how sure"):
        table.add_column(heading, no_wrap=True)
    for heading in ("papers", "share (95%)", "against before"):
        table.add_column(heading, justify="right")
    for trend in weekly.trends.trends:
        cells = (trend.standing, trend.sureness, *share_cells(trend, weekly.week), growth_span(trend))
        table.add_row(Text(one_line(trend.name)), *cells)
    return table


def _paper(rank: int, report: Report, console: "Console") -> None:
    line(console, f"{report.paper.title} · {verdict(report.meta_review)}", mark=f"{rank}. ")
    line(console, report.paper.url, "cyan", mark="   ")
    if report.summary:
        line(console, report.summary.text, mark="   ")


def _topic(report: TopicReport, places: Places, console: "Console") -> None:
    line(console, f"\n{report.topic.name} · {topic_facts(report)}", "bold")
    claims = report.synthesis.final_take or report.synthesis.consensus if report.synthesis else report.excerpts
    for claim in claims[:_TAKES]:
        _claim(claim, places, console, "- ")
    if not claims:
        for story in report.topic.stories[:_TAKES]:
            line(console, story.title, mark="- ")
    for problem in report.problems:
        line(console, f"Problem: {problem}", "red")


def _predictions(weekly: Weekly, console: "Console") -> None:
    if weekly.follow_ups:
        line(console, f"\n{HEADINGS['earlier']}", "bold")
        line(console, fates(weekly.follow_ups))
    for one in weekly.follow_ups:
        line(console, f"{FATES[one.fate]}: {one.prediction.statement} {one.reason}", mark="- ")
    if weekly.predictions:
        line(console, f"\n{HEADINGS['ahead']}", "bold")
    for made in weekly.predictions:
        line(console, f"{made.statement} ({prediction_facts(made)})", mark="- ")
