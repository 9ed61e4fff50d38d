"""The daily graph: a listing from fetch to digest, every row to its end in the ledger.

Rows and results live in the ledger, the state carries what decides the way. It runs without a checkpointer, since what
is dear is kept already: a killed run is started again from the top, finds its listing in the archive, its scores in the
ledger, its vectors and every model reply under their keys, and walks to where it fell, a second for a day of 36 papers
with three reviewed. A checkpoint would save that second, and be a second truth beside the ledger that a crash could set
at odds with it. `tests/test_crash.py` kills a run at twenty points and compares.
"""

import asyncio
from datetime import date
from operator import add
from pathlib import Path
from typing import Annotated, TypedDict

from langgraph.graph import END, START, StateGraph
from langgraph.graph.state import CompiledStateGraph
from langgraph.types import Send

from ..digests import write_digest
from ..domain import Digest, Paper, Screening, Suspicion, Triage
from ..domain.errors import ArchiveError, PaperwireError, RunStopped
from ..screening import screen_paper
from .day_stories import day_stories, told_suspicions
from .editing import compose_digest, outcome_of
from .intake import enter_listing, take_edition
from .news import told_failures, try_news
from .newsroom import Newsroom, at_work
from .paper import PaperState, read_paper, report_of
from .remembering import embedding_ahead, remember_earlier, remember_papers
from .remembering_told import remember_digest, remember_stories
from .routing import end_of, find_duplicates, out_of_scope, place_all, rank
from .scoring import score_day


class DailyState(TypedDict, total=False):
    """The way of a day; papers go by their ids."""

    edition: str
    day: str | None
    """ISO date asked for; after fetch, the listing's own."""
    run_id: int
    texts: str | None
    complete: bool
    panel: list[str]
    """Ids of the papers that the panel reads, best first."""
    stopped: Annotated[list[str], add]
    """Why nothing more could be asked of a model."""
    newsless: Annotated[list[str], add]
    """Why there is no news of the day, where some was asked for."""
    notices: list[str]


class Ticket(TypedDict):
    """One selected paper on its way to the paper graph."""

    paper_id: str
    run_id: int
    day: str
    texts: str | None


async def fetch(room: Newsroom, state: DailyState) -> DailyState:
    room.tell("fetch", total=1)
    asked = state.get("day")
    edition = await take_edition(room, state["edition"], date.fromisoformat(asked) if asked else None)
    listing = edition.listing
    run = room.archive.ledger.open_run(listing.day, listing.edition, room.engine_label, room.now())
    room.calls.run_id = run.id
    notices = enter_listing(room, run, listing)
    await asyncio.to_thread(remember_earlier, room.archive, edition.earlier, listing.edition)
    room.tell("fetch", advance=1)
    return {
        "day": listing.day.isoformat(),
        "run_id": run.id,
        "texts": str(edition.texts) if edition.texts else None,
        "complete": listing.complete,
        "notices": notices,
    }


async def dedupe(room: Newsroom, state: DailyState) -> DailyState:
    ledger = room.archive.ledger
    rows = ledger.items(state["run_id"], "fetched")
    before = ledger.read_elsewhere([row.paper_id for row in rows], _day(state))
    repeated = find_duplicates(rows, before)
    ledger.settle_many(state["run_id"], [(at, "duplicate", reason) for at, reason in repeated.items()])
    return {}


async def prefilter(room: Newsroom, state: DailyState) -> DailyState:
    reasons = [(at, out_of_scope(paper, room.settings)) for at, paper in _open_papers(room, state)]
    room.archive.ledger.settle_many(state["run_id"], [(at, "filtered", reason) for at, reason in reasons if reason])
    return {}


async def screen(room: Newsroom, state: DailyState) -> DailyState:
    rows = room.archive.ledger.items(state["run_id"], "fetched")
    found = {row.paper_id: _screened(room, row.paper_id)[1] for row in rows}
    kept = {paper_id: Screening(suspicions=those) for paper_id, those in found.items() if those}
    room.archive.ledger.keep_many(state["run_id"], "screening", kept)
    return {}


