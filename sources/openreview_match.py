"""Whether a submission on OpenReview is the paper on arXiv: titles are close to unique, yet not quite."""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import Any, Literal

from ..domain import Paper
from .latex import plain

Likeness = Literal["same", "near", "other"]
_NEAR = 95.0
"""Of 100, by edits: a hyphen, a plural or a slip of the pen, in a title of usual length."""
_YEARS_APART = 1
_COUNTS = re.compile(r"\d+|\b(?:i{1,3}|iv|vi{0,3}|ix)\b")
_DIGITS = re.compile(r"([0-9]{2})[0-9]{2}\.[0-9]{4,5}")


def is_same_paper(paper: Paper, content: Mapping[str, Any], stamp: object) -> bool:
    """Whether a submission is `paper`; `content` without the layers of the API, `stamp` in milliseconds or None.

    Where both name authors, one of them must be in both. Only a submission that names none is taken for its year, a
    year more or less, and then the title must be the same to the letter.
    """
    title = content.get("title")
    like = likeness(paper.title, title) if isinstance(title, str) else "other"
    if like == "other":
        return False
    named = _named(content.get("authors"))
    if named and paper.authors:
        return bool(set(map(_signature, named)) & set(map(_signature, paper.authors)))
    return like == "same" and _years_fit(paper, stamp)


def likeness(one: str, other: str) -> Likeness:
    """How alike two titles are, by their letters and digits alone; with other numbers they are of other papers."""
    from rapidfuzz import fuzz

    left, right = _words(one), _words(other)
    tight, second = left.replace(" ", ""), right.replace(" ", "")
    if not tight or not second or _COUNTS.findall(left) != _COUNTS.findall(right):
        return "other"
    if tight == second:
        return "same"
    return "near" if fuzz.ratio(tight, second) >= _NEAR else "other"


def search_words(title: str) -> str:
    """A title as words to search for, without the signs that search engines and formulas give a meaning to."""
    return " ".join(re.findall(r"[^\W_]+(?:['’-][^\W_]+)*", plain(title)))[:300]


def _words(text: str) -> str:
    bare = "".join(c for c in unicodedata.normalize("NFKD", plain(text)) if not unicodedata.combining(c))
    return " ".join(re.findall(r"[^\W_]+", bare.casefold()))


def _named(authors: object) -> list[str]:
    """Names of authors, as text or as `{"fullname": …}`; those who stay anonymous are none."""
    found: list[object] = list(authors) if isinstance(authors, list) else []
    names = (each.get("fullname") if isinstance(each, dict) else each for each in found)
    return [
        name for name in names if isinstance(name, str) and _words(name) not in ("", "anonymous", "anonymous authors")
    ]


def _signature(name: str) -> tuple[str, str]:
    """First initial and last name: `A. Lovelace`, `Ada Lovelace` and `Lovelace, Ada` are one."""
    last, comma, first = name.partition(",")
    words = _words(f"{first} {last}" if comma else name).split()
    return (words[0][0], words[-1]) if words else ("", name)


def _years_fit(paper: Paper, stamp: object) -> bool:
    published = _published(paper)
    if published is None or not isinstance(stamp, int | float):
        return False
    return abs(datetime.fromtimestamp(stamp / 1000, UTC).year - published) <= _YEARS_APART


def _published(paper: Paper) -> int | None:
    """The year of a paper, by its date or by its id."""
    found = _DIGITS.fullmatch(paper.id)
    by_id = 2000 + int(found[1]) if found else None
    return paper.published.year if paper.published else by_id


def is_imported(names: Iterable[str], venue: object) -> bool:
    """Whether a note was copied from a bibliography, by its invitations and its `venueid`: nobody reviews those."""
    copied = (
        "dblp.org/",
        "openreview.net/archive",
        "openreview.net/public_article",
        "openreview.net/anonymous_preprint",
    )
    return any(name.lower().startswith(copied) for name in (*names, str(venue)))
