"""Days out of the date formats of feeds, as UTC days."""

from datetime import UTC, date, datetime
from email.utils import parsedate_to_datetime


def rfc_day(text: str) -> date | None:
    """The UTC day of `Thu, 24 Sep 2026 00:00:00 -0400`, or None."""
    try:
        return _utc_day(parsedate_to_datetime(text))
    except (ValueError, OverflowError):
        return None


def iso_day(text: str) -> date | None:
    """The UTC day of `2026-05-12T17:59:47Z`, `2026-05-12` and other ISO 8601 forms, or None."""
    try:
        return _utc_day(datetime.fromisoformat(text.strip()))
    except (ValueError, OverflowError):
        return None


def _utc_day(moment: datetime) -> date:
    """A time without a zone is taken as UTC."""
    aware = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return aware.astimezone(UTC).date()
