"""Ways of reading a sentence: as a model would, though letters are disguised, spaced out, encoded or not visible."""

import base64
import binascii
import codecs
import re
import unicodedata
from collections.abc import Iterator
from typing import NamedTuple

_TAGS = re.compile("[\U000e0020-\U000e007e]+")
_INVISIBLE = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f"
    "\ufe00-\ufe0f\ufeff\U000e0000-\U000e01ef]"
)
_SPACED = re.compile(r"(?:(?<!\w)\w[ .\-_*·]+){7,}\w(?!\w)")
_RUN = re.compile(r"[A-Za-z0-9+/_-]{24,}={0,2}")
_HEX = re.compile(r"(?:[0-9a-fA-F]{2}[ :]?){20,}")
_DIGIT_IN_WORD = re.compile(r"\b(?=\w*[a-z])(?=\w*[01345])\w{3,}\b")
_LEET = str.maketrans("013457@$", "oieastas")
_LOOKALIKES = str.maketrans(
    "аеорсухіјѕһԁԛԝɡвкмнтАВЕКМНОРСТУХІЈЅαοερτυνικΑΒΕΖΗΙΚΜΝΟΡΤΥΧ",
    "aeopcyxijshdqwgbkmhtABEKMHOPCTYXIJSaoeptuvikABEZHIKMNOPTYX",
)
_MIXED = re.compile(r"[A-Za-z](?=[\u0370-\u03ff\u0400-\u052f])|[\u0370-\u03ff\u0400-\u052f](?=[A-Za-z])")


class View(NamedTuple):
    """One reading: what the words say, in lower case, and how they were disguised (empty if they were not)."""

    words: str
    disguise: str


def plain_view(words: str) -> str:
    """The words in lower case, compatibility forms folded, invisible characters left out, blanks as one."""
    shown = _INVISIBLE.sub("", words)
    if not shown.isascii():
        shown = unicodedata.normalize("NFKC", shown)
    return " ".join(shown.lower().split())


def views(words: str) -> Iterator[View]:
    """Every reading worth judging, the plain one first."""
    plain = plain_view(words)
    unseen = "characters that are not shown" if _splits_words(words) else ""
    folded = "" if words.isascii() or unseen else _folding(words)
    yield View(plain, unseen or folded)
    if tags := "".join(chr(ord(c) - 0xE0000) for run in _TAGS.findall(words) for c in run):
        yield View(plain_view(tags), "characters that are not shown")
    if _MIXED.search(words):
        yield View(plain_view(words.translate(_LOOKALIKES)), "letters of another script")
    if _SPACED.search(words):
        yield View(_SPACED.sub(_joined, plain_view_keeping_gaps(words)), "letters set apart")
    if len(_DIGIT_IN_WORD.findall(plain)) >= 3:
        yield View(plain.translate(_LEET), "digits for letters")
    yield from _decoded(words)


def has_invisible_writing(words: str) -> str:
    """Words written in Unicode's invisible tag letters; empty if there are none."""
    return "".join(chr(ord(c) - 0xE0000) for run in _TAGS.findall(words) for c in run)


def plain_view_keeping_gaps(words: str) -> str:
    """As `plain_view`, but runs of blanks stay: between letters set apart they are the blanks between words."""
    return unicodedata.normalize("NFKC", _INVISIBLE.sub("", words)).lower()


def _joined(found: re.Match[str]) -> str:
    return "".join(re.sub(r"[ .\-_*·]", "", word) + " " for word in re.split(r"\s{2,}", found[0])).strip()


def _splits_words(words: str) -> bool:
    """Whether invisible characters stand inside words of Latin letters, where no script needs them."""
    return len(re.findall(f"[A-Za-z]{_INVISIBLE.pattern}+[A-Za-z]", words)) >= 2


def _folding(words: str) -> str:
    """How compatibility letters disguise the words: styled or of full width."""
    odd = sum("ａ" <= c <= "ｚ" or "Ａ" <= c <= "Ｚ" or "𝐀" <= c <= "𝟿" for c in words)
    return "styled letters" if odd > 0.5 * sum(c.isalpha() for c in words) else ""


def _decoded(words: str) -> Iterator[View]:
    for run in _RUN.findall(words):
        yield from _as_text(_base64(run), "base64")
    for run in _HEX.findall(words):
        yield from _as_text(bytes.fromhex(re.sub(r"[ :]", "", run)), "hexadecimal digits")
    if words.isascii() and len(words) >= 24 and not _looks_english(words):
        yield View(plain_view(codecs.encode(words, "rot13")), "rot13")
        yield View(plain_view(words[::-1]), "letters in reverse")


def _base64(run: str) -> bytes:
    try:
        return base64.b64decode(
            run.rstrip("=").translate(str.maketrans("-_", "+/")) + "=" * (-len(run.rstrip("=")) % 4)
        )
    except (binascii.Error, ValueError):
        return b""


def _as_text(content: bytes, disguise: str) -> Iterator[View]:
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError:
        return
    if len(text) >= 12 and sum(c.isalpha() or c.isspace() for c in text) > 0.8 * len(text):
        yield View(plain_view(text), disguise)


_COMMON = re.compile(r"\b(?:the|of|and|to|in|is|that|for|we|with|a|on|are|this|as|by)\b", re.IGNORECASE)


def _looks_english(words: str) -> bool:
    return len(set(map(str.lower, _COMMON.findall(words)))) * 7 >= min(len(words.split()), 20)
