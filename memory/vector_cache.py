"""Vectors by the hash of their text, so that no text is embedded twice."""

import json
from collections.abc import Mapping, Sequence

from .database import Database


class SqliteVectorCache:
    """The embedder's store in the archive; safe from worker threads. A read-only archive keeps nothing new."""

    def __init__(self, connection: Database) -> None:
        self._db = connection

    def get_many(self, keys: Sequence[str]) -> dict[str, bytes]:
        """What is stored, by key; unknown keys are left out."""
        rows = self._db.rows(
            "SELECT key, vector FROM embeddings WHERE key IN (SELECT value FROM json_each(?))",
            (json.dumps(list(keys)),),
        )
        return {row["key"]: row["vector"] for row in rows}

    def put_many(self, vectors: Mapping[str, bytes]) -> None:
        """Stores or replaces, all or none."""
        if self._db.read_only or not vectors:
            return
        with self._db.transaction() as cursor:
            cursor.executemany("INSERT OR REPLACE INTO embeddings (key, vector) VALUES (?, ?)", vectors.items())
