"""The Atom feed of arXiv's API, in its present dialect and the older ones.

Format: https://info.arxiv.org/help/api/user-manual.html#_outline_of_an_atom_feed
"""

from dataclasses import dataclass
from datetime import date
from xml.etree.ElementTree import Element

from ..domain import Paper, Unreadable
from ..domain.errors import SourceError
from .days import iso_day
from .markup import children, read_document, text_of
from .rows import Row


@dataclass(frozen=True)
class AtomPage:
    """One page of an answer: `total` results in all, this page from `start` (0 is the first)."""

    entries: tuple[Paper | Unreadable, ...]
    total: int
    start: int
    day: date | None = None
    """The UTC day the answer was made."""


def parse_atom(content: bytes) -> AtomPage:
    """A page of the API. Every paper is `new`: the API does not tell announcements apart.

    Raises:
        SourceError: the page cannot be read, or it is the API's way of saying what is wrong with the query.
    """
    document = read_document(content, root="feed", item="entry", closing="</feed>")
    for item in document.items:
        if not isinstance(item, Unreadable) and "/api/errors" in text_of(item, "id"):
            raise SourceError(f"arXiv's API refused the query: {text_of(item, 'summary')[:300]}", "Check `categories`.")
    entries = tuple(item if isinstance(item, Unreadable) else _entry(item) for item in document.items)
    return AtomPage(
        entries=entries,
        total=_number(document.root, "totalResults", default=len(entries)),
        start=_number(document.root, "startIndex", default=0),
        day=iso_day(text_of(document.root, "updated")),
    )


def _number(root: Element, name: str, default: int) -> int:
    digits = text_of(root, name)
    return int(digits) if digits.isascii() and digits.isdigit() and len(digits) <= 9 else default


def _entry(entry: Element) -> Paper | Unreadable:
    primary = [category.get("term", "") for category in children(entry, "primary_category")]
    others = [category.get("term", "") for category in children(entry, "category")]
    return Row(
        id=text_of(entry, "id"),
        title=text_of(entry, "title"),
        abstract=text_of(entry, "summary"),
        authors=[text_of(author, "name") for author in children(entry, "author")],
        categories=[*primary, *others],
        comment=text_of(entry, "comment"),
        published=iso_day(text_of(entry, "published")),
        license=text_of(entry, "license") or text_of(entry, "rights"),
    ).read()
