"""Trends of a week out of the vector memory, with what is predicted of them and what became of earlier predictions."""

from collections.abc import Sequence
from dataclasses import dataclass

from ..domain import FollowUp, Prediction, Story, Trends
from ..memory import Archive
from ..memory.weeks import WeekOfPapers, recent_weeks
from ..settings import WeeklyChoice
from ..trends import find_trends, follow_up, predict


@dataclass(frozen=True)
class Measured:
    """Trends and the predictions that follow from them by counting."""

    trends: Trends
    predictions: tuple[Prediction, ...]


def measure_trends(archive: Archive, week: str, stories: Sequence[Story], choice: WeeklyChoice) -> Measured:
    """The trends of `week` over the weeks before it; blocks for seconds, so it is called in a worker thread."""
    history, this = _weeks(archive, week, choice)
    if this is None:
        return Measured(Trends(week=week, minimum=choice.trend_papers), ())
    trends = find_trends(this, history, stories, archive.embedder.embed, choice.trend_papers)
    return Measured(trends, predict(trends))


def check_measured(
    archive: Archive, week: str, pending: Sequence[Prediction], choice: WeeklyChoice
) -> tuple[FollowUp, ...]:
    """What became of measured predictions that are due; blocks as `measure_trends` does."""
    counted = [one for one in pending if one.trend]
    history, this = _weeks(archive, week, choice) if counted else ([], None)
    return follow_up(counted, history, this) if this else ()


def _weeks(archive: Archive, week: str, choice: WeeklyChoice) -> tuple[list[WeekOfPapers], WeekOfPapers | None]:
    """The weeks before, and `week` itself if any paper was read in it."""
    found = recent_weeks(archive.connection, week, choice.weeks)
    return [one for one in found if one.week < week], next((one for one in found if one.week == week), None)
