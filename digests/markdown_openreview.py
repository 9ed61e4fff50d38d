"""People's reviews of a paper as Markdown."""

from collections.abc import Sequence

from ..domain import OpenReviewSynthesis, Point
from .links import web_link
from .markdown_escape import folded, inline, link, own_link, paragraphs
from .openreview_words import (
    BESIDE,
    HEADING,
    openreview_facts,
    openreview_held,
    openreview_notes,
    reviewer_of,
    venue_of,
)
from .words import SCREENED, made_by, suspicion_lines


def openreview_lines(found: OpenReviewSynthesis) -> list[str]:
    """The section on a paper's forum, its quotes folded."""
    facts = " · ".join([link(venue_of(found), found.url), *map(inline, openreview_facts(found))])
    label = made_by(found.provenance)
    lines = [f"#### {HEADING}", "", facts, "", f"*{BESIDE}*", ""]
    lines += [f"*({label})*", ""] if label else []
    lines += [*paragraphs(found.consensus), *_screened(found)]
    held = [*_points("Strengths", found.strengths), *_points("Concerns", found.concerns)]
    lines += folded(openreview_held(found), held) if held else []
    return lines + [line for note in openreview_notes(found) for line in (f"*{inline(note)}*", "")]


def _screened(found: OpenReviewSynthesis) -> list[str]:
    lines = [f"> - {inline(line)}" for line in suspicion_lines(found.suspicions)]
    return [f"> **Passages addressed to machine readers.** {SCREENED}", ">", *lines, ""] if lines else []


def _points(heading: str, points: Sequence[Point]) -> list[str]:
    lines = [f"**{heading}**", ""] if points else []
    for point in points:
        where = own_link(reviewer_of(point.quote), web_link(point.quote.url))
        lines += [f"- {inline(point.claim)}", "", f"  > {inline(point.quote.text)}", "  >", f"  > {where}", ""]
    return lines
