"""Is it about artificial intelligence? Decided by words alone, so that the answer is the same on every machine.

What the lists of `ai_words` reach on real headlines is told in docs/news.md.
"""

import re
from functools import cache

from . import ai_words
from .address import host_of

_CHINESE = re.compile("[\u3400-\u9fff]")
_SIGNS = re.compile(r"[/._?=&+-]+")


def is_about_ai(title: str, summary: str = "", url: str = "") -> bool:
    """Whether the words of the title, the summary or the address tell of AI."""
    text = f"{title}\n{summary}"
    if len(_CHINESE.findall(text)) > len(text) / 8:
        return bool(_words("chinese").search(text) or _words("chinese hints").search(title))
    if _words("names").search(text) or _words("phrases").search(text):
        return True
    return _in_address(url) or _hinted(text)


def _hinted(text: str) -> bool:
    hints = {found[0].lower().rstrip("s") for found in _words("hints").finditer(text)}
    return len(hints) > 1 and bool(_words("company").search(text))


def _in_address(url: str) -> bool:
    path = url.partition("://")[2].partition("/")[2][:400]
    return bool(_words("address").search(_SIGNS.sub(" ", f"{host_of(url)} {path}")))


@cache
def _words(name: str) -> re.Pattern[str]:
    """The lists as patterns, made when first asked for."""
    latin = rf"(?<![A-Za-z])(?:{ai_words.CHINESE_NAMES})(?![a-z])"
    match name:
        case "names":
            return re.compile(rf"(?<!\w){ai_words.NAMES}(?!\w)")
        case "phrases":
            return re.compile(rf"(?<!\w)(?:{ai_words.PHRASES})(?!\w)", re.IGNORECASE)
        case "hints":
            return re.compile(rf"\b(?:{ai_words.HINTS})\b", re.IGNORECASE)
        case "company":
            return re.compile(rf"\b(?:{ai_words.COMPANY})\b", re.IGNORECASE)
        case "address":
            return re.compile(rf"(?<!\w)(?:{ai_words.IN_ADDRESS})(?!\w)", re.IGNORECASE)
        case "chinese":
            return re.compile(rf"{ai_words.CHINESE}|{latin}")
        case _:
            return re.compile(ai_words.CHINESE_HINTS)
