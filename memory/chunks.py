"""Texts cut into passages short enough for the embedding model, at paragraph and sentence ends."""

import re
from collections.abc import Iterable, Iterator

from ..domain import FullText
from ..domain.noun import Noun

_PARAGRAPH = re.compile(r"\n\s*\n")
# An end is a full stop before a capital; not one that closes an abbreviation, an initial or a reference.
_SENTENCE = re.compile(
    r"(?<!\b[A-Z]\.)(?<!\bal\.)(?<!\bvs\.)(?<!\bcf\.)(?<!\be\.g\.)(?<!\bi\.e\.)"
    r"(?<!\bEq\.)(?<!\bFig\.)(?<!\bSec\.)(?<!\bTab\.)(?<!\bRef\.)(?<=[.!?])\s+(?=[A-Z\"“(\[$])"
)


class Passage(Noun):
    """A stretch of the section titled `section`; `number` counts from 0 within `section_id`."""

    section_id: str
    section: str
    number: int
    text: str
    url: str = ""


def passages(text: FullText, max_words: int = 180) -> list[Passage]:
    """The text's passages in reading order, each within a section and of at most `max_words` words.

    The default fills the 256 word pieces that the embedding model reads. Sections of the same id are numbered on.
    """
    found: list[Passage] = []
    numbers: dict[str, int] = {}
    for section in text.sections:
        for words in _packed(_pieces(section.text, max_words), max_words):
            number = numbers.get(section.id, 0)
            numbers[section.id] = number + 1
            found.append(
                Passage(
                    section_id=section.id,
                    section=section.title,
                    number=number,
                    text=words,
                    url=section.url or text.url,
                )
            )
    return found


def _pieces(text: str, max_words: int) -> Iterator[str]:
    """Paragraphs; the sentences of those that are too long; stretches of words of sentences that are."""
    for paragraph in filter(str.strip, _PARAGRAPH.split(text)):
        if len(paragraph.split()) <= max_words:
            yield paragraph.strip()
            continue
        for sentence in _SENTENCE.split(paragraph.strip()):
            words = sentence.split()
            if len(words) <= max_words:
                yield sentence
            else:
                yield from (" ".join(words[i : i + max_words]) for i in range(0, len(words), max_words))


def _packed(pieces: Iterable[str], max_words: int) -> Iterator[str]:
    """Neighbours joined while they fit."""
    held: list[str] = []
    size = 0
    for piece in pieces:
        words = len(piece.split())
        if held and size + words > max_words:
            yield " ".join(held)
            held, size = [], 0
        held.append(piece)
        size += words
    if held:
        yield " ".join(held)
