"""`paperwire ask`: one question, one answer on stdout; the exit code says whether there is one."""

import asyncio
import sys
from collections.abc import Coroutine, Sequence
from typing import Any

from rich.console import Console

from ..digests.answer import answer_text
from ..domain.answer import Answer, AnswerState
from ..domain.errors import EngineError, SettingsError
from ..domain.kinds import KINDS, Kind
from ..engines import Desk
from . import INCOMPLETE, NOTHING_SELECTED, WHOLE
from .answer_watch import AnswerWatch
from .order import Order
from .reading import reading_room

EXIT_CODES: dict[AnswerState, int] = {
    "answered": WHOLE,
    "partial": WHOLE,
    "no_evidence": NOTHING_SELECTED,
    "out_of_range": NOTHING_SELECTED,
}
_LINES = {
    "understood": "paperwire: a question to {}",
    "found": "paperwire: {} found",
    "write": "paperwire: writing",
    "checked": "paperwire: {}",
}


def ask_once(order: Order, question: str, *, quiet: bool, json: bool, kinds: Sequence[str] = ()) -> int:
    """Answers one question from records of the kinds, or of any; `-` takes it from stdin.

    Raises:
        SettingsError: there is no question, or no such kind of records.
        ArchiveError: there is no archive.
    """
    asked = " ".join((sys.stdin.read() if question == "-" else question).split())
    if not asked:
        raise SettingsError("There is no question.", 'Write one: paperwire ask "what is new on quantization?"')
    watch = AnswerWatch(Console(stderr=True, highlight=False), _LINES, quiet=quiet)
    try:
        with reading_room(order, watch, drafts=watch.watches, kinds=kinds_of(kinds)) as (room, desk), watch:
            # Importing the graph takes as long as reading a third of a large archive, which goes on meanwhile.
            from ..graphs.ask import ask

            answer = asyncio.run(_asked(ask(room, asked), desk))
    except EngineError as error:
        return tell_failure(error)
    sys.stdout.write(answer.model_dump_json(indent=2) + "\n" if json else answer_text(answer))
    return EXIT_CODES[answer.state]


def kinds_of(names: Sequence[str]) -> tuple[Kind, ...]:
    """The kinds of records by their names.

    Raises:
        SettingsError: one of them is none.
    """
    for name in names:
        if name not in KINDS:
            raise SettingsError(f"There is no kind {name!r}.", f"There are: {', '.join(KINDS)}.")
    return tuple(kind for kind in KINDS if kind in names)


def tell_failure(error: EngineError) -> int:
    """What a model's failure looks like; no answer is made up in its place."""
    remedy = f"\n  remedy: {error.remedy}" if error.remedy else ""
    sys.stderr.write(f"paperwire: no answer: {error.message}{remedy}\n")
    return INCOMPLETE


async def _asked(answer: Coroutine[Any, Any, Answer], desk: Desk) -> Answer:
    try:
        return await answer
    finally:
        await desk.aclose()
