"""People's reviews of a paper on the terminal."""

from typing import TYPE_CHECKING

from ..domain import OpenReviewSynthesis
from .openreview_words import (
    BESIDE,
    HEADING,
    openreview_facts,
    openreview_notes,
    reviewer_of,
    venue_of,
)
from .terminal_line import line
from .text import blocks
from .words import SCREENED, suspicion_lines

if TYPE_CHECKING:
    from rich.console import Console


def show_openreview(found: OpenReviewSynthesis, console: "Console") -> None:
    """The whole section, quotes included."""
    line(console, f"\n{HEADING}", "bold")
    line(console, " · ".join([venue_of(found), *openreview_facts(found)]))
    line(console, found.url, "cyan")
    line(console, BESIDE, "dim")
    for block in blocks(found.consensus):
        for item in block.items:
            line(console, item, mark="- " if block.kind == "list" else "")
    show_screened(found, console)
    for mark, points in (("+", found.strengths), ("-", found.concerns)):
        for point in points:
            line(console, point.claim, mark=f"{mark} ")
            line(console, f"“{point.quote.text}” ({reviewer_of(point.quote)})", "dim", mark="    ")
    for note in openreview_notes(found):
        line(console, note, "dim")


def brief_openreview(found: OpenReviewSynthesis, console: "Console") -> None:
    """One line for a digest at a glance, and what was taken out of the reviews."""
    line(console, f"On OpenReview: {' · '.join([venue_of(found), *openreview_facts(found)])}", "dim")
    show_screened(found, console)


def show_screened(found: OpenReviewSynthesis, console: "Console") -> None:
    """The passages that were taken out of the reviews."""
    for told in suspicion_lines(found.suspicions):
        line(console, told, "yellow", mark="! ")
    if found.suspicions:
        line(console, SCREENED, "dim")
