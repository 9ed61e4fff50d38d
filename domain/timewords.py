"""Words for a time (`March`, `Q2 2025`, `last week`, `three days ago`) as the first and last day they mean."""

import re
from calendar import monthrange
from collections.abc import Callable
from datetime import date, timedelta

Span = tuple[date, date]

MONTH_NAMES = (
    *("january", "february", "march", "april", "may", "june"),
    *("july", "august", "september", "october", "november", "december"),
)
DAY_NAMES = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_NUMBER_NAMES = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
_MONTHS = {name: at + 1 for at, name in enumerate(MONTH_NAMES)} | {
    name[:3]: at + 1 for at, name in enumerate(MONTH_NAMES)
}
_MONTHS["sept"] = 9
_DAYS = {name: at for at, name in enumerate(DAY_NAMES)}
_NUMBERS = {name: at + 1 for at, name in enumerate(_NUMBER_NAMES)}
_NUMBERS |= {"a": 1, "an": 1, "couple of": 2, "a couple of": 2, "few": 3, "a few": 3}
_ORDINALS = {"first": 1, "second": 2, "third": 3, "fourth": 4, "1st": 1, "2nd": 2, "3rd": 3, "4th": 4}
_SEASONS = {"spring": 3, "summer": 6, "autumn": 9, "fall": 9, "winter": 12}
_PARTS = {"early": (1, 4), "mid": (5, 8), "late": (9, 12)}

_M = "(?:" + "|".join(sorted(_MONTHS, key=len, reverse=True)) + r")\b\.?"
_N = r"\d{1,4}|" + "|".join(sorted(_NUMBERS, key=len, reverse=True))
_Y = r"(?:19|20)\d\d"
_UNIT = "day|week|fortnight|month|quarter|year"


def _year(number: int) -> Span:
    return date(number, 1, 1), date(number, 12, 31)


def _months(year: int, first: int, count: int) -> Span:
    """`count` months from the `first` month of a year on, which may run into the next."""
    end_year, end_month = year + (first + count - 2) // 12, (first + count - 2) % 12 + 1
    return date(year, first, 1), date(end_year, end_month, monthrange(end_year, end_month)[1])


def _latest(today: date, first: int, count: int, year: str | None) -> Span:
    """Those months of the year named, or of the latest year in which they had begun."""
    if year:
        return _months(int(year), first, count)
    return _months(today.year if first <= today.month else today.year - 1, first, count)


def _iso(match: re.Match[str], today: date) -> Span:
    year, month = int(match["y"]), int(match["m"])
    if match["d"]:
        day = date(year, month, int(match["d"]))
        return day, day
    return _months(year, month, 1)


def _dated(match: re.Match[str], today: date) -> Span:
    month = _MONTHS[match["month"].lower().rstrip(".")]
    if match["year"]:
        day = date(int(match["year"]), month, int(match["day"]))
    else:
        day = date(today.year, month, int(match["day"]))
        day = day if day <= today else date(today.year - 1, month, int(match["day"]))
    return day, day


def _month(match: re.Match[str], today: date) -> Span:
    return _latest(today, _MONTHS[match["month"].lower().rstrip(".")], 1, match["year"])


def _past_month(match: re.Match[str], today: date) -> Span:
    """`last March` is over; in March it is the year before's."""
    month = _MONTHS[match["month"].lower().rstrip(".")]
    return _months(today.year if month < today.month else today.year - 1, month, 1)


def _quarter(match: re.Match[str], today: date) -> Span:
    number = int(match["q"]) if match["q"].isdecimal() else _ORDINALS[match["q"].lower()]
    return _latest(today, 3 * number - 2, 3, match["year"])


def _half(match: re.Match[str], today: date) -> Span:
    number = int(match["h"]) if match["h"].isdecimal() else _ORDINALS[match["h"].lower()]
    return _latest(today, 6 * number - 5, 6, match["year"])


