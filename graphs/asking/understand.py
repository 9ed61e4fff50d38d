"""The first nodes of the ask graph: what is asked, about which time, and of which kind."""

from ...agents.router import route, route_by_rules
from ...domain.answer import Answer, Question
from ...domain.answer_forms import RoutingForm
from ...domain.errors import EngineError, RunStopped
from ...domain.kinds import Kind
from ...domain.mentions import spelt_out
from ...domain.scope import Scope, read_scope, topic_words
from ...domain.timespans import read_time
from .followup import FollowUp, follow_up, leans, own_scope
from .room import ReadingRoom

_OF_NO_PAPER: frozenset[Kind] = frozenset(("story", "digest"))


async def understand(room: ReadingRoom, asked: str, previous: Answer | None) -> Question:
    """The question as it stands by itself; a model is asked only where the rules are not sure.

    Raises:
        RunStopped: a model is needed and none can be asked.
    """
    reading = read_time(asked, room.now())
    followed = follow_up(reading, previous)
    if followed and previous:
        return _followed(room, asked, followed, previous)
    kind = route_by_rules(asked)
    if kind and not (previous and leans(asked)):
        return _stated(room, asked, RoutingForm(kind=kind, question=asked))
    try:
        reply = await route(room.staff, asked, previous.question if previous else None)
    except RunStopped:
        raise
    except EngineError as error:
        form = RoutingForm(kind=kind or "find", question=asked)
        notice = f"The router gave no answer ({error.message.rstrip('.')}); the question is looked up as it stands."
        return _stated(room, asked, form).model_copy(update={"notices": (notice,)})
    by = "rules" if reply.provenance.engine == "extractive" else "model"
    return _stated(room, asked, reply.form).model_copy(update={"routed_by": by})


def _stated(room: ReadingRoom, asked: str, form: RoutingForm) -> Question:
    reading = read_time(form.question, room.now())
    return Question(
        asked=asked,
        understood=form.question,
        kind=form.kind,
        windows=reading.windows,
        scope=_searchable(room, read_scope(reading.rest)),
    )


def _followed(room: ReadingRoom, asked: str, followed: FollowUp, previous: Answer) -> Question:
    reading = read_time(asked, room.now())
    before = previous.question
    own = own_scope(reading)
    scope = before.scope if followed.topic_of else own
    # A new time asks the old question anew, not of the one paper that was looked at in between.
    kept = () if reading.windows and scope.topic else scope.paper_ids
    pointed = {"paper_ids": followed.paper_ids or kept, "records": followed.records}
    scope = scope.model_copy(update=pointed | ({"kinds": own.kinds, "weekly": own.weekly} if own.kinds else {}))
    kind = followed.kind or route_by_rules(asked) or "find"
    windows = reading.windows or (before.windows if followed.windows or followed.topic_of else ())
    if kind == "change" and len(windows) == 1:
        windows = read_time(f"what changed {windows[0].words}", room.now()).windows
    taken = ", ".join((*followed.paper_ids, *followed.records)) or (
        before.understood if followed.topic_of else f"{before.kind}, as before"
    )
    return Question(
        asked=asked,
        understood=f"{asked} (of: {taken})",
        kind=kind,
        windows=reading.windows if followed.paper_ids or followed.records else windows,
        scope=_searchable(room, scope),
    )


def _searchable(room: ReadingRoom, scope: Scope) -> Scope:
    """The topic's words alone find better than the whole question does."""
    scope = scope.model_copy(update={"kinds": room.kinds or scope.kinds})
    if scope.kinds and scope.paper_ids and not set(scope.kinds) - _OF_NO_PAPER:
        # `Was it in the news?`: stories belong to no paper, but may speak of one by its name.
        names = [record.title.partition(":")[0] for record in room.holdings.papers(scope.paper_ids)]
        scope = scope.model_copy(update={"paper_ids": (), "topic": (*topic_words(" ".join(names)), *scope.topic)})
    return scope.model_copy(update={"query": spelt_out(scope.topic) or scope.query})
