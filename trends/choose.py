"""Which topics are told as trends: those that move, then the largest, and none that is mostly another."""

from collections.abc import Iterable, Sequence

from .survey import Measured

_RISING, _FADING = 0.5, 0.25
"""The shares of the list that topics on the way up and down may take before the largest have their turn."""
_SHARED = 0.4
"""A topic that shares more of its papers of the week with a chosen one, counted by the smaller of the two, is it."""


def choose(topics: Sequence[Measured], minimum: int, limit: int) -> list[Measured]:
    """At most `limit` topics with `minimum` papers in the week or more: rising, fading, then the rest by size."""
    enough = [topic for topic in topics if topic.papers >= minimum]
    rising = [topic for topic in enough if topic.standing in ("emerging", "growing")]
    fading = [topic for topic in enough if topic.standing == "fading"]
    chosen: list[Measured] = []
    _take(sorted(rising, key=lambda topic: -topic.growth.low), chosen, round(limit * _RISING))
    _take(sorted(fading, key=lambda topic: topic.growth.high), chosen, len(chosen) + round(limit * _FADING))
    _take(sorted(enough, key=lambda topic: -topic.papers), chosen, limit)
    return chosen


def _take(topics: Iterable[Measured], chosen: list[Measured], limit: int) -> None:
    for topic in topics:
        if len(chosen) < limit and not any(_same(topic, other) for other in chosen):
            chosen.append(topic)


def _same(one: Measured, other: Measured) -> bool:
    shared = int((one.members & other.members).sum())
    return shared > _SHARED * min(one.papers, other.papers)
