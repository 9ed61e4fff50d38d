"""Hacker News through Algolia's search: https://hn.algolia.com/api"""

import json
from datetime import UTC, date, datetime, timedelta
from typing import Any
from urllib.parse import urlencode

from ...domain.errors import SourceError
from .raw import RawItem
from .text import LONGEST_TITLE, plain

SOURCE = "Hacker News"
CHANNEL = "hacker-news"
_DISCUSSION = "https://news.ycombinator.com/item?id="
_BACK = timedelta(days=2)
"""Stories gather votes for a day or two; those of earlier editions are known by then."""
_MOST = 1000
"""What the search gives at most."""


def search_url(base: str, points: int, day: date) -> str:
    """The search for what was submitted up to the end of `day` (UTC) and has at least `points` votes."""
    end = datetime(day.year, day.month, day.day, tzinfo=UTC) + timedelta(days=1)
    first = int((end - timedelta(days=1) - _BACK).timestamp())
    filters = f"created_at_i>={first},created_at_i<{int(end.timestamp())},points>={points}"
    return f"{base}?{urlencode({'tags': 'story', 'numericFilters': filters, 'hitsPerPage': _MOST})}"


def parse_hits(content: bytes) -> tuple[tuple[RawItem, ...], int]:
    """The stories of a search's answer, and how many hits could not be read.

    Raises:
        SourceError: it is no such answer.
    """
    try:
        answer = json.loads(content)
        hits = answer["hits"]
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise SourceError("no answer of Algolia's search", "Check `hacker_news_url` under [news].") from error
    if not isinstance(hits, list):
        raise SourceError("no answer of Algolia's search", "Check `hacker_news_url` under [news].")
    items = [item for item in map(_item, hits) if item]
    return tuple(items), len(hits) - len(items)


def _item(hit: Any) -> RawItem | None:
    if not isinstance(hit, dict) or not isinstance(hit.get("title"), str):
        return None
    url = hit.get("url")
    return RawItem(
        title=plain(hit["title"], 4 * LONGEST_TITLE),
        summary=plain(hit["story_text"]) if isinstance(hit.get("story_text"), str) else "",
        # Questions to the readers have no page but their own.
        url=url if isinstance(url, str) and url else f"{_DISCUSSION}{hit.get('objectID', '')}",
        source=SOURCE,
        channel=CHANNEL,
        published=_submitted(hit.get("created_at_i")),
        points=_count(hit.get("points")),
    )


def _submitted(seconds: Any) -> datetime | None:
    try:
        return datetime.fromtimestamp(seconds, UTC)
    except (TypeError, ValueError, OverflowError, OSError):
        return None


def _count(value: Any) -> int | None:
    return value if isinstance(value, int) and not isinstance(value, bool) else None
