"""The digest on the terminal, through rich."""

from typing import TYPE_CHECKING

from ..domain import Digest, Paper, Report, Review, Shortlisted
from .day import headline, nothing_reviewed, warnings
from .day_news import behind, carried, has_news, news_line, shown_stories
from .openreview_words import problems_of
from .reading import how_read, is_extractive, usage_summary
from .terminal_line import line
from .terminal_openreview import brief_openreview, show_openreview
from .text import blocks, one_line
from .words import (
    LENSES,
    SCREENED,
    by_kind,
    closed,
    counted,
    criterion,
    day_name,
    facts,
    meta_parts,
    place,
    quote_check,
    short_authors,
    short_day,
    strongest,
    suspicion_lines,
    verdict,
    what_was_read,
)

if TYPE_CHECKING:
    from rich.console import Console
    from rich.table import Table

_TOP_WEAKNESSES = 3


def show_digest(digest: Digest, console: "Console") -> None:
    """The day at a glance: header, the selected papers, and of each reviewed one summary, verdict and weaknesses."""
    line(console, f"Paperwire · {day_name(digest.day)}", "bold")
    line(console, f"Edition {digest.edition} · {digest.engine}", "dim")
    line(console, headline(digest))
    for warning in warnings(digest):
        line(console, f"Warning: {warning}", "red")
    for notice in digest.notices:
        line(console, f"Notice: {notice}", "yellow")
    line(console, " ".join(how_read(digest)) if is_extractive(digest) else usage_summary(digest), "dim")
    if digest.reports or digest.shortlist:
        console.print(_selected(digest))
    if not digest.reports:
        line(console, nothing_reviewed(digest))
    for rank, report in enumerate(digest.reports, 1):
        _brief(rank, report, console)
    _news(digest, console)


def show_report(report: Report, console: "Console") -> None:
    """One reviewed paper in full, formulas as TeX."""
    _title(report.paper, console)
    line(console, f"relevance {report.triage.relevance} · novelty {report.triage.novelty}")
    line(console, f"{closed(criterion(report.triage))} {report.triage.reason}")
    line(console, what_was_read(report.text), "dim")
    _screened(report, console)
    if report.summary:
        _part("Summary", report.summary.text, console)
    if report.meta_review:
        line(console, f"\nMeta-review: {verdict(report.meta_review)}", "bold")
        for heading, text in meta_parts(report.meta_review):
            _part(heading, text, console)
    for review in report.reviews:
        _review(review, console)
    if report.openreview:
        show_openreview(report.openreview, console)
    _directions(report, console)
    _prior_work(report, console)
    for problem in problems_of(report):
        line(console, f"Problem: {problem}", "red")
    _part("Abstract", report.paper.abstract or "No abstract.", console)


def _screened(report: Report, console: "Console") -> None:
    for told in suspicion_lines(report.suspicions):
        line(console, told, "yellow", mark="! ")
    if report.suspicions:
        line(console, SCREENED, "dim")


def _part(heading: str, text: str, console: "Console") -> None:
    line(console, f"\n{heading}", "bold")
    for block in blocks(text):
        for item in block.items:
            line(console, item, mark="- " if block.kind == "list" else "")


def _selected(digest: Digest) -> "Table":
    from rich import box
    from rich.table import Table
    from rich.text import Text

    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    for heading in ("#", "rel", "nov"):
        table.add_column(heading, justify="right", no_wrap=True)
    table.add_column("paper", ratio=1)
    table.add_column("verdict")
    entries: list[Report | Shortlisted] = [*digest.reports, *digest.shortlist]
    for rank, entry in enumerate(entries, 1):
        end = verdict(entry.meta_review) if isinstance(entry, Report) else "shortlist"
        title = Text(f"{one_line(entry.paper.title)}\n").append(short_authors(entry.paper.authors), style="dim")
        table.add_row(str(rank), str(entry.triage.relevance), str(entry.triage.novelty), title, end)
    return table


def _brief(rank: int, report: Report, console: "Console") -> None:
    line(console, f"\n{rank}. {report.paper.title}", "bold")
    line(console, f"{report.paper.url} · {verdict(report.meta_review)}", "cyan")
    _screened(report, console)
    if report.summary:
        line(console, report.summary.text)
    for point in strongest(report.reviews, "weaknesses", _TOP_WEAKNESSES):
        line(console, point.claim, mark="  - ")
    if report.openreview:
        brief_openreview(report.openreview, console)
    for problem in problems_of(report):
        line(console, f"Problem: {problem}", "red")


def _news(digest: Digest, console: "Console") -> None:
    if not has_news(digest):
        return
    shown, others = shown_stories(digest)
    line(console, "\nNews", "bold")
    line(console, news_line(digest))
    for story in shown:
        line(console, story.title, mark="- ")
        line(console, carried(story, digest.day), "dim", mark="    ")
    if others:
        line(console, f"{counted(len(others), 'further story', 'further stories')} in the digest.", "dim")
    line(console, " ".join(behind(digest)), "dim")


def _title(paper: Paper, console: "Console") -> None:
    line(console, paper.title, "bold")
    line(console, ", ".join(paper.authors) or "Authors not given")
    line(console, " · ".join([paper.url, *facts(paper)]), "dim")


def _review(review: Review, console: "Console") -> None:
    line(console, f"\nReviewer: {LENSES[review.lens]}", "bold")
    if review.scores:
        line(console, " · ".join(f"{name} {value}" for name, value in review.scores.model_dump().items()))
    line(console, review.summary)
    for mark, points in (("+", review.strengths), ("-", review.weaknesses)):
        for point in points:
            line(console, point.claim, mark=f"{mark} ")
            line(console, f"“{point.quote.text}” ({place(point.quote)})", "dim", mark="    ")
    for question in review.questions:
        line(console, question, mark="? ")
    if check := quote_check(review.repaired, review.dropped):
        line(console, f"{check}.", "dim")


def _directions(report: Report, console: "Console") -> None:
    for heading, group in by_kind(report.directions):
        line(console, f"\n{heading}", "bold")
        for direction in group:
            line(console, f"{closed(direction.title)} {direction.idea}", mark="- ")
            line(console, f"Rests on: {direction.rests_on}", "dim", mark="    ")
            if direction.first_experiment:
                line(console, f"First experiment: {direction.first_experiment}", mark="    ")
            for work in direction.done_by:
                line(console, f"May have been done by: {work.title}", "yellow", mark="    ")


def _prior_work(report: Report, console: "Console") -> None:
    if report.prior_work:
        line(console, "\nFrom the memory", "bold")
    for work in report.prior_work:
        line(console, f"{work.title} (similarity {work.similarity:.2f}, seen {short_day(work.seen)})", mark="- ")
