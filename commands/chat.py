"""`paperwire chat`: a conversation with the archive, kept under a name."""

import asyncio
import json as jsonlib
import sys
from collections.abc import Sequence
from typing import Any

from rich.console import Console

from ..digests.answer import answer_text
from ..digests.text import clean
from ..domain.answer import Answer
from ..domain.errors import ArchiveError, EngineError
from ..memory.chats import Session, config_of, forget_chat, keep_latest, list_chats, open_chats
from . import WHOLE
from .answer_watch import AnswerWatch
from .ask import EXIT_CODES, kinds_of, tell_failure
from .chat_input import read_questions
from .chat_words import Conversation, obey
from .order import Order, now
from .reading import engine_told, reading_room


def chat(order: Order, session: str | None, *, resume: bool, kinds: Sequence[str] = ()) -> int:
    """Talks until the input ends; questions come from the terminal, or one a line from a pipe.

    From a pipe the code is that of the last answer, as for `ask`.

    Raises:
        ArchiveError: there is no archive, or no conversation to resume.
        SettingsError: there is no such kind of records.
    """
    errors = Console(stderr=True, highlight=False)
    wanted = kinds_of(kinds)
    watch = AnswerWatch(errors, {"found": "  {}"})

    async def talk() -> int:
        with reading_room(order, watch, drafts=watch.watches, kinds=wanted) as (room, desk):
            try:
                # As for `ask`: a large archive is read while the graph is imported.
                from ..graphs.ask import build_ask_graph

                async with open_chats(order.folder) as saver:
                    name = session or await _name(saver, resume)
                    graph = build_ask_graph(room, saver)
                    state = await graph.aget_state(config_of(name))
                    answers = [Answer.model_validate(turn) for turn in state.values.get("turns", [])]
                    conversation = Conversation(name, desk, order.settings.budget, answers)
                    _greet(errors, conversation, engine_told(order))
                    return await _converse(order, graph, saver, conversation, watch)
            finally:
                await desk.aclose()

    code = asyncio.run(talk())
    return WHOLE if sys.stdin.isatty() else code


def list_sessions(order: Order, *, json: bool) -> int:
    """Lists the conversations on stdout, the latest first."""
    found = asyncio.run(_listed(order)) if order.folder.is_dir() else []
    if json:
        sys.stdout.write(jsonlib.dumps([one.model_dump() for one in found], indent=2) + "\n")
        return WHOLE
    for one in found:
        sys.stdout.write(f"{one.name}  {one.at[:16]}  {one.questions} asked, last: {one.last}\n")
    if not found:
        sys.stderr.write("paperwire: no conversation is kept.\n")
    return WHOLE


def delete_session(order: Order, name: str) -> int:
    """Deletes one conversation.

    Raises:
        ArchiveError: there is none of that name.
    """

    async def delete() -> None:
        async with open_chats(order.folder) as saver:
            await forget_chat(saver, name)

    if not order.folder.is_dir():
        raise ArchiveError(f"There is no conversation {name!r}.", f"There is no archive in {order.folder}.")
    asyncio.run(delete())
    sys.stderr.write(f"paperwire: deleted {name}\n")
    return WHOLE


async def _converse(order: Order, graph: Any, saver: Any, talk: Conversation, watch: AnswerWatch) -> int:
    code = WHOLE
    async for line in read_questions(order.folder, talk):
        told = obey(line, talk)
        if told is not None:
            _say(told)
            continue
        try:
            with watch:
                end = await graph.ainvoke({"asked": line}, config_of(talk.name), durability="exit")
        except EngineError as error:
            code = tell_failure(error)
            continue
        answer = Answer.model_validate(end["turns"][-1])
        talk.answers.append(answer)
        await keep_latest(saver, talk.name)
        _say(answer_text(answer))
        code = EXIT_CODES[answer.state]
    return code


async def _listed(order: Order) -> list[Session]:
    async with open_chats(order.folder) as saver:
        return await list_chats(saver)


async def _name(saver: Any, resume: bool) -> str:
    if not resume:
        return f"{now():%Y-%m-%d-%H%M%S}"
    kept = await list_chats(saver)
    if not kept:
        raise ArchiveError("There is no conversation to resume.", "Start one with `paperwire chat`.")
    return kept[0].name


def _greet(errors: Console, talk: Conversation, engine: str) -> None:
    asked = f"{len(talk.answers)} asked so far" if talk.answers else "a new conversation"
    errors.print(f"paperwire: {talk.name}, {asked}; {engine}. /help lists what else can be typed.", markup=False)


def _say(text: str) -> None:
    sys.stdout.write(clean(text).rstrip("\n") + "\n\n")
    sys.stdout.flush()
