"""`paperwire news`: fetches and keeps the news, and accounts for every source and item."""

import asyncio
import json as jsonlib
import sys
from collections.abc import Sequence
from datetime import date

from rich.console import Console
from rich.table import Table
from rich.text import Text

from ..domain.news import NewsEdition, NewsItem
from ..graphs.news import NewsDesk, take_news, told_failures
from ..memory import open_archive
from ..sources.news import news_days
from . import INCOMPLETE, NOTHING_SELECTED, WHOLE
from .hire import open_counter
from .order import Order


def gather(order: Order, *, quiet: bool, json: bool) -> int:
    """Takes the news of the day, or of every day of a folder, and tells what came of it.

    0 if every source answered, 3 if they did and nothing was new, 4 if some failed.

    Raises:
        PaperwireError: there is no such edition, or every source failed; what was kept before stays.
    """
    days: Sequence[date | None] = [order.date] if order.date else news_days(order.edition) or [None]
    with open_archive(order.folder, write=True) as archive:
        editions = asyncio.run(_take(open_counter(order.settings, archive), order.edition, days))
    if json:
        sys.stdout.write(jsonlib.dumps({"days": [_as_json(one) for one in editions]}, indent=2) + "\n")
    else:
        for one in editions:
            _tell(one, Console(highlight=False), brief=quiet or len(editions) > 1)
    errors = Console(stderr=True, highlight=False)
    for one in editions:
        for line in told_failures(one.outcomes):
            errors.print(f"paperwire: {one.day}: {line}", markup=False, soft_wrap=True)
    return exit_code(editions)


def exit_code(editions: Sequence[NewsEdition]) -> int:
    """The code for news of these days."""
    if any(outcome.state == "failed" for one in editions for outcome in one.outcomes):
        return INCOMPLETE
    return WHOLE if any(one.items for one in editions) else NOTHING_SELECTED


async def _take(room: NewsDesk, spec: str, days: Sequence[date | None]) -> list[NewsEdition]:
    """In order: what a day brought is known on the next."""
    return [await take_news(room, spec, day) for day in days]


def _as_json(edition: NewsEdition) -> dict[str, object]:
    return edition.model_dump(mode="json", exclude={"aside"})


def _tell(edition: NewsEdition, console: Console, *, brief: bool) -> None:
    held = sum(outcome.items for outcome in edition.outcomes)
    sources = len(edition.outcomes)
    console.print(
        f"{edition.day}  {len(edition.items)} new of {held} items from {sources} sources ({edition.edition})",
        markup=False,
        soft_wrap=True,
    )
    if brief:
        return
    console.print(_sources(edition))
    for one in edition.left_out:
        console.print(f"  {one.items:4} left out: {one.reason}", markup=False, soft_wrap=True)
    console.print()
    for item in edition.items:
        console.print(_headline(item), soft_wrap=True)


def _sources(edition: NewsEdition) -> Table:
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0))
    for name, justify in (("source", "left"), ("state", "left"), ("items", "right"), ("new", "right"), ("", "left")):
        table.add_column(name, justify=justify)  # type: ignore[arg-type]
    for one in edition.outcomes:
        cells = (one.source, one.state, str(one.items), str(one.fresh), one.reason)
        table.add_row(*(Text(_shown(cell)) for cell in cells))
    return table


def _headline(item: NewsItem) -> Text:
    votes = f" · {item.points} points" if item.points is not None else ""
    return Text(_shown(f"· {item.title} ({item.source}{votes})\n  {item.url}"))


def _shown(text: str) -> str:
    """Without control characters: a headline must not steer the terminal."""
    return "".join(c for c in text if c == "\n" or c.isprintable())
