"""The news shelf: each day's edition, and every item once, under the day that brought it first."""

import sqlite3
from collections.abc import Iterable
from datetime import date

from ..domain.news import NewsEdition, NewsItem
from .artifacts import listed, stored
from .database import Database

_AT_ONCE = 500
"""Values a query: SQLite takes a limited number of them."""


class NewsShelf:
    """The news of the archive, as it was fetched. Every method is one transaction."""

    def __init__(self, connection: Database) -> None:
        self._db = connection

    def keep(self, edition: NewsEdition) -> None:
        """Keeps a day's edition; what an earlier keeping of that day held stays, and the outcomes are the new ones.

        An item that an earlier day brought is not moved; one that only a later day had is moved here, so that days
        may be kept in any order.
        """
        about = edition.model_copy(update={"items": ()})
        day = edition.day.isoformat()
        rows = [_row(item.model_copy(update={"seen": edition.day}), at) for at, item in enumerate(edition.items)]
        with self._db.transaction() as cursor:
            cursor.execute(
                "INSERT OR REPLACE INTO news_days (day, edition, body) VALUES (?, ?, ?)",
                (day, edition.edition, stored(about)),
            )
            cursor.executemany(
                "INSERT INTO news_items (id, seen, position, source, body) VALUES (?, ?, ?, ?, ?) "
                "ON CONFLICT (id) DO UPDATE SET seen = excluded.seen, position = excluded.position, "
                "source = excluded.source, body = excluded.body WHERE excluded.seen <= seen",
                rows,
            )
            _note_first(cursor, "news_aside", "id", "seen", edition.aside, day)
            _note_first(cursor, "news_sources", "source", "since", _answered(edition), day)

    def known(self, ids: Iterable[str], before: date) -> set[str]:
        """Those of `ids` that a day before `before` brought, or put aside."""
        every = list(ids)
        found: set[str] = set()
        for start in range(0, len(every), _AT_ONCE):
            some = every[start : start + _AT_ONCE]
            for table in ("news_items", "news_aside"):
                query = f"SELECT id FROM {table} WHERE seen < ? AND id IN ({','.join('?' * len(some))})"  # noqa: S608
                found |= {row["id"] for row in self._db.rows(query, (before.isoformat(), *some))}
        return found

    def met(self, before: date) -> set[str]:
        """The sources that answered on a day before `before`."""
        rows = self._db.rows("SELECT source FROM news_sources WHERE since < ?", (before.isoformat(),))
        return {row["source"] for row in rows}

    def edition(self, day: date) -> NewsEdition | None:
        """The edition of `day` with the items that this day brought first; None if it was never kept.

        Raises:
            ArchiveError: another version of Paperwire kept it.
        """
        rows = self._db.rows("SELECT body FROM news_days WHERE day = ?", (day.isoformat(),))
        if not rows:
            return None
        [about] = listed(rows[0]["body"], "news edition", NewsEdition)
        return about.model_copy(update={"items": tuple(self.between(day, day))})

    def days(self, first: date, last: date) -> list[date]:
        """The days from `first` to `last` whose news is kept, oldest first."""
        query = "SELECT day FROM news_days WHERE day BETWEEN ? AND ? ORDER BY day"
        return [date.fromisoformat(row["day"]) for row in self._db.rows(query, (first.isoformat(), last.isoformat()))]

    def between(self, first: date, last: date) -> list[NewsItem]:
        """The items first seen from `first` to `last`, by day and then in their edition's order.

        Raises:
            ArchiveError: another version of Paperwire kept them.
        """
        query = "SELECT body FROM news_items WHERE seen BETWEEN ? AND ? ORDER BY seen, position, id"
        rows = self._db.rows(query, (first.isoformat(), last.isoformat()))
        return [item for row in rows for item in listed(row["body"], "news item", NewsItem)]


def _note_first(cursor: sqlite3.Cursor, table: str, key: str, when: str, values: Iterable[str], day: str) -> None:
    """Notes values with the earliest day they were met on."""
    cursor.executemany(
        f"INSERT INTO {table} ({key}, {when}) VALUES (?, ?) "  # noqa: S608 - names of our own tables
        f"ON CONFLICT ({key}) DO UPDATE SET {when} = min({when}, excluded.{when})",
        [(value, day) for value in values],
    )


def _answered(edition: NewsEdition) -> list[str]:
    return [outcome.source for outcome in edition.outcomes if outcome.state != "failed"]


def _row(item: NewsItem, position: int) -> tuple[str, str, int, str, str]:
    return item.id, item.seen.isoformat(), position, item.source, stored(item)
