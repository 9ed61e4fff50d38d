"""When arXiv announces what: https://info.arxiv.org/help/availability.html"""

from datetime import UTC, date, datetime, time, timedelta

from ..domain.errors import SourceError

_DEADLINE = time(14, 0)


def is_announcement_day(day: date) -> bool:
    """Listings are dated Monday to Friday; holidays, which arXiv sets each year, are not known here."""
    return day.weekday() < 5


def latest_announcement(day: date) -> date:
    """The newest day with a listing, `day` itself or the Friday before."""
    return day - timedelta(days=max(0, day.weekday() - 4))


def submission_window(day: date) -> tuple[datetime, datetime]:
    """First and last moment, in UTC, of the submissions that the listing of an announcement day holds.

    arXiv closes its books at 14:00 US Eastern time, Monday to Friday, announces at 20:00 Sunday to Thursday, and dates
    the listing by the day that follows:

        submitted (Eastern)            announced      listing of
        Thursday 14:00 - Friday 14:00  Sunday 20:00   Monday
        Friday 14:00 - Monday 14:00    Monday 20:00   Tuesday
        Monday 14:00 - Tuesday 14:00   Tuesday 20:00  Wednesday

    and so on: a listing covers what came between the last two deadlines before its day. Papers that moderators hold
    back are announced later than their submission says, and a holiday joins two windows; both shift papers between
    neighbouring days, and lose none to a reader who takes every day.
    """
    last = _working_day_before(day)
    return _deadline(_working_day_before(last)), _deadline(last)


def _working_day_before(day: date) -> date:
    return latest_announcement(day - timedelta(days=1))


def _deadline(day: date) -> datetime:
    from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

    try:
        eastern = ZoneInfo("America/New_York")
    except ZoneInfoNotFoundError as error:
        raise SourceError(
            "This system knows no time zones, and arXiv's deadline is 14:00 in New York.", "pip install tzdata"
        ) from error
    return datetime.combine(day, _DEADLINE, eastern).astimezone(UTC)
