"""A week as the reader gets it; everything the writers of Markdown, HTML and JSON need."""

import re
from datetime import date, datetime, timedelta
from typing import Literal

from .analysis import CitedClaim, TopicReport
from .digest import Report
from .news import LeftOut, SourceOutcome
from .noun import Noun
from .provenance import Provenance
from .trend import Trends
from .usage import UsageRow

Fate = Literal["came true", "did not", "open", "cannot tell"]
_WEEK = re.compile(r"(\d{4})-W(\d{2})")


def week_of(day: date) -> str:
    """The ISO week that `day` lies in: `2026-W17`."""
    year, week, _ = day.isocalendar()
    return f"{year}-W{week:02}"


def week_days(week: str) -> tuple[date, date]:
    """Monday and Sunday of an ISO week.

    Raises:
        ValueError: there is no such week.
    """
    form = _WEEK.fullmatch(week)
    if not form:
        raise ValueError(f"{week!r} is not a week like 2026-W17")
    monday = date.fromisocalendar(int(form[1]), int(form[2]), 1)
    return monday, monday + timedelta(days=6)


class ReadFirst(Noun):
    """What to read first, and why; `target` is `paper:ID` or `story:ID`."""

    target: str
    title: str
    url: str
    reason: str
    cites: tuple[str, ...] = ()


class Prediction(Noun):
    """What is expected of the weeks to come, so that it can be held against them.

    A measured one names a trend and the interval, 80%, its share should fall into; a written one is a sentence.
    """

    id: str
    week: str
    """The week that made it."""
    statement: str
    due: str
    """The week by which it should show."""
    shown_by: str = ""
    """What to look at then, as whoever made it says."""
    trend: str = ""
    terms: tuple[str, ...] = ()
    share_low: float | None = None
    share_high: float | None = None
    share: float | None = None
    """The share in the week that made it."""
    core: tuple[str, ...] = ()
    """With `radius` the definition of the trend's topic, so that it can be measured again: see `Trend`."""
    radius: float = 0.0
    cites: tuple[str, ...] = ()
    provenance: Provenance | None = None


class FollowUp(Noun):
    """What became of an earlier prediction, and what that rests on."""

    prediction: Prediction
    fate: Fate
    reason: str
    cites: tuple[str, ...] = ()
    provenance: Provenance | None = None


class WeekCounts(Noun):
    """What the week rests on. `missing` are weekdays without a finished run."""

    days: tuple[date, ...] = ()
    missing: tuple[date, ...] = ()
    announced: int = 0
    scanned: int = 0
    selected: int = 0
    reviewed: int = 0
    items: int = 0
    stories: int = 0
    sources: int = 0


class Weekly(Noun):
    """One ISO week, `week` as `2026-W17`, from Monday `first` to Sunday `last`."""

    week: str
    first: date
    last: date
    written: datetime
    engine: str
    counts: WeekCounts
    opening: tuple[CitedClaim, ...] = ()
    """The opening synthesis, sentence by sentence."""
    opening_provenance: Provenance | None = None
    trends: Trends
    best: tuple[Report, ...] = ()
    """The week's best papers, best first."""
    topics: tuple[TopicReport, ...] = ()
    read_first: tuple[ReadFirst, ...] = ()
    predictions: tuple[Prediction, ...] = ()
    follow_ups: tuple[FollowUp, ...] = ()
    outcomes: tuple[SourceOutcome, ...] = ()
    """Every news source's worst outcome of the week."""
    left_out: tuple[LeftOut, ...] = ()
    usage: tuple[UsageRow, ...] = ()
    notices: tuple[str, ...] = ()
