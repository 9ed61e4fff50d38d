"""What the analysts and editors of a week are handed. An engine that needs no prompt works from these alone."""

from datetime import date

from .analysis import Analysis, Eye, TopicReport
from .digest import Report
from .news import Story, Topic
from .noun import Noun
from .trend import Trend, Trends
from .weekly import Prediction, WeekCounts

_MOST_TRENDS = 12
MOST_STORIES = 4
"""Stories of one topic."""


class AnalystBrief(Noun):
    """A topic, screened, for one analyst."""

    topic: Topic
    eye: Eye
    today: date


class SynthesisBrief(Noun):
    """A topic and what its analysts make of it, claims already checked."""

    topic: Topic
    analyses: tuple[Analysis, ...]
    today: date


class WeekBrief(Noun):
    """All that the opening of a week may tell. `papers` are the best of the week, `topics` those
    with most items.

    Counts stand here as code counted them: nobody counts again.
    """

    week: str
    today: date
    counts: WeekCounts = WeekCounts()
    trends: Trends
    papers: tuple[Report, ...] = ()
    topics: tuple[TopicReport, ...] = ()

    @property
    def leading_trends(self) -> tuple[Trend, ...]:
        """The trends that an opening may tell of."""
        return self.trends.trends[:_MOST_TRENDS]

    @property
    def leading_stories(self) -> tuple[Story, ...]:
        """The first stories of every topic: those that an opening may tell of."""
        return tuple(story for report in self.topics for story in report.topic.stories[:MOST_STORIES])


class PredictionCheckBrief(Noun):
    """Earlier predictions, and the week they are held against."""

    predictions: tuple[Prediction, ...]
    evidence: WeekBrief
    today: date