def _season(match: re.Match[str], today: date) -> Span:
    return _latest(today, _SEASONS[match["season"].lower()], 3, match["year"])


def _part_of_year(match: re.Match[str], today: date) -> Span:
    first, last = _PARTS[match["part"].lower()]
    return _months(int(match["year"]), first, last - first + 1)


def _in_year(match: re.Match[str], today: date) -> Span:
    return _year(int(match["year"]))


def _near_day(match: re.Match[str], today: date) -> Span:
    day = today - timedelta(days=match["near"].lower() == "yesterday")
    return day, day


def _weekday(match: re.Match[str], today: date) -> Span:
    """The latest one; `last Monday` on a Monday is the one a week ago."""
    back = (today.weekday() - _DAYS[match["weekday"].lower()]) % 7
    day = today - timedelta(days=back or (7 if match["which"] else 0))
    return day, day


def _calendar(match: re.Match[str], today: date) -> Span:
    """This or last week, month, quarter or year of the calendar; weeks begin on Monday, `this` ends today."""
    this = match["which"].lower() in ("this", "current")
    unit = match["unit"].lower()
    if unit == "week":
        monday = today - timedelta(days=today.weekday())
        return (monday, today) if this else (monday - timedelta(days=7), monday - timedelta(days=1))
    if unit == "year":
        return (date(today.year, 1, 1), today) if this else _year(today.year - 1)
    size = 3 if unit == "quarter" else 1
    first = (today.month - 1) // size * size + 1
    if this:
        return date(today.year, first, 1), today
    return _months(today.year, first - size, size) if first > size else _months(today.year - 1, first - size + 12, size)


def back(today: date, number: int, unit: str) -> date:
    """The day `number` units before."""
    if unit in ("day", "week", "fortnight"):
        return today - timedelta(days=number * {"day": 1, "week": 7, "fortnight": 14}[unit])
    months = number * {"month": 1, "quarter": 3, "year": 12}[unit]
    at = max(12, today.year * 12 + today.month - 1 - months)
    year, month = at // 12, at % 12 + 1
    return date(year, month, min(today.day, monthrange(year, month)[1]))


def _numbered_week(match: re.Match[str], today: date) -> Span:
    """An ISO week; without a year the latest of that number that has begun."""
    number = int(match["week"])
    monday = date.fromisocalendar(int(match["year"] or today.isocalendar().year), number, 1)
    if not match["year"] and monday > today:
        monday = date.fromisocalendar(today.isocalendar().year - 1, number, 1)
    return monday, monday + timedelta(days=6)


def _rolling(match: re.Match[str], today: date) -> Span:
    """The last so many days up to and including today; `the past week` has seven."""
    return back(today, _count(match["n"]), match["unit"].lower()) + timedelta(days=1), today


def _ago(match: re.Match[str], today: date) -> Span:
    """That day, or the week, month or year that it lies in: nobody means one day by `three months ago`."""
    unit = match["unit"].lower()
    day = back(today, _count(match["n"]), unit)
    if unit in ("week", "fortnight"):
        monday = day - timedelta(days=day.weekday())
        return monday, monday + timedelta(days=6)
    if unit in ("month", "quarter"):
        return _months(day.year, day.month, 1)
    return _year(day.year) if unit == "year" else (day, day)


def _recently(match: re.Match[str], today: date) -> Span:
    return today - timedelta(days=29), today


def _count(text: str | None) -> int:
    word = (text or "1").lower()
    return int(word) if word.isdecimal() else _NUMBERS[word]


