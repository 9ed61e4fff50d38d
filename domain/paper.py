"""Papers as arXiv announces them, and the texts that are read."""

from datetime import date
from typing import Literal

from .noun import Noun
from .suspicion import HiddenText

Announcement = Literal["new", "cross", "replace"]
TextSource = Literal["html", "pdf", "edition", "abstract"]


class Paper(Noun):
    """One paper of a listing; `id` carries no version, the first category is the primary one."""

    id: str
    title: str
    abstract: str
    authors: tuple[str, ...] = ()
    categories: tuple[str, ...] = ()
    comment: str | None = None
    announcement: Announcement = "new"
    published: date | None = None
    license: str | None = None

    @property
    def url(self) -> str:
        return f"https://arxiv.org/abs/{self.id}"


class Unreadable(Noun):
    """A row of a listing that is not a paper: kept, so that the counts add up."""

    excerpt: str
    reason: str


class Listing(Noun):
    """One day of one edition, every announced row in its order."""

    day: date
    edition: str
    """`arxiv`, `sample`, or the name of the saved file."""
    entries: tuple[Paper | Unreadable, ...]
    notices: tuple[str, ...] = ()
    """What the reader should know of the fetch: an empty feed, a page that came short."""
    complete: bool = True
    """False when part of the day is known to be missing."""


class Section(Noun):
    """A section in reading order; formulas stand as `$TeX$`; `url` leads to it, or is empty."""

    id: str
    title: str
    text: str
    level: int = 1
    url: str = ""


class FullText(Noun):
    """What the reviewers read of a paper. `note` tells why it is less than the whole."""

    paper_id: str
    source: TextSource
    sections: tuple[Section, ...]
    references: tuple[str, ...] = ()
    url: str = ""
    note: str = ""
    hidden: tuple[HiddenText, ...] = ()
    """What the document holds and does not show; it is in no section."""
