"""Every record's vector, words and filters in the process's own memory: some 2.5 kB a record, read in one go."""

import sqlite3
from collections.abc import Callable, Collection, Iterable, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from .filters import Filters
from .lexical import LexicalIndex
from .records import KINDS, day_number

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Chosen = NDArray[np.bool_]

_NONE = -1
_OF_PAPER = ("relevance", "novelty", "edition", "categories", "recommendation")
_SMALL = ("number", "kind", "paper_id", "seen_day", "published_day", *_OF_PAPER)
_Small = dict[str, Any]
"""A row without its vector and words."""


class Snapshot:
    """The archive as it was when read. Rows are in the order of `numbers`."""

    def __init__(self, blocks: Iterable[Sequence[sqlite3.Row]]) -> None:
        import numpy as np

        vectors: list[Any] = []
        packed: list[Any] = [np.zeros(0, dtype=np.uint32)]
        sizes: list[int] = []
        rows: list[_Small] = []
        for block in blocks:
            flat = np.frombuffer(b"".join(row["vector"] for row in block), dtype="<f4")
            vectors.append(flat.reshape(len(block), -1))
            packed.append(np.frombuffer(b"".join(row["words"] for row in block), dtype="<u4"))
            sizes += [len(row["words"]) // 4 for row in block]
            rows += [{name: row[name] for name in _SMALL} for row in block]
        self.numbers = [int(row["number"]) for row in rows]
        self.vectors = np.concatenate(vectors) if vectors else np.zeros((0, 0), dtype=np.float32)
        del vectors
        self._kind = np.array([KINDS.index(row["kind"]) for row in rows], dtype=np.int8)
        self.lexical = LexicalIndex(np.concatenate(packed), sizes, self._kind)
        self._read_filters(rows)

    def _read_filters(self, rows: "Sequence[_Small]") -> None:
        self._seen = _column(row["seen_day"] for row in rows)
        self._published = _column(row["published_day"] for row in rows)
        self._paper = _Coded([row["paper_id"] for row in rows])
        papers = _of_papers(rows)
        held = [papers[_whose(row)] for row in rows]
        self._relevance = _column(one["relevance"] for one in held)
        self._novelty = _column(one["novelty"] for one in held)
        self._edition = _Coded([one["edition"] for one in held])
        self._categories = _Coded([one["categories"] for one in held])
        self._recommendation = _Coded([one["recommendation"] or "" for one in held])

    def of_kinds(self, filters: Filters) -> "Chosen":
        """The records of the kinds asked for, (n,)."""
        import numpy as np

        return np.isin(self._kind, [KINDS.index(kind) for kind in filters.kinds])

    def chosen(self, filters: Filters) -> "Chosen":
        """The records that every filter lets through, (n,)."""
        import numpy as np

        mask = self.of_kinds(filters)
        published = self._published
        if filters.published_or_seen:
            published = np.where(published == _NONE, self._seen, published)
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
            mask = mask & self._categories.where(lambda all_: _in_categories(all_.split(), filters.categories))
        if filters.recommendations:
            mask = mask & self._recommendation.where(lambda one: one in filters.recommendations)
        if filters.editions:
            mask = mask & self._edition.where(lambda one: one in filters.editions)
        if filters.paper_ids is not None:
            mask = mask & self._paper.among(filters.paper_ids)
        if filters.exclude:
            mask = mask & ~self._paper.among(filters.exclude)
        return mask


class _Coded:
    """A column of texts, few of them different, as numbers."""

    def __init__(self, values: Sequence[str]) -> None:
        import numpy as np

        self._codes: dict[str, int] = {}
        self._column = np.array([self._codes.setdefault(one, len(self._codes)) for one in values], dtype=np.int32)

    def where(self, wanted: Callable[[str], bool]) -> "Chosen":
        """The rows whose text is wanted; each different text is asked about once."""
        return self._table({code for text, code in self._codes.items() if wanted(text)})

    def among(self, texts: Iterable[str]) -> "Chosen":
        """The rows that have one of the texts."""
        return self._table({self._codes[text] for text in texts if text in self._codes})

    def _table(self, codes: Collection[int]) -> "Chosen":
        import numpy as np

        table = np.zeros(len(self._codes) + 1, dtype=np.bool_)
        table[list(codes)] = True
        return np.asarray(table[self._column])


def _whose(row: _Small) -> str:
    """The paper of a record; one that belongs to no paper stands by itself."""
    return str(row["paper_id"]) or f"record {row['number']}"


def _of_papers(rows: Sequence[_Small]) -> dict[str, _Small]:
    """What is known of each paper, from whichever of its records says it."""
    papers: dict[str, dict[str, Any]] = {}
    for row in rows:
        known = papers.setdefault(_whose(row), dict.fromkeys(_OF_PAPER))
        for name in _OF_PAPER:
            if known[name] in (None, ""):
                known[name] = row[name]
    return papers


def _in_categories(categories: Collection[str], wanted: Collection[str]) -> bool:
    return any(one == name or one.startswith(f"{name}.") for one in categories for name in wanted)


def _column(values: Iterable[int | None]) -> "NDArray[np.int32]":
    import numpy as np

    return np.array([_NONE if value is None else value for value in values], dtype=np.int32)


def _day(day: date | None) -> int | None:
    return day_number(day) if day else None


def _within(mask: "Chosen", column: "NDArray[np.int32]", low: int | None, high: int | None) -> "Chosen":
    """An unknown value is in no range."""
    if low is None and high is None:
        return mask
    mask = mask & (column >= (low or 0))
    return mask if high is None else mask & (column <= high)
