"""`paperwire weekly --dry-run`: what would be called and what it might cost; no model is called."""

import asyncio
import json as jsonlib
import sys

from rich.console import Console

from ..graphs.week_forecast import forecast_week
from ..memory import Archive
from . import WHOLE
from .forecast import forecast_table
from .hire import hire
from .order import Order
from .week_days import Offer


def print_week_forecast(order: Order, archive: Archive, week: str, days: Offer, *, json: bool) -> int:
    """Shows the forecast on stdout; days that are still to be read come with forecasts of their own."""
    room, desk = hire(order, archive)
    topics, rows = asyncio.run(forecast_week(room, week))
    if json:
        told = {
            "week": week,
            "open_days": [str(day) for day in days],
            "topics": topics,
            "rows": [row.model_dump() for row in rows],
        }
        sys.stdout.write(jsonlib.dumps(told, indent=2) + "\n")
        return WHOLE
    console = Console(highlight=False)
    console.print(f"{week}: {topics} news topics for three analysts each. No model was called.")
    if days:
        named = ", ".join(str(day) for day in days)
        console.print(f"Read first, with their news: {named}; `paperwire run --dry-run --date` tells what a day asks.")
    console.print(forecast_table(rows, {row.agent: desk.engine_of(row.agent) for row in rows}, order.settings))
    console.print("Tokens are estimates: analysts from their prompts, editors from a usual week.")
    return WHOLE
