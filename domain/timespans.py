"""A question and a day, turned into windows: `since March`, `between 3 and 9 May`, `what changed last week`."""

import re
from datetime import date, datetime, timedelta

from .timewords import Span, back, read_point
from .window import Sense, TimeReading, Window

_BETWEEN = re.compile(r"(?:between|from)\s+", re.IGNORECASE)
_TO = re.compile(r"\s*(?:and|to|until|till|through|–|-)\s+", re.IGNORECASE)
_LEAD = re.compile(
    r"(?P<how>since|after|from|before|prior to|until|till|up to|by|"
    r"(?:what|how) about|"
    r"in|during|within|on|over|of|for|at|around|throughout|as of|versus|vs\.?|(?:compared|relative) (?:to|with)|than)"
    r"\s+(?:the\s+)?",
    re.IGNORECASE,
)
_ONWARDS = re.compile(r"\s+(?:on|onwards?)\b(?!\s+\w)", re.IGNORECASE)
_WORD = re.compile(r"(?<![\w.])[\w“\"'(]")
CHANGE = re.compile(
    r"\bwhat(?:'s|\s+has|\s+have|\s+is|\s+are)?\s+(?:changed|different|shifted|moved)\b|"
    r"\bhow\s+(?:has|have|did|does|do|is|are)\b.{0,80}\b(?:chang\w+|evolv\w+|shift\w*|mov(?:ed|ing)|develop\w*)\b|"
    r"\b(?:changes?|shifts?|trends?|evolution|development)\s+(?:in|of|on|since|over|between)\b|"
    r"\b(?:compared|relative)\s+(?:to|with)\s+(?:the\s+)?(?:last|previous|past)\b|"
    r"\b(?:more|less|fewer)\b.{0,60}\bthan\s+(?:last|the\s+previous|in)\b",
    re.IGNORECASE,
)
_PUBLISHED = re.compile(r"\b(?:published|appeared|came out|submitted|released|posted|written)\b", re.IGNORECASE)
_SEEN = re.compile(
    r"\byou\b(?:\s+\w+)?\s+(?:told?|tell|showe?d?n?|reported?|read|sees?|saw|seen|found|find|review\w*|reject\w*|"
    r"accept\w*|select\w*|pick\w*|mention\w*|recommend\w*|gave|give|given|dropp?e?d?|filter\w*|scored?|rated?|scann?e?d?|"
    r"shortlist\w*|defer\w*|discard\w*|predict\w*|forecast\w*|expect\w*)\b|"
    r"\b(?:were|was|been|got|get)\s+(?:reviewed|selected|picked|rejected|accepted|deferred|filtered|shortlisted|scored|"
    r"scanned|read)\b|"
    r"\b(?:weekly|digests?|announce\w*|seen|in your (?:reading|archive))\b",
    re.IGNORECASE,
)
_HELD_AGAINST = re.compile(r"(?:versus|vs\.?|compared|relative|than)\b", re.IGNORECASE)
_USUAL = timedelta(days=30)


def read_time(question: str, now: datetime) -> TimeReading:
    """The windows that a question names, by the UTC day of `now`; a question of change has a baseline and a recent one.

    Without a year a month is the latest one begun; weeks begin on Monday; the baseline is as long as the recent window
    and ends where that begins, unless the question names both.
    """
    today = now.date()
    sense: Sense = "seen" if _SEEN.search(question) and not _PUBLISHED.search(question) else "published"
    found, rest = _windows(question, today, sense)
    if is_change(question) and len(found) < 3:
        found = _split(found, today, sense)
    return TimeReading(windows=tuple(sorted(found, key=_order)), rest=rest)


def is_change(question: str) -> bool:
    """Whether it asks what is different now from before."""
    return bool(CHANGE.search(question))


