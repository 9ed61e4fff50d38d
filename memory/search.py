"""Search over everything that was read: by meaning and by words, within filters.

Both ways look at every record, exactly: there is no index to ask for more than is needed and then to sift. So a filter
never costs an answer, and any filter costs the same few milliseconds. Of long questions the best that the filters let
through are looked at again, word by word.
"""

import math
import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from sqlite3 import Row
from typing import TYPE_CHECKING, Literal

from ..domain.errors import ArchiveError
from ..domain.noun import Noun
from . import fusion
from .archive import Archive
from .chroma import other_embedder
from .embedding import Embedder
from .filters import Filters
from .late_interaction import LOOKED_AT, Words, second_look
from .one_thread import one_thread
from .query_adapter import TRUST_IN_ADAPTED, is_long
from .query_embedding import QueryEmbedder, Reading
from .records import KINDS, Kind, Record
from .search_table import SearchTable
from .snapshot import Snapshot

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Scores = NDArray[np.float32]

Fusion = Literal["scores", "ranks", "dense", "lexical"]
"""How both ways are joined, or which of them decides alone; see `fusion`."""
Block = Sequence[Row]
Rerank = Callable[[str, Sequence[Record]], Sequence[float]]
"""A second opinion: a score, higher is better, for each of the records in relation to the query."""
_RERANKED = 50


class Found(Noun):
    """A record that was found, and why. Ranks count from 1 among the records that the filters let through."""

    record: Record
    score: float
    """What the results are sorted by; comparable within one search only."""
    dense_rank: int
    lexical_rank: int | None
    """None if the record has no word of the query."""
    similarity: float
    """The cosine to the query, -1 to 1; comparable between searches."""


class GivenUp(Exception):
    """Nobody waits any more for what was being read."""


