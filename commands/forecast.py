"""`paperwire run --dry-run`: what would be called and what it might cost; no model is called."""

import asyncio
import sys
from collections.abc import Mapping, Sequence

from rich.console import Console
from rich.table import Column, Table

from ..graphs.forecast import ForecastRow, forecast
from ..memory import open_archive
from ..settings import Settings
from . import WHOLE
from .estimate import estimated_cost, model_of, row_cost
from .hire import hire
from .order import Order


def print_forecast(order: Order, *, json: bool) -> int:
    """Shows the forecast on stdout."""
    with open_archive(order.folder, write=True) as archive:
        room, desk = hire(order, archive)
        listing = asyncio.run(room.fetch(order.edition, order.date)).listing
        before = archive.ledger.read_elsewhere([e.id for e in listing.entries if hasattr(e, "id")], listing.day)
        told = forecast(order.settings, room.staff, listing, before)
        engines = {row.agent: desk.engine_of(row.agent) for row in told.rows}
    if json:
        sys.stdout.write(told.model_dump_json(indent=2) + "\n")
        return WHOLE
    console = Console(highlight=False)
    console.print(
        f"{listing.day}: {told.announced} announced, {told.scanned} to triage, up to {told.reviewed} to the panel. "
        "No model was called."
    )
    console.print(forecast_table(told.rows, engines, order.settings))
    console.print("Tokens are estimates: triage from its prompts, the panel from a usual paper.")
    return WHOLE


def forecast_table(rows: Sequence[ForecastRow], engines: Mapping[str, str], settings: Settings) -> Table:
    """A row an agent with engine, model, calls, tokens and money, and their sum."""
    table = Table("Agent", "Engine", "Model", *_right("Calls", "Prompt", "Completion", "Cost"))
    asked = [row for row in rows if engines[row.agent] == "openai"]
    for row in rows:
        model = model_of(settings, row.agent) if row in asked else "–"
        cost = row_cost(row, model, settings) if row in asked else 0.0
        table.add_row(row.agent, engines[row.agent], model, *_numbers(row, model), _money(cost))
    total = estimated_cost(asked, settings)
    table.add_row("total", "", "", str(sum(r.calls for r in rows)), "", "", _money(total), style="bold")
    return table


def _right(*names: str) -> list[Column]:
    return [Column(name, justify="right") for name in names]


def _numbers(row: ForecastRow, model: str) -> tuple[str, str, str]:
    if model == "–":
        return str(row.calls), "–", "–"
    return str(row.calls), f"{row.prompt_tokens:,}", f"{row.completion_tokens:,}"


def _money(cost: float | None) -> str:
    return "unknown" if cost is None else f"${cost:.2f}"
