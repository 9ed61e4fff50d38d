"""Links between papers and stories that speak of the same thing, each with the words that both texts hold.

Rules first, vectors second: a link needs shared words that name something, and for the weaker kinds also texts that are
about the same. A wrong link costs a reader more than a missing one.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ..domain import Link, Story
from ..domain.trend import LinkKind
from ..memory.weeks import WeekOfPapers
from .evidence import PaperWords, StoryWords, common_phrases, shared_claim, shared_lab, shared_method, shared_model
from .same_paper import PaperFinder

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Vectors = NDArray[np.float32]

Embed = Callable[[Sequence[str]], "Vectors"]
"""Texts to unit vectors, float32, shape (n, d)."""

LEAST: dict[LinkKind, float] = {"paper": 0.0, "method": 0.35, "model": 0.44, "lab": 0.55, "claim": 0.67}
"""The cosine of paper and story from which each kind is believed (all-MiniLM-L6-v2)."""
_NEAR = min(least for kind, least in LEAST.items() if kind != "paper")
_MOST = 2
"""Links of one kind that a story has at most, the nearest papers first: forty papers may name one model."""
_CHARS = 1000


@dataclass(frozen=True)
class StoryVectors:
    """Stories with what is compared of them: their texts' vectors, shape (number of stories, d)."""

    stories: tuple[Story, ...]
    vectors: "Vectors"


def read_stories(stories: Sequence[Story], embed: Embed) -> StoryVectors | None:
    """The stories' vectors; None without any."""
    if not stories:
        return None
    return StoryVectors(tuple(stories), embed([told(story) for story in stories]))


def told(story: Story) -> str:
    """What a story tells: its title and the summaries of its items, the most central first, 1,000 characters."""
    summaries = dict.fromkeys(item.summary for item in story.items if item.summary)
    return ". ".join([story.title, *summaries])[:_CHARS]


def find_links(week: WeekOfPapers, stories: Sequence[Story], embed: Embed) -> tuple[Link, ...]:
    """Links between the week's papers and the stories, in the order of the stories; the strongest kind of each pair."""
    read = read_stories(stories, embed)
    return links_of(week, read) if read else ()


def links_of(week: WeekOfPapers, read: StoryVectors) -> tuple[Link, ...]:
    """`find_links` for stories that are embedded already."""
    finder, common = PaperFinder(week.papers), common_phrases(week.texts)
    papers = [PaperWords(paper, text) for paper, text in zip(week.papers, week.texts, strict=True)]
    found = list[Link]()
    for story, vector in zip(read.stories, read.vectors, strict=True):
        near = week.vectors @ vector
        same = finder.of(story)
        words = StoryWords(story, told(story))
        links = [_link(papers[at], words, "paper", shared, float(near[at])) for at, shared in same.items()]
        rest = (at for at in near.argsort()[::-1] if at not in same and near[at] >= _NEAR)
        links += (link for at in rest if (link := _weaker(papers[at], words, float(near[at]), common)))
        found += _strongest(links)
    return tuple(found)


def _weaker(paper: PaperWords, story: StoryWords, similarity: float, common: frozenset[tuple[str, ...]]) -> Link | None:
    """The strongest kind of link short of being the same paper."""
    for kind, shared in _kinds(paper, story, common):
        if shared and similarity >= LEAST[kind]:
            return _link(paper, story, kind, shared, similarity)
    return None


def _kinds(paper: PaperWords, story: StoryWords, common: frozenset[tuple[str, ...]]) -> Iterator[tuple[LinkKind, str]]:
    yield "method", shared_method(paper, story)
    yield "model", shared_model(paper, story)
    yield "claim", shared_claim(paper, story, common)
    yield "lab", shared_lab(paper, story)


def _link(paper: PaperWords, story: StoryWords, kind: LinkKind, shared: str, similarity: float) -> Link:
    return Link(
        paper_id=paper.ref.id, story_id=story.story.id, kind=kind, shared=shared, similarity=round(similarity, 3)
    )


def _strongest(links: Sequence[Link]) -> list[Link]:
    """At most two of each kind; the nearest papers come first already."""
    counts: dict[str, int] = {}
    kept = []
    for link in links:
        counts[link.kind] = counts.get(link.kind, 0) + 1
        if counts[link.kind] <= _MOST:
            kept.append(link)
    return kept