class Search:
    """Finds records; one per archive, kept open. Calls block, so use `asyncio.to_thread`; threads may share it.

    The first call reads all vectors and words into memory (100,000 records: about two seconds, 250 MB); later ones read
    them again only after the archive was changed.
    """

    def __init__(self, archive: Archive, fusion: Fusion = "scores", rerank: Rerank | None = None) -> None:
        self._archive = archive
        self._table = SearchTable(archive.connection)
        self._fusion = fusion
        self._rerank = rerank
        self._own = QueryEmbedder()
        self._lock = threading.Lock()
        self._held: tuple[tuple[int, int, int], Snapshot] | None = None

    def find(self, query: str, filters: Filters | None = None, limit: int = 10) -> list[Found]:
        """The records that suit the query best, best first, at most `limit`.

        Raises:
            ArchiveError: the archive's vectors are another model's; or it was written by an older Paperwire and has to
                be opened for writing once.
            PaperwireError: the embedding model is not installed.
        """
        filters = filters or Filters()
        snapshot = self._snapshot()
        if not query.strip() or limit < 1 or not snapshot.numbers:
            return []
        with one_thread():
            reading = self._read(query)
            dense = snapshot.similarities(reading.vector)
            kinds = [KINDS.index(kind) for kind in filters.kinds]
            # In reviews the talk about papers is the subject.
            talk = filters.kinds == ("review",)
            telling = None if talk else reading.telling
            lexical = snapshot.lexical.scores(query, kinds, talk=talk, telling=telling)
            chosen = snapshot.chosen(filters)
            trust = TRUST_IN_ADAPTED if self._adapts(query) else 1.0
            fused = self._fused(dense, lexical, snapshot.of_kinds(filters), chosen, trust)
            if reading.words is not None and self._fusion == "scores":
                self._look_again(snapshot, fused, chosen, reading.words)
        places = _best(fused, chosen, max(limit, _RERANKED) if self._rerank else limit)
        found = self._found(snapshot, places, fused, dense, lexical, chosen)
        return self._reranked(query, found)[:limit]

    def rarities(self, words: Sequence[str], kinds: Sequence[Kind] = KINDS) -> list[float]:
        """How rare each word is among the records of the kinds: 0 where all hold it, highest where none does.

        Raises:
            ArchiveError: as for `find`.
        """
        snapshot = self._snapshot()
        numbers = [KINDS.index(kind) for kind in kinds]
        total = len(snapshot.numbers)
        held = [snapshot.lexical.holding(word, numbers) for word in words]
        return [math.log((total + 1) / (min(number, total) + 1)) for number in held]

    def prepare(self, table: SearchTable, goes_on: Callable[[], bool]) -> None:
        """Reads through `table` what the first search would read; searches wait for it. See `warming`.

        Raises:
            GivenUp: it is not to go on; nothing is kept of what was read.
            ArchiveError: as for `find`.
        """
        self._snapshot(table, goes_on)

    def _snapshot(self, table: SearchTable | None = None, goes_on: Callable[[], bool] = lambda: True) -> Snapshot:
        table = table or self._table
        with self._lock:
            revision = table.revision()
            if self._held is None or self._held[0] != revision:
                self._check(*revision)
                self._held = revision, Snapshot(_while(goes_on, table.rows()))
            return self._held[1]

    def _check(self, records: int, searchable: int, _revision: int) -> None:
        if searchable < records:
            raise ArchiveError(
                f"{records - searchable} of {records} records cannot be searched yet: an older Paperwire wrote them.",
                "Run `paperwire memory rebuild` or `paperwire run` once.",
            )
        for name in self._table.embedders() - {self._archive.embedder.name}:
            raise other_embedder(self._archive.folder / "vectors", name, self._archive.embedder.name)

    def _read(self, query: str) -> Reading:
        if isinstance(self._archive.embedder, Embedder):
            return self._own.read(query)
        vectors: Scores = self._archive.embedder.embed([query])
        return Reading(vectors.reshape(-1))

    def _look_again(self, snapshot: Snapshot, fused: "Scores", chosen: "NDArray[np.bool_]", words: Words) -> None:
        """Changes the scores of the best: the best among them may rise, and none falls behind those not looked at."""
        embedder = self._archive.embedder
        places = _best(fused, chosen, LOOKED_AT)
        if not places or not isinstance(embedder, Embedder):
            return
        texts = self._table.texts([snapshot.numbers[place] for place in places])
        kept = embedder.words_of([texts.get(snapshot.numbers[place], "") for place in places])
        again = second_look(fused[places], words, kept)
        fused[places] = again + (fused[places].max() - again.min())

    def _adapts(self, query: str) -> bool:
        """Whether the query is read as a text about a paper; another embedding than the packaged one never is."""
        return isinstance(self._archive.embedder, Embedder) and is_long(query)

    def _fused(
        self,
        dense: "Scores",
        lexical: "Scores",
        field: "NDArray[np.bool_]",
        chosen: "NDArray[np.bool_]",
        trust: float,
    ) -> "Scores":
        match self._fusion:
            case "dense":
                return dense
            case "lexical":
                return lexical
            case "ranks":
                return fusion.by_ranks(dense, lexical, chosen)
            case "scores":
                return fusion.by_scores(dense, lexical, field, trust)

    def _found(
        self,
        snapshot: Snapshot,
        places: Sequence[int],
        fused: "Scores",
        dense: "Scores",
        lexical: "Scores",
        chosen: "NDArray[np.bool_]",
    ) -> list[Found]:
        records = self._table.records([snapshot.numbers[place] for place in places])
        rivals = dense[chosen], lexical[chosen]
        return [
            Found(
                record=records[snapshot.numbers[place]],
                score=float(fused[place]),
                dense_rank=_rank(rivals[0], dense[place]),
                lexical_rank=_rank(rivals[1], lexical[place]) if lexical[place] > 0 else None,
                similarity=float(dense[place]),
            )
            for place in places
            if snapshot.numbers[place] in records
        ]

    def _reranked(self, query: str, found: list[Found]) -> list[Found]:
        if self._rerank is None or not found:
            return found
        scores = self._rerank(query, [one.record for one in found[:_RERANKED]])
        again = [one.model_copy(update={"score": s}) for one, s in zip(found, scores, strict=False)]
        return sorted(again, key=lambda one: (-one.score, one.record.id)) + found[_RERANKED:]


def _while(goes_on: Callable[[], bool], blocks: Iterable[Block]) -> Iterator[Block]:
    for block in blocks:
        if not goes_on():
            raise GivenUp
        yield block


def _best(scores: "Scores", chosen: "NDArray[np.bool_]", limit: int) -> list[int]:
    import numpy as np

    places = np.flatnonzero(chosen)
    if len(places) > limit:
        places = places[np.argpartition(-scores[places], limit - 1)[:limit]]
    return [int(place) for place in places[np.argsort(-scores[places], kind="stable")]]


def _rank(rivals: "Scores", score: float) -> int:
    return 1 + int((rivals > score).sum())
