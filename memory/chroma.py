"""The index of the vector memory: embedded Chroma, one collection a kind.

Two processes in one Chroma folder damage it without a word, so only the holder of the archive's lock may open it.
"""

import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..domain.errors import ArchiveError
from .chroma_blank import blank_unused
from .records import KINDS, Kind, Record

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Vectors = NDArray[np.float32]

REBUILD = "`paperwire memory rebuild` makes it anew from the archive's database and keeps the old one aside."
_PROBES = 10
_HEADER = b"SQLite format 3\0"
# Twice Chroma's defaults: on vectors without structure, the worst case, recall@10 of 10,000 rises from 0.60 to 0.98 for
# 1 ms more a query.
_HNSW = {"space": "cosine", "ef_search": 300, "ef_construction": 200, "max_neighbors": 32}


class ChromaIndex:
    """An open Chroma folder. `expected` is how many records of each kind it must hold at least.

    Raises:
        ArchiveError: the folder is damaged, or made for another embedding model. It is left as it is.
    """

    def __init__(self, folder: Path, embedder: str, expected: Mapping[Kind, int]) -> None:
        self._folder = folder
        os.environ["ORT_DISABLE_TELEMETRY"] = "1"  # onnxruntime, which Chroma may load, reads it once
        self._check_file(folder / "chroma.sqlite3", wanted=any(expected.values()))
        with self._translated(Exception):
            self._client = _client(folder)
        try:
            with self._translated():
                self._collections = {kind: self._collection(kind, embedder) for kind in KINDS}
                self._check(expected)
                blank_unused(folder)
                self.batch = min(1000, self._client.get_max_batch_size())
        except BaseException:
            self.close()
            raise

    def upsert(self, records: Sequence[Record], vectors: "Vectors") -> None:
        """Adds or replaces records, at most `batch` of them, with vectors of shape (n, d)."""
        for kind in KINDS:
            places = [place for place, record in enumerate(records) if record.kind == kind]
            if places:
                with self._translated():
                    self._collections[kind].upsert(
                        ids=[records[place].id for place in places],
                        embeddings=vectors[places],
                        metadatas=[_metadata(records[place]) for place in places],
                    )
                    blank_unused(self._folder)

    def nearest(self, kind: Kind, vector: "Vectors", limit: int) -> list[tuple[str, float]]:
        """Ids and cosines of the records nearest to a vector (d,), best first."""
        with self._translated():
            found = self._collections[kind].query(query_embeddings=vector[None], n_results=limit, include=["distances"])
        return [(id_, 1 - distance) for id_, distance in zip(found["ids"][0], found["distances"][0], strict=True)]

    def delete(self, ids: Sequence[str]) -> None:
        """Removes records; unknown ids are passed over."""
        for collection in self._collections.values():
            for start in range(0, len(ids), self.batch):
                with self._translated():
                    collection.delete(ids=list(ids[start : start + self.batch]))

    def close(self) -> None:
        """Lets go of the folder's files."""
        self._client.close()

    def _collection(self, kind: Kind, embedder: str) -> Any:
        collection = self._client.get_or_create_collection(
            kind,
            metadata={"embedder": embedder},
            configuration={"hnsw": _HNSW},
            embedding_function=None,
        )
        made_by = (collection.metadata or {}).get("embedder")
        if made_by != embedder:
            raise other_embedder(self._folder, str(made_by), embedder)
        return collection

    def _check_file(self, file: Path, *, wanted: bool) -> None:
        """Chroma makes a missing file anew; after one that it cannot read, it fails until the process ends."""
        if not file.exists():
            if wanted:
                raise self._damaged("its database is missing")
            return
        with file.open("rb") as content:
            if content.read(len(_HEADER)) != _HEADER:
                raise self._damaged(f"{file.name} is not a database")

    def _check(self, expected: Mapping[Kind, int]) -> None:
        """Chroma opens a folder that lost its files as if nothing were wrong: counted and probed here."""
        for kind, collection in self._collections.items():
            count = collection.count()
            if count < expected.get(kind, 0):
                raise self._damaged(f"it holds {count} of {expected[kind]} {kind} records")
            if count:
                self._probe(kind, collection, min(count, _PROBES))

    def _probe(self, kind: Kind, collection: Any, probes: int) -> None:
        vector = collection.get(limit=1, include=["embeddings"])["embeddings"]
        found = collection.query(query_embeddings=vector, n_results=probes, include=["distances"])["ids"][0]
        if len(found) < probes:
            raise self._damaged(f"asked for {probes} {kind} records it gives {len(found)}")

    def _damaged(self, what: str) -> ArchiveError:
        return ArchiveError(
            f"The vector index in {self._folder} is damaged: {what}.", f"Nothing was overwritten. {REBUILD}"
        )

    @contextmanager
    def _translated(self, *more: type[Exception]) -> Iterator[None]:
        """Chroma's errors, those of the given kinds, and the panics of its Rust half, as ArchiveError."""
        from chromadb.errors import ChromaError

        try:
            yield
        except ArchiveError:
            raise
        except BaseException as error:
            if not isinstance(error, (ChromaError, ValueError, OSError, *more)) and not _is_panic(error):
                raise
            raise _explained(self._folder, error) from error


def other_embedder(folder: Path, made_by: str, embedder: str) -> ArchiveError:
    """The error of vectors that cannot be compared."""
    return ArchiveError(
        f"The vectors in {folder} were made by {made_by}, not by {embedder}; the two cannot be compared.",
        f"Install {made_by} again, or run `paperwire memory rebuild`, which embeds every record anew.",
    )


def _explained(folder: Path, error: BaseException) -> ArchiveError:
    reason = str(error).strip().rstrip(".") or type(error).__name__
    if "disk is full" in reason or "No space left" in reason:
        return ArchiveError(f"The vector index in {folder} cannot be written: {reason}.", "Free some disk space.")
    if "readonly" in reason or "ermission denied" in reason:
        return ArchiveError(f"The vector index in {folder} cannot be used: {reason}.", "Make the folder writable.")
    return ArchiveError(f"The vector index in {folder} is damaged: {reason}.", f"Nothing was overwritten. {REBUILD}")


def _client(folder: Path) -> Any:
    import chromadb
    from chromadb.config import Settings

    return chromadb.PersistentClient(str(folder), settings=Settings(anonymized_telemetry=False))


def _is_panic(error: BaseException) -> bool:
    # A panic is a BaseException of a class that cannot be imported.
    return type(error).__name__ == "PanicException"


def _metadata(record: Record) -> dict[str, str | int]:
    # Texts stay in SQLite: as Chroma documents they would cost four fifths of the speed of adding.
    return record.model_dump(exclude={"id", "text", "categories"}, exclude_none=True)
