"""Stories out of items: which of them tell one event, and how that is told to a reader."""

from collections import Counter
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from ..domain.news import NewsItem, Story
from .grouping import group
from .pairs import weigh_pairs
from .reading import Reading
from .weights import MARGIN, WEIGHTS, Weights

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Vectors = NDArray[np.float32]

Embed = Callable[[Sequence[str]], "Vectors"]
_MOST_ENTITIES = 6


def find_stories(
    items: Sequence[NewsItem], embed: Embed, weights: Weights = WEIGHTS, margin: float = MARGIN
) -> tuple[Story, ...]:
    """Items as stories, those with most items first; every item is in exactly one.

    The result does not depend on the order of the items; of one id the item seen first counts. Memory and time grow
    with the square of the items: 3,000 take some seconds and half a gigabyte besides the embedding.

    Args:
        items: of some days or weeks; their texts are data.
        embed: texts to unit vectors, float32, (n, d); called once, with one text an item.
        weights: what each sign counts for.
        margin: more makes larger stories.
    """
    readings = _readings(items)
    if not readings:
        return ()
    odds = weigh_pairs(readings, embed([one.text for one in readings]), weights)
    stories = [_story(readings, places, odds) for places in group(odds, margin)]
    return tuple(sorted(stories, key=lambda one: (-len(one.items), one.first, one.id)))


def _readings(items: Sequence[NewsItem]) -> list[Reading]:
    kept: dict[str, NewsItem] = {}
    for item in sorted(items, key=lambda one: (one.seen, one.day, one.id, one.source, one.title, one.summary)):
        kept.setdefault(item.id, item)
    return [Reading(item) for item in sorted(kept.values(), key=lambda one: (one.day, one.id))]


def _story(readings: Sequence[Reading], places: Sequence[int], odds: "Vectors") -> Story:
    earliest = readings[places[0]].item
    inner = odds[list(places)][:, list(places)].sum(axis=1).round(3)
    order = sorted(range(len(places)), key=lambda at: (-inner[at], at))
    members = [readings[places[at]] for at in order]
    return Story(
        id=f"story:{earliest.id}",
        title=members[0].title,
        items=tuple(one.item for one in members),
        entities=_entities(members),
    )


def _entities(members: Sequence[Reading]) -> tuple[str, ...]:
    """Names that most of the items hold, the most common first, as most of them write them."""
    counts = Counter(name for one in members for name in one.names)
    shown: dict[str, Counter[str]] = {}
    for one in members:
        for found in one.versions:
            for name, text in ((found.name, found.spelled), (found.whole, found.spelled_whole)):
                shown.setdefault(name, Counter())[text] += 1
    most = [name for name, n in counts.items() if 2 * n > len(members) and (name in shown or not name.islower())]
    most.sort(key=lambda name: (-counts[name], name))
    spelled = [shown[name].most_common(1)[0][0] if name in shown else name for name in most]
    return tuple(dict.fromkeys(spelled))[:_MOST_ENTITIES]
