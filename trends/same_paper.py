"""Whether a story is about a paper itself: by its arXiv id in an address, or by its whole title."""

import re
from collections.abc import Sequence

from ..domain import PaperRef, Story

_ID = re.compile(r"(?<![\d.])(\d{4}\.\d{4,5})(?!\d)")
_HOUSES = re.compile(r"arxiv\.org|huggingface\.co/papers|alphaxiv\.org|semanticscholar|paperswithcode", re.IGNORECASE)
_WORD = re.compile(r"[^\W_]+")
_LEAST_WORDS, _LEAST_CHARS = 4, 20
"""A shorter title may be said of anything."""


class PaperFinder:
    """Finds papers in stories; made once for many stories."""

    def __init__(self, papers: Sequence[PaperRef]) -> None:
        self._at = {paper.id: place for place, paper in enumerate(papers)}
        self._titles = {words: place for place, paper in enumerate(papers) if (words := _whole(paper.title))}
        self._starts: dict[tuple[str, ...], list[tuple[str, ...]]] = {}
        for words in self._titles:
            self._starts.setdefault(words[:2], []).append(words)

    def of(self, story: Story) -> dict[int, str]:
        """The places of the papers that the story is about, with what both hold: the id, or the title as told there."""
        found: dict[int, str] = {}
        for item in story.items:
            if _HOUSES.search(item.url):
                found |= {self._at[one]: one for one in _ID.findall(item.url) if one in self._at}
            for text in (item.title, item.summary):
                for place, shared in self._titled(text):
                    found.setdefault(place, shared)
        return found

    def _titled(self, text: str) -> list[tuple[int, str]]:
        words = list(_WORD.finditer(text))
        plain = tuple(word[0].lower() for word in words)
        return [
            (self._titles[title], text[words[at].start() : words[at + len(title) - 1].end()])
            for at in range(len(plain) - 1)
            for title in self._starts.get(plain[at : at + 2], ())
            if plain[at : at + len(title)] == title
        ]


def _whole(title: str) -> tuple[str, ...]:
    words = tuple(word.lower() for word in _WORD.findall(title))
    return words if len(words) >= _LEAST_WORDS and len(title) >= _LEAST_CHARS else ()
