"""How large a topic is, week by week and against the weeks before, and how far that can be trusted."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from ..domain import WeekShare
from ..memory.weeks import WeekOfPapers

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Flags = NDArray[np.bool_]
    Numbers = NDArray[np.float64]

_Z95 = 1.959964
_USUAL, _WEIGHT = 1.1, 30.0
"""The spread that days of arXiv have, and for how many degrees of freedom it counts where there are few."""


@dataclass(frozen=True)
class Tally:
    """Papers of each topic, by day: `held` (days, topics), `read` (days,), and the place of each day's week."""

    weeks: tuple[str, ...]
    days: tuple[date, ...]
    week_at: "NDArray[np.int64]"
    read: "Numbers"
    held: "Numbers"

    def by_week(self) -> "tuple[Numbers, Numbers]":
        """The same by week: `read` (weeks,) and `held` (weeks, topics)."""
        import numpy as np

        read, held = np.zeros(len(self.weeks)), np.zeros((len(self.weeks), self.held.shape[1]))
        np.add.at(read, self.week_at, self.read)
        np.add.at(held, self.week_at, self.held)
        return read, held


@dataclass(frozen=True)
class Growth:
    """This week's share over that of the earlier weeks, its 95% interval, and the two-sided p of no change."""

    ratio: float
    low: float
    high: float
    p: float


def tally(weeks: Sequence[WeekOfPapers], flags: Sequence["Flags"]) -> Tally:
    """Counts by day; `flags` has for each week the membership (n, topics) of its papers."""
    import numpy as np

    days = [(place, day) for place, week in enumerate(weeks) for day in sorted(set(week.days))]
    read, held = np.zeros(len(days)), np.zeros((len(days), flags[0].shape[1]))
    row_of = {pair: row for row, pair in enumerate(days)}
    for place, (week, flag) in enumerate(zip(weeks, flags, strict=True)):
        rows = np.array([row_of[place, day] for day in week.days])
        np.add.at(read, rows, 1)
        np.add.at(held, rows, flag)
    week_at = np.array([place for place, _ in days])
    return Tally(tuple(week.week for week in weeks), tuple(day for _, day in days), week_at, read, held)


def week_shares(counts: Tally, topic: int) -> tuple[WeekShare, ...]:
    """The topic's share in every week with Wilson's 95% interval, oldest first."""
    read, held = counts.by_week()
    return tuple(
        _share(week, int(papers), int(of)) for week, papers, of in zip(counts.weeks, held[:, topic], read, strict=True)
    )


def _share(week: str, papers: int, of: int) -> WeekShare:
    low, high = wilson(papers, of)
    return WeekShare(week=week, papers=papers, of=of, share=papers / of, low=low, high=high)


def wilson(hits: int, of: int, z: float = _Z95) -> tuple[float, float]:
    """Wilson's interval of a share, 95% unless told."""
    share, square = hits / of, z * z
    middle = (share + square / (2 * of)) / (1 + square / of)
    half = z * (share * (1 - share) / of + square / (4 * of * of)) ** 0.5 / (1 + square / of)
    return max(0.0, middle - half), min(1.0, middle + half)


def day_spread(counts: Tally) -> float:
    """How much more the shares of days of one week scatter than papers drawn one by one would: a variance ratio, >= 1.

    Days are the clusters: papers of a day come together (workshops, deadlines). A week has too few days to see that
    topic by topic, so it is estimated from all topics at once (Pearson's chi-square over its degrees of freedom).
    """
    import numpy as np

    read, held = counts.by_week()
    shares = held / read[:, None]
    expected = counts.read[:, None] * shares[counts.week_at]
    variance = expected * (1 - shares[counts.week_at])
    seen = expected >= 1
    square = np.where(seen, (counts.held - expected) ** 2 / np.where(variance > 0, variance, 1), 0).sum()
    days, weeks = np.bincount(counts.week_at), len(read)
    freedom = float(sum(seen[counts.week_at == week].sum() * (1 - 1 / days[week]) for week in range(weeks)))
    return max(1.0, (float(square) + _USUAL * _WEIGHT) / (freedom + _WEIGHT))


def growths(counts: Tally, spread: float) -> list[Growth]:
    """Each topic's growth: the last week against all before, pooled; Katz's interval of the log ratio with half a
    paper added (Jeffreys), its variance multiplied by `spread`."""
    read, held = counts.by_week()
    return [
        _growth(float(now), float(read[-1]), float(before), float(read[:-1].sum()), spread)
        for now, before in zip(held[-1], held[:-1].sum(axis=0), strict=True)
    ]


def _growth(now: float, of_now: float, before: float, of_before: float, spread: float) -> Growth:
    from math import erfc, exp, log, sqrt

    ratio = log((now + 0.5) / (of_now + 1)) - log((before + 0.5) / (of_before + 1))
    variance = 1 / (now + 0.5) - 1 / (of_now + 1) + 1 / (before + 0.5) - 1 / (of_before + 1)
    error = sqrt(max(variance, 1e-12) * spread)
    return Growth(exp(ratio), exp(ratio - _Z95 * error), exp(ratio + _Z95 * error), erfc(abs(ratio) / error / sqrt(2)))


def adjusted(ps: Sequence[float]) -> list[float]:
    """Benjamini and Hochberg's adjusted p of each: the false discovery rate at which it would be told."""
    order = sorted(range(len(ps)), key=lambda place: -ps[place])
    found, least = [0.0] * len(ps), 1.0
    for rank, place in enumerate(order):
        least = min(least, ps[place] * len(ps) / (len(ps) - rank))
        found[place] = least
    return found
