"""Phrases of titles and abstracts, as they may name a topic."""

import re
from collections.abc import Iterator

from .plain_words import AT_NO_END, LINKING, PROSE

Phrase = tuple[str, ...]
"""Words in lower case, hyphens taken apart, plurals made singular: `("kv", "cache", "compression")`."""

_LONGEST = 4
_ADVERB = 7
"""Longer words in -ly are adverbs rather than nouns such as `family`, `anomaly`."""
_FORMULA = re.compile(r"\$[^$]*\$|\\[a-zA-Z]+")
_BREAK = re.compile(r"[^\w\s'’/+&-]|\s[-–/&+]+\s|_")
_PART = r"(?:[^\W\d_](?:[\w+]|['’](?=\w))*|\d+[^\W\d_]\w*)"
_WORD = re.compile(rf"{_PART}(?:-(?:{_PART}|\d+))*")
_KEEPS_S = ("ss", "us", "is", "bias", "lens", "series", "physics", "dynamics", "robotics", "statistics", "mathematics")


def phrases(text: str) -> dict[Phrase, str]:
    """The phrases of one text, up to four words, each with the last form it has there: prose, where a title has
    capitals. What hyphens join is one word here: no phrase begins or ends within it."""
    found: dict[Phrase, str] = {}
    for part in _BREAK.split(_FORMULA.sub(". ", text)):
        found.update(_of_part(part))
    return found


def singular(word: str) -> str:
    """The word in lower case without the `s` of a plural."""
    small = word.lower()
    if len(small) < 4 or not small.endswith("s") or small.endswith(_KEEPS_S):
        return small
    return small[:-3] + "y" if small.endswith("ies") and len(small) > 4 else small[:-1]


def _of_part(part: str) -> Iterator[tuple[Phrase, str]]:
    words = list(_WORD.finditer(part))
    plain = [word[0].lower() for word in words]
    for start, first in enumerate(plain):
        if first in LINKING or first in AT_NO_END:
            continue
        for end in range(start + 1, min(len(words), start + _LONGEST) + 1):
            if plain[end - 1] in LINKING:
                break
            if _telling(plain[start:end]):
                form = part[words[start].start() : words[end - 1].end()]
                yield tuple(singular(one) for one in re.split(r"[-\s]+", form)), form


def _telling(words: list[str]) -> bool:
    told = [word for word in words if word not in PROSE]
    adverb = words[-1].endswith("ly") and len(words[-1]) > _ADVERB
    return bool(told) and not adverb and words[-1] not in AT_NO_END and (len(words) > 1 or len(words[0]) > 2)
