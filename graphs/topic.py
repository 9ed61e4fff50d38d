"""The topic graph: three analysts read a news topic side by side, and an editor joins them.

As the paper graph it holds plain JSON and runs without a checkpointer: every reply is kept by the desk under its key.
What stops one analyst is told with the topic; the others go on.
"""

from datetime import date
from operator import add
from typing import Annotated, Any, Literal, TypedDict, cast

from langgraph.graph import END, START, StateGraph
from langgraph.graph.state import CompiledStateGraph

from ..agents.analyst import EYES
from ..agents.analyst import analyse as ask_analyst
from ..agents.topic_editor import synthesise_topic, topic_report
from ..domain import Analysis, Eye, Suspicion, Topic, TopicReport, TopicSynthesis
from ..domain.errors import EngineError, RunStopped
from .newsroom import Newsroom, at_work

Json = dict[str, Any]
_READINGS: dict[Eye, str] = {
    "technical": "technical reading",
    "market": "reading for market and industry",
    "policy": "reading for policy and society",
}


class TopicState(TypedDict, total=False):
    """What is known of the topic so far."""

    topic: Json
    """With items as agents may read them."""
    today: str
    analyses: Annotated[list[Json], add]
    synthesis: Json | None
    problems: Annotated[list[str], add]
    troubles: Annotated[list[str], add]
    """The kind of each problem: `timeout`, `budget` …"""
    stopped: Annotated[list[str], add]
    """Why nothing more could be asked of a model."""


async def analyse(eye: Eye, room: Newsroom, state: TopicState) -> TopicState:
    try:
        reading = await ask_analyst(room.staff, _topic(state), eye, _today(state))
    except EngineError as error:
        return _trouble(f"The {_READINGS[eye]}", error)
    return {"analyses": [reading.model_dump(mode="json")]}


def join_analyses(state: TopicState) -> TopicState:
    """Waits for all three."""
    return {}


async def synthesise(room: Newsroom, state: TopicState) -> TopicState:
    try:
        joined = await synthesise_topic(room.staff, _topic(state), _analyses(state), _today(state))
    except EngineError as error:
        return _trouble("The synthesis", error)
    return {"synthesis": joined.model_dump(mode="json") if joined else None}


def after_analysts(state: TopicState) -> Literal["synthesise", "end"]:
    """Where nothing more can be asked, a synthesis of what is half there would only have to be paid for again."""
    return "end" if state.get("stopped") or not state.get("analyses") else "synthesise"


def report_of(end: TopicState, suspicions: tuple[Suspicion, ...] = ()) -> TopicReport:
    """The finished state as the reader gets it."""
    joined = end.get("synthesis")
    return topic_report(
        _topic(end),
        _analyses(end),
        TopicSynthesis.model_validate(joined) if joined else None,
        suspicions,
        sorted(end.get("problems", [])),
    )


def _trouble(part: str, error: EngineError) -> TopicState:
    call = f"; call {error.call}" if error.call else ""
    told = TopicState(problems=[f"{part} is missing ({error.kind}: {error.message}{call})."], troubles=[error.kind])
    return told | {"stopped": [f"{error.kind}: {error}"]} if isinstance(error, RunStopped) else told


def _topic(state: TopicState) -> Topic:
    return Topic.model_validate(state["topic"])


def _today(state: TopicState) -> date:
    return date.fromisoformat(state["today"])


def _analyses(state: TopicState) -> list[Analysis]:
    """In the order of the eyes, whoever was first."""
    found = [Analysis.model_validate(one) for one in state.get("analyses", [])]
    return sorted(found, key=lambda one: EYES.index(one.eye))


async def read_topic(room: Newsroom, start: TopicState) -> TopicState:
    """Runs the topic graph from `start` to its end."""
    return cast(TopicState, await build_topic_graph(room).ainvoke(start))


def build_topic_graph(room: Newsroom | None) -> CompiledStateGraph[TopicState, None, TopicState, TopicState]:
    """The compiled graph; without a newsroom it can be drawn, not run."""
    readings = {f"analyse_{eye}": eye for eye in EYES}
    graph = StateGraph(TopicState)
    for name, eye in readings.items():
        graph.add_node(name, at_work(analyse, room, eye))
        graph.add_edge(START, name)
    graph.add_node("join_analyses", join_analyses)
    graph.add_node("synthesise", at_work(synthesise, room))

    graph.add_edge([*readings], "join_analyses")
    graph.add_conditional_edges("join_analyses", after_analysts, {"synthesise": "synthesise", "end": END})
    graph.add_edge("synthesise", END)
    return graph.compile()
