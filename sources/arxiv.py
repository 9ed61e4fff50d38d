"""A day of arXiv: from its RSS feed while that is of the day, from its API afterwards."""

import re
from datetime import date, timedelta

from ..domain import Listing, Paper, Unreadable
from ..domain.errors import SourceError
from ..settings import Settings
from .api_pages import fetch_window
from .arxiv_rss import parse_rss
from .http import PoliteClient
from .schedule import is_announcement_day, latest_announcement, submission_window

EDITION = "arxiv"
FEED_LIMIT = 2000
"""Rows an RSS feed holds at most: https://info.arxiv.org/help/rss.html"""
_CATEGORY = re.compile(r"[a-z]+(?:-[a-z]+)?(?:\.[A-Za-z-]+)?")


async def fetch_day(day: date, today: date, settings: Settings, client: PoliteClient) -> Listing:
    """What arXiv announced on `day` in `settings.categories`; both days are UTC.

    The RSS feed tells new papers, cross-lists and replacements apart, but holds one day only. Of other days the API
    gives what was submitted in time for them (see `schedule.submission_window`): there a paper counts as cross-list
    when its primary category is not one of the reader's, and replacements are not listed. A day without announcement
    gives an empty listing with a notice. Rows that the API counts but does not deliver stand as unreadable ones.

    Raises:
        SourceError: arXiv cannot be reached or understood, the day lies ahead, or `categories` are no categories.
    """
    _check(settings.categories, day, today)
    if not is_announcement_day(day):
        return _listing(
            day, [], [f"arXiv announces nothing on weekends; the last listing is of {latest_announcement(day)}."]
        )
    notices: list[str] = []
    # Until midnight in New York the feed is still of the day before.
    if (today - day).days <= 1:
        entries, feed_day = await _feed(settings, client)
        if feed_day == day:
            return _listing(day, entries, _feed_notices(day, entries))
        notices.append(f"arXiv's feed is of {feed_day or 'an unknown day'}, so {day} was read from the API.")
    found, told = await fetch_window(submission_window(day), settings, client)
    notices.append("The API lists new submissions: replacements and later cross-lists are not among them.")
    return _listing(day, [_announced(entry, settings.categories) for entry in found], notices + told)


def _check(categories: tuple[str, ...], day: date, today: date) -> None:
    if day > today:
        raise SourceError(f"{day} lies ahead: arXiv has not announced it.", f"Ask for {today} or earlier with --date.")
    wrong = [category for category in categories if not _CATEGORY.fullmatch(category)]
    if wrong or not categories:
        raise SourceError(f"Not categories of arXiv: {wrong or 'none are set'}.", 'Set `categories`, as in ["cs.LG"].')


async def _feed(settings: Settings, client: PoliteClient) -> tuple[list[Paper | Unreadable], date | None]:
    url = f"{settings.arxiv.rss_url.rstrip('/')}/{'+'.join(settings.categories)}"
    # Always asked for anew: the same address serves another day tomorrow.
    return parse_rss((await client.get(url, fresh_for=timedelta(0))).content)


def _feed_notices(day: date, entries: list[Paper | Unreadable]) -> list[str]:
    if not entries:
        return [f"arXiv's feed of {day} is empty: it announced nothing in these categories, as on holidays."]
    if len(entries) >= FEED_LIMIT:
        return [f"arXiv's feed holds {len(entries)} rows, its limit: some may be missing. Ask for fewer `categories`."]
    return []


def _announced(entry: Paper | Unreadable, categories: tuple[str, ...]) -> Paper | Unreadable:
    if isinstance(entry, Unreadable) or not entry.categories:
        return entry
    primary = entry.categories[0]
    own = any(primary == category or primary.startswith(f"{category}.") for category in categories)
    return entry if own else entry.model_copy(update={"announcement": "cross"})


def _listing(day: date, entries: list[Paper | Unreadable], notices: list[str]) -> Listing:
    return Listing(day=day, edition=EDITION, entries=tuple(entries), notices=tuple(notices))
