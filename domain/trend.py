"""Where the field moves: topics of papers over weeks, with how sure that is."""

from typing import Literal

from .noun import Noun

Standing = Literal["emerging", "growing", "steady", "fading"]
Sureness = Literal["sure", "likely", "unsure"]
LinkKind = Literal["paper", "method", "lab", "model", "claim"]


class WeekShare(Noun):
    """One week of one topic: `papers` of the `of` papers read that week; the share with its 95% interval, 0 to 1."""

    week: str
    """ISO week, `2026-W17`."""
    papers: int
    of: int
    share: float
    low: float
    high: float


class PaperRef(Noun):
    """A remembered paper, as far as a list needs it."""

    id: str
    title: str
    url: str
    relevance: int | None = None
    novelty: int | None = None


class Link(Noun):
    """A paper and a story that speak of the same thing; `shared` is what both texts hold, as it stands there."""

    paper_id: str
    story_id: str
    kind: LinkKind
    shared: str
    similarity: float | None = None


class Trend(Noun):
    """A topic over the weeks observed, oldest first, weeks without data left out."""

    id: str
    name: str
    terms: tuple[str, ...] = ()
    weeks: tuple[WeekShare, ...]
    standing: Standing
    sureness: Sureness
    growth: float
    """This week's share over that of the earlier weeks observed; 1 is no change."""
    growth_low: float
    growth_high: float
    """The ends of its 95% interval."""
    papers: tuple[PaperRef, ...] = ()
    """The papers of this week that carry it, the most central first."""
    story_ids: tuple[str, ...] = ()
    links: tuple[Link, ...] = ()
    core: tuple[str, ...] = ()
    """Ids of the papers whose mean vector is the topic's centre; with `radius` they define it."""
    radius: float = 0.0
    """The least cosine to the centre of a paper that belongs to it."""


class MapPoint(Noun):
    """A paper of the week on the map; x and y run from 0 to 1, near papers lie near each other."""

    paper_id: str
    title: str
    x: float
    y: float
    trend_id: str = ""
    """The topic it is coloured by; empty for the rest."""


class Trends(Noun):
    """The trends of one week. `missing` are the weeks between the first and the last without any paper: told, not
    bridged; `minimum` is how many papers a topic needs to be called a trend."""

    week: str
    weeks: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    minimum: int
    papers: int = 0
    """Papers of the week."""
    trends: tuple[Trend, ...] = ()
    map: tuple[MapPoint, ...] = ()
    links: tuple[Link, ...] = ()
    """Every link between a paper and a story of the week, also of papers outside the trends."""
    drift: float | None = None
    """How far a topic's log odds commonly move from one observed week to the next: a standard deviation, estimated over
    all topics; None with fewer than two weeks."""
    spread: float = 1.0
    """How much more the shares of days scatter than papers drawn one by one would: a ratio of variances."""
    notices: tuple[str, ...] = ()
    """What keeps the trends from being sure: one week only, few papers."""
