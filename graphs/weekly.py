"""The weekly graph: from a week's finished days and its news to the weekly digest.

Findings live in the week's ledger, the state carries what decides the way. Like the daily graph it runs without a
checkpointer: grouping and trends are computed again in seconds, what is dear is kept under each reply's key, and a
killed week walks to where it fell. `tests/test_weekly_crash.py` kills it and compares.
"""

import asyncio
from operator import add
from pathlib import Path
from typing import Annotated, TypedDict

from langgraph.graph import END, START, StateGraph
from langgraph.graph.state import CompiledStateGraph
from langgraph.types import Send

from ..agents.prediction_check import check_predictions
from ..agents.week_editor import write_week as edit_week
from ..digests import write_weekly
from ..domain import FollowUp, Story, Suspicion, Topic, Weekly
from ..domain.errors import EngineError, RunStopped
from ..stories import find_stories, find_topics
from ..stories.topics import OTHER
from .newsroom import Newsroom, at_work
from .remembering_told import remember_stories, remember_weekly
from .topic import TopicState, read_topic, report_of
from .week_editing import compose_weekly, evidence_of, outcome_of
from .week_material import readable, taken_out, week_material, week_notices
from .week_predictions import open_predictions
from .week_trends import check_measured, measure_trends


class WeekState(TypedDict, total=False):
    """The way of a week; topics go by their number."""

    week: str
    week_id: int
    today: str
    topics: list[str]
    """Names of the topics that analysts look at, those with most items first."""
    stopped: Annotated[list[str], add]
    """Why nothing more could be asked of a model."""
    troubles: Annotated[list[str], add]
    """The kind of everything that came to nothing."""
    notices: Annotated[list[str], add]


class TopicTicket(TypedDict):
    """One topic on its way to the topic graph."""

    name: str
    week_id: int
    today: str


async def gather(room: Newsroom, state: WeekState) -> WeekState:
    run = room.archive.weeks.open_week(state["week"], room.engine_label, room.now())
    room.calls.week_id = run.id
    material = week_material(room.archive, state["week"], room.now().date())
    return {"week_id": run.id, "today": material.today.isoformat(), "notices": week_notices(material)}


async def group(room: Newsroom, state: WeekState) -> WeekState:
    room.tell("group", total=1)
    material = week_material(room.archive, state["week"], room.now().date())
    items, found = await asyncio.to_thread(readable, material.items)
    embed = room.archive.embedder.embed
    stories = await asyncio.to_thread(find_stories, items, embed)
    topics = await asyncio.to_thread(find_topics, stories, embed, room.settings.weekly.topics)
    weeks, week_id = room.archive.weeks, state["week_id"]
    named = {f"{number:02}": topic for number, topic in enumerate(topics)}
    weeks.keep(week_id, "story", {"": stories})
    weeks.keep(week_id, "topic", named)
    weeks.keep(week_id, "suspicion", {name: taken_out(topic, found) for name, topic in named.items()})
    weeks.keep(week_id, "topic report", {})
    room.tell("group", advance=1)
    room.tell("analyse", total=len(named))
    return {"topics": [*named]}


def route_topics(state: WeekState) -> list[Send | str]:
    """Each topic goes its own way through the topic graph, beside the trends."""
    tickets = [TopicTicket(name=one, week_id=state["week_id"], today=state["today"]) for one in state["topics"]]
    return [*(Send("analyse_topic", ticket) for ticket in tickets), "spot_trends"]


async def analyse_topic(room: Newsroom, ticket: TopicTicket) -> WeekState:
    weeks, week_id, name = room.archive.weeks, ticket["week_id"], ticket["name"]
    [topic] = weeks.kept(week_id, "topic", Topic)[name]
    suspicions = weeks.kept(week_id, "suspicion", Suspicion).get(name, [])
    start = TopicState(topic=topic.model_dump(mode="json"), today=ticket["today"])
    # What belongs to no topic is told by its stories: there is nothing that analysts could agree on.
    end = start if topic.name == OTHER else await read_topic(room, start)
    weeks.add(week_id, "topic report", name, report_of(end, tuple(suspicions)))
    room.tell("analyse", advance=1)
    return {"stopped": end.get("stopped", []), "troubles": end.get("troubles", [])}


async def spot_trends(room: Newsroom, state: WeekState) -> WeekState:
    room.tell("trends", total=1)
    [stories] = room.archive.weeks.kept(state["week_id"], "story", Story).values()
    measured = await asyncio.to_thread(measure_trends, room.archive, state["week"], stories, room.settings.weekly)
    room.archive.weeks.keep(state["week_id"], "trends", {"": measured.trends})
    room.archive.weeks.keep(state["week_id"], "measured", {"": measured.predictions})
    room.tell("trends", advance=1)
    return {}


