"""A search made ready beside other work: what its first call would read is read by a thread meanwhile."""

import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from ..domain.errors import PaperwireError
from .database import open_database
from .search import GivenUp, Search
from .search_table import SearchTable


@contextmanager
def warming(search: Search, database: Path) -> Iterator[None]:
    """Reads from now on, on a connection of its own, and gives up at the end if it is not done by then.

    A search that begins meanwhile waits for it. What goes wrong here goes wrong again where it matters, in the search.
    """
    over = threading.Event()
    thread = threading.Thread(target=_read, args=(search, database, over), name="paperwire-warming", daemon=True)
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join()


def _read(search: Search, database: Path, over: threading.Event) -> None:
    try:
        with closing(open_database(database, write=False)) as connection:
            search.prepare(SearchTable(connection), lambda: not over.is_set())
    except (GivenUp, PaperwireError):
        return
