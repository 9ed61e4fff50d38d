"""A measured topic as a reader gets it: named, with the papers and stories that carry it."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from ..domain import Link, PaperRef, Trend
from ..memory.weeks import WeekOfPapers
from .links import StoryVectors, told
from .naming import Named
from .phrases import phrases, singular
from .survey import Measured

_PAPERS = 8
_STORIES = 5
_LINKED = 4
"""Papers told besides the most central because a story speaks of them."""
_STEP = 0.02
"""Papers whose cosines to the centre differ by less are as central; triage's scores decide between them."""
_CARRIED = 0.45
"""The cosine of a story to a topic's centre from which it may carry it (all-MiniLM-L6-v2)."""


@dataclass(frozen=True)
class Surroundings:
    """What every trend of the week is described from."""

    week: WeekOfPapers
    stories: StoryVectors | None
    links: Sequence[Link]


def describe(one: Measured, named: Named, around: Surroundings) -> Trend:
    """The topic as a trend; its id is its name, so that it stays from week to week while the name does."""
    members = {around.week.papers[at].id for at in one.members.nonzero()[0]}
    links = tuple(link for link in around.links if link.paper_id in members)
    return Trend(
        id=slug(named.name),
        name=named.name,
        terms=named.terms,
        weeks=one.weeks,
        standing=one.standing,
        sureness=one.sureness,
        growth=one.growth.ratio,
        growth_low=one.growth.low,
        growth_high=one.growth.high,
        papers=_carrying(one, around.week, {link.paper_id for link in links}),
        story_ids=_stories(one, named, around.stories, links),
        links=links,
        core=one.topic.core,
        radius=one.topic.radius,
    )


def slug(name: str) -> str:
    """A name as an id: `kv-cache-compression`."""
    plain = unicodedata.normalize("NFKD", name).lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-") or "topic"


def _carrying(one: Measured, week: WeekOfPapers, linked: set[str]) -> tuple[PaperRef, ...]:
    """The most central papers, then those of the rest that stories speak of."""
    central = week.vectors @ one.topic.centre
    places = sorted(
        (int(at) for at in one.members.nonzero()[0]),
        key=lambda at: (-round(float(central[at]) / _STEP), -_score(week.papers[at]), week.papers[at].id),
    )
    papers = [week.papers[at] for at in places]
    return (*papers[:_PAPERS], *[paper for paper in papers[_PAPERS:] if paper.id in linked][:_LINKED])


def _score(paper: PaperRef) -> int:
    return (paper.relevance or 0) + (paper.novelty or 0)


def _stories(one: Measured, named: Named, read: StoryVectors | None, links: Sequence[Link]) -> tuple[str, ...]:
    """Stories that speak of its papers, then those that are near and use its terms, the nearest first."""
    if read is None:
        return ()
    near = read.vectors @ one.topic.centre
    terms = [set(map(singular, re.split(r"[-\s]+", term))) for term in (named.name, *named.terms)]
    telling = [
        story.id
        for at in near.argsort()[::-1]
        if near[at] >= _CARRIED and _uses(told(story := read.stories[at]), terms)
    ]
    spoken = [link.story_id for link in links if link.kind in ("paper", "method")]
    return tuple(dict.fromkeys([*spoken, *telling]))[:_STORIES]


def _uses(text: str, terms: Sequence[set[str]]) -> bool:
    """Whether a text holds a term of several words, or two of one word."""
    held = [term for term in map(set, phrases(text)) if term in terms]
    return any(len(term) > 1 for term in held) or len(set(map(frozenset, held))) > 1
