"""The ledger: what was announced each day, where every row ended, and what was found out on the way."""

import json
import sqlite3
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import TypeVar

from pydantic import BaseModel

from ..domain import Counts, Item, Outcome, Paper, Run, State, Unreadable
from .artifacts import listed, stored
from .database import Database, utc_text

T = TypeVar("T", bound=BaseModel)
Settlement = tuple[int, State, str]
"""Position, state and reason of one row."""

_ITEM = "position, paper_id, title, state, reason, since"


class Ledger:
    """Runs, their rows and their findings. Every method is one transaction."""

    def __init__(self, connection: Database) -> None:
        self._db = connection

    def open_run(self, day: date, edition: str, engine: str, started: datetime) -> Run:
        """The day's run, under way. A day has one run: opened again, it keeps its id, rows and findings."""
        with self._db.transaction() as cursor:
            cursor.execute(
                "INSERT INTO runs (day, edition, engine, started, outcome) VALUES (?, ?, ?, ?, 'running') "
                "ON CONFLICT (day) DO UPDATE SET edition = excluded.edition, engine = excluded.engine, "
                "started = excluded.started, finished = NULL, outcome = 'running'",
                (day.isoformat(), edition, engine, utc_text(started)),
            )
            row = cursor.execute("SELECT * FROM runs WHERE day = ?", (day.isoformat(),)).fetchone()
        return _run(row)

    def close_run(self, run_id: int, outcome: Outcome, finished: datetime, digest: str) -> None:
        """Ends the run; `digest` is the folder that the digest was written to."""
        with self._db.transaction() as cursor:
            cursor.execute(
                "UPDATE runs SET outcome = ?, finished = ?, digest = ? WHERE id = ?",
                (outcome, utc_text(finished), digest, run_id),
            )
            _one_changed(cursor, f"run {run_id}")

    def enter(
        self, run_id: int, entries: Sequence[Paper | Unreadable], before: Sequence[tuple[Paper, date]] = ()
    ) -> None:
        """Replaces the run's rows by a listing's, in its order, and stores its papers.

        First come the papers of `before`, each with the earlier day that put it off.

        Papers wait as `fetched`; a row that could not be read is `failed` from the start, with an empty paper id.
        Of a paper listed twice the first row is stored.
        """
        rows = [*((paper, since.isoformat()) for paper, since in before), *((entry, None) for entry in entries)]
        papers = {e.id: e.model_dump_json() for e, _ in reversed(rows) if isinstance(e, Paper)}
        with self._db.transaction() as cursor:
            cursor.execute("DELETE FROM items WHERE run_id = ?", (run_id,))
            cursor.executemany(
                "INSERT INTO papers (id, paper) VALUES (?, ?) ON CONFLICT (id) DO UPDATE SET paper = excluded.paper",
                papers.items(),
            )
            cursor.executemany(
                f"INSERT INTO items (run_id, {_ITEM}) VALUES (?, ?, ?, ?, ?, ?, ?)",  # noqa: S608
                ((run_id, position, *_entered(entry), since) for position, (entry, since) in enumerate(rows)),
            )

    def settle(self, run_id: int, position: int, state: State, reason: str = "") -> None:
        """Gives one row its state.

        Raises:
            LookupError: the run has no such row.
        """
        self.settle_many(run_id, [(position, state, reason)])

    def settle_many(self, run_id: int, settlements: Iterable[Settlement]) -> None:
        """Gives rows their states, all or none.

        Raises:
            LookupError: the run has no such row.
        """
        with self._db.transaction() as cursor:
            for position, state, reason in settlements:
                cursor.execute(
                    "UPDATE items SET state = ?, reason = ? WHERE run_id = ? AND position = ?",
                    (state, reason, run_id, position),
                )
                _one_changed(cursor, f"row {position} of run {run_id}")

    def items(self, run_id: int, state: State | None = None) -> list[Item]:
        """The run's rows in the order of the listing, or those of one state."""
        rows = self._db.rows(
            f"SELECT {_ITEM} FROM items WHERE run_id = ? AND (? IS NULL OR state = ?) ORDER BY position",  # noqa: S608
            (run_id, state, state),
        )
        return [Item.model_validate(dict(row)) for row in rows]

    def counts(self, run_id: int) -> Counts:
        """The run's rows by state."""
        rows = self._db.rows("SELECT state, COUNT(*) AS number FROM items WHERE run_id = ? GROUP BY state", (run_id,))
        return Counts(**{row["state"]: row["number"] for row in rows})

    def read_elsewhere(self, paper_ids: Collection[str], day: date) -> dict[str, date]:
        """Of these papers, those that the run of another day has read, with the first such day.

        Read means scored, selected or reviewed; what was deferred or failed was not read and comes up again. Later days
        count too: where a gap is filled afterwards, a paper may have been read since.
        """
        rows = self._db.rows(
            "SELECT paper_id, MIN(day) FROM items JOIN runs ON runs.id = items.run_id "
            "WHERE day != ? AND state IN ('scored', 'selected', 'reviewed') "
            "AND paper_id IN (SELECT value FROM json_each(?)) GROUP BY paper_id",
            (day.isoformat(), json.dumps(list(paper_ids))),
        )
        return {paper_id: date.fromisoformat(first) for paper_id, first in rows}

    def paper(self, paper_id: str) -> Paper | None:
        """The paper as it was last announced."""
        rows = self._db.rows("SELECT paper FROM papers WHERE id = ?", (paper_id,))
        return Paper.model_validate_json(rows[0][0]) if rows else None

    def keep(self, run_id: int, paper_id: str, kind: str, value: BaseModel | Sequence[BaseModel]) -> None:
        """Keeps a finding of the run under its kind, in place of what was kept there before.

        A finding about the whole run has an empty `paper_id`.
        """
        self.keep_many(run_id, kind, {paper_id: value})

    def keep_many(
        self, run_id: int, kind: str, values: Mapping[str, BaseModel | Sequence[BaseModel]], *, alone: bool = False
    ) -> None:
        """Keeps findings of one kind by paper id, all or none; with `alone`, what the run had of that kind goes."""
        with self._db.transaction() as cursor:
            if alone:
                cursor.execute("DELETE FROM artifacts WHERE run_id = ? AND kind = ?", (run_id, kind))
            cursor.executemany(
                "INSERT OR REPLACE INTO artifacts (run_id, paper_id, kind, body) VALUES (?, ?, ?, ?)",
                ((run_id, paper_id, kind, stored(value)) for paper_id, value in values.items()),
            )

    def kept(self, run_id: int, paper_id: str, kind: str, type_: type[T]) -> list[T]:
        """What was kept under that kind; empty if nothing was.

        Raises:
            ArchiveError: it does not fit `type_`.
        """
        rows = self._db.rows(
            "SELECT body FROM artifacts WHERE run_id = ? AND kind = ? AND paper_id = ?", (run_id, kind, paper_id)
        )
        return listed(rows[0][0], kind, type_) if rows else []

    def kept_for_day(self, run_id: int, kind: str, type_: type[T]) -> dict[str, list[T]]:
        """All findings of that kind in the run, by paper id.

        Raises:
            ArchiveError: one of them does not fit `type_`.
        """
        rows = self._db.rows(
            "SELECT paper_id, body FROM artifacts WHERE run_id = ? AND kind = ? ORDER BY paper_id", (run_id, kind)
        )
        return {paper_id: listed(body, kind, type_) for paper_id, body in rows}

    def run(self, day: date) -> Run | None:
        """The run of a day."""
        rows = self._db.rows("SELECT * FROM runs WHERE day = ?", (day.isoformat(),))
        return _run(rows[0]) if rows else None

    def day_of(self, run_id: int) -> date:
        """The day of a run.

        Raises:
            LookupError: there is no such run.
        """
        rows = self._db.rows("SELECT day FROM runs WHERE id = ?", (run_id,))
        if not rows:
            raise LookupError(f"The ledger has no run {run_id}.")
        return date.fromisoformat(rows[0]["day"])

    def latest_run(self) -> Run | None:
        """The run of the latest day."""
        rows = self._db.rows("SELECT * FROM runs ORDER BY day DESC LIMIT 1")
        return _run(rows[0]) if rows else None

    def runs(self) -> list[Run]:
        """Every run, by day."""
        return [_run(row) for row in self._db.rows("SELECT * FROM runs ORDER BY day")]

    def call_ids(self, run_id: int) -> dict[str, tuple[str, ...]]:
        """The model calls that the run's findings rest on, by paper id, oldest first."""
        rows = self._db.rows(
            "SELECT DISTINCT paper_id, found.value AS call FROM artifacts, json_tree(body) AS found "
            "WHERE run_id = ? AND paper_id != '' AND found.key = 'call' AND found.value != ''",
            (run_id,),
        )
        calls: dict[str, list[str]] = {}
        for row in rows:
            calls.setdefault(row["paper_id"], []).append(row["call"])
        return {paper_id: tuple(sorted(ids, key=lambda id_: int(id_[1:]))) for paper_id, ids in calls.items()}

    def runs_of_paper(self, paper_id: str) -> list[tuple[Run, Item]]:
        """Every row that announced the paper, with its run, by day."""
        rows = self._db.rows(
            f"SELECT runs.*, {_ITEM} FROM items JOIN runs ON runs.id = items.run_id "  # noqa: S608
            "WHERE paper_id = ? ORDER BY day, position",
            (paper_id,),
        )
        return [(_run(row), Item.model_validate({name: row[name] for name in Item.model_fields})) for row in rows]


def _entered(entry: Paper | Unreadable) -> tuple[str, str, State, str]:
    if isinstance(entry, Paper):
        return entry.id, entry.title, "fetched", ""
    return "", entry.excerpt, "failed", entry.reason


def _run(row: sqlite3.Row) -> Run:
    return Run.model_validate({name: row[name] for name in Run.model_fields})


def _one_changed(cursor: sqlite3.Cursor, what: str) -> None:
    if cursor.rowcount != 1:
        raise LookupError(f"The ledger has no {what}.")
