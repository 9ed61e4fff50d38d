"""Figures in words, the same on the terminal, in Markdown and on the page."""

import json
import re
from collections.abc import Mapping

from .records import Spent
from .task import Json

_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069]")


def number(value: float | None, *, signed: bool = False) -> str:
    """Three decimals, or a dash."""
    if value is None:
        return "–"
    return f"{value:+.3f}" if signed else f"{value:.3f}"


def span(low: float | None, high: float | None, *, signed: bool = False) -> str:
    """An interval in brackets, or nothing."""
    return "" if low is None or high is None else f"[{number(low, signed=signed)}, {number(high, signed=signed)}]"


def p_value(p: float | None) -> str:
    if p is None:
        return "–"
    return "< 0.001" if p < 0.001 else f"{p:.3f}"


def money(usd: float | None) -> str:
    return "unknown" if usd is None else f"${usd:.4f}"


def cost(spent: Spent) -> str:
    """Calls, tokens and money of a run."""
    if not (spent.calls or spent.cached):
        return "no model called"
    tokens = spent.usage.prompt_tokens + spent.usage.completion_tokens
    return (
        f"{tokens:,} tokens, {money(spent.cost)} ({spent.calls} calls in the last sitting, {money(spent.paid)}; "
        f"{spent.cached} replies kept from before)"
    )


def kinds(errors: Mapping[str, int]) -> str:
    """`3 garbage, 1 truncated`."""
    return ", ".join(f"{count} {kind}" for kind, count in errors.items())


def shown(output: Json | None, length: int) -> str:
    """An output, cut to `length` characters; control characters are taken out, since models write them too."""
    text = "no answer" if output is None else json.dumps(output, ensure_ascii=False, indent=None)
    text = _CONTROL.sub(" ", text)
    return text if len(text) <= length else f"{text[: length - 1]}…"
