"""The estimate on stderr before the first call: what the run will ask, and what that may cost."""

import os
from collections.abc import Sequence

from rich.console import Console

from ..agents.staff import Staff
from ..domain import Paper, Usage
from ..engines import Desk
from ..engines.prices import cost_usd
from ..engines.server import is_local
from ..graphs.forecast import ForecastRow, forecast_rows
from ..memory.calls import Spent
from ..settings import Settings


def tell_estimate(
    errors: Console, settings: Settings, staff: Staff, desk: Desk, month: Spent, asked: Sequence[Paper], read: int
) -> None:
    """One line on calls, tokens and money if a model is to be asked, and one where the budget will not do.

    `asked` are the papers without scores, `read` is how many may be chosen from for the panel.
    """
    tell_rows(errors, settings, desk, month, forecast_rows(settings, staff, asked, read))


def tell_rows(errors: Console, settings: Settings, desk: Desk, month: Spent, agents: Sequence[ForecastRow]) -> None:
    """The same of agents whose calls are counted already."""
    rows = [row for row in agents if row.calls and desk.engine_of(row.agent) == "openai"]
    if not rows:
        return
    calls = sum(row.calls for row in rows)
    tokens = sum(row.prompt_tokens + row.completion_tokens for row in rows)
    cost = estimated_cost(rows, settings)
    errors.print(f"paperwire: up to {calls} calls, about {tokens:,} tokens, {_money(cost, settings)}.", markup=False)
    if over := _over(settings, month, tokens, cost):
        errors.print(f"paperwire: {over}; what does not fit is put off and comes first tomorrow.", markup=False)
    if settings.budget.month_usd and month.unpriced:
        unknown = "calls of this month have no known price and do not count towards budget.month_usd"
        errors.print(f"paperwire: {month.unpriced} {unknown}.", markup=False)


def estimated_cost(rows: Sequence[ForecastRow], settings: Settings) -> float | None:
    """US dollars; None as soon as one price is unknown."""
    costs = [row_cost(row, model_of(settings, row.agent), settings) for row in rows]
    return None if None in costs else sum(cost for cost in costs if cost is not None)


def model_of(settings: Settings, agent: str) -> str:
    """The model that an agent asks."""
    own = settings.agents.get(agent)
    return (own and own.model) or settings.engine.model


def row_cost(row: ForecastRow, model: str, settings: Settings) -> float | None:
    """US dollars of an agent's calls; None where the price is unknown."""
    usage = Usage(prompt_tokens=row.prompt_tokens, completion_tokens=row.completion_tokens)
    return cost_usd(model, _base_url(settings), usage)


def _base_url(settings: Settings) -> str:
    return settings.engine.base_url or os.environ.get("OPENAI_BASE_URL", "")


def _money(cost: float | None, settings: Settings) -> str:
    if cost is not None:
        return f"about ${cost:.2f}"
    return "on a server of yours" if is_local(_base_url(settings)) else "price unknown"


def _over(settings: Settings, month: Spent, tokens: int, cost: float | None) -> str:
    budget = settings.budget
    if 0 < budget.tokens < tokens:
        return f"that is more than budget.tokens ({budget.tokens:,})"
    if cost is not None and 0 < budget.usd < cost:
        return f"that is more than budget.usd (${budget.usd:.2f})"
    if 0 < budget.month_tokens < month.tokens + tokens:
        return f"with {month.tokens:,} spent this month that crosses budget.month_tokens ({budget.month_tokens:,})"
    if cost is not None and 0 < budget.month_usd < month.usd + cost:
        return f"with ${month.usd:.2f} spent this month that crosses budget.month_usd (${budget.month_usd:.2f})"
    return ""
