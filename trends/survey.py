"""Every topic of all weeks measured, before it is said which of them are trends."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ..domain import Standing, Sureness, WeekShare
from ..memory.weeks import WeekOfPapers
from .forecast import drift_of
from .shares import Growth, Tally, adjusted, day_spread, growths, tally, week_shares
from .standing import earlier_papers, standing_of
from .topics import FoundTopic, find_topics, membership

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Flags = NDArray[np.bool_]

Judged = tuple[Growth, Standing, Sureness]
_UNCOMPARED: Judged = (Growth(1.0, 1.0, 1.0, 1.0), "steady", "unsure")


@dataclass(frozen=True)
class Measured:
    """A topic over the weeks; `members` flags the papers of the last week that belong to it."""

    topic: FoundTopic
    weeks: tuple[WeekShare, ...]
    growth: Growth
    standing: Standing
    sureness: Sureness
    members: "Flags"

    @property
    def papers(self) -> int:
        """How many papers of the last week belong to it."""
        return self.weeks[-1].papers


@dataclass(frozen=True)
class Survey:
    """All topics, with what was estimated over all of them: see `Trends.drift` and `Trends.spread`."""

    topics: tuple[Measured, ...]
    spread: float
    drift: float | None


def survey(weeks: Sequence[WeekOfPapers], minimum: int) -> Survey:
    """The topics of the weeks, oldest first, measured; how a change is judged takes all of them into account."""
    topics = find_topics(weeks)
    if not topics:
        return Survey((), 1.0, None)
    flags = [membership(week.vectors, topics) for week in weeks]
    counts = tally(weeks, flags)
    spread = day_spread(counts)
    judged = _judged(counts, spread, minimum) if len(weeks) > 1 else [_UNCOMPARED] * len(topics)
    measured = (
        Measured(topic, week_shares(counts, at), growth, standing, sureness, flags[-1][:, at])
        for at, (topic, (growth, standing, sureness)) in enumerate(zip(topics, judged, strict=True))
    )
    return Survey(tuple(measured), spread, drift_of(counts, spread))


def _judged(counts: Tally, spread: float, minimum: int) -> list[Judged]:
    changes = growths(counts, spread)
    rates = adjusted([growth.p for growth in changes])
    before = earlier_papers(counts)
    return [
        (growth, *standing_of(growth, rate, papers, minimum))
        for growth, rate, papers in zip(changes, rates, before, strict=True)
    ]
