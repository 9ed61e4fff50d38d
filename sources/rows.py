"""One row of a listing: the fields as they were found, and the paper made of them."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from ..domain import Paper, Unreadable
from ..domain.paper import Announcement
from .ids import paper_id
from .latex import plain

_ANNOUNCEMENTS: dict[str, Announcement] = {
    "new": "new",
    "cross": "cross",
    "replace": "replace",
    "replace-cross": "replace",
}
_AFFILIATION = re.compile(r"\([^()]*\)")
_SEPARATOR = re.compile(r",(?:\s*and\s)?|;|:|\s+and\s+(?!\w*\s*collaborations?\b)", re.IGNORECASE)
_SUFFIX = re.compile(r"(?:[JS]r\.?|I{2,3}|IV)", re.IGNORECASE)
EXCERPT = 200


@dataclass(frozen=True)
class Row:
    """What a format knows of a paper, before it is cleaned and checked."""

    id: str
    title: str
    abstract: str = ""
    authors: Sequence[str] = ()
    categories: Sequence[str] = ()
    comment: str = ""
    announcement: str = "new"
    published: date | None = None
    license: str = ""

    def read(self) -> Paper | Unreadable:
        """The paper, or what is wrong: without an id or a title a row cannot be told apart or judged."""
        identifier, title = paper_id(self.id), plain(self.title)
        if identifier is None:
            return unreadable(f"{self.id} {self.title} {self.abstract}", "no arXiv id")
        if not title:
            return unreadable(f"{self.id} {self.abstract}", "no title")
        return Paper(
            id=identifier,
            title=title,
            abstract=plain(self.abstract),
            authors=tuple(name for name in map(plain, self.authors) if name),
            categories=tuple(dict.fromkeys(name for name in map(plain, self.categories) if name)),
            comment=plain(self.comment) or None,
            # An announcement of a kind unknown to us is read as new, so that nothing is dropped unread.
            announcement=_ANNOUNCEMENTS.get(self.announcement.strip().lower(), "new"),
            published=self.published,
            license=plain(self.license) or None,
        )


def unreadable(excerpt: str, reason: str) -> Unreadable:
    """A row that is no paper, with the start of its text."""
    return Unreadable(excerpt=plain(excerpt[: 4 * EXCERPT])[:EXCERPT], reason=reason)


def split_authors(line: str) -> tuple[str, ...]:
    """The names in `A. Author (MIT), B. Builder, Jr. and the X Collaboration`, in their order."""
    names: list[str] = []
    for part in _SEPARATOR.split(_AFFILIATION.sub(" ", plain(line))):
        name = part.strip()
        if names and _SUFFIX.fullmatch(name):
            names[-1] = f"{names[-1]}, {name}"
        elif name:
            names.append(name)
    return tuple(names)
