"""`paperwire run --dry-run`: what would be called and what it might cost; no model is called."""

import asyncio
import os
import sys
from collections.abc import Mapping

from rich.console import Console
from rich.table import Column, Table

from ..domain import Usage
from ..engines.prices import cost_usd
from ..graphs.forecast import Forecast, ForecastRow, forecast
from ..memory import open_archive
from ..settings import Settings
from . import WHOLE
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
    console.print(_table(told, engines, order.settings))
    console.print("Tokens are estimates: triage from its prompts, the panel from a usual paper.")
    return WHOLE


def _table(told: Forecast, engines: Mapping[str, str], settings: Settings) -> Table:
    table = Table("Agent", "Engine", "Model", *_right("Calls", "Prompt", "Completion", "Cost"))
    costs = []
    for row in told.rows:
        model = _model(settings, row.agent) if engines[row.agent] == "openai" else "–"
        cost = _cost(row, model, settings) if model != "–" else 0.0
        costs.append(cost)
        table.add_row(row.agent, engines[row.agent], model, *_numbers(row, model), _money(cost))
    total = None if None in costs else sum(cost for cost in costs if cost is not None)
    table.add_row("total", "", "", str(sum(r.calls for r in told.rows)), "", "", _money(total), style="bold")
    return table


def _right(*names: str) -> list[Column]:
    return [Column(name, justify="right") for name in names]


def _numbers(row: ForecastRow, model: str) -> tuple[str, str, str]:
    if model == "–":
        return str(row.calls), "–", "–"
    return str(row.calls), f"{row.prompt_tokens:,}", f"{row.completion_tokens:,}"


def _model(settings: Settings, agent: str) -> str:
    own = settings.agents.get(agent)
    return (own and own.model) or settings.engine.model


def _cost(row: ForecastRow, model: str, settings: Settings) -> float | None:
    usage = Usage(prompt_tokens=row.prompt_tokens, completion_tokens=row.completion_tokens)
    base_url = settings.engine.base_url or os.environ.get("OPENAI_BASE_URL", "")
    return cost_usd(model, base_url, usage)


def _money(cost: float | None) -> str:
    return "unknown" if cost is None else f"${cost:.2f}"
