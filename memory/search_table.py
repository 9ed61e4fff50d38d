"""The table `searchable`: one row a record, written in the transaction that writes the record."""

import sqlite3
from collections.abc import Iterator, Sequence

from .database import Database
from .records import Record
from .words import packed

_COLUMNS = "published_day, relevance, novelty, edition, categories, recommendation, words"
_INSERT = (
    f"INSERT OR REPLACE INTO searchable (number, revision, {_COLUMNS}) "  # noqa: S608
    "VALUES (?, (SELECT coalesce(max(revision), 0) + 1 FROM searchable), ?, ?, ?, ?, ?, ?, ?)"
)
_BATCH = 1000


def store(cursor: sqlite3.Cursor, number: int, record: Record) -> None:
    """Makes a record searchable, under its number in `records`."""
    cursor.execute(_INSERT, (number, *_values(record)))


class SearchTable:
    """Reads `searchable` with what belongs to it. Rows are plain tuples, in the order of `rows`."""

    def __init__(self, connection: Database) -> None:
        self._db = connection

    def revision(self) -> tuple[int, int, int]:
        """Changes whenever a record is added, replaced or removed."""
        [row] = self._db.rows(
            "SELECT (SELECT count(*) FROM records), (SELECT count(*) FROM searchable), "
            "(SELECT coalesce(max(revision), 0) FROM searchable)"
        )
        return int(row[0]), int(row[1]), int(row[2])

    def rows(self) -> Iterator[Sequence[sqlite3.Row]]:
        """Blocks of number, kind, paper id, seen day, vector and the columns of `searchable`, by number."""
        query = (
            f"SELECT number, kind, paper_id, seen_day, vector, {_COLUMNS} FROM records "  # noqa: S608
            "JOIN vectors USING (number) JOIN searchable USING (number) ORDER BY number"
        )
        return self._db.blocks(query)

    def catch_up(self) -> None:
        """Makes records of an older archive searchable; a reader cannot, so there they wait for the next writer."""
        query = "SELECT number, body FROM records LEFT JOIN searchable USING (number) WHERE words IS NULL LIMIT ?"
        while not self._db.read_only and (rows := self._db.rows(query, (_BATCH,))):
            with self._db.transaction() as cursor:
                for row in rows:
                    store(cursor, row["number"], Record.model_validate_json(row["body"]))

    def records(self, numbers: Sequence[int]) -> dict[int, Record]:
        """Records by number; those removed meanwhile are left out."""
        marks = ",".join("?" * len(numbers))
        rows = self._db.rows(f"SELECT number, body FROM records WHERE number IN ({marks})", list(numbers))  # noqa: S608
        return {row["number"]: Record.model_validate_json(row["body"]) for row in rows}

    def texts(self, numbers: Sequence[int]) -> dict[int, str]:
        """What was embedded of records, by number; those removed meanwhile are left out."""
        marks = ",".join("?" * len(numbers))
        query = f"SELECT number, json_extract(body, '$.text') AS text FROM records WHERE number IN ({marks})"  # noqa: S608
        return {row["number"]: row["text"] for row in self._db.rows(query, list(numbers))}

    def all_texts(self, size: int = 500) -> Iterator[list[str]]:
        """What was embedded of every record, so many at a time."""
        query = (
            "SELECT number, json_extract(body, '$.text') AS text FROM records WHERE number > ? ORDER BY number LIMIT ?"
        )
        last = -1
        while rows := self._db.rows(query, (last, size)):
            last = rows[-1]["number"]
            yield [row["text"] for row in rows]

    def embedders(self) -> set[str]:
        """The first and the last name of the models that made the vectors."""
        [row] = self._db.rows("SELECT (SELECT min(embedder) FROM vectors), (SELECT max(embedder) FROM vectors)")
        return {name for name in row if name is not None}


def _values(record: Record) -> tuple[object, ...]:
    return (
        record.published_day,
        record.relevance,
        record.novelty,
        record.edition,
        " ".join(record.categories),
        record.recommendation,
        packed(record.title, record.text),
    )