def _windows(question: str, today: date, sense: Sense) -> tuple[list[Window], str]:
    found: list[Window] = []
    kept, at = [], 0
    for start in _WORD.finditer(question):
        read = _phrase(question, start.start(), today) if start.start() >= at else None
        if read:
            end, first, last = read
            words = question[start.start() : end].strip()
            found.append(Window(first=first, last=last, sense=sense, words=words))
            kept.append(question[at : start.start()])
            at = end
    rest = "".join([*kept, question[at:]])
    return found, re.sub(r"\s+([?.,;!])", r"\1", " ".join(rest.split()))


def _phrase(text: str, at: int, today: date) -> tuple[int, date | None, date | None] | None:
    """Where the time that begins at `at` ends, and its days."""
    pair = _pair(text, at, today)
    if pair:
        return pair
    lead = _LEAD.match(text, at)
    point = read_point(text, lead.end() if lead else at, today, introduced=bool(lead))
    if not point:
        return None
    end, span = point
    onwards = _ONWARDS.match(text, end)
    first, last = _bounded(lead["how"].lower() if lead else "in", span, today)
    return (onwards.end() if onwards else end), first, last


def _pair(text: str, at: int, today: date) -> tuple[int, date, date] | None:
    lead = _BETWEEN.match(text, at)
    if not lead:
        return None
    second = None
    first = read_point(text, lead.end(), today, introduced=True)
    if first:
        joined = _TO.match(text, first[0])
        second = read_point(text, joined.end(), today, introduced=True) if joined else None
    else:
        # `between 3 and 9 May`: the month stands with the second day only.
        number = re.match(r"(\d{1,2})(?:st|nd|rd|th)?", text[lead.end() :])
        joined = _TO.match(text, lead.end() + number.end()) if number else None
        second = read_point(text, joined.end(), today, introduced=True) if joined else None
        if number and second and 1 <= int(number[1]) <= second[1][0].day:
            start = second[1][0].replace(day=int(number[1]))
            first = (0, (start, start))
    if not first or not second:
        return None
    return second[0], _not_after(first[1][0], second[1][0]), second[1][1]


def _not_after(first: date, second: date) -> date:
    """`from October to March 2025`: a year that only the second has makes the first the one before it."""
    if first <= second:
        return first
    years = second.year - first.year - (first.replace(year=second.year) > second)
    return first.replace(year=first.year + years)


def _bounded(how: str, span: Span, today: date) -> tuple[date | None, date | None]:
    first, last = span
    one = timedelta(days=1)
    match how:
        case "since" | "from" | "as of":
            return first, max(today, first)
        case "after":
            return last + one, max(today, last + one)
        case "before" | "prior to":
            return None, first - one
        case "until" | "till" | "up to" | "by":
            return None, last
    return first, last


def _split(found: list[Window], today: date, sense: Sense) -> list[Window]:
    """The recent window and the baseline before it."""
    if len(found) == 2:
        early, late = sorted(found, key=_order)
        return [early.model_copy(update={"role": "baseline"}), late.model_copy(update={"role": "recent"})]
    recent = found[0] if found else Window(first=today - _USUAL + timedelta(days=1), last=today, sense=sense)
    first, last = recent.first, recent.last or today
    if first is None or _HELD_AGAINST.match(recent.words):
        # `compared with last month`, `until May`: the time named is what today is held against.
        baseline = recent
        recent = Window(first=last + timedelta(days=1), last=max(today, last + timedelta(days=1)), sense=sense)
    else:
        baseline = Window(first=_as_long_before(first, last), last=first - timedelta(days=1), sense=sense)
    return [baseline.model_copy(update={"role": "baseline"}), recent.model_copy(update={"role": "recent"})]


def _as_long_before(first: date, last: date) -> date:
    """Where a stretch of the same length begins that ends where this one starts; whole months stay whole."""
    if first.day == 1 and (last + timedelta(days=1)).day == 1:
        months = (last.year - first.year) * 12 + last.month - first.month + 1
        return back(first, months, "month")
    return first - timedelta(days=1) - (last - first)


def _order(window: Window) -> tuple[date, date]:
    return window.first or date.min, window.last or date.max
