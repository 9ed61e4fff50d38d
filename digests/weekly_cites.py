"""What the week's claims rest on, as links; a citation that leads nowhere says so."""

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from ..domain import NewsItem, Story, Trend, Weekly
from .links import anchor, web_link
from .text import one_line

_ARXIV = re.compile(r"\d{4}\.\d{4,5}|[a-z-]+(?:\.[A-Z]{2})?/\d{7}")
_LONGEST = 56
_NOT_FOUND = "not found in this week"


class Cited(NamedTuple):
    """A citation for a reader: `target` is an address or an anchor of the page, empty where there is none.

    `beside` is a paper's address at arXiv where `target` is its place on the page; `note` says what is missing.
    """

    text: str
    target: str = ""
    tip: str = ""
    beside: str = ""
    note: str = ""


class Places:
    """Where everything that a claim of this week may cite stands."""

    def __init__(self, weekly: Weekly) -> None:
        self._stories = {bare(story.id): story for story in _stories(weekly)}
        self._items = {bare(item.id): (item, story) for story in _stories(weekly) for item in story.items}
        self._trends = {bare(trend.id): trend for trend in weekly.trends.trends}
        self._best = {report.paper.id for report in weekly.best}
        self._papers = dict(_papers(weekly))
        self._homes = _homes(weekly, self._best)

    def of(self, cites: Iterable[str]) -> list[Cited]:
        """The citations of one claim, each once; names that would read the same are numbered."""
        found = [self.cited(cite) for cite in dict.fromkeys(cites)]
        seen: dict[str, int] = {}
        for at, one in enumerate(found):
            seen[one.text] = seen.get(one.text, 0) + 1
            if seen[one.text] > 1:
                found[at] = one._replace(text=f"{one.text} ({seen[one.text]})")
        return found

    def cited(self, cite: str) -> Cited:
        """`cite` is `item:ID`, `story:ID`, `paper:ID` or `trend:ID`."""
        kind, _, rest = cite.partition(":")
        key = bare(rest)
        if kind == "paper":
            return self._paper(key, cite)
        if kind == "item" and key in self._items:
            return self._item(*self._items[key])
        if kind == "story" and key in self._stories:
            return story_cited(self._stories[key])
        if kind == "trend" and key in self._trends:
            return Cited(
                shortened(self._trends[key].name), f"#{trend_anchor(self._trends[key])}", "A trend of this week"
            )
        return Cited(one_line(cite) or "no source", note=_NOT_FOUND)

    def story(self, story_id: str) -> Story | None:
        """The story as a topic of this week holds it."""
        return self._stories.get(bare(story_id))

    def houses(self, trend: Trend, paper_id: str) -> bool:
        """Whether the list of this trend is the paper's place on the page."""
        return self._homes.get(paper_id) == trend.id

    def _paper(self, key: str, cite: str) -> Cited:
        address = web_link(f"https://arxiv.org/abs/{key}") if _ARXIV.fullmatch(key) else ""
        known = self._papers.get(key)
        if known is None:
            note = "not among this week's papers" if address else _NOT_FOUND
            return Cited(f"arXiv:{key}" if address else one_line(cite), address, note=note)
        title, url = known
        place = f"#{anchor('paper', key)}" if key in self._best or key in self._homes else ""
        address = web_link(url) or address
        return Cited(short_title(title), place or address, one_line(title), address if place else "")

    def _item(self, item: NewsItem, story: Story) -> Cited:
        address = web_link(item.url)
        note = "" if address else "without an address that can be followed"
        source = one_line(item.source) or "Unnamed source"
        return Cited(source, address or f"#{story_anchor(story)}", one_line(item.title), note=note)


def bare(identifier: str) -> str:
    """An id without the kind that some carry in front: `story:a1` and `a1` are the same story."""
    return re.sub(r"^(?:item|story|trend|paper):", "", identifier)


def story_cited(story: Story) -> Cited:
    items = f"{len(story.items)} item{'' if len(story.items) == 1 else 's'}"
    return Cited(f"{shortened(story.title)} ({items})", f"#{story_anchor(story)}", one_line(story.title))


def story_anchor(story: Story) -> str:
    return anchor("story", bare(story.id))


def trend_anchor(trend: Trend) -> str:
    return anchor("trend", bare(trend.id))


def short_title(title: str) -> str:
    """The name before a colon where there is one, else the title's beginning."""
    line = one_line(title)
    name = line.partition(":")[0]
    return name if 2 < len(name) <= _LONGEST else shortened(line)


def shortened(text: str) -> str:
    """At most 56 characters, cut between words."""
    line = one_line(text)
    if len(line) <= _LONGEST:
        return line
    cut = line[: _LONGEST - 1]
    return f"{cut.rsplit(' ', 1)[0] if ' ' in cut[_LONGEST // 2 :] else cut}…"


def _stories(weekly: Weekly) -> Iterator[Story]:
    return (story for report in weekly.topics for story in report.topic.stories)


def _papers(weekly: Weekly) -> Iterator[tuple[str, tuple[str, str]]]:
    """Id, title and address of every paper that the week names; what says most comes last."""
    for point in weekly.trends.map:
        yield point.paper_id, (point.title, "")
    for first in weekly.read_first:
        if first.target.startswith("paper:"):
            yield bare(first.target), (first.title, first.url)
    for trend in weekly.trends.trends:
        yield from ((paper.id, (paper.title, paper.url)) for paper in trend.papers)
    for report in weekly.best:
        yield report.paper.id, (report.paper.title, report.paper.url)


def _homes(weekly: Weekly, best: set[str]) -> dict[str, str]:
    """By paper the trend that lists it first; the best papers stand among themselves."""
    homes: dict[str, str] = {}
    for trend in weekly.trends.trends:
        for paper in trend.papers:
            if paper.id not in best:
                homes.setdefault(paper.id, trend.id)
    return homes
