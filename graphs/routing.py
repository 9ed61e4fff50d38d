"""Where a paper goes after triage: pure functions that the graphs' edges and the tests share."""

from collections.abc import Mapping, Sequence
from datetime import date

from ..domain import Item, Paper, Route, State, Triage
from ..settings import Selection, Settings


def find_duplicates(rows: Sequence[Item], before: Mapping[str, date]) -> dict[int, str]:
    """Reasons by position for rows that repeat an earlier row, or a paper that an earlier day has read."""
    first: dict[str, int] = {}
    reasons = {}
    for row in rows:
        if row.paper_id in before:
            reasons[row.position] = f"read on {before[row.paper_id]}"
        elif row.paper_id in first:
            reasons[row.position] = f"the same paper as row {first[row.paper_id]}"
        else:
            first[row.paper_id] = row.position
    return reasons


def out_of_scope(paper: Paper, settings: Settings) -> str:
    """Why triage need not read a row; empty if it must."""
    if paper.announcement == "replace" and not settings.selection.include_replacements:
        return "a new version of an earlier paper"
    if not set(paper.categories) & set(settings.categories):
        return f"in none of your categories: {' '.join(paper.categories) or 'no category given'}"
    return ""


def is_selected(triage: Triage, selection: Selection) -> bool:
    """At or above both thresholds, or by a followed author."""
    return triage.author_match or (triage.relevance >= selection.relevance and triage.novelty >= selection.novelty)


def rank(triages: Sequence[Triage]) -> list[Triage]:
    """Best first: followed authors, then the sum of both axes, then relevance; ties keep the listing's order."""
    return sorted(triages, key=lambda t: (not t.author_match, -(t.relevance + t.novelty), -t.relevance))


def place_all(ranked: Sequence[Triage], selection: Selection) -> list[Route]:
    """The way of each paper, given in rank order: the first selected ones go to the panel."""
    ways: list[Route] = []
    for one in ranked:
        ways.append(route(one, len(ways) - ways.count("drop"), selection))
    return ways


def route(triage: Triage, place: int, selection: Selection) -> Route:
    """`place` counts from 0 among the selected, in rank order."""
    if not is_selected(triage, selection):
        return "drop"
    return "review" if place < selection.max_reviews else "shortlist"


def end_of(triage: Triage, way: Route, selection: Selection, stopped: Sequence[str]) -> tuple[State, str]:
    """State and reason for the ledger; a paper meant for the panel waits if nothing more can be asked."""
    if way == "drop":
        return "scored", why_not(triage, selection)
    if way == "review" and stopped:
        return "deferred", f"selected, not reviewed: {stopped[0]}"
    return "selected", why_selected(triage)


def why_not(triage: Triage, selection: Selection) -> str:
    """The reason a paper stays below the cut, for the ledger."""
    low = [
        f"{axis} {value} below {least}"
        for axis, value, least in (
            ("relevance", triage.relevance, selection.relevance),
            ("novelty", triage.novelty, selection.novelty),
        )
        if value < least
    ]
    return ", ".join(low)


def why_selected(triage: Triage) -> str:
    """The reason a paper is above the cut, for the ledger."""
    matched = "Author match" if triage.author_match else triage.criterion or "no single interest"
    return f"relevance {triage.relevance}, novelty {triage.novelty}: {matched}"
