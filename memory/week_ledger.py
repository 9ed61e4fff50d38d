"""The ledger of weeks: when each was written, how it went, and what was found out for it."""

import sqlite3
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import TypeVar

from pydantic import BaseModel

from ..domain import Outcome, WeekRun
from .artifacts import listed, stored
from .database import Database, utc_text

T = TypeVar("T", bound=BaseModel)


class WeekLedger:
    """Weekly runs and their findings. Every method is one transaction."""

    def __init__(self, connection: Database) -> None:
        self._db = connection

    def open_week(self, week: str, engine: str, started: datetime) -> WeekRun:
        """The week's run, under way. A week has one run: opened again, it keeps its id and findings."""
        with self._db.transaction() as cursor:
            cursor.execute(
                "INSERT INTO weeks (week, engine, started, outcome) VALUES (?, ?, ?, 'running') "
                "ON CONFLICT (week) DO UPDATE SET engine = excluded.engine, started = excluded.started, "
                "finished = NULL, outcome = 'running'",
                (week, engine, utc_text(started)),
            )
            row = cursor.execute("SELECT * FROM weeks WHERE week = ?", (week,)).fetchone()
        return _week(row)

    def close_week(self, week_id: int, outcome: Outcome, finished: datetime, digest: str) -> None:
        """Ends the run; `digest` is the folder that the weekly digest was written to.

        Raises:
            LookupError: there is no such run.
        """
        with self._db.transaction() as cursor:
            cursor.execute(
                "UPDATE weeks SET outcome = ?, finished = ?, digest = ? WHERE id = ?",
                (outcome, utc_text(finished), digest, week_id),
            )
            if cursor.rowcount != 1:
                raise LookupError(f"The ledger has no weekly run {week_id}.")

    def week(self, week: str) -> WeekRun | None:
        """The run of a week, `2026-W17`."""
        rows = self._db.rows("SELECT * FROM weeks WHERE week = ?", (week,))
        return _week(rows[0]) if rows else None

    def weeks(self) -> list[WeekRun]:
        """Every weekly run, by week."""
        return [_week(row) for row in self._db.rows("SELECT * FROM weeks ORDER BY week")]

    def keep(self, week_id: int, kind: str, values: Mapping[str, BaseModel | Sequence[BaseModel]]) -> None:
        """Keeps findings of one kind by name, in place of all that the week had of that kind."""
        with self._db.transaction() as cursor:
            cursor.execute("DELETE FROM week_findings WHERE week_id = ? AND kind = ?", (week_id, kind))
            cursor.executemany(
                "INSERT INTO week_findings (week_id, kind, name, body) VALUES (?, ?, ?, ?)",
                ((week_id, kind, name, stored(value)) for name, value in values.items()),
            )

    def add(self, week_id: int, kind: str, name: str, value: BaseModel | Sequence[BaseModel]) -> None:
        """Keeps one finding, in place of what was kept under that kind and name."""
        with self._db.transaction() as cursor:
            cursor.execute(
                "INSERT OR REPLACE INTO week_findings (week_id, kind, name, body) VALUES (?, ?, ?, ?)",
                (week_id, kind, name, stored(value)),
            )

    def kept(self, week_id: int, kind: str, type_: type[T]) -> dict[str, list[T]]:
        """All findings of that kind, by name.

        Raises:
            ArchiveError: one of them does not fit `type_`.
        """
        rows = self._db.rows(
            "SELECT name, body FROM week_findings WHERE week_id = ? AND kind = ? ORDER BY name", (week_id, kind)
        )
        return {row["name"]: listed(row["body"], kind, type_) for row in rows}

    def before(self, week: str, kind: str, type_: type[T]) -> list[T]:
        """Findings of that kind of every earlier week, oldest week first.

        Raises:
            ArchiveError: one of them does not fit `type_`.
        """
        rows = self._db.rows(
            "SELECT body FROM week_findings JOIN weeks ON weeks.id = week_id "
            "WHERE week < ? AND kind = ? ORDER BY week, name",
            (week, kind),
        )
        return [one for row in rows for one in listed(row["body"], kind, type_)]


def _week(row: sqlite3.Row) -> WeekRun:
    return WeekRun.model_validate({name: row[name] for name in WeekRun.model_fields})
