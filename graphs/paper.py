"""The paper graph: one paper from its full text to what is remembered of it.

The state holds plain JSON, so that any checkpointer can keep it and LangGraph's tools can show it. It runs without
a checkpointer: every model reply is kept by the desk under its key, so a paper that is read again pays for nothing.
"""

import asyncio
from datetime import date
from operator import add
from pathlib import Path
from typing import Annotated, Any, Literal, TypedDict, cast

from langgraph.graph import END, START, StateGraph
from langgraph.graph.state import CompiledStateGraph

from ..agents import directions as directions_agent
from ..agents import meta_reviewer, reviewer, summary, verifier
from ..domain import Direction, FullText, Lens, MetaReview, Paper, PriorWork, Report, Review, Suspicion, Triage
from ..domain.briefs import DirectionsBrief, MetaReviewBrief, ReviewBrief
from ..domain.errors import EngineError, RunStopped
from ..domain.noun import Noun
from ..screening import joined, screen_text
from .newsroom import Newsroom, at_work
from .referees import enquire, join_reviews
from .remembering import find_done, nearest_papers, remember_reading
from .remembering_told import remember_directions

Json = dict[str, Any]


class PaperState(TypedDict, total=False):
    """What is known of the paper so far; each list of JSON is one kind of noun."""

    paper: Json
    day: str
    """ISO date of the edition: the panel's today, and the line between prior work and the day's own papers."""
    texts: str | None
    """Folder of the edition's local texts."""
    text: Json
    suspicions: list[Json]
    """Passages taken out of title, abstract and text before an agent reads them."""
    prior_work: list[Json]
    summary: Json | None
    drafts: Annotated[list[Json], add]
    reviews: list[Json]
    meta_review: Json | None
    openreview: Json | None
    openreview_enquiry: Json
    directions: list[Json]
    problems: Annotated[list[str], add]


async def read(room: Newsroom, state: PaperState) -> PaperState:
    local = Path(state["texts"]) if state["texts"] else None
    text = await room.reader_for(local).read(_paper(state))
    return {"text": _json(text)}


async def screen(room: Newsroom, state: PaperState) -> PaperState:
    clean, found = await asyncio.to_thread(screen_text, _text(state))
    before = [Suspicion.model_validate(one) for one in state.get("suspicions", [])]
    return {"text": _json(clean), "suspicions": [_json(one) for one in joined([*before, *found])]}


async def recall(room: Newsroom, state: PaperState) -> PaperState:
    prior = await asyncio.to_thread(nearest_papers, room.archive, _paper(state), _day(state))
    return {"prior_work": [_json(work) for work in prior]}


async def summarise(room: Newsroom, state: PaperState) -> PaperState:
    try:
        told = await summary.summarise(room.staff, _paper(state), _text(state))
    except EngineError as error:
        return _trouble("The plain summary", error)
    return {"summary": _json(told)}


async def review(lens: Lens, room: Newsroom, state: PaperState) -> PaperState:
    brief = ReviewBrief(
        paper=_paper(state), text=_text(state), lens=lens, prior_work=_prior_work(state), today=_day(state)
    )
    try:
        draft = await reviewer.review(room.staff, brief)
    except EngineError as error:
        return _trouble(f"The {lens} review", error)
    return {"drafts": [_json(draft)]}


async def hear_referees(room: Newsroom, state: PaperState) -> PaperState:
    """People's reviews, where there are any: beside the panel, which does not see them."""
    finder = room.forums_for(Path(state["texts"]) if state["texts"] else None)
    if finder is None:
        return {}
    enquiry, forum = await enquire(finder, _paper(state))
    told: PaperState = {"openreview_enquiry": _json(enquiry)}
    if forum is None:
        return told
    try:
        return {**told, "openreview": _json(await join_reviews(room, forum))}
    except EngineError as error:
        return {**told, **_trouble("The synthesis of the reviews on OpenReview", error)}


async def verify_quotes(room: Newsroom, state: PaperState) -> PaperState:
    # Parallel reviewers finish in any order; the panel always sits in the same one.
    drafts = sorted(
        (reviewer.Draft.model_validate(d) for d in state.get("drafts", [])),
        key=lambda draft: reviewer.LENSES.index(draft.lens),
    )
    verified = await verifier.verify(room.staff, _paper(state), _text(state), drafts)
    problems = [verified.problem] if verified.problem else []
    return {"reviews": [_json(one) for one in verified.reviews], "problems": problems}


