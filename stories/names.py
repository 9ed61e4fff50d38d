"""Who and what a text names: labs, people, products, and models with their version, in English and Chinese alike.

Latin letters stand as they are in Chinese headlines, so `DeepSeek V4` is the same name in both languages.
"""

import re
import unicodedata
from functools import cache
from typing import NamedTuple

from .known_names import KNOWN

_PLAIN_WORDS = """
a about after all an and april are as at august by day days december february for from has have hour hours how in
into is january july june just last least march may month months more most nearly no november now october of on one
only or over page part plus september since step than that the then these this to top under up version volume vs was
week weeks with year years yet
"""
_STOP = frozenset(_PLAIN_WORDS.split())
# A word, then a number: written together, with a hyphen, or with a space. `V4` and `K2.6` belong to the word before.
_VERSIONED = re.compile(
    r"(?<![A-Za-z0-9.$€£¥/])"
    r"([A-Za-z][A-Za-z.]*[A-Za-z]|[A-Za-z])(?:[ -]([A-Za-z])(?=\d))?([ -]?)(?:[vV](?=\d))?(\d{1,3}(?:\.\d{1,3}){0,2})"
    r"(?![\d,.]*\d|[A-Za-z+%]|[ -]?(?:%|(?i:percent|million|billion|trillion|hours?|days?|weeks?|months?|years?)\b))"
    r"(?:[ -]?(\d{1,4}(?:\.\d)?[bB])(?![A-Za-z]))?"
)
_POSSESSIVE = re.compile("['’]s(?= )")
# "Gemini 3" is a model, "Solved 64" a sentence.
_MOST_SPOKEN = 20
_ALIASES = {"chatgpt": "gpt", "images": "image"}


class Versioned(NamedTuple):
    """A model or product with its number: `qwen`, `3.6`, and its size `27b` where that is said."""

    family: str
    number: str
    size: str
    spelled: str
    """As it stands in the text, without the size."""
    spelled_whole: str

    @property
    def name(self) -> str:
        return f"{self.family} {self.number}"

    @property
    def whole(self) -> str:
        return f"{self.name} {self.size}".strip()


def names_in(text: str) -> frozenset[str]:
    """Every name in a text, in one spelling each: `OpenAI`, `Elon Musk`, `gpt 5.5`, `qwen 3.6`, `qwen 3.6 27b`."""
    versioned = {name for found in versions_in(text) for name in (found.name, found.whole)}
    return known_in(text) | versioned


def known_in(text: str) -> frozenset[str]:
    """The names of the lists of `known_names` that a text holds, in the spelling shown to readers."""
    plain = unicodedata.normalize("NFKC", text).lower()
    return frozenset(_spellings()[found[0]] for found in _known().finditer(plain))


def versions_in(text: str) -> tuple[Versioned, ...]:
    """Models and products with a version, in the order of the text; years, amounts and dates are none."""
    plain = unicodedata.normalize("NFKC", text)
    plain = _POSSESSIVE.sub("", re.sub("[\u2010-\u2015]", "-", plain))
    return tuple(made for found in _VERSIONED.finditer(plain) if (made := _made(found)))


def _made(found: re.Match[str]) -> Versioned | None:
    word, letter, gap, number, size = found.groups()
    family = _ALIASES.get(word.lower(), word.lower())
    if family in _STOP or (len(word) == 1 and not letter):
        return None
    if gap == " " and not letter and "." not in number:
        common = word.islower() and word not in _families()
        if common or int(number) > _MOST_SPOKEN:
            return None
    plain = found[0].removesuffix(size or "").rstrip(" -")
    return Versioned(family, number.removesuffix(".0"), (size or "").lower(), plain, found[0])


@cache
def _families() -> frozenset[str]:
    return frozenset(name.lower() for name in KNOWN)


@cache
def _spellings() -> dict[str, str]:
    own = {name.lower(): name for name in KNOWN}
    return own | {other: name for name, others in KNOWN.items() for other in others}


@cache
def _known() -> re.Pattern[str]:
    """Longer names first; Latin ones stand alone, except that a number may follow; Chinese ones stand anywhere."""
    words = sorted(_spellings(), key=lambda word: (-len(word), word))
    latin = "|".join(re.escape(word) for word in words if word.isascii())
    other = "|".join(re.escape(word) for word in words if not word.isascii())
    return re.compile(rf"(?<![a-z0-9])(?:{latin})(?![a-z])|{other}")
