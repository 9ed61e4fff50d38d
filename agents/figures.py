"""Figures that stand in a sentence and not in what it cites."""

import re

_FIGURE = re.compile(r"(?<![\w.])\d+(?:,\d{3})*(?:\.\d+)?")
_ANY_FIGURE = re.compile(r"\d+(?:,\d{3})*(?:\.\d+)?")
_NUMBERS = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
_COUNTED = r"(?:further |other |new |more )?(?:articles?|items?|stor(?:y|ies)|sources?|papers?|weeks?|outlets?)"
_SPELT_COUNT = re.compile(rf"\b({'|'.join(_NUMBERS)})(?=\s+{_COUNTED}\b)", re.IGNORECASE)


def strange_figures(text: str, known: str, digits: int = 2) -> list[str]:
    """Figures of at least `digits` digits in `text` that are nowhere in `known`, whatever unit follows them.

    `$13bn` is at home with `13 billion`, not with `1.3 billion`.
    """
    at_home = {_bare(figure) for figure in _ANY_FIGURE.findall(known)}
    at_home |= {_bare(figure) for figure in re.findall(r"\d+", known)}
    return [one for one in _FIGURE.findall(text) if len(one) >= digits and _bare(one) not in at_home]


def strange_counts(text: str, known: str) -> list[str]:
    """As `strange_figures`, for sentences that count: single digits as well, and `seven articles` in words."""
    in_digits = _SPELT_COUNT.sub(lambda found: str(_NUMBERS.index(found[1].lower())), text)
    return strange_figures(in_digits, known, digits=1)


def _bare(figure: str) -> str:
    """Without thousands' commas and idle noughts: `04` is 4, `6.0` is 6."""
    whole, _, fraction = figure.replace(",", "").partition(".")
    return ".".join(part for part in (whole.lstrip("0") or "0", fraction.rstrip("0")) if part)
