"""A paper's text as a model gets it: every section under its id, long papers cut fairly."""

import re
from dataclasses import dataclass

from ...domain import FullText, Section

_KEPT = re.compile(r"abstract|introduction|limitation|conclusion|concluding", re.IGNORECASE)
_APPENDIX = re.compile(r"appendi(?:x|ces)|supplement|checklist", re.IGNORECASE)
_LETTERED = re.compile(r"[A-Z](?:\.\d+)*[.:]?\s")
_CHECKLIST = re.compile(r"checklist", re.IGNORECASE)
_SENTENCE = re.compile(r"[.!?][\"”’)\]]*(?=\s)|\n\n")
_LEAST = 300
"""Characters of a trimmed section that are still worth reading."""


@dataclass
class _Piece:
    """A section and how many characters of it are shown."""

    section: Section
    rank: int
    """What is cut first: 0 a checklist, 1 an appendix, 2 the middle of the paper, 3 what is never cut by choice."""
    shown: int

    def render(self) -> str:
        head = f"[{self.section.id}] {self.section.title}".rstrip()
        text = _shortened(self.section.text, self.shown)
        return f"{head}\n{text}".rstrip()

    @property
    def length(self) -> int:
        return len(self.render()) + 2


def lay_out(text: FullText, max_chars: int) -> str:
    """The sections in reading order, each headed by `[id] Title`, in at most `max_chars` characters.

    Where the paper is longer, checklists and appendices go first, from the back; then the longest sections are
    trimmed to the same length, at the end of a sentence. Abstract, introduction, limitations and conclusion are
    trimmed only when nothing else is left. Every cut is marked with its length.
    """
    ranks = _ranks(text.sections)
    pieces = [_Piece(s, rank, len(s.text)) for s, rank in zip(text.sections, ranks, strict=True)]
    for rank in (0, 1):
        _drop_from_the_back([piece for piece in pieces if piece.rank == rank], pieces, max_chars)
    for rank in (2, 3):
        _trim_the_longest([piece for piece in pieces if piece.rank == rank], pieces, max_chars)
    return "\n\n".join(piece.render() for piece in pieces)[: max(0, max_chars)].rstrip()


def _ranks(sections: tuple[Section, ...]) -> list[int]:
    ranks: list[int] = []
    numbered = concluded = False
    part, part_level = 2, 1
    for section in sections:
        if section.level <= part_level or part == 2:
            part, part_level = _part(section, after_body=numbered or concluded, before=part), section.level
        numbered = numbered or bool(re.match(r"\d", section.title))
        concluded = concluded or bool(re.search("conclusion", section.title, re.IGNORECASE))
        ranks.append(3 if part and _KEPT.search(section.title) else part)
    return ranks


def _part(section: Section, *, after_body: bool, before: int) -> int:
    """The part of the paper that a section opens; what follows an appendix without a number belongs to it."""
    if _CHECKLIST.search(section.title):
        return 0
    lettered = after_body and bool(_LETTERED.match(section.title))
    if re.match(r"A\d", section.id) or _APPENDIX.match(section.title) or lettered:
        return 1
    return 1 if before < 2 and not re.match(r"\d", section.title) else 2


def _excess(pieces: list[_Piece], max_chars: int) -> int:
    return sum(piece.length for piece in pieces) - 2 - max_chars


def _drop_from_the_back(some: list[_Piece], pieces: list[_Piece], max_chars: int) -> None:
    """Shows less of the last sections, one after the other, until the whole fits."""
    for piece in reversed(some):
        excess = _excess(pieces, max_chars)
        if excess <= 0:
            return
        # 60 characters for the mark.
        left = len(piece.section.text) - excess - 60
        piece.shown = left if left >= _LEAST else 0


def _trim_the_longest(some: list[_Piece], pieces: list[_Piece], max_chars: int) -> None:
    """Trims the longest sections to one common length, the greatest with which the whole fits."""
    low, high = 0, max((len(piece.section.text) for piece in some), default=0)
    if _excess(pieces, max_chars) <= 0:
        return
    while low < high:
        limit = (low + high + 1) // 2
        _limit(some, limit)
        low, high = (limit, high) if _excess(pieces, max_chars) <= 0 else (low, limit - 1)
    _limit(some, low)


def _limit(some: list[_Piece], limit: int) -> None:
    for piece in some:
        piece.shown = min(len(piece.section.text), limit)


def _shortened(text: str, shown: int) -> str:
    """The first `shown` characters up to the end of a sentence, and how much was left out."""
    if shown >= len(text):
        return text
    ends = [found.end() for found in _SENTENCE.finditer(text, 0, shown + 1) if found.end() <= shown]
    kept = text[: ends[-1]].rstrip() if ends else ""
    mark = f"[… {len(text) - len(kept)} characters left out …]"
    return f"{kept} {mark}" if kept else mark
