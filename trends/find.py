"""The trends of one week against those before."""

from collections.abc import Sequence

from ..domain import Story, Trend, Trends
from ..memory.weeks import WeekOfPapers, stacked
from .atlas import map_papers
from .choose import choose
from .describe import Surroundings, describe
from .links import Embed, links_of, read_stories
from .mix import missing_weeks, notices_on
from .naming import Named, name_topics
from .survey import Measured, survey

_NAMED_BY = 60
"""Papers of a topic, the most central, whose words name it."""
_OTHERS = 1200
"""Papers of all weeks that those words are held against, drawn evenly."""


def find_trends(
    week: WeekOfPapers,
    history: Sequence[WeekOfPapers],
    stories: Sequence[Story],
    embed: Embed,
    minimum: int,
    limit: int = 12,
) -> Trends:
    """The trends of `week`: topics found over all weeks, with at least `minimum` papers in this one.

    It takes seconds for some thousand papers, besides the embedding of the stories; call it in a thread.

    Args:
        week: holds a paper or more.
        history: the observed weeks before, oldest first; what lies between them without papers is told as missing.
        stories: of the week, for what carries a trend besides papers, and for links.
        embed: as made the papers' vectors.
        minimum: papers of the week below which a topic is no trend.
        limit: how many trends at most; those that move come first, then the largest.
    """
    weeks = [*history, week]
    found = survey(weeks, minimum)
    chosen = choose(found.topics, minimum, limit)
    read = read_stories(stories, embed)
    around = Surroundings(week, read, links_of(week, read) if read else ())
    pairs = [(one, named) for one, named in zip(chosen, _names(chosen, weeks), strict=True) if named.name]
    trends = tuple(describe(one, named, around) for one, named in pairs)
    return Trends(
        week=week.week,
        weeks=tuple(one.week for one in weeks),
        missing=missing_weeks([one.week for one in weeks]),
        minimum=minimum,
        papers=len(week),
        trends=trends,
        map=map_papers(week, _colours(week, trends, [one for one, _ in pairs])),
        links=tuple(around.links),
        drift=found.drift,
        spread=found.spread,
        notices=notices_on(week, history),
    )


def _names(chosen: Sequence[Measured], weeks: Sequence[WeekOfPapers]) -> list[Named]:
    """By the words of their most central papers of all weeks; without any in common, a topic cannot be told."""
    texts = [text for week in weeks for text in week.texts]
    vectors = stacked(weeks)
    central = [(-(vectors @ one.topic.centre)).argsort(kind="stable")[:_NAMED_BY] for one in chosen]
    others = texts[:: max(1, len(texts) // _OTHERS)]
    return name_topics([[texts[at] for at in places] for places in central], others)


def _colours(week: WeekOfPapers, trends: Sequence[Trend], chosen: Sequence[Measured]) -> dict[str, str]:
    """The trend by paper id: of those that a paper belongs to, the one whose centre it is nearest to."""
    found: dict[str, tuple[float, str]] = {}
    for trend, one in zip(trends, chosen, strict=True):
        near = week.vectors @ one.topic.centre
        for at in one.members.nonzero()[0]:
            paper = week.papers[at].id
            found[paper] = max(found.get(paper, (-1.0, "")), (float(near[at]), trend.id))
    return {paper: trend for paper, (_, trend) in found.items()}
