"""Every record's vector, words and filters in the process's own memory: some 2.5 kB a record, read in one go."""

import sqlite3
from collections.abc import Callable, Collection, Iterable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from datetime import date
from typing import TYPE_CHECKING, Any

from .columns import NONE, Coded, firsts, numbered, whole_column
from .filters import Filters
from .lexical import LexicalIndex
from .lexical_parts import Part, part_of
from .records import KINDS, Kind, day_number

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Chosen = NDArray[np.bool_]
    Numbers = NDArray[np.int32]


_PART = 30_000
"""Records whose words are sorted together."""


class Snapshot:
    """The archive as it was when read. Rows are in the order of `numbers`."""

    def __init__(self, blocks: Iterable[Sequence[sqlite3.Row]]) -> None:
        import numpy as np

        self._vectors: list[NDArray[np.float32]] = []
        columns: dict[str, list[Any]] = {}
        # Numpy and scipy let the next rows be read while a part's words are sorted.
        with ThreadPoolExecutor(1, "paperwire-words") as sorting:
            parts: list[Future[Part]] = []
            words: list[bytes] = []
            for block in blocks:
                # A column at a time: of a hundred thousand rows one by one, most of a second was spent on names.
                read = dict(zip(block[0].keys(), zip(*block, strict=True), strict=True))
                self._vectors.append(np.frombuffer(b"".join(read.pop("vector")), dtype="<f4").reshape(len(block), -1))
                words += read.pop("words")
                if len(words) >= _PART:
                    parts.append(sorting.submit(_sorted, words))
                    words = []
                for name, values in read.items():
                    columns.setdefault(name, []).extend(values)
            parts.append(sorting.submit(_sorted, words))
        self.numbers: list[int] = columns.get("number", [])
        self._kind = numbered(columns.get("kind", []), KINDS)
        self._of_kinds: dict[tuple[Kind, ...], Chosen] = {}
        self.lexical = LexicalIndex([part.result() for part in parts], self._kind)
        self._read_filters(columns)

    def _read_filters(self, columns: dict[str, list[Any]]) -> None:
        """Score, edition, categories and verdict are a paper's, and count for each of its records."""
        self._seen = whole_column(columns.get("seen_day", []))
        self._published = whole_column(columns.get("published_day", []))
        self._paper = Coded(columns.get("paper_id", []))
        whose = self._paper.or_alone()
        self._relevance = firsts(whole_column(columns.get("relevance", [])), whose)
        self._novelty = firsts(whole_column(columns.get("novelty", [])), whose)
        self._edition = Coded(columns.get("edition", [])).spread(whose)
        self._categories = Coded(columns.get("categories", [])).spread(whose)
        self._recommendation = Coded(columns.get("recommendation", [])).spread(whose)

    def similarities(self, vector: "NDArray[np.float32]") -> "NDArray[np.float32]":
        """The product of every record's vector with this one, (n,): for unit vectors the cosine."""
        import numpy as np

        return np.concatenate([block @ vector for block in self._vectors])

    def of_kinds(self, filters: Filters) -> "Chosen":
        """The records of the kinds asked for, (n,); to be looked at, not changed."""
        import numpy as np

        if filters.kinds not in self._of_kinds:
            wanted = [KINDS.index(kind) for kind in filters.kinds]
            self._of_kinds[filters.kinds] = np.isin(self._kind, wanted)
        return self._of_kinds[filters.kinds]

    def chosen(self, filters: Filters) -> "Chosen":
        """The records that every filter lets through, (n,); to be looked at, not changed."""
        import numpy as np

        mask = self.of_kinds(filters)
        published = self._published
        if filters.published_or_seen and (filters.published_from or filters.published_to):
            published = np.where(published == NONE, self._seen, published)
        for column, low, high in (
            (published, _day(filters.published_from), _day(filters.published_to)),
            (self._seen, _day(filters.seen_from), _day(filters.seen_to)),
            (self._relevance, filters.relevance_from, filters.relevance_to),
            (self._novelty, filters.novelty_from, filters.novelty_to),
        ):
            mask = _within(mask, column, low, high)
        return self._named(mask, filters)

    def _named(self, mask: "Chosen", filters: Filters) -> "Chosen":
        if filters.categories:
            mask = mask & self._categories.where(_in_categories(filters.categories))
        if filters.recommendations:
            mask = mask & self._recommendation.where(lambda one: one in filters.recommendations)
        if filters.editions:
            mask = mask & self._edition.where(lambda one: one in filters.editions)
        if filters.paper_ids is not None:
            mask = mask & self._paper.among(filters.paper_ids)
        if filters.exclude:
            mask = mask & ~self._paper.among(filters.exclude)
        return mask


def _sorted(words: Sequence[bytes]) -> Part:
    import numpy as np

    return part_of(np.frombuffer(b"".join(words), dtype="<u4"), [len(one) // 4 for one in words])


def _in_categories(wanted: Collection[str]) -> Callable[[str], bool]:
    """Whether a record's categories, separated by blanks, hold one that is wanted or lies in one (`cs.CL` in `cs`)."""

    def within(categories: str) -> bool:
        return any(one == name or one.startswith(f"{name}.") for one in categories.split() for name in wanted)

    return within


def _day(day: date | None) -> int | None:
    return day_number(day) if day else None


def _within(mask: "Chosen", column: "Numbers", low: int | None, high: int | None) -> "Chosen":
    """An unknown value is in no range."""
    if low is None and high is None:
        return mask
    mask = mask & (column >= (low or 0))
    return mask if high is None else mask & (column <= high)
