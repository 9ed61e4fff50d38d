"""News: items as sources give them, stories that several items tell, topics that several stories make up."""

from datetime import date, datetime
from typing import Literal

from .noun import Noun

SourceState = Literal["new", "unchanged", "empty", "failed"]


class NewsItem(Noun):
    """One headline. `id` is made of the canonical URL, so the same page met again is the same item."""

    id: str
    title: str
    summary: str = ""
    url: str
    source: str
    """Who published it, as a reader would say: `OpenAI News`, `Hacker News`."""
    channel: str = ""
    """What kind of source: `feed`, `hacker-news`, or the word of a saved listing."""
    published: datetime | None = None
    """UTC; None where the source does not say."""
    seen: date
    """The day whose edition brought it first."""
    points: int | None = None
    """Votes on Hacker News, where there are any."""

    @property
    def day(self) -> date:
        """The day it was published, or else first seen."""
        return self.published.date() if self.published else self.seen


class SourceOutcome(Noun):
    """What became of one source. `items` counts what it held, `fresh` what was not known before."""

    source: str
    url: str = ""
    state: SourceState
    items: int = 0
    fresh: int = 0
    reason: str = ""
    """Why it failed or is empty, in words; empty otherwise."""


class LeftOut(Noun):
    """Items that were read and not kept, and the one reason: `not about AI`, `older than 7 days`, `known before`."""

    reason: str
    items: int


class NewsEdition(Noun):
    """The news of one day: what is kept, and what became of every source and item."""

    day: date
    edition: str
    """`feeds`, `sample`, or the name of the saved listing."""
    items: tuple[NewsItem, ...] = ()
    outcomes: tuple[SourceOutcome, ...] = ()
    left_out: tuple[LeftOut, ...] = ()
    aside: tuple[str, ...] = ()
    """Ids of items left out that count as known from this day on."""
    notices: tuple[str, ...] = ()


class Story(Noun):
    """One event as several items tell it, the most central item first; an item on its own is a story of one."""

    id: str
    """`story:` and the id of its earliest item, so that it keeps its name while it grows."""
    title: str
    items: tuple[NewsItem, ...]
    entities: tuple[str, ...] = ()
    """Names that most of its items share: labs, models, people."""

    @property
    def first(self) -> date:
        return min(item.day for item in self.items)

    @property
    def last(self) -> date:
        return max(item.day for item in self.items)

    @property
    def sources(self) -> tuple[str, ...]:
        """Distinct sources in the order of the items."""
        return tuple(dict.fromkeys(item.source for item in self.items))


class Topic(Noun):
    """Stories that belong together, the one with most items first; `terms` are the words that set it apart."""

    id: str
    name: str
    terms: tuple[str, ...] = ()
    stories: tuple[Story, ...]

    @property
    def items(self) -> tuple[NewsItem, ...]:
        return tuple(item for story in self.stories for item in story.items)
