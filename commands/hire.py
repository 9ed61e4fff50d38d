"""Puts a newsroom together: archive, engines, sources and clock, from one order."""

import os
import sys
from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from ..agents.staff import Staff
from ..engines import Desk, chosen_engine, open_desk
from ..engines.assignment import Engine
from ..engines.budget import Charge
from ..graphs.newsroom import Newsroom, Tells, foresee_nothing, tell_nobody
from ..memory import Archive, Calls
from ..settings import Settings
from ..sources.editions import Edition, open_edition
from ..sources.fulltext.reader import TextReader
from ..sources.guard import configured_hosts
from ..sources.http import PoliteClient
from .estimate import tell_estimate
from .order import Order, now

if TYPE_CHECKING:
    from rich.console import Console


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
