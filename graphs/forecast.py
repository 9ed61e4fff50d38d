"""What a run would ask, counted before anything is asked."""

from collections.abc import Mapping, Sequence
from datetime import date

from ..agents.staff import AGENTS, Staff
from ..agents.triage import assignment
from ..domain import Item, Listing, Paper
from ..domain.noun import Noun
from ..engines.estimate import estimate_prompt
from ..settings import Settings
from .routing import find_duplicates, out_of_scope

# Tokens that replies took when the prompts were tried; a paper is taken as its settings' full length or this.
_REPLY_TOKENS = {
    "triage": 55,
    "summary": 200,
    "reviewer": 1_300,
    "repair": 200,
    "meta_review": 1_100,
    "directions": 1_500,
    "openreview_synthesis": 1_000,
}
_PAPER_TOKENS = 20_000
_CHARS_PER_TOKEN = 4
_REVIEWS_TOKENS = 3_000
_HUMAN_REVIEWS_TOKENS = 4_500


class ForecastRow(Noun):
    """An agent's calls, with tokens as estimates."""

    agent: str
    calls: int
    prompt_tokens: int
    completion_tokens: int


class Forecast(Noun):
    """What a run of a listing would ask. `scanned` papers go to triage, at most `reviewed` to the panel."""

    announced: int
    scanned: int
    reviewed: int
    rows: tuple[ForecastRow, ...]


def forecast(settings: Settings, staff: Staff, listing: Listing, before: Mapping[str, date]) -> Forecast:
    """What a listing would ask, counted without asking."""
    papers = to_scan(settings, listing, before)
    return Forecast(
        announced=len(listing.entries),
        scanned=len(papers),
        reviewed=min(settings.selection.max_reviews, len(papers)),
        rows=tuple(forecast_rows(settings, staff, papers, len(papers))),
    )


def forecast_rows(settings: Settings, staff: Staff, papers: Sequence[Paper], chosen_from: int) -> list[ForecastRow]:
    """Triage of `papers` is counted on the prompts themselves; the panel by what its prompts and a usual paper take."""
    size = settings.engine.triage_batch
    batches = [papers[i : i + size] for i in range(0, len(papers), size)]
    reviewed = min(settings.selection.max_reviews, chosen_from)
    triage = ForecastRow(
        agent="triage",
        calls=len(batches),
        prompt_tokens=sum(_tokens(staff, settings, batch) for batch in batches),
        completion_tokens=_REPLY_TOKENS["triage"] * len(papers),
    )
    aside = ("triage",) if settings.openreview.enabled else ("triage", "openreview_synthesis")
    panel = [agent for agent in AGENTS if agent in _REPLY_TOKENS and agent not in aside]
    return [triage, *(_panel_row(agent, reviewed, settings) for agent in panel)]


def to_scan(settings: Settings, listing: Listing, before: Mapping[str, date]) -> list[Paper]:
    """The papers of a listing that triage would read."""
    rows = [(at, entry) for at, entry in enumerate(listing.entries) if isinstance(entry, Paper)]
    items = [Item(position=at, paper_id=paper.id, title=paper.title, state="fetched") for at, paper in rows]
    repeated = find_duplicates(items, before)
    return [paper for at, paper in rows if at not in repeated and not out_of_scope(paper, settings)]


def _tokens(staff: Staff, settings: Settings, batch: Sequence[Paper]) -> int:
    return estimate_prompt([message.text for message in assignment(staff, batch, settings.profile).messages()])


def _panel_row(agent: str, papers: int, settings: Settings) -> ForecastRow:
    paper = min(_PAPER_TOKENS, settings.engine.paper_chars // _CHARS_PER_TOKEN)
    reads = {
        "summary": min(6_000, paper),
        "reviewer": paper + 1_500,
        "repair": 1_200,
        "meta_review": _REVIEWS_TOKENS + 1_200,
        "directions": min(10_000, paper) + _REVIEWS_TOKENS + 1_000,
        "openreview_synthesis": min(_HUMAN_REVIEWS_TOKENS, paper),
    }
    calls = papers * (3 if agent == "reviewer" else 1)
    return ForecastRow(
        agent=agent,
        calls=calls,
        prompt_tokens=calls * reads[agent],
        completion_tokens=calls * _REPLY_TOKENS[agent],
    )
