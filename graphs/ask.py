"""The ask graph: a question to the archive, from its words to an answer whose every claim is pinned.

Nothing found means no model is called. A conversation is the same graph with a checkpointer: `turns` are what it
remembers, and follow-ups are completed from the last of them.
"""

import asyncio
from collections.abc import Callable, Sequence
from functools import partial
from operator import add
from typing import Annotated, Any, Literal, TypedDict

from langgraph.checkpoint.base import BaseCheckpointSaver
from langgraph.graph import END, START, StateGraph
from langgraph.graph.state import CompiledStateGraph

from ..agents.answerer import Draft
from ..agents.answerer import answer as draft_answer
from ..agents.support import Checked, check_support
from ..domain.answer import Answer, Question, QuestionKind, Source
from .asking.count import count as count_papers
from .asking.directions import gather_directions
from .asking.gather import gather_change, gather_compare, gather_find
from .asking.gathered import Gathered, Told
from .asking.listed import asks_for_rows, asks_why, list_rows
from .asking.predictions import recall_predictions
from .asking.room import ReadingRoom
from .asking.screening import without_orders
from .asking.settle import out_of_range
from .asking.settle import settle as settle_answer
from .asking.understand import understand as read_question
from .asking.why import explain

Json = dict[str, Any]


class AskState(TypedDict, total=False):
    """One question on its way; everything is plain JSON, so that a checkpoint can be read by any version."""

    asked: str
    question: Json
    sources: list[Json]
    draft: Json | None
    checked: Json
    notices: list[str]
    turns: Annotated[list[Json], add]
    """Every answer of the conversation, oldest first."""


async def understand(room: ReadingRoom, state: AskState) -> AskState:
    turns = state.get("turns") or []
    previous = Answer.model_validate(turns[-1]) if turns else None
    asked, notices = without_orders(state["asked"])
    question = await read_question(room, asked, previous)
    question = question.model_copy(update={"notices": (*notices, *question.notices)})
    room.tell("understood", question.kind)
    empty: AskState = {"sources": [], "draft": None, "checked": _plain(Checked()), "notices": []}
    return empty | {"question": _plain(question)}


def route_question(room: ReadingRoom, state: AskState) -> QuestionKind | Literal["predicted", "listed", "settle"]:
    """By the question's kind; a time of which the archive holds nothing needs no search."""
    question = _question(state)
    if question.scope.predicted:
        return "predicted"
    if question.kind != "why" and out_of_range(room, question):
        return "settle"
    if question.kind != "find":
        return question.kind
    if asks_why(question.scope):
        return "why"
    return "listed" if asks_for_rows(question.scope) else "find"


async def find(room: ReadingRoom, state: AskState) -> AskState:
    return _shown(room, await gather_find(room, _question(state)))


async def compare(room: ReadingRoom, state: AskState) -> AskState:
    return _shown(room, await gather_compare(room, _question(state)))


async def change(room: ReadingRoom, state: AskState) -> AskState:
    return _shown(room, await gather_change(room, _question(state)))


async def directions(room: ReadingRoom, state: AskState) -> AskState:
    return _shown(room, await gather_directions(room, _question(state)))


async def why(room: ReadingRoom, state: AskState) -> AskState:
    return _told(room, await explain(room, _question(state)))


async def count(room: ReadingRoom, state: AskState) -> AskState:
    return _told(room, await count_papers(room, _question(state)))


async def predicted(room: ReadingRoom, state: AskState) -> AskState:
    return _told(room, await recall_predictions(room, _question(state)))


async def listed(room: ReadingRoom, state: AskState) -> AskState:
    return _told(room, await list_rows(room, _question(state)))


def route_evidence(state: AskState) -> Literal["write", "settle"]:
    """Without a passage there is nothing to write from."""
    return "write" if state["sources"] else "settle"


async def write(room: ReadingRoom, state: AskState) -> AskState:
    room.tell("write", "")
    watch = partial(_tell_draft, room) if room.drafts else None
    draft = await draft_answer(room.staff, _question(state), _sources(state), room.now().date(), watch)
    if watch and draft.provenance.engine != "extractive":
        # Whole replies are shown as well, while they are checked.
        watch([" ".join(claim.text.split()) for claim in draft.claims])
    return {"draft": _plain(draft)}


async def check(room: ReadingRoom, state: AskState) -> AskState:
    draft = Draft.model_validate(state["draft"])
    room.tell("check", str(len(draft.claims)))
    checked = await check_support(room.staff, draft.claims, _sources(state))
    room.tell("checked", f"{len(checked.claims)} of {len(draft.claims)} claims are supported")
    return {"checked": _plain(checked)}


async def settle(room: ReadingRoom, state: AskState) -> AskState:
    answer = await asyncio.to_thread(
        settle_answer,
        room,
        _question(state),
        _sources(state),
        Checked.model_validate(state["checked"]),
        Draft.model_validate(state["draft"]) if state["draft"] else None,
        state["notices"],
    )
    return {"turns": [_plain(answer)]}


def _question(state: AskState) -> Question:
    return Question.model_validate(state["question"])


def _sources(state: AskState) -> list[Source]:
    return [Source.model_validate(source) for source in state["sources"]]


def _plain(noun: Question | Answer | Draft | Checked | Source) -> Json:
    return noun.model_dump(mode="json")


def _tell_draft(room: ReadingRoom, sentences: Sequence[str]) -> None:
    room.tell("draft", "\n".join(sentences))


def _shown(room: ReadingRoom, gathered: Gathered) -> AskState:
    sources, notices = gathered
    papers = len({source.paper_id for source in sources if source.paper_id})
    others = len({source.record for source in sources if not source.paper_id})
    told = f" and {others} of news and digests" if others else ""
    room.tell("found", f"{len(sources) - others} passages of {papers} papers{told}")
    return {"sources": [_plain(source) for source in sources], "notices": notices}


def _told(room: ReadingRoom, told: Told) -> AskState:
    claims, sources, notices = told
    room.tell("found", f"{len(sources)} records")
    return {
        "sources": [_plain(source) for source in sources],
        "checked": _plain(Checked(claims=tuple(claims))),
        "notices": notices,
    }


def _at_work(node: Callable[..., Any], room: ReadingRoom | None) -> Any:
    return partial(node, room)


def build_ask_graph(
    room: ReadingRoom | None, checkpointer: BaseCheckpointSaver[str] | None = None
) -> CompiledStateGraph[AskState, None, AskState, AskState]:
    """The compiled graph; without a room it can be drawn, not run."""
    graph = StateGraph(AskState)
    for node in (understand, find, compare, change, directions, why, count, predicted, listed, write, check, settle):
        graph.add_node(node.__name__, _at_work(node, room))

    graph.add_edge(START, "understand")
    kinds = ["find", "compare", "change", "directions", "why", "count", "predicted", "listed"]
    graph.add_conditional_edges("understand", _at_work(route_question, room), [*kinds, "settle"])
    for kind in ("find", "compare", "change", "directions"):
        graph.add_conditional_edges(kind, route_evidence, ["write", "settle"])
    for kind in ("why", "count", "predicted", "listed"):
        graph.add_edge(kind, "settle")
    graph.add_edge("write", "check")
    graph.add_edge("check", "settle")
    graph.add_edge("settle", END)
    return graph.compile(checkpointer=checkpointer)


async def ask(room: ReadingRoom, question: str) -> Answer:
    """The answer to one question, without a conversation.

    Raises:
        EngineError: the model that was to answer gave no answer.
    """
    end = await build_ask_graph(room).ainvoke({"asked": question})
    return Answer.model_validate(end["turns"][-1])
