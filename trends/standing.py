"""Emerging, growing, steady or fading, and how sure that is."""

from ..domain import Standing, Sureness
from .shares import Growth, Tally

_TOLD = 0.10
"""The false discovery rate at which a change is told: of ten changes told, one may be chance."""
_SURE = 0.01
_NEAR, _WIDE = 1.5, 2.0
"""A topic is surely steady if its whole interval lies within a factor of 1.5 of no change, likely so within 2."""
_HARDLY = 0.25
"""A topic was hardly there if a week as large as this one would have held fewer than this share of the minimum."""


def standing_of(growth: Growth, rate: float, earlier: float, minimum: int) -> tuple[Standing, Sureness]:
    """What the interval allows to say.

    `rate` is the false discovery rate at which the change would be told, among all topics found; `earlier` how many
    papers the topic would have had in a week as large as this one at its earlier share.
    """
    if rate > _TOLD:
        within = max(growth.high, 1 / max(growth.low, 1e-9))
        return "steady", "sure" if within <= _NEAR else "likely" if within <= _WIDE else "unsure"
    sureness: Sureness = "sure" if rate <= _SURE else "likely"
    if growth.ratio < 1:
        return "fading", sureness
    return ("emerging" if earlier < _HARDLY * minimum else "growing"), sureness


def earlier_papers(counts: Tally) -> list[float]:
    """Papers that each topic would have in a week as large as the last at its share in the weeks before, pooled."""
    read, held = counts.by_week()
    before = read[:-1].sum()
    return [float(papers * read[-1] / before) for papers in held[:-1].sum(axis=0)]
