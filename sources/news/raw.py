"""An item as its source gives it, before anything is decided about it."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class RawItem:
    """Texts are plain and of one line; `url` is as given; `published` is aware, or None."""

    title: str
    url: str
    source: str
    channel: str
    summary: str = ""
    published: datetime | None = None
    points: int | None = None
    trusted: bool = False
    """Whether its source writes about AI alone, so that the item needs no look."""


@dataclass(frozen=True)
class Answer:
    """What one source gave. `problem` says why it failed, and then there are no items; `spoilt` counts rows that
    could not be read."""

    source: str
    url: str = ""
    items: tuple[RawItem, ...] = ()
    problem: str = ""
    spoilt: int = 0
