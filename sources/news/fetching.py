"""Feeds and Hacker News over the network: every site at once, each site politely, no failure stopping the others."""

import asyncio
from collections.abc import Callable
from datetime import date, timedelta

from ...domain.errors import SettingsError, SourceError
from ...settings import News, NewsSource
from ..http import PoliteClient
from .feed import parse_feed
from .hacker_news import SOURCE, parse_hits, search_url
from .raw import Answer, RawItem

Parses = Callable[[bytes], tuple[tuple[RawItem, ...], int]]
_ALWAYS_ASK = timedelta(0)
_PARSING_S = 30.0


def wanted(settings: News) -> tuple[str, ...]:
    """The names of the sources that the settings ask for."""
    return (*(source.name for source in settings.sources), *((SOURCE,) if settings.hacker_news else ()))


async def fetch_news(settings: News, day: date, client: PoliteClient) -> list[Answer]:
    """What every source gave, in the order of the settings; those that failed say why.

    Raises:
        SettingsError: there are no sources.
    """
    asked = [_feed(source, client) for source in settings.sources]
    if settings.hacker_news:
        url = search_url(settings.hacker_news_url, settings.hacker_news_points, day)
        asked.append(_ask(SOURCE, url, client, parse_hits))
    if not asked:
        raise SettingsError("There are no news sources.", "Name some as [[news.sources]], or set `hacker_news` there.")
    return await asyncio.gather(*asked)


async def _feed(source: NewsSource, client: PoliteClient) -> Answer:
    def parse(content: bytes) -> tuple[tuple[RawItem, ...], int]:
        return parse_feed(content, source.name, source.url, trusted=source.about_ai), 0

    return await _ask(source.name, source.url, client, parse)


async def _ask(source: str, url: str, client: PoliteClient, parse: Parses) -> Answer:
    try:
        fetched = await client.get(url, fresh_for=_ALWAYS_ASK)
        # Off the loop, so that a large feed holds up no other; given up if it takes for ever.
        items, spoilt = await asyncio.wait_for(asyncio.to_thread(parse, fetched.content), _PARSING_S)
    except SourceError as error:
        return Answer(source, url, problem=error.message)
    except TimeoutError:
        return Answer(source, url, problem=f"It could not be read within {_PARSING_S:g} seconds.")
    return Answer(source, url, items, spoilt=spoilt)
