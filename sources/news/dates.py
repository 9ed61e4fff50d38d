"""When an item was published, out of the many ways to write it."""

import re
from datetime import UTC, date, datetime
from email.utils import parsedate_to_datetime

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_NAME = r"(jan|feb|mar|apr|may|jun|jul|aug|sept?|oct|nov|dec)[a-z]{0,6}\.?"
_NUMBERS = r"(20\d\d)(?P<sign>[-/.])(\d{1,2})(?P=sign)(\d{1,2})(?!\d)"
_FORMS = (
    re.compile(_NUMBERS),
    re.compile(r"(20\d\d)年(\d{1,2})月(\d{1,2})日"),
    re.compile(rf"{_NAME}\s+(\d{{1,2}})(?:st|nd|rd|th)?,?\s+(20\d\d)(?!\d)", re.IGNORECASE),
    re.compile(rf"(?<!\d)(\d{{1,2}})\s+{_NAME},?\s+(20\d\d)(?!\d)", re.IGNORECASE),
)
DATE_IN_FRONT = re.compile(
    rf"\s*(?:{_NUMBERS}|20\d\d年\d{{1,2}}月\d{{1,2}}日|{_NAME}\s+\d{{1,2}},?\s+20\d\d)(?:\s*[-–—|·•:：]\s*|\s+)",
    re.IGNORECASE,
)
_DATE_AT_END = re.compile(rf"(?:^|[\s(]){_NUMBERS}\)?\s*$")
_IN_ADDRESS = (
    re.compile(r"/(20\d\d)/(\d{1,2})/(\d{1,2})(?=[/-]|$)"),
    re.compile(r"/(20\d\d)/(" + "|".join(_MONTHS) + r")/(\d{1,2})(?=/|$)", re.IGNORECASE),
    re.compile(r"/(20\d\d)-(\d\d)-(\d\d)(?!\d)"),
)


def moment(text: str) -> datetime | None:
    """The moment, in UTC, that `text` names in ISO 8601, as in mail headers, or as a written date; else None.

    A time without a zone is taken as UTC.
    """
    text = text.strip()[:80]
    for read in (datetime.fromisoformat, parsedate_to_datetime):
        try:
            found = read(text)
            return (found if found.tzinfo else found.replace(tzinfo=UTC)).astimezone(UTC)
        except (ValueError, OverflowError, TypeError, IndexError):
            continue
    day = calendar_date(text)
    return _midnight(day) if day else None


def calendar_date(text: str) -> date | None:
    """The first date written in `text`: `2026-04-24`, `2026/4/24`, `2026年4月24日`, `Apr 24, 2026`, `24 April 2026`."""
    for form in _FORMS:
        if found := form.search(text):
            groups = [group for name, group in enumerate(found.groups(), 1) if name != found.re.groupindex.get("sign")]
            return _date_of(groups)
    return None


def date_told(title: str, url: str) -> datetime | None:
    """The day that an undated item tells by itself: in its address, or at the end of its title."""
    for form in _IN_ADDRESS:
        if (found := form.search(url)) and (day := _date_of(list(found.groups()))):
            return _midnight(day)
    found = _DATE_AT_END.search(title)
    day = calendar_date(found[0]) if found else None
    return _midnight(day) if day else None


def _date_of(parts: list[str]) -> date | None:
    """A date out of year, month and day in any of the orders above."""
    year = next(int(part) for part in parts if len(part) == 4 and part.isdigit())
    rest = [part for part in parts if part != str(year)]
    named = [_MONTHS.index(part[:3].lower()) + 1 for part in rest if part[:1].isalpha()]
    numbers = [int(part) for part in rest if part.isdigit()]
    month, day = (named[0], numbers[0]) if named else (numbers[0], numbers[1])
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _midnight(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=UTC)
