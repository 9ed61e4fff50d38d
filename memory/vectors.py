"""The vector memory: what was read, found again by meaning.

SQLite holds records and vectors and is written first; Chroma is an index over them that can lag behind or be rebuilt.
The one process that may write asks Chroma. Readers search SQLite exactly: that is safe beside a run, sees what the run
remembered a moment ago, and up to some 100,000 records takes less time than opening Chroma.
"""

import threading
from collections.abc import Callable, Collection, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from ..domain.errors import ArchiveError
from . import exact
from .chroma import ChromaIndex, other_embedder
from .database import Database
from .record_table import Choice, RecordTable
from .records import KINDS, Kind, Recollection, Record

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Vectors = NDArray[np.float32]

Embed = Callable[[Sequence[str]], "Vectors"]
_BATCH = 1000


class VectorMemory:
    """Remembers records and recalls them by meaning; `embed` gives unit vectors, float32, (n, d).

    Every method may raise ArchiveError: the index is damaged, or the vectors are another model's. The message says what
    to do. Calls block, so use `asyncio.to_thread`; several threads may call at once.
    """

    def __init__(self, folder: Path, embed: Embed, embedder_name: str, connection: Database) -> None:
        self._folder = folder
        self._embed = embed
        self._embedder = embedder_name
        self._db = connection
        self._table = RecordTable(connection)
        self._index: ChromaIndex | None = None
        self._lock = threading.RLock()

    def remember(self, records: Sequence[Record], vectors: "Vectors | None" = None) -> None:
        """Stores or replaces records; kept for good once this returns, and in SQLite even if the index fails.

        Args:
            records: of one id the last counts.
            vectors: shape (len(records), d) if they are at hand; otherwise the texts are embedded.
        """
        self._must_write()
        self._ready()
        if not records:
            return
        if vectors is None:
            vectors = self._embed([record.text for record in records])
        if len(vectors) != len(records):
            raise ValueError(f"{len(records)} records cannot have {len(vectors)} vectors")
        places = list({record.id: place for place, record in enumerate(records)}.values())
        self._table.put([records[place] for place in places], vectors[places], self._embedder)
        self._opened()
        self._catch_up()

    def recall(
        self,
        question: "str | Vectors",
        *,
        kinds: Collection[Kind] = KINDS,
        seen_before: date | None = None,
        exclude: Collection[str] = (),
        limit: int = 10,
    ) -> list[Recollection]:
        """The records nearest to a text or a unit vector (d,), best first.

        Args:
            question: a text is embedded.
            kinds: what to look among.
            seen_before: only what was first read on an earlier day.
            exclude: ids of papers to leave out, with their passages and reviews.
            limit: how many at most.
        """
        self._ready()
        vector = self._embed([question])[0] if isinstance(question, str) else question
        choices = [Choice(kind, seen_before, exclude) for kind in kinds]
        found = [recollection for choice in choices for recollection in self._near(vector, choice, limit)]
        return sorted(found, key=lambda r: (-r.similarity, r.record.id))[:limit]

    def nearest_similarity(self, vectors: "Vectors", seen_before: date) -> "Vectors | None":
        """For each vector of (n, d) the cosine to the nearest paper first read on an earlier day; None without any."""
        self._ready()
        return exact.closest(self._table.vectors(Choice("paper", seen_before)), vectors)

    def count(self) -> dict[Kind, int]:
        """Records by kind; kinds without any are left out."""
        return self._table.counts()

    def forget(self, ids: Sequence[str]) -> None:
        """Removes records; unknown ids are passed over."""
        self._must_write()
        with self._lock:
            index = self._opened()
            self._table.mark_pending(list(ids))
            index.delete(ids)
            self._table.delete(ids)

    def known(self, ids: Sequence[str]) -> set[str]:
        """Those of the ids under which something is remembered."""
        return self._table.known(ids)

    def rebuild(self, done: Callable[[int], None] = lambda _: None) -> Path | None:
        """Makes the index anew from SQLite, embedding again what another model embedded.

        The old index is moved aside, not deleted; its new place is returned, or None if there was none. `done` is told
        how many more records are indexed.
        """
        self._must_write()
        with self._lock:
            self.close()
            for records in self._table.of_other_embedders(self._embedder, _BATCH):
                self._table.put(records, self._embed([record.text for record in records]), self._embedder)
            aside = self._move_aside()
            self._table.mark_pending()
            self._index = ChromaIndex(self._folder, self._embedder, {})
            self._catch_up(done)
        return aside

    def close(self) -> None:
        """Lets go of the index; it is opened again when needed."""
        with self._lock:
            if self._index is not None:
                self._index.close()
                self._index = None

    def _opened(self) -> ChromaIndex:
        """The index, up to date with what an interrupted run left unindexed."""
        with self._lock:
            if self._index is None:
                self._index = ChromaIndex(self._folder, self._embedder, self._table.counts(indexed=True))
                self._catch_up()
            return self._index

    def _catch_up(self, done: Callable[[int], None] = lambda _: None) -> None:
        with self._lock:
            if self._index is None:
                return
            for numbers, records, vectors in self._table.pending(self._index.batch):
                self._index.upsert(records, vectors)
                self._table.mark_indexed(numbers)
                done(len(numbers))

    def _near(self, vector: "Vectors", choice: Choice, limit: int) -> list[Recollection]:
        """The index is asked for more than is needed and SQLite sifts, since Chroma's own filters take many times as
        long. Where too few remain, the exact search goes through the choice alone."""
        if not self._db.read_only:
            hits = self._opened().nearest(choice.kind, vector, 4 * limit + 32)
            chosen = self._table.chosen([id_ for id_, _ in hits], choice)
            found = [Recollection(record=chosen[id_], similarity=s) for id_, s in hits if id_ in chosen]
            if len(found) >= limit:
                return found[:limit]
        best = exact.nearest(self._table.vectors(choice), vector, limit)
        records = self._table.numbered([number for number, _ in best])
        return [Recollection(record=records[number], similarity=s) for number, s in best]

    def _move_aside(self) -> Path | None:
        if not self._folder.exists():
            return None
        taken = len(list(self._folder.parent.glob(f"{self._folder.name}.old-*")))
        return self._folder.rename(self._folder.with_name(f"{self._folder.name}.old-{taken + 1}"))

    def _must_write(self) -> None:
        if self._db.read_only:
            raise ArchiveError("The archive is open for reading only.", "Open it for writing, when no run is using it.")

    def _ready(self) -> None:
        """One model's vectors, and an index unless there is nothing to index: a folder moved away is made anew."""
        if not self._db.read_only and not self._folder.exists() and self.count():
            self.rebuild()
        for name in self._table.embedders() - {self._embedder}:
            raise other_embedder(self._folder, name, self._embedder)