_OPTIONAL_YEAR = rf"(?:,?\s+(?:of\s+)?(?P<year>{_Y}))?"
Reader = Callable[[re.Match[str], date], Span]
_READERS: tuple[tuple[str, bool, Reader], ...] = (
    # A pattern, whether it means a time without a preposition before it, and what it means.
    (rf"(?P<y>{_Y})-(?P<m>0[1-9]|1[0-2])(?:-(?P<d>[0-3]\d))?(?![\d.-])", True, _iso),
    (rf"(?P<year>{_Y})-?W(?P<week>\d\d)", True, _numbered_week),
    (rf"week\s+(?P<week>\d{{1,2}}){_OPTIONAL_YEAR}", True, _numbered_week),
    (rf"(?P<day>[0-3]?\d)(?:st|nd|rd|th)?\s+(?:of\s+)?(?P<month>{_M}){_OPTIONAL_YEAR}", True, _dated),
    (rf"(?P<month>{_M})\s+(?P<day>[0-3]?\d)(?:st|nd|rd|th)?(?!\d){_OPTIONAL_YEAR}", True, _dated),
    (rf"(?P<month>{_M}),?\s+(?:of\s+)?(?P<year>{_Y})", True, _month),
    (rf"(?:last|previous)\s+(?P<month>{_M})", True, _past_month),
    (rf"(?P<month>{_M})(?P<year>)", False, _month),
    (rf"q(?P<q>[1-4]){_OPTIONAL_YEAR}", True, _quarter),
    (rf"(?P<q>{'|'.join(_ORDINALS)})\s+quarter{_OPTIONAL_YEAR}", True, _quarter),
    (rf"h(?P<h>[12])\s+(?P<year>{_Y})", True, _half),
    (rf"(?P<h>first|second|1st|2nd)\s+half\s+of\s+(?P<year>{_Y})", True, _half),
    (rf"(?P<season>spring|summer|autumn|fall|winter)\s+(?:of\s+)?(?P<year>{_Y})", True, _season),
    (r"(?P<season>spring|summer|autumn|winter)(?P<year>)", False, _season),
    (rf"(?P<part>early|mid|late)(?:\s+|-)(?:in\s+)?(?P<year>{_Y})", True, _part_of_year),
    (rf"(?P<year>{_Y})(?![\d.-])", False, _in_year),
    (r"(?P<near>today|yesterday)", True, _near_day),
    (rf"(?:(?P<which>last|past|previous)\s+)?(?P<weekday>{'|'.join(_DAYS)})", False, _weekday),
    (r"(?P<which>this|last|previous|current)\s+(?P<unit>week|month|quarter|year)", True, _calendar),
    (rf"(?:last|past|previous)\s+(?:(?P<n>{_N})\s+)?(?P<unit>{_UNIT})s?", True, _rolling),
    (rf"(?P<n>{_N})\s+(?P<unit>{_UNIT})s?\s+ago", True, _ago),
    (r"(?:recently|lately|these days)", True, _recently),
)
_COMPILED = tuple(
    (re.compile(rf"(?<![\w.])(?:the\s+)?{pattern}(?!\w)", re.IGNORECASE), bare, read)
    for pattern, bare, read in _READERS
)


_WEEK_OF = re.compile(r"week\s+(?:of|from|beginning|starting|that began)\s+(?:the\s+)?", re.IGNORECASE)


def read_point(text: str, at: int, today: date, *, introduced: bool) -> tuple[int, Span] | None:
    """The time whose words begin at `at`: where they end, and its days; None if there is none.

    `introduced` says that a preposition stands before it: without one `may` and `2025` are no time.
    """
    if within := _WEEK_OF.match(text, at):
        return _week_of(read_point(text, within.end(), today, introduced=True))
    for pattern, bare, read in _COMPILED:
        match = pattern.match(text, at)
        if match and (bare or introduced):
            try:
                return match.end(), read(match, today)
            except ValueError:
                # 31 June, or a year that no calendar has.
                continue
    return None


def _week_of(point: tuple[int, Span] | None) -> tuple[int, Span] | None:
    """`the week of 5 January`: from its Monday to its Sunday; a longer time has no one week."""
    if not point or point[1][0] != point[1][1]:
        return None
    monday = point[1][0] - timedelta(days=point[1][0].weekday())
    return point[0], (monday, monday + timedelta(days=6))
