"""The words of a text as numbers: counted, hashed and packed, so that a hundred thousand texts are searched at once.

A word is 20 bits of its CRC-32. At 100,000 abstracts about one word in ten shares its number with another, nearly
always a rare one.
"""

import re
import unicodedata
from collections import Counter
from zlib import crc32

BUCKETS = 1 << 20
COUNT_BITS = 8
MOST = (1 << COUNT_BITS) - 1
_WORD = re.compile(r"[^\W_]+")
_IDEOGRAPHS = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]+")
_MARKS = re.compile(r"[\u0300-\u036f]")


def words(text: str) -> list[str]:
    """The words in order: small letters, no accents, English plurals as singulars, Chinese and Japanese as pairs."""
    plain = _MARKS.sub("", unicodedata.normalize("NFKD", text.lower()))
    return [part for word in _WORD.findall(plain) for part in _parts(word)]


def bucket(word: str) -> int:
    """A word's number, below `BUCKETS`."""
    return crc32(word.encode("utf-8", "replace")) & (BUCKETS - 1)


def packed(title: str, text: str) -> bytes:
    """The words of a record: little-endian 32-bit integers, each a word's number and how often it occurs (8 bits).

    A title that the text begins with is counted once.
    """
    whole = text if text.startswith(title) else f"{title}\n{text}"
    counts = Counter(bucket(word) for word in words(whole))
    return b"".join((number << COUNT_BITS | min(n, MOST)).to_bytes(4, "little") for number, n in counts.items())


def _parts(word: str) -> list[str]:
    if _IDEOGRAPHS.fullmatch(word):
        return [word[place : place + 2] for place in range(max(1, len(word) - 1))]
    return [_singular(word)]


def _singular(word: str) -> str:
    if len(word) > 3 and word.endswith("ies"):
        return f"{word[:-3]}y"
    if len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us", "is")):
        return word[:-1]
    return word