async def triage(room: Newsroom, state: DailyState) -> DailyState:
    rows = room.archive.ledger.items(state["run_id"], "fetched")
    papers = [_paper(room, row.paper_id) for row in rows]
    with embedding_ahead(room.archive, papers) as stop:
        scoring = await score_day(room, state["run_id"], list(zip(rows, papers, strict=True)))
        if scoring.stopped:
            stop.set()
    room.archive.ledger.settle_many(state["run_id"], scoring.ends)
    notices = [scoring.notice] if scoring.notice else []
    return {
        "stopped": [scoring.stopped] if scoring.stopped else [],
        "notices": [*state["notices"], *notices],
        "complete": state["complete"] and not notices,
    }


async def select(room: Newsroom, state: DailyState) -> DailyState:
    rows = {row.paper_id: row for row in room.archive.ledger.items(state["run_id"], "fetched")}
    ranked = rank([one for one in _triages(room, state) if one.paper_id in rows])
    line = sorted(ranked, key=lambda one: rows[one.paper_id].since is None)
    ways = place_all(line, room.settings.selection)
    panel = [one.paper_id for one, way in zip(line, ways, strict=True) if way == "review"]
    ends = [
        (rows[one.paper_id].position, *end_of(one, way, room.settings.selection, state["stopped"]))
        for one, way in zip(line, ways, strict=True)
    ]
    room.archive.ledger.settle_many(state["run_id"], ends)
    room.tell("review", total=0 if state["stopped"] else len(panel))
    return {"panel": [] if state["stopped"] else panel}


def route_papers(state: DailyState) -> list[Send | str]:
    """Each paper for the panel goes its own way, beside the news and the day's way into the memory."""
    tickets = [
        Ticket(paper_id=one, run_id=state["run_id"], day=str(state["day"]), texts=state["texts"])
        for one in state["panel"]
    ]
    return [*(Send("review_paper", ticket) for ticket in tickets), "gather_news", "remember_day"]


async def review_paper(room: Newsroom, ticket: Ticket) -> DailyState:
    ledger, run_id = room.archive.ledger, ticket["run_id"]
    [row] = [item for item in ledger.items(run_id, "selected") if item.paper_id == ticket["paper_id"]]
    paper = _paper(room, row.paper_id)
    [scores] = ledger.kept(run_id, paper.id, "triage", Triage)
    # A paper that was put off is read as of the day that announced it, so that what was paid for then still serves.
    day = row.since.isoformat() if row.since else ticket["day"]
    start: PaperState = {
        "paper": paper.model_dump(mode="json"),
        "day": day,
        "texts": ticket["texts"],
        "suspicions": [one.model_dump(mode="json") for one in _screened(room, paper.id)[1]],
    }
    try:
        end = await read_paper(room, start)
    except RunStopped as stop:
        why = f"{stop.kind}: {stop}"
        ledger.settle(run_id, row.position, "deferred", f"selected, not reviewed: {why}")
        return {"stopped": [why]}
    except ArchiveError:
        # Nothing of this run can be kept: it ends here, with the remedy, and goes on where it stopped.
        raise
    except PaperwireError as error:
        ledger.settle(run_id, row.position, "failed", f"selected, not reviewed: {error}")
        return {}
    report = report_of(end, scores)
    ledger.keep(run_id, paper.id, "report", report)
    if report.reviews:
        ledger.settle(run_id, row.position, "reviewed", " ".join([row.reason, *report.problems]))
    else:
        ledger.settle(run_id, row.position, "failed", " ".join(["selected, not reviewed:", *report.problems]))
    room.tell("review", advance=1)
    return {}


async def remember_day(room: Newsroom, state: DailyState) -> DailyState:
    triages = {one.paper_id: one for one in _triages(room, state)}
    papers = [_paper(room, paper_id) for paper_id in triages]
    room.tell("remember", total=1)
    run = room.archive.ledger.run(_day(state))
    await asyncio.to_thread(remember_papers, room.archive, papers, triages, _day(state), run.edition if run else "")
    room.tell("remember", advance=1)
    return {}


async def gather_news(room: Newsroom, state: DailyState) -> DailyState:
    room.tell("news", total=1)
    missing = await try_news(room, room.news, _day(state))
    room.tell("news", advance=1)
    return {"newsless": list(missing)}


