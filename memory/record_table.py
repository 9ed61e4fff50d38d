"""The records and their vectors in SQLite: the source of truth that Chroma is built from."""

import json
from collections.abc import Collection, Iterator, Sequence
from datetime import date
from typing import TYPE_CHECKING

from . import search_table
from .database import Database
from .records import Kind, Record, day_number

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Vectors = NDArray[np.float32]

_CHOSEN = "kind = :kind AND seen_day < :before AND paper_id NOT IN (SELECT value FROM json_each(:exclude))"
_NEVER = 99_999_999


class Choice:
    """Which records of a kind a question is about, as the values of `_CHOSEN`."""

    def __init__(self, kind: Kind, seen_before: date | None = None, exclude: Collection[str] = ()) -> None:
        self.kind = kind
        self.values = {
            "kind": kind,
            "before": day_number(seen_before) if seen_before else _NEVER,
            "exclude": json.dumps(list(exclude)),
        }


class RecordTable:
    """Reads and writes of the tables `records` and `vectors`; vectors are little-endian float32."""

    def __init__(self, connection: Database) -> None:
        self._db = connection

    def put(self, records: Sequence[Record], vectors: "Vectors", embedder: str) -> None:
        """Stores or replaces records with their vectors and words, to be indexed. A record keeps its first seen day."""
        with self._db.transaction() as cursor:
            for record, vector in zip(records, vectors, strict=True):
                row = cursor.execute(
                    "INSERT INTO records (id, kind, paper_id, seen_day, body) VALUES (?, ?, ?, ?, ?) "
                    "ON CONFLICT (id) DO UPDATE SET seen_day = min(seen_day, excluded.seen_day), "
                    "body = json_set(excluded.body, '$.seen_day', min(seen_day, excluded.seen_day)) RETURNING number",
                    (record.id, record.kind, record.paper_id, record.seen_day, record.model_dump_json()),
                ).fetchone()
                cursor.execute(
                    "INSERT OR REPLACE INTO vectors (number, embedder, vector) VALUES (?, ?, ?)",
                    (row["number"], embedder, vector.astype("<f4").tobytes()),
                )
                search_table.store(cursor, row["number"], record)

    def chosen(self, ids: Sequence[str], choice: Choice) -> dict[str, Record]:
        """Those of the records that belong to the choice, by id."""
        # CROSS JOIN keeps SQLite from walking through the whole choice instead of the few ids.
        joined = "json_each(:ids) AS asked CROSS JOIN records ON records.id = asked.value"
        query = f"SELECT records.id AS id, body FROM {joined} WHERE {_CHOSEN}"  # noqa: S608
        rows = self._db.rows(query, choice.values | {"ids": json.dumps(ids)})
        return {row["id"]: Record.model_validate_json(row["body"]) for row in rows}

    def numbered(self, numbers: Sequence[int]) -> dict[int, Record]:
        """Records by their numbers."""
        query = "SELECT number, body FROM records WHERE number IN (SELECT value FROM json_each(?))"
        rows = self._db.rows(query, (json.dumps(numbers),))
        return {row["number"]: Record.model_validate_json(row["body"]) for row in rows}

    def vectors(self, choice: Choice) -> Iterator[tuple[list[int], "Vectors"]]:
        """Numbers and vectors (n, d) of the choice, in blocks that fit any memory; the records are not touched."""
        query = f"SELECT number, vector FROM records JOIN vectors USING (number) WHERE {_CHOSEN}"  # noqa: S608
        for rows in self._db.blocks(query, choice.values):
            yield [row["number"] for row in rows], _matrix([row["vector"] for row in rows])

    def pending(self, size: int) -> Iterator[tuple[list[int], list[Record], "Vectors"]]:
        """Numbers, records and vectors that are not in the index yet; the caller marks each batch before the next."""
        query = (
            "SELECT number, body, vector FROM vectors JOIN records USING (number) "
            "WHERE indexed = 0 ORDER BY number LIMIT ?"
        )
        while rows := self._db.rows(query, (size,)):
            records = [Record.model_validate_json(row["body"]) for row in rows]
            yield [row["number"] for row in rows], records, _matrix([row["vector"] for row in rows])

    def known(self, ids: Sequence[str]) -> set[str]:
        """Those of the ids that there are records for."""
        rows = self._db.rows("SELECT id FROM records WHERE id IN (SELECT value FROM json_each(?))", (json.dumps(ids),))
        return {row["id"] for row in rows}

    def mark_indexed(self, numbers: Sequence[int]) -> None:
        """Notes that the index has these now."""
        with self._db.transaction() as cursor:
            cursor.executemany("UPDATE vectors SET indexed = 1 WHERE number = ?", ((number,) for number in numbers))

    def mark_pending(self, ids: Sequence[str] | None = None) -> None:
        """Notes that the index has to be given these again; None stands for all."""
        chosen, values = "", tuple[str, ...]()
        if ids is not None:
            chosen = " WHERE number IN (SELECT number FROM records WHERE id IN (SELECT value FROM json_each(?)))"
            values = (json.dumps(ids),)
        with self._db.transaction() as cursor:
            cursor.execute(f"UPDATE vectors SET indexed = 0{chosen}", values)  # noqa: S608

    def of_other_embedders(self, embedder: str, size: int) -> Iterator[list[Record]]:
        """Records whose vectors another model made; the caller replaces each batch before the next."""
        query = (
            "SELECT body FROM records WHERE number IN "
            "(SELECT number FROM vectors WHERE embedder < ? UNION ALL SELECT number FROM vectors WHERE embedder > ?) "
            "LIMIT ?"
        )
        while rows := self._db.rows(query, (embedder, embedder, size)):
            yield [Record.model_validate_json(row["body"]) for row in rows]

    def embedders(self) -> set[str]:
        """The first and the last name of the models that made the vectors: equal, unless they are mixed."""
        first, last = self._db.rows("SELECT (SELECT min(embedder) FROM vectors), (SELECT max(embedder) FROM vectors)")[
            0
        ]
        return {name for name in (first, last) if name is not None}

    def counts(self, *, indexed: bool = False) -> dict[Kind, int]:
        """Records by kind, or those of them that the index has."""
        joined = "JOIN vectors USING (number) WHERE indexed = 1" if indexed else ""
        rows = self._db.rows(f"SELECT kind, count(*) AS held FROM records {joined} GROUP BY kind")  # noqa: S608
        return {row["kind"]: row["held"] for row in rows}

    def delete(self, ids: Sequence[str]) -> None:
        """Removes records and vectors."""
        with self._db.transaction() as cursor:
            cursor.execute("DELETE FROM records WHERE id IN (SELECT value FROM json_each(?))", (json.dumps(list(ids)),))


def _matrix(vectors: Sequence[bytes]) -> "Vectors":
    import numpy as np

    return np.frombuffer(b"".join(vectors), dtype="<f4").reshape(len(vectors), -1).astype(np.float32, copy=False)
