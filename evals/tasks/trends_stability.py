"""Whether trends stay when half of the papers are left out."""

from collections.abc import Sequence

from ...domain import Standing, Trends
from ...memory.weeks import WeekOfPapers, stacked
from ...trends.survey import survey
from ...trends.topics import centre_of
from ..statistics import SEED
from ..task import Json

_SAME = 0.85
"""The cosine of two centres from which they are one topic."""

_WAY: dict[Standing, int] = {"emerging": 1, "growing": 1, "steady": 0, "fading": -1}


def halved(week: WeekOfPapers) -> WeekOfPapers:
    """The week with every second paper of a random order, day and id kept in order."""
    import numpy as np

    kept = np.sort(np.random.default_rng([SEED, len(week)]).permutation(len(week))[: (len(week) + 1) // 2])
    return WeekOfPapers(
        week.week,
        tuple(week.papers[at] for at in kept),
        tuple(week.texts[at] for at in kept),
        tuple(week.days[at] for at in kept),
        tuple(week.fields[at] for at in kept),
        week.vectors[kept],
    )


def stability(trends: Trends, weeks: Sequence[WeekOfPapers], minimum: int) -> Json:
    """How many of the trends are found again in half of the papers, how many with the same standing, and how many
    with the opposite one; fewer papers tell fewer changes, so others are steady in one of the two."""
    import numpy as np

    found = survey([halved(week) for week in weeks], max(2, minimum // 2)).topics
    places = {paper.id: at for at, paper in enumerate(paper for week in weeks for paper in week.papers)}
    vectors = stacked(weeks)
    again = same = opposed = 0
    for trend in trends.trends if found else ():
        near = np.array([one.topic.centre for one in found]) @ centre_of(vectors[[places[one] for one in trend.core]])
        if near.max() >= _SAME:
            again += 1
            standing = found[int(near.argmax())].standing
            same += standing == trend.standing
            opposed += _WAY[standing] * _WAY[trend.standing] < 0
    return {"trends": len(trends.trends), "again": again, "same": same, "opposed": opposed}
