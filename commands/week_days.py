"""Which week is meant, and which of its days an edition can still bring."""

import re
from collections.abc import Callable
from datetime import date
from pathlib import Path

from ..domain import week_days, week_of
from ..domain.errors import ArchiveError, SettingsError
from ..memory import Archive
from ..samples import sample_days
from ..sources.arxiv import EDITION as ARXIV
from ..sources.editions import SAMPLE
from ..sources.news import FEEDS, NONE, news_days
from ..sources.saved import load_listing
from ..sources.schedule import is_announcement_day, latest_announcement
from .order import parse_day

_DAY = re.compile(r"(?<!\d)(\d{4}-\d{2}-\d{2})(?!\d)")
Offer = dict[date, str]
"""What an edition has: the spec to open by day."""


def offered(edition: str | None, today: date) -> Callable[[date, date], Offer]:
    """The days of `edition` between two days; of a folder by the dates in its files' names.

    Raises:
        SourceError: a file cannot be read, or tells no day.
    """
    if edition is None:
        return lambda first, last: {}
    if edition == ARXIV:
        return lambda first, last: {
            day: ARXIV
            for number in range(first.toordinal(), min(last, today).toordinal() + 1)
            if is_announcement_day(day := date.fromordinal(number))
        }
    held = dict.fromkeys(sample_days(), SAMPLE) if edition == SAMPLE else _saved(Path(edition).expanduser())
    return lambda first, last: {day: spec for day, spec in sorted(held.items()) if first <= day <= last}


def chosen_week(week: str | None, edition: str | None, archive: Archive, today: date) -> str:
    """The week ordered (`2026-W17`, or a day of it); else that of the edition's newest day, or of the newest day read.

    Raises:
        SettingsError: it is no week.
        ArchiveError: none is ordered, and no day was read.
    """
    if week:
        return parse_week(week)
    if edition == ARXIV:
        return week_of(latest_announcement(today))
    if edition and (days := offered(edition, today)(date.min, date.max)):
        return week_of(max(days))
    newest = max((run.day for run in archive.ledger.runs() if run.finished), default=None)
    if newest is None:
        raise ArchiveError(
            f"{archive.folder} holds no finished day.",
            "Read one with `paperwire run`, or name an --edition whose days are to be read first.",
        )
    return week_of(newest)


def parse_week(text: str) -> str:
    """The week written as 2026-W17, or as one of its days.

    Raises:
        SettingsError: it is neither.
    """
    if _DAY.fullmatch(text):
        return week_of(parse_day(text))
    try:
        first, _ = week_days(text.upper())
    except ValueError as error:
        raise SettingsError(f"{text!r} is not a week.", "Write it as 2026-W17, or give one of its days.") from error
    return week_of(first)


def news_days_told(spec: str) -> Callable[[date], bool]:
    """Whether the news called `spec` can tell of a day; feeds are of the moment, so they may tell of any.

    Raises:
        SourceError: there is no such news.
    """
    if spec == NONE:
        return lambda day: False
    if spec == FEEDS:
        return lambda day: True
    held = set(news_days(spec))
    return lambda day: day in held


def _saved(place: Path) -> Offer:
    if not place.is_dir():
        return {load_listing(place, None).day: str(place)}
    files = [(match, file) for file in sorted(place.iterdir()) if (match := _DAY.search(file.name))]
    found = {parse_day(match[1]): str(file) for match, file in files if file.is_file()}
    if not found:
        raise SettingsError(f"No file in {place} tells its day.", "Name the files after their days: 2026-04-27.jsonl.")
    return found
