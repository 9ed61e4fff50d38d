"""What each word of a long question tells of its subject, for the search by words.

BM25 takes a rare word for a telling one, and in a critique `debatable` is rare. The second look has learnt what the
words of a question count, each in its sentence (as DeepCT does for passages, Dai and Callan 2019): the same weights
serve here.
"""

import re
from collections.abc import Iterable, Sequence

from .words import words

_POWER = 0.75
"""Chosen on critiques of papers kept out of the fit; `docs/retrieval.md`."""
_LEAST = 0.02
_RUN = re.compile(r"\w+")


def word_weights(text: str, spans: Sequence[tuple[int, int]], weights: Iterable[float]) -> dict[str, float]:
    """What to multiply a word's share with, by word; about 1 for a word that tells as much as the mean.

    Args:
        text: the question.
        spans: from which letter to which each of its word pieces reaches; empty for marks of the model.
        weights: what each piece counts, their sum 1.
    """
    mean = 1 / max(len(spans), 1)
    at_start = {start: (end, weight / mean) for (start, end), weight in zip(spans, weights, strict=True) if end > start}
    told: dict[str, float] = {}
    for run in _RUN.finditer(text):
        pieces = [one for place in range(*run.span()) if (one := at_start.get(place))]
        inside = [weight for end, weight in pieces if end <= run.end()]
        for word in words(run.group()) if inside else []:
            told[word] = max(told.get(word, 0.0), max(*inside, _LEAST) ** _POWER)
    return told
