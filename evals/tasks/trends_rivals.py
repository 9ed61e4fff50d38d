"""What trends are held against: the week's most frequent terms, and topics of papers drawn at random."""

from collections import Counter
from collections.abc import Sequence
from itertools import islice

from ...memory.weeks import WeekOfPapers
from ...trends.naming import name_topics
from ...trends.phrases import phrases
from ..statistics import SEED
from ..task import Json

_LEAST_WORDS = 2


def frequent_terms(week: WeekOfPapers, shown: Sequence[int]) -> list[Json]:
    """As many rows of as many terms as the trends have, filled with the terms in most papers of the week.

    Single words are left out: in most papers stand `model` and `data`.
    """
    counts, forms = Counter[tuple[str, ...]](), dict[tuple[str, ...], str]()
    for text in week.texts:
        found = phrases(text)
        counts.update(found.keys())
        forms |= found
    many = (forms[phrase] for phrase, _ in counts.most_common() if len(phrase) >= _LEAST_WORDS)
    return [{"name": "", "terms": list(islice(many, size))} for size in shown]


def random_topics(week: WeekOfPapers, weeks: Sequence[WeekOfPapers], papers: Sequence[int]) -> list[Json]:
    """Topics of so many papers of the week each, drawn at random and named as trends are."""
    import numpy as np

    generator = np.random.default_rng([SEED, len(week)])
    drawn = [generator.choice(len(week), size, replace=False) for size in papers]
    others = [text for one in weeks for text in one.texts]
    named = name_topics([[week.texts[at] for at in places] for places in drawn], others[:: max(1, len(others) // 1200)])
    return [{"name": one.name, "terms": list(one.terms)} for one in named]
