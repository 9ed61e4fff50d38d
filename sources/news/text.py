"""Titles and summaries as plain text: no markup, no clock in front, no address in place of words."""

import html
import re
from datetime import UTC, datetime

from .dates import DATE_IN_FRONT, calendar_date

LONGEST_TITLE = 240
LONGEST_SUMMARY = 1_200
"""Characters kept: a feed may bring the whole article."""
_READ = 60_000
"""Characters of markup that are looked at."""
# What is not closed runs to the end, as in a browser; so no search is ever made twice.
_DROPPED = re.compile(r"<(script|style)\b.*?(?:</\1\s{0,20}>|\Z)|<!--.*?(?:-->|\Z)", re.DOTALL | re.IGNORECASE)
_TAG = re.compile(r"</?[a-zA-Z!][^<>]{0,4000}>")
_INLINE = re.compile(
    r"</?(?:a|abbr|b|bdi|cite|code|em|font|i|kbd|mark|q|s|small|span|strong|sub|sup|tt|u)(?:\s[^<>]{0,4000})?>",
    re.IGNORECASE,
)
_UNSEEN = re.compile("[\u00ad\u200b\ufeff\ufffd]|[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")
_CLOCK = re.compile(
    r"\s*(?:"
    r"(?:(?:yesterday|today|昨天|今天|前天)\s*)?\d{1,2}[:：]\d{2}(?:[:：]\d{2})?(?:\s*[ap]\.?m\b\.?)?(?:\s+(?:UTC|GMT|[A-Z]{1,2}[SD]T)\b)?"
    r"|(?:\d+|an?)\s+(?:seconds?|secs?|minutes?|mins?|hours?|hrs?|days?)\s+ago\b"
    r"|\d+\s*(?:秒|分钟|小时|天)前|刚刚(?=\s)"
    r")(?:\s*[-–—|·•:：]\s*|\s+|(?=[\u3400-\u9fff「“《【]))",
    re.IGNORECASE,
)
_ADDRESS = re.compile(r"(?:https?://|www\.)\S+", re.IGNORECASE)
_SENTENCE = re.compile(r"(?<=[.!?])\s|(?<=[。！？])")


def plain(markup: str, limit: int = LONGEST_SUMMARY) -> str:
    """The words of a piece of HTML, or of plain text, in one line of at most `limit` characters."""
    text = markup[:_READ]
    # Feeds escape once or twice, so that tags may only show after the first round.
    for _ in range(2):
        text = html.unescape(_TAG.sub(" ", _INLINE.sub("", _DROPPED.sub(" ", text))))
    return cut(" ".join(_UNSEEN.sub("", text).split()), limit)


def cut(text: str, limit: int) -> str:
    """At most `limit` characters, ending at a word where there are spaces, with an ellipsis if something is gone."""
    if len(text) <= limit:
        return text
    head = text[: limit - 1]
    word = head.rfind(" ", limit // 2)
    return (head[:word] if word > 0 else head).rstrip(" ,;:，；：") + "…"


def headline(title: str) -> tuple[str, datetime | None]:
    """The title without clocks and dates in front, and the day that such a date names.

    `08:15 …`, `20 hours ago …`, `3小时前 …`, `2025-08-15 …`. Nothing but that, or an address, is empty.
    """
    day: datetime | None = None
    for _ in range(3):
        if found := _CLOCK.match(title):
            title = title[found.end() :]
        elif (found := DATE_IN_FRONT.match(title)) and (told := calendar_date(found[0])):
            title, day = title[found.end() :], day or datetime(told.year, told.month, told.day, tzinfo=UTC)
    title = title.strip()
    return ("" if _ADDRESS.fullmatch(title) else title), day


def titled(title: str, summary: str) -> tuple[str, str]:
    """Title and summary, each what it should be: no title is made of the summary's first sentence, and a title that
    is a whole paragraph becomes the summary where there is none."""
    if not title:
        title = next((part for part in _SENTENCE.split(summary) if _wordy(part)), "").strip()
    if len(title) > LONGEST_TITLE and not summary:
        summary = title
    short = cut(title, LONGEST_TITLE)
    return short, "" if summary == short else cut(summary, LONGEST_SUMMARY)


def _wordy(text: str) -> bool:
    """Whether something is left of it without addresses."""
    return bool(re.search(r"\w{2}", _ADDRESS.sub("", text)))