async def edit(room: Newsroom, state: DailyState) -> DailyState:
    news = room.archive.news.edition(_day(state))
    notices = [
        *state["notices"],
        *dict.fromkeys(f"The run stopped early: {why}" for why in state["stopped"]),
        *state["newsless"],
        *(told_failures(news.outcomes) if news else ()),
    ]
    stories, found = await asyncio.to_thread(day_stories, room.archive, _day(state))
    digest = compose_digest(room, _day(state), [*notices, *told_suspicions(found)], stories)
    room.archive.ledger.keep(state["run_id"], "", "digest", digest)
    return {}


async def write(room: Newsroom, state: DailyState) -> DailyState:
    [digest] = room.archive.ledger.kept(state["run_id"], "", "digest", Digest)
    texts = {report.paper.id: report.text for report in digest.reports}
    write_digest(digest, digest_folder(room, _day(state)), texts)
    return {}


async def remember_digest_and_news(room: Newsroom, state: DailyState) -> DailyState:
    [digest] = room.archive.ledger.kept(state["run_id"], "", "digest", Digest)
    await asyncio.to_thread(remember_stories, room.archive, digest.stories)
    await asyncio.to_thread(remember_digest, room.archive, digest)
    return {}


async def settle(room: Newsroom, state: DailyState) -> DailyState:
    [digest] = room.archive.ledger.kept(state["run_id"], "", "digest", Digest)
    outcome = outcome_of(digest, state["complete"] and not state["newsless"])
    folder = digest_folder(room, _day(state))
    room.archive.ledger.close_run(state["run_id"], outcome, room.now(), str(folder))
    return {}


def digest_folder(room: Newsroom, day: date) -> Path:
    """Where the digest of `day` goes: the folder asked for, else the archive's own for that day."""
    return room.out or room.archive.digests / day.isoformat()


def _day(state: DailyState) -> date:
    return date.fromisoformat(str(state["day"]))


def _paper(room: Newsroom, paper_id: str) -> Paper:
    """The paper as agents may read it."""
    return _screened(room, paper_id)[0]


def _screened(room: Newsroom, paper_id: str) -> tuple[Paper, tuple[Suspicion, ...]]:
    paper = room.archive.ledger.paper(paper_id)
    assert paper is not None, "a row of the ledger has its paper"
    return screen_paper(paper)


def _open_papers(room: Newsroom, state: DailyState) -> list[tuple[int, Paper]]:
    """Position and paper of every row that has no end yet."""
    rows = room.archive.ledger.items(state["run_id"], "fetched")
    return [(row.position, _paper(room, row.paper_id)) for row in rows]


def _triages(room: Newsroom, state: DailyState) -> list[Triage]:
    """The scores of this run, in the listing's order."""
    run_id, ledger = state["run_id"], room.archive.ledger
    scored = ledger.kept_for_day(run_id, "triage", Triage)
    read = [row for row in ledger.items(run_id) if row.state not in ("duplicate", "filtered")]
    return [scored[row.paper_id][0] for row in read if row.paper_id in scored]


def build_daily_graph(room: Newsroom | None) -> CompiledStateGraph[DailyState, None, DailyState, DailyState]:
    """The compiled graph; without a newsroom it can be drawn, not run."""
    graph = StateGraph(DailyState)
    for node in (
        fetch,
        dedupe,
        prefilter,
        screen,
        triage,
        select,
        review_paper,
        gather_news,
        remember_day,
        edit,
        write,
        remember_digest_and_news,
        settle,
    ):
        graph.add_node(node.__name__, at_work(node, room))

    graph.add_edge(START, "fetch")
    graph.add_edge("fetch", "dedupe")
    graph.add_edge("dedupe", "prefilter")
    graph.add_edge("prefilter", "screen")
    graph.add_edge("screen", "triage")
    graph.add_edge("triage", "select")
    graph.add_conditional_edges("select", route_papers, ["review_paper", "gather_news", "remember_day"])
    graph.add_edge("review_paper", "edit")
    graph.add_edge("gather_news", "edit")
    graph.add_edge("remember_day", "edit")
    graph.add_edge("edit", "write")
    graph.add_edge("write", "remember_digest_and_news")
    graph.add_edge("remember_digest_and_news", "settle")
    graph.add_edge("settle", END)
    return graph.compile()
