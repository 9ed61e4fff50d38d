"""Stretches of days that a question is about."""

from datetime import date
from typing import Literal

from .noun import Noun

Sense = Literal["published", "seen"]
"""Published: when arXiv or the press had it. Seen: when Paperwire first read it and told of it."""
Role = Literal["asked", "baseline", "recent"]


class Window(Noun):
    """Days from `first` to `last`, both included, None where open; `words` are the question's own, empty if implied."""

    first: date | None = None
    last: date | None = None
    sense: Sense = "published"
    role: Role = "asked"
    words: str = ""

    def holds(self, day: date) -> bool:
        """Whether the day lies within."""
        return (self.first is None or self.first <= day) and (self.last is None or day <= self.last)

    @property
    def told(self) -> str:
        """`published 1 March 2026 to 21 November 2026`."""
        return f"{self.sense} {span_told(self.first, self.last)}"


class TimeReading(Noun):
    """The windows of a question, earliest first, and what is left of it without their words."""

    windows: tuple[Window, ...] = ()
    rest: str


def day_told(day: date) -> str:
    """`1 March 2026`."""
    return f"{day.day} {day:%B %Y}"


def span_told(first: date | None, last: date | None) -> str:
    """`1 March 2026 to 4 March 2026`, `since …`, `until …`, or `at any time`."""
    if first and last:
        return day_told(first) if first == last else f"{day_told(first)} to {day_told(last)}"
    if first:
        return f"since {day_told(first)}"
    return f"until {day_told(last)}" if last else "at any time"