async def meta_review(room: Newsroom, state: PaperState) -> PaperState:
    brief = MetaReviewBrief(
        paper=_paper(state),
        text=_text(state),
        reviews=_reviews(state),
        prior_work=_prior_work(state),
        today=_day(state),
    )
    try:
        joined = await meta_reviewer.meta_review(room.staff, brief)
    except EngineError as error:
        return _trouble("The meta-review", error)
    return {"meta_review": _json(joined)}


async def directions(room: Newsroom, state: PaperState) -> PaperState:
    meta = state.get("meta_review")
    brief = DirectionsBrief(
        paper=_paper(state),
        text=_text(state),
        reviews=_reviews(state),
        meta_review=MetaReview.model_validate(meta) if meta else None,
        prior_work=_prior_work(state),
        today=_day(state),
    )
    try:
        proposed = await directions_agent.propose_directions(room.staff, brief)
    except EngineError as error:
        return _trouble("The directions", error)
    checked = await asyncio.to_thread(find_done, room.archive, brief.paper, proposed, _day(state))
    return {"directions": [_json(one) for one in checked]}


async def remember(room: Newsroom, state: PaperState) -> PaperState:
    meta = state.get("meta_review")
    verdict = MetaReview.model_validate(meta).recommendation if meta else None
    await asyncio.to_thread(
        remember_reading, room.archive, _paper(state), _text(state), _reviews(state), _day(state), verdict
    )
    proposed = [Direction.model_validate(one) for one in state.get("directions") or []]
    await asyncio.to_thread(remember_directions, room.archive, _paper(state), proposed, _day(state))
    return {}


def after_panel(state: PaperState) -> Literal["meta_review", "end"]:
    """Without a single review there is nothing to join or to remember."""
    return "meta_review" if state.get("reviews") else "end"


def _trouble(part: str, error: EngineError) -> PaperState:
    if isinstance(error, RunStopped):
        raise error
    call = f"; call {error.call}" if error.call else ""
    return {"problems": [f"{part} is missing ({error.kind}: {error.message}{call})."]}


def _json(noun: Noun) -> Json:
    return noun.model_dump(mode="json")


def _paper(state: PaperState) -> Paper:
    return Paper.model_validate(state["paper"])


def _text(state: PaperState) -> FullText:
    return FullText.model_validate(state["text"])


def _day(state: PaperState) -> date:
    return date.fromisoformat(state["day"])


def _prior_work(state: PaperState) -> tuple[PriorWork, ...]:
    return tuple(PriorWork.model_validate(work) for work in state["prior_work"])


def _reviews(state: PaperState) -> tuple[Review, ...]:
    return tuple(Review.model_validate(one) for one in state.get("reviews", []))


def report_of(end: PaperState, scores: Triage) -> Report:
    """The finished state as a report; `scores` are the paper's own from triage."""
    known = {name: value for name, value in end.items() if name in Report.model_fields}
    return Report.model_validate({**known, "triage": scores})


async def read_paper(room: Newsroom, start: PaperState) -> PaperState:
    """Runs the paper graph from `start` to its end."""
    return cast(PaperState, await build_paper_graph(room).ainvoke(start))


def build_paper_graph(room: Newsroom | None) -> CompiledStateGraph[PaperState, None, PaperState, PaperState]:
    """The compiled graph; without a newsroom it can be drawn, not run."""
    panel = {f"review_{lens}": lens for lens in reviewer.LENSES}
    graph = StateGraph(PaperState)
    for node in (read, screen, recall, summarise, hear_referees, verify_quotes, meta_review, directions, remember):
        graph.add_node(node.__name__, at_work(node, room))
    for name, lens in panel.items():
        graph.add_node(name, at_work(review, room, lens))

    graph.add_edge(START, "read")
    graph.add_edge("read", "screen")
    graph.add_edge("screen", "recall")
    for name in ("summarise", *panel, "hear_referees"):
        graph.add_edge("recall", name)
    graph.add_edge(["summarise", *panel, "hear_referees"], "verify_quotes")
    graph.add_conditional_edges("verify_quotes", after_panel, {"meta_review": "meta_review", "end": END})
    graph.add_edge("meta_review", "directions")
    graph.add_edge("directions", "remember")
    graph.add_edge("remember", END)
    return graph.compile()
