"""Opens the archive for questions: for reading only, so that a run may go on meanwhile."""

import os
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager
from functools import partial

from ..agents.staff import Staff
from ..domain import Call
from ..domain.kinds import Kind
from ..engines import Desk, chosen_engine, open_desk
from ..engines.assignment import Engine
from ..engines.budget import Charge
from ..engines.desk_event import OnEvent
from ..graphs.asking.room import ReadingRoom, tell_nobody
from ..graphs.asking.search import Finder
from ..memory import Archive, Calls, Ledger, open_archive
from ..memory.database import Database, open_database
from .order import Order, now

_CALLS = "asked.db"


class AskedCalls:
    """The calls that questions make, in a file of their own; it is opened when a model is asked for the first time."""

    def __init__(self, order: Order) -> None:
        self._order = order
        self._connection: Database | None = None
        self._calls: Calls | None = None

    def find(self, key: str) -> Call | None:
        """The latest call under this key that brought a reply."""
        return self._opened().find(key)

    def record(self, call: Call) -> str:
        """Stores a call and gives its id."""
        return self._opened().record(call)

    def close(self) -> None:
        """Closes the file, if it was ever opened."""
        if self._connection:
            self._connection.close()

    def _opened(self) -> Calls:
        if self._calls is None:
            self._connection = open_database(self._order.folder / _CALLS, write=True)
            moment = now()
            run = Ledger(self._connection).open_run(moment.date(), "questions", "openai", moment)
            self._calls = Calls(self._connection, run.id)
        return self._calls


@contextmanager
def reading_room(
    order: Order,
    tell: Callable[[str, str], None] = tell_nobody,
    on_event: OnEvent | None = None,
    *,
    drafts: bool = False,
    kinds: tuple[Kind, ...] = (),
) -> Iterator[tuple[ReadingRoom, Desk]]:
    """A room on the archive of the order, and its desk, to be closed on the event loop that used it.

    With `drafts`, `tell` is told what a model writes while it writes it; `kinds` are the only records looked through.

    Raises:
        ArchiveError: there is no archive.
        SettingsError: a model is wanted and there is no server for it.
    """
    settings = order.settings
    with ExitStack() as stack:
        archive = stack.enter_context(open_archive(order.folder, write=False))
        calls = AskedCalls(order)
        stack.callback(calls.close)
        month = _this_month(order, archive)
        desk = open_desk(settings, calls, partial(_extractive, archive), os.environ, now, on_event, month)
        finder = Finder(archive)
        stack.enter_context(finder.warming())
        staff = Staff(desk, settings.agents, settings.engine.paper_chars)
        yield ReadingRoom(archive, finder, staff, now, tell, drafts, kinds), desk


def engine_told(order: Order) -> str:
    """The engine that answers, as it is shown."""
    kind = chosen_engine(order.settings, os.environ)
    return f"{kind} · {order.settings.engine.model}" if kind == "openai" else kind


def _this_month(order: Order, archive: Archive) -> Charge:
    """What runs and questions have cost since the first of the month."""
    if chosen_engine(order.settings, os.environ) == "extractive":
        return Charge()
    first = now().replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    runs = Calls(archive.connection, run_id=0).spent_since(first)
    if not (order.folder / _CALLS).is_file():
        return Charge(runs.tokens, runs.usd)
    # For writing, as it may be an older Paperwire's and has to be brought up to date.
    with closing(open_database(order.folder / _CALLS, write=True)) as connection:
        asked = Calls(connection, run_id=0).spent_since(first)
    return Charge(runs.tokens + asked.tokens, runs.usd + asked.usd)


def _extractive(archive: Archive) -> Engine:
    from ..engines.extractive import ExtractiveEngine

    return ExtractiveEngine(archive.embedder.embed)
