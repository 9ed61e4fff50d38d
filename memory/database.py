"""The archive's SQLite file: opened, checked, and shared safely between threads."""

import sqlite3
import threading
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from ..domain.errors import ArchiveError
from .schema import MIGRATIONS

Values = Sequence[Any] | Mapping[str, Any]
_BUSY_S = 30.0
_KEEP = "Nothing was overwritten."
_REMEDIES = {
    sqlite3.SQLITE_FULL: "The disk is full: free some space and run the same command again; what is finished is kept.",
    sqlite3.SQLITE_READONLY: "Make the archive's folder writable, or name another with `archive` in the settings.",
    sqlite3.SQLITE_CANTOPEN: "Make the archive's folder writable, or name another with `archive` in the settings.",
    sqlite3.SQLITE_PERM: "Make the archive's folder writable, or name another with `archive` in the settings.",
    sqlite3.SQLITE_IOERR: f"Check the disk and its free space, and run the same command again. {_KEEP}",
    sqlite3.SQLITE_CORRUPT: f"{_KEEP} Put back a copy of the archive, or move the file aside to begin anew.",
    sqlite3.SQLITE_NOTADB: f"{_KEEP} Put back a copy of the archive, or move the file aside to begin anew.",
    sqlite3.SQLITE_BUSY: "Another process holds it: wait until its run is over and try again.",
    sqlite3.SQLITE_LOCKED: "Another process holds it: wait until its run is over and try again.",
}


class Database(sqlite3.Connection):
    """A connection that several threads may use: every access goes through `rows` or `transaction`."""

    path: Path
    read_only: bool = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._guard = threading.RLock()

    @contextmanager
    def transaction(self) -> Iterator[sqlite3.Cursor]:
        """All or nothing; a transaction inside another one belongs to the outer.

        Raises:
            ArchiveError: the file is locked, full, read-only or damaged; nothing of it was written.
        """
        with self._guard, translated(self.path):
            if self.in_transaction:
                yield self.cursor()
                return
            cursor = self.execute("BEGIN IMMEDIATE")
            try:
                yield cursor
                self.execute("COMMIT")
            except BaseException:
                if self.in_transaction:
                    self.execute("ROLLBACK")
                raise

    def rows(self, query: str, values: Values = ()) -> list[sqlite3.Row]:
        """Every row of a query, read at once.

        Raises:
            ArchiveError: as for `transaction`.
        """
        with self._guard, translated(self.path):
            return self.execute(query, values).fetchall()

    def blocks(self, query: str, values: Values = (), size: int = 8192) -> Iterator[list[sqlite3.Row]]:
        """The rows of a large query, `size` at a time, on a cursor of their own."""
        with self._guard, translated(self.path):
            cursor = self.execute(query, values)
        while True:
            with self._guard, translated(self.path):
                block = cursor.fetchmany(size)
            if not block:
                return
            yield block


def open_database(path: Path, *, write: bool = True) -> Database:
    """The database at `path`, created when missing if `write`; readers work beside one writer (WAL).

    Raises:
        ArchiveError: it is missing, damaged, not writable, or was written by a newer Paperwire.
    """
    connection: Database | None = None
    with translated(path):
        try:
            connection = _connect(path, write)
            _prepare(connection, write)
        except BaseException:
            if connection is not None:
                connection.close()
            raise
    return connection


def utc_text(moment: datetime) -> str:
    """A moment as it is stored: ISO 8601 in UTC.

    Raises:
        ValueError: it has no time zone.
    """
    if moment.tzinfo is None:
        raise ValueError(f"{moment} has no time zone")
    return moment.astimezone(UTC).isoformat()


@contextmanager
def translated(path: Path) -> Iterator[None]:
    """Turns SQLite's complaints about the file into ArchiveError; mistakes in a statement stay what they are."""
    try:
        yield
    except sqlite3.DatabaseError as error:
        code = getattr(error, "sqlite_errorcode", 0) & 0xFF
        if code not in _REMEDIES:
            raise
        raise ArchiveError(f"The archive's database {path} cannot be used: {error}.", _REMEDIES[code]) from error


def _connect(path: Path, write: bool) -> Database:
    mode = "rwc" if write else "rw"
    connection = sqlite3.connect(
        f"{path.absolute().as_uri()}?mode={mode}",
        uri=True,
        timeout=_BUSY_S,
        isolation_level=None,
        check_same_thread=False,
        factory=Database,
    )
    connection.path = path
    connection.read_only = not write
    connection.row_factory = sqlite3.Row
    return connection


def _prepare(connection: Database, write: bool) -> None:
    version = int(connection.execute("PRAGMA user_version").fetchone()[0])
    if version > len(MIGRATIONS):
        raise ArchiveError(
            f"{connection.path} was written by a newer Paperwire (schema {version}, here {len(MIGRATIONS)}).",
            "Upgrade Paperwire, or name another archive.",
        )
    if write:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = FULL")
        # A table that is made anew is dropped first, which would take with it what refers to it.
        connection.execute("PRAGMA foreign_keys = OFF")
        _migrate(connection)
        connection.execute("PRAGMA foreign_keys = ON")
        return
    if version < len(MIGRATIONS):
        if version:
            raise ArchiveError(
                f"{connection.path} was written by an older Paperwire (schema {version}, here {len(MIGRATIONS)}).",
                "Any `paperwire run` or `paperwire memory rebuild` brings it up to date.",
            )
        raise ArchiveError(f"There is no finished archive in {connection.path}.", "Run `paperwire run` first.")
    connection.execute("PRAGMA query_only = ON")


def _migrate(connection: Database) -> None:
    """Brings the schema up to date in one transaction, so that a crash leaves the old one or the new one."""
    with connection.transaction() as cursor:
        version = int(cursor.execute("PRAGMA user_version").fetchone()[0])
        for statement in _statements(MIGRATIONS[version:]):
            cursor.execute(statement)
        cursor.execute(f"PRAGMA user_version = {len(MIGRATIONS)}")


def _statements(migrations: Iterable[str]) -> Iterator[str]:
    for script in migrations:
        yield from (statement for part in script.split(";") if (statement := part.strip()))