async def edit(room: Newsroom, state: WeekState) -> WeekState:
    """Nothing is kept where the editor could not be asked; what it would tell stands in the parts below."""
    room.archive.weeks.keep(state["week_id"], "edit", {})
    if state.get("stopped"):
        return {}
    try:
        edited = await edit_week(room.staff, evidence_of(room, state["week"], state["week_id"]))
    except EngineError as error:
        return _trouble("The opening", error)
    room.archive.weeks.keep(state["week_id"], "edit", {"": edited})
    return {}


async def look_back(room: Newsroom, state: WeekState) -> WeekState:
    """What became of what earlier weeks predicted: counted where it was measured, asked where it was written."""
    weeks, week_id = room.archive.weeks, state["week_id"]
    pending = open_predictions(room.archive, state["week"])
    counted = await asyncio.to_thread(check_measured, room.archive, state["week"], pending, room.settings.weekly)
    judged: tuple[FollowUp, ...] = ()
    told: WeekState = {}
    written = [one for one in pending if not one.trend]
    if written and not state.get("stopped"):
        evidence = evidence_of(room, state["week"], week_id)
        try:
            judged = await check_predictions(room.staff, written, evidence, evidence.today)
        except EngineError as error:
            told = _trouble("What became of earlier predictions", error)
    weeks.keep(week_id, "follow-up", {"": [*counted, *judged]})
    return told


async def compose(room: Newsroom, state: WeekState) -> WeekState:
    stops = [f"The run stopped early: {why}" for why in dict.fromkeys(state.get("stopped", []))]
    weekly = compose_weekly(room, state["week"], state["week_id"], [*state["notices"], *stops])
    weeks, week_id = room.archive.weeks, state["week_id"]
    weeks.keep(week_id, "prediction", {"": weekly.predictions})
    weeks.keep(week_id, "weekly", {"": weekly})
    return {}


async def write(room: Newsroom, state: WeekState) -> WeekState:
    room.tell("write", total=1)
    daily = week_material(room.archive, state["week"], room.now().date()).daily
    weekly = weekly_of(room, state["week_id"])
    await asyncio.to_thread(write_weekly, weekly, weekly_folder(room, state["week"]), daily)
    room.tell("write", advance=1)
    return {}


async def remember(room: Newsroom, state: WeekState) -> WeekState:
    [stories] = room.archive.weeks.kept(state["week_id"], "story", Story).values()
    await asyncio.to_thread(remember_stories, room.archive, stories)
    await asyncio.to_thread(remember_weekly, room.archive, weekly_of(room, state["week_id"]))
    return {}


async def settle(room: Newsroom, state: WeekState) -> WeekState:
    outcome = outcome_of(weekly_of(room, state["week_id"]), state.get("troubles", []))
    folder = weekly_folder(room, state["week"])
    room.archive.weeks.close_week(state["week_id"], outcome, room.now(), str(folder))
    room.calls.week_id = None
    return {}


def weekly_of(room: Newsroom, week_id: int) -> Weekly:
    """The digest of a week that was composed."""
    [[weekly]] = room.archive.weeks.kept(week_id, "weekly", Weekly).values()
    return weekly


def weekly_folder(room: Newsroom, week: str) -> Path:
    """Where the digest of `week` goes: the folder asked for, else the archive's own for that week."""
    return room.out or room.archive.digests / week


def _trouble(part: str, error: EngineError) -> WeekState:
    call = f"; call {error.call}" if error.call else ""
    told = WeekState(troubles=[error.kind])
    if isinstance(error, RunStopped):
        return told | {"stopped": [f"{error.kind}: {error}"]}
    return told | {"notices": [f"{part} is missing ({error.kind}: {error.message}{call})."]}


def build_weekly_graph(room: Newsroom | None) -> CompiledStateGraph[WeekState, None, WeekState, WeekState]:
    """The compiled graph; without a newsroom it can be drawn, not run."""
    graph = StateGraph(WeekState)
    for node in (gather, group, analyse_topic, spot_trends, edit, look_back, compose, write, remember, settle):
        graph.add_node(node.__name__, at_work(node, room))

    graph.add_edge(START, "gather")
    graph.add_edge("gather", "group")
    graph.add_conditional_edges("group", route_topics, ["analyse_topic", "spot_trends"])
    for before in ("analyse_topic", "spot_trends"):
        graph.add_edge(before, "edit")
        graph.add_edge(before, "look_back")
    graph.add_edge("edit", "compose")
    graph.add_edge("look_back", "compose")
    graph.add_edge("compose", "write")
    graph.add_edge("write", "remember")
    graph.add_edge("remember", "settle")
    graph.add_edge("settle", END)
    return graph.compile()
