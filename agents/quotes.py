"""Quote verification: a quote counts only if it stands in the paper, and is then shown in the paper's own words."""

import re
import unicodedata
from dataclasses import dataclass

from rapidfuzz import fuzz, process

from ..domain import FullText, Quote, Section

# Measured on quotes copied by models: typographic damage stays above, paraphrase below.
_CUTOFF = 90.0
_MIN_FUZZY_CHARS = 30
# Two or three words stand in any paper; they pin nothing.
_MIN_CHARS = 20
_UNCOUNTED = "$\\{}"
_SAME = str.maketrans(
    {"‘": "'", "’": "'", "“": '"', "”": '"', "–": "-", "—": "-", "−": "-", "\u00ad": "", "\u200b": ""}
)


@dataclass(frozen=True)
class Normalised:
    """Text reduced to what must agree; `origin[i]` is the index in the source of character `i`."""

    text: str
    origin: tuple[int, ...]


def normalise(source: str) -> Normalised:
    """Lower case, plain quotes and dashes, no ligatures, no spaces, no TeX dollars or braces."""
    characters: list[str] = []
    origin: list[int] = []
    for index, raw in enumerate(source):
        for character in unicodedata.normalize("NFKC", raw).translate(_SAME).casefold():
            if not character.isspace() and character not in _UNCOUNTED:
                characters.append(character)
                origin.append(index)
    return Normalised("".join(characters), tuple(origin))


class QuoteFinder:
    """Finds quotes in one paper; the paper is normalised once."""

    def __init__(self, text: FullText) -> None:
        self._sections = [(section, normalise(section.text)) for section in text.sections]
        self._passages = [p for s in text.sections for p in _passages(s)]

    def find(self, quote: str) -> Quote | None:
        """The passage of the paper that `quote` repeats, in the paper's words; None if there is none."""
        wanted = normalise(quote.strip(" \"'“”…")).text
        if len(wanted) < _MIN_CHARS:
            return None
        return self._exact(wanted) or self._fuzzy(wanted)

    def nearest(self, claim: str, quote: str, limit: int = 3) -> tuple[str, ...]:
        """The passages that come nearest to a lost quote, best first."""
        found = process.extract(f"{quote} {claim}", self._passages, scorer=fuzz.token_set_ratio, limit=limit)
        return tuple(passage for passage, _, _ in found)

    def _exact(self, wanted: str) -> Quote | None:
        for section, body in self._sections:
            start = body.text.find(wanted)
            if start >= 0:
                return _quote(section, body, start, start + len(wanted), 100.0)
        return None

    def _fuzzy(self, wanted: str) -> Quote | None:
        if len(wanted) < _MIN_FUZZY_CHARS:
            return None
        best: Quote | None = None
        for section, body in self._sections:
            hit = fuzz.partial_ratio_alignment(wanted, body.text, score_cutoff=best.match if best else _CUTOFF)
            if hit and len(body.text) >= len(wanted):
                found = _quote(section, body, hit.dest_start, hit.dest_end, hit.score)
                if _numbers(wanted) <= _numbers(normalise(found.text).text):
                    best = found
        return best


def _quote(section: Section, body: Normalised, start: int, end: int, match: float) -> Quote:
    first, last = body.origin[start], body.origin[min(end, len(body.origin)) - 1] + 1
    while first > 0 and section.text[first - 1].isalnum() and section.text[first].isalnum():
        first -= 1
    while last < len(section.text) and section.text[last].isalnum() and section.text[last - 1].isalnum():
        last += 1
    # A formula keeps what normalising had taken from its ends: `$\\theta` in front, `}$` behind.
    while first > 0 and section.text[first - 1] in "$\\{":
        first -= 1
    while last < len(section.text) and section.text[last] in "}$":
        last += 1
    words = " ".join(section.text[first:last].split())
    return Quote(text=words, section_id=section.id, section_title=section.title, url=section.url, match=round(match, 1))


def _numbers(text: str) -> set[str]:
    """Figures must agree exactly: 38.4 for 28.4 is one character away and another claim."""
    return set(re.findall(r"\d+(?:\.\d+)?", text))


def _passages(section: Section) -> list[str]:
    return [" ".join(part.split()) for part in re.split(r"\n\s*\n", section.text) if len(part.split()) >= 8]
