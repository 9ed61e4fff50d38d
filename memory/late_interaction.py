"""A second look at what a first search found: every word of the question beside every word of the text.

A text's one vector says what it is about on the whole. Here each word of the question looks for the word of the text
that is nearest to it, and the nearness of these is added up (ColBERT, Khattab and Zaharia 2020), each word weighed by
how much it tells. The vectors of a text's words were kept when it was embedded: a hundred texts take 5 ms.
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from .token_vectors import unpacked

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Scores = NDArray[np.float32]

LOOKED_AT = 100
"""How many of the first search's records are looked at again."""
WEIGHT = 1.0
"""What the second look counts beside the first, each in its own standard deviations among those looked at."""


class Words(NamedTuple):
    """The words of a question."""

    vectors: "Scores"
    """Unit vectors, (q, d)."""
    weights: "Scores"
    """What each counts, (q,); their sum is 1."""


def second_look(first: "Scores", words: Words, texts: Sequence[bytes | None]) -> "Scores":
    """Scores of both looks together, (n,), in the scale of the first.

    Args:
        first: scores of the first look, (n,).
        words: the question's.
        texts: the words of each record as `token_vectors` keeps them; None where they are not known, which then counts
            as the mean of the others.
    """
    known = [at for at, text in enumerate(texts) if text]
    if len(known) < 2:
        return first
    seen = first.copy()
    seen[known] = both(first[known], nearness(words, [text for text in texts if text]), WEIGHT)
    return seen


def both(first: "Scores", second: "Scores", weight: float) -> "Scores":
    """The sum of two looks, (n,), in the scale of the first; of the second the deviations from its mean count."""
    import numpy as np

    deviation = float(second.std())
    if deviation < 1e-9:
        return first
    share = np.float32(weight * float(first.std()) / deviation)
    return np.asarray(first + share * (second - second.mean()), dtype=np.float32)


def nearness(words: Words, texts: Sequence[bytes]) -> "Scores":
    """For each text the weighed mean, over the question's words, of the cosine to the text's nearest word, (n,)."""
    import numpy as np

    vectors, starts = unpacked(texts, words.vectors.shape[1])
    nearest = np.maximum.reduceat(words.vectors @ vectors.T, starts, axis=1)
    return np.asarray(words.weights @ nearest, dtype=np.float32)
