"""Text as sentences with their places: the unit that is judged and, if need be, taken out."""

import re
from collections.abc import Iterator
from typing import NamedTuple

_END = re.compile(r"(?:[.!?…](?:[\"”’»)\]]|\s(?=[»]))*(?=\s|$))|[。！？।][”」』)]*|\n\s*\n")
_ABBREVIATION = re.compile(r"(?:\b(?:e\.g|i\.e|et al|cf|vs|Fig|Figs|Eq|Eqs|Sec|Tab|No|Dr|resp|approx|[A-Z]))\.$")
_CLAUSE = re.compile(r"(?:[.!?;:|。！？；：]|\s[–—-])(?=\s|$)|[。！？；：]")
_LONGEST = 700


class Unit(NamedTuple):
    """A piece of text and where it begins; `text[start : start + len(words)] == words`."""

    start: int
    words: str

    @property
    def end(self) -> int:
        return self.start + len(self.words)


def sentences(text: str) -> list[Unit]:
    """The sentences of `text`, at most 700 characters each; what is between two of them is white space."""
    return list(_units(text, _sentence_ends(text)))


def clauses(text: str) -> list[Unit]:
    """The parts of a title, apart by colons, dashes and stops."""
    return list(_units(text, (found.end() for found in _CLAUSE.finditer(text))))


def _sentence_ends(text: str) -> Iterator[int]:
    for found in _END.finditer(text):
        if not _ABBREVIATION.search(text, max(0, found.start() - 8), found.start() + 1):
            yield found.end()


def _units(text: str, ends: Iterator[int]) -> Iterator[Unit]:
    start = 0
    for end in (*ends, len(text)):
        yield from _bounded(text, start, end)
        start = end


def _bounded(text: str, start: int, end: int) -> Iterator[Unit]:
    """The unit between two places, without the blanks around it, in pieces that are not too long."""
    while start < end:
        stop = end
        if end - start > _LONGEST:
            broken = max(text.rfind("\n", start + 1, start + _LONGEST), text.rfind(" ", start + 1, start + _LONGEST))
            stop = broken if broken > start else start + _LONGEST
        piece = text[start:stop]
        words = piece.strip()
        if words:
            yield Unit(start + piece.index(words[0]), words)
        start = stop
