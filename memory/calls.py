"""Every call of an engine: the reply cache, and the account of tokens and money."""

import sqlite3
from dataclasses import dataclass
from datetime import datetime

from ..domain import Usage, UsageRow
from ..domain.call import Call
from .database import Database, utc_text


@dataclass(frozen=True)
class Spent:
    """Tokens and US dollars over a span of time. Calls without a known price are counted apart, not as 0 dollars."""

    tokens: int = 0
    usd: float = 0.0
    unpriced: int = 0


_PLAIN = ("key", "agent", "label", "engine", "model", "prompt", "prompt_hash", "cost", "reply", "problem")
_TOKENS = tuple(Usage.model_fields)
_INSERT = (
    f"INSERT INTO calls (run_id, week_id, at, {', '.join(_PLAIN + _TOKENS)}) "  # noqa: S608
    f"VALUES (:run_id, :week_id, :at, {', '.join(':' + name for name in _PLAIN + _TOKENS)})"
)


class Calls:
    """The calls of one run, or of one week; replies are found in those of all.

    `run_id` may be set later, before the first call is recorded: a run is only known once its listing is fetched.
    While `week_id` is set, calls are the week's and not the run's.
    """

    def __init__(self, connection: Database, run_id: int) -> None:
        self._db = connection
        self.run_id = run_id
        self.week_id: int | None = None

    def find(self, key: str) -> Call | None:
        """The latest call under this key that brought a reply, whichever run made it."""
        rows = self._db.rows("SELECT * FROM calls WHERE key = ? AND reply IS NOT NULL ORDER BY id DESC LIMIT 1", (key,))
        return _call(rows[0]) if rows else None

    def get(self, call_id: str) -> Call | None:
        """The call that a provenance names (`c123`)."""
        number = call_id.removeprefix("c")
        rows = self._db.rows("SELECT * FROM calls WHERE id = ?", (int(number),)) if number.isdecimal() else []
        return _call(rows[0]) if rows else None

    def record(self, call: Call) -> str:
        """Stores a call, failed ones too, and gives its id (`c123`). Durable when it returns."""
        values = call.model_dump(include=set(_PLAIN)) | call.usage.model_dump()
        with self._db.transaction() as cursor:
            cursor.execute(_INSERT, values | self._whose() | {"at": utc_text(call.at)})
            return f"c{cursor.lastrowid}"

    def spent_since(self, moment: datetime) -> Spent:
        """What every run and week has spent from `moment` on, failed calls included."""
        [row] = self._db.rows(
            "SELECT coalesce(SUM(prompt_tokens + completion_tokens), 0) AS tokens, coalesce(SUM(cost), 0.0) AS usd, "
            "COUNT(*) - COUNT(cost) AS unpriced FROM calls WHERE at >= ?",
            (utc_text(moment),),
        )
        return Spent(**dict(row))

    def usage(self) -> tuple[UsageRow, ...]:
        """This run's (or week's) calls summed by agent, engine and model, in the order of their first call.

        Failed calls count. One unknown price makes the sum unknown: it is None, not too low.
        """
        rows = self._db.rows(
            "SELECT agent, engine, model, COUNT(*) AS calls, SUM(prompt_tokens) AS prompt_tokens, "
            "SUM(cached_tokens) AS cached_tokens, SUM(completion_tokens) AS completion_tokens, "
            "CASE WHEN COUNT(cost) = COUNT(*) THEN SUM(cost) END AS cost "
            "FROM calls WHERE run_id IS :run_id AND week_id IS :week_id GROUP BY agent, engine, model ORDER BY MIN(id)",
            self._whose(),
        )
        return tuple(UsageRow.model_validate(dict(row)) for row in rows)

    def _whose(self) -> dict[str, int | None]:
        return {"run_id": None if self.week_id else self.run_id, "week_id": self.week_id}


def _call(row: sqlite3.Row) -> Call:
    fields = {name: row[name] for name in _PLAIN}
    usage = {name: row[name] for name in _TOKENS}
    return Call.model_validate({**fields, "id": f"c{row['id']}", "at": row["at"], "usage": usage})
