"""Weeks on a line: what lies between observed weeks is a gap, never a slope."""

from collections.abc import Sequence
from datetime import timedelta
from typing import NamedTuple

from ...domain import Trends, week_days

_WIDEST_GAP = 2


class Gap(NamedTuple):
    """Weeks without papers, from `left` to `right` on the line; `weeks` is how many there are."""

    left: float
    right: float
    weeks: int


class Timeline(NamedTuple):
    """`at` gives the place of each observed week; gaps longer than two weeks are drawn two weeks wide."""

    at: dict[str, float]
    gaps: tuple[Gap, ...]

    def stretches(self, weeks: Sequence[str]) -> list[list[str]]:
        """The weeks that may be joined by a line, stretch by stretch."""
        found: list[list[str]] = []
        for week in weeks:
            if found and self.at[week] - self.at[found[-1][-1]] == 1:
                found[-1].append(week)
            else:
                found.append([week])
        return found


def timeline(weeks: Sequence[str]) -> Timeline:
    """The line of the observed `weeks`, in their order in time."""
    ordered = sorted(set(weeks))
    at: dict[str, float] = {}
    gaps: list[Gap] = []
    for before, week in zip([None, *ordered], ordered, strict=False):
        if before is None:
            at[week] = 0.0
            continue
        missing = _weeks_between(before, week)
        width = min(missing, _WIDEST_GAP)
        at[week] = at[before] + width + 1
        if missing:
            gaps.append(Gap(at[before] + 0.5, at[week] - 0.5, missing))
    return Timeline(at, tuple(gaps))


def observed(trends: Trends) -> list[str]:
    """The weeks with papers, oldest first."""
    of_trends = (share.week for trend in trends.trends for share in trend.weeks)
    return sorted({*trends.weeks, *of_trends})


def _weeks_between(before: str, week: str) -> int:
    return max(0, (week_days(week)[0] - week_days(before)[0]) // timedelta(days=7) - 1)
