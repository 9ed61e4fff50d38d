"""The archive: one folder with everything that Paperwire remembers."""

import os
import shutil
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path
from types import TracebackType
from typing import Self

from ..domain.errors import ArchiveError
from .backlog import Backlog
from .database import open_database
from .embedding import Embedder, Embeds
from .ledger import Ledger
from .listings import Listings
from .news import NewsShelf
from .search_table import SearchTable
from .vector_cache import SqliteVectorCache
from .vectors import VectorMemory
from .week_ledger import WeekLedger

_DATABASE = "archive.db"
ROOM = 200_000_000
"""Bytes that must be free before anything is written."""
_ELSEWHERE = "or name another folder with `archive` in the settings."


class Archive:
    """An open archive; a context manager that closes it. Readers work while one writer does."""

    def __init__(self, folder: Path, *, write: bool, room: int = ROOM, embedder: Embeds | None = None) -> None:
        self.folder = folder
        self.write = write
        with ExitStack() as stack:
            if write:
                _make_room(folder, room)
                stack.enter_context(_sole_writer(folder))
            elif not (folder / _DATABASE).is_file():
                raise ArchiveError(f"There is no archive in {folder}.", f"Run `paperwire run` first, {_ELSEWHERE}")
            self.connection = open_database(folder / _DATABASE, write=write)
            stack.callback(self.connection.close)
            self._closing = stack.pop_all()
        self.ledger = Ledger(self.connection)
        self.weeks = WeekLedger(self.connection)
        self.listings = Listings(self.connection)
        self.news = NewsShelf(self.connection)
        self.backlog = Backlog(self.connection)
        self.vector_cache = SqliteVectorCache(self.connection)
        self.embedder = embedder or Embedder(self.vector_cache)
        if write:
            SearchTable(self.connection).catch_up()

    @cached_property
    def vectors(self) -> VectorMemory:
        """The vector memory; nothing heavy is loaded before its first use."""
        memory = VectorMemory(self.folder / "vectors", self.embedder.embed, self.embedder.name, self.connection)
        self._closing.callback(memory.close)
        return memory

    def keep_words(self) -> None:
        """Reads again, for a second look in searches, what was embedded before words were kept or fitted anew."""
        if isinstance(self.embedder, Embedder):
            for texts in SearchTable(self.connection).all_texts():
                self.embedder.keep_words(texts)

    @property
    def http_cache(self) -> Path:
        """Where fetched pages are kept."""
        return self.folder / "http"

    @property
    def digests(self) -> Path:
        """Where digests are written, one folder a day."""
        return self.folder / "digests"

    def close(self) -> None:
        """Closes the files and lets the next writer in."""
        self._closing.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def open_archive(folder: Path, *, write: bool, room: int = ROOM, embedder: Embeds | None = None) -> Archive:
    """The archive in `folder`; made when missing if `write`, and then nobody else can write until it is closed.

    `room` is how many bytes a writer must find free on the disk; `embedder` stands in for the packaged model.

    Raises:
        ArchiveError: another process writes, the folder is missing or not writable, the disk is nearly full, or the
            database is damaged or newer than this Paperwire.
    """
    return Archive(folder, write=write, room=room, embedder=embedder)


def _make_room(folder: Path, room: int) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
        free = shutil.disk_usage(folder).free
    except OSError as error:
        raise _unwritable(folder, error) from error
    if free < room:
        raise ArchiveError(
            f"The disk of {folder} is nearly full: {free // 1_000_000} MB are free, {room // 1_000_000} needed.",
            f"Free some space, {_ELSEWHERE}",
        )


@contextmanager
def _sole_writer(folder: Path) -> Iterator[None]:
    from filelock import FileLock, Timeout

    lock = FileLock(folder / "archive.lock", timeout=0, thread_local=False)
    owner = folder / "archive.owner"
    try:
        lock.acquire()
        owner.write_text(str(os.getpid()), encoding="ascii")
    except Timeout as error:
        raise ArchiveError(
            f"Another run is using this archive ({_described(owner)}).", f"Wait until it is over, {_ELSEWHERE}"
        ) from error
    except OSError as error:
        lock.release()
        raise _unwritable(folder, error) from error
    try:
        yield
    finally:
        owner.unlink(missing_ok=True)
        lock.release()


def _described(owner: Path) -> str:
    """`process N since …`; the file's own date tells since when."""
    try:
        process = owner.read_text(encoding="ascii")
        since = datetime.fromtimestamp(owner.stat().st_mtime, UTC)
    except (OSError, UnicodeDecodeError):
        return "it has only just begun"
    return f"process {process} since {since:%Y-%m-%d %H:%M:%S} UTC"


def _unwritable(folder: Path, error: OSError) -> ArchiveError:
    reason = error.strerror or str(error)
    return ArchiveError(
        f"The archive's folder {folder} cannot be written: {reason}.", f"Make it writable, {_ELSEWHERE}"
    )
