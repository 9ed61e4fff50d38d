"""Puts a newsroom together: archive, engines, sources and clock, from one order."""

import os
import sys
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from ..agents.staff import Staff
from ..domain.news import NewsEdition
from ..engines import Desk, chosen_engine, open_desk
from ..engines.assignment import Engine
from ..engines.budget import Charge
from ..graphs.newsroom import Clock, FetchesNews, FindsForum, Newsroom, Tells, foresee_nothing, tell_nobody
from ..memory import Archive, Calls
from ..samples import sample_days
from ..settings import Settings
from ..sources.arxiv import EDITION
from ..sources.editions import Edition, open_edition
from ..sources.fulltext.reader import TextReader
from ..sources.guard import configured_hosts
from ..sources.http import PoliteClient
from ..sources.news import FEEDS, NONE, SAMPLE, open_news, sample_news
from ..sources.openreview_search import ForumFinder, SavedForums
from .estimate import tell_estimate
from .order import Order, now

_NEWS_PAUSE_S = 1.0
_PATIENCE_S = 15.0

if TYPE_CHECKING:
    from rich.console import Console


@dataclass(frozen=True)
class NewsCounter:
    """What gathering news needs, without an engine."""

    settings: Settings
    archive: Archive
    now: Clock
    fetch_news: FetchesNews


def open_counter(settings: Settings, archive: Archive) -> NewsCounter:
    """For news alone, on an open archive."""
    return NewsCounter(settings, archive, now, partial(fetch_news, settings, archive))


def hire(
    order: Order,
    archive: Archive,
    tell: Tells = tell_nobody,
    out: Path | None = None,
    estimates: "Console | None" = None,
) -> tuple[Newsroom, Desk]:
    """A newsroom for one run on an open archive, and its desk, which counts the calls.

    On `estimates` is told what the run may cost, before the first call.
    """
    settings = order.settings
    calls = Calls(archive.connection, run_id=0)
    month = calls.spent_since(now().replace(day=1, hour=0, minute=0, second=0, microsecond=0))
    spent = Charge(month.tokens, month.usd)
    desk = open_desk(settings, calls, partial(_extractive, archive, calls), os.environ, now, month=spent)
    staff = Staff(desk, settings.agents, settings.engine.paper_chars)
    client = open_client(settings, archive.http_cache)
    room = Newsroom(
        settings=settings,
        archive=archive,
        calls=calls,
        staff=staff,
        fetch=partial(fetch_edition, settings, client),
        reader_for=partial(_reader, settings, client),
        engine_label=engine_label(settings),
        # The extractive engine compares a day's papers with each other, so it takes them all at once.
        triage_batch=sys.maxsize if desk.engine_of("triage") == "extractive" else settings.engine.triage_batch,
        now=now,
        tell=tell,
        foresee=partial(tell_estimate, estimates, settings, staff, desk, month) if estimates else foresee_nothing,
        out=out,
        news=news_of(order),
        fetch_news=partial(fetch_news, settings, archive),
        forums_for=partial(_forums, open_forum_finder(settings, archive.http_cache)),
    )
    return room, desk


def open_client(settings: Settings, cache: Path) -> PoliteClient:
    """The HTTP client for arXiv, with its cache."""
    arxiv = settings.arxiv
    return PoliteClient(
        cache,
        interval_s=arxiv.interval_s,
        timeout_s=arxiv.timeout_s,
        max_bytes=arxiv.max_bytes,
        contact=arxiv.contact,
        clock=now,
        trusted=configured_hosts(settings.model_dump()),
    )


def open_news_client(settings: Settings, cache: Path) -> PoliteClient:
    """The HTTP client for news. A site that is down is not waited for long: there are others, and tomorrow."""
    return PoliteClient(
        cache,
        interval_s=_NEWS_PAUSE_S,
        timeout_s=settings.news.timeout_s,
        max_bytes=settings.news.max_bytes,
        contact=settings.arxiv.contact,
        clock=now,
        trusted=configured_hosts(settings.model_dump()),
        attempts=2,
        longest_wait_s=_PATIENCE_S,
    )


def open_forum_finder(settings: Settings, cache: Path) -> ForumFinder | None:
    """The way to OpenReview, with its cache; None where the settings leave it alone."""
    choice = settings.openreview
    if not choice.enabled:
        return None
    client = PoliteClient(
        cache,
        interval_s=choice.interval_s,
        timeout_s=choice.timeout_s,
        max_bytes=choice.max_bytes,
        contact=settings.arxiv.contact,
        clock=now,
        trusted=configured_hosts(settings.model_dump()),
        attempts=2,
        longest_wait_s=_PATIENCE_S,
    )
    return ForumFinder(client, choice)


def _forums(finder: ForumFinder | None, texts: Path | None) -> FindsForum | None:
    """An edition with texts of its own is read without a network, its forums too; `openreview` lies beside `texts`."""
    if texts is None:
        return finder
    folder = texts.parent / "openreview"
    return SavedForums(folder) if folder.is_dir() else None


def news_of(order: Order) -> str:
    """What news a run takes: as ordered, else the edition's own."""
    if order.news:
        return order.news
    if order.edition == SAMPLE:
        day = order.date or max(sample_days())
        return SAMPLE if day in sample_news() else NONE
    sources = order.settings.news.sources or order.settings.news.hacker_news
    return FEEDS if order.edition == EDITION and sources else NONE


async def fetch_news(settings: Settings, archive: Archive, spec: str, day: date | None) -> NewsEdition:
    """The news called `spec`, of `day` or its newest, without what the archive knows."""
    client = open_news_client(settings, archive.http_cache)
    return await open_news(spec, day, now().date(), settings.news, client, archive.news)


async def fetch_edition(settings: Settings, client: PoliteClient, name: str, day: date | None) -> Edition:
    """The edition called `name`, of `day` or its newest."""
    return await open_edition(name, day, now().date(), settings, client)


def engine_label(settings: Settings) -> str:
    """`extractive`, or `openai · MODEL`."""
    kind = chosen_engine(settings, os.environ)
    return f"{kind} · {settings.engine.model}" if kind == "openai" else kind


def _reader(settings: Settings, client: PoliteClient, local: Path | None) -> TextReader:
    return TextReader(client, settings.arxiv, local)


def _extractive(archive: Archive, calls: Calls) -> Engine:
    from ..engines.extractive import ExtractiveEngine

    def familiar(vectors):  # type: ignore[no-untyped-def]
        return archive.vectors.nearest_similarity(vectors, seen_before=archive.ledger.day_of(calls.run_id))

    return ExtractiveEngine(archive.embedder.embed, familiar)
