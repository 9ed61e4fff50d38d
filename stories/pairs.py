"""Every pair of items weighed: the log-odds that two of them tell one story."""

from collections import Counter, defaultdict
from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING, Any

from .reading import Reading
from .weights import MOST_DAYS, WEIGHTS, Weights

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Vectors = NDArray[np.float32]

_ENOUGH = 300
"""Items from which on their own counts say how rare a word is; fewer are counted as if they were that many."""
_MOST_NAMES = 2.0
_FEW = 20
"""Below some tens of items, what they have in common may be their one story."""


def weigh_pairs(readings: Sequence[Reading], vectors: "Vectors", weights: Weights = WEIGHTS) -> "Vectors":
    """Log-odds for every pair, shape (n, n), symmetric, float32; even odds are assumed before any sign.

    Args:
        readings: n items.
        vectors: embeddings of their texts, unit norm, shape (n, d).
    """
    import numpy as np

    odds = np.full((len(readings), len(readings)), weights.bias, dtype=np.float32)
    # One sign after the other, added in place: of some thousand items each matrix takes tens of megabytes.
    odds += weights.meaning * _meaning(vectors)
    odds += weights.title_words * _words_shared([one.title_words for one in readings])
    odds += weights.words * _words_shared([one.words for one in readings])
    odds += weights.names * names_shared(readings)
    odds += weights.other_version * other_versions(readings)
    odds += weights.day_apart * _days_apart(readings)
    odds += weights.other_language * _differ([one.chinese for one in readings])
    odds += weights.own_house * _own_house(readings)
    odds += weights.undated * _both([one.item.published is None for one in readings])
    return np.asarray((odds + odds.T) / 2, dtype=np.float32)


def names_shared(readings: Sequence[Reading]) -> "Vectors":
    """How rare the names are that one's headline has in common with the other's text: 0 to 2, shape (n, n)."""
    import numpy as np

    counts = Counter(name for one in readings for name in one.names)
    size = max(len(readings), _ENOUGH)
    rarity = {name: max(0.0, np.log((size + 1) / (n + 0.5)) / np.log(size)) for name, n in counts.items()}
    root = {name: float(np.sqrt(value)) for name, value in rarity.items()}
    titles = _matrix([one.title_names for one in readings], root)
    texts = _matrix([one.names for one in readings], root)
    shared = (titles @ texts.T).toarray()
    return np.asarray(np.minimum(np.maximum(shared, shared.T), _MOST_NAMES), dtype=np.float32)


def other_versions(readings: Sequence[Reading]) -> "Vectors":
    """1 where two headlines name one product and no version, or no size of one, in common; shape (n, n)."""
    import numpy as np

    said: dict[str, dict[int, set[str]]] = defaultdict(lambda: defaultdict(set))
    for place, one in enumerate(readings):
        for found in one.versions:
            said[found.family][place].add(found.number)
            if found.size:
                said[found.name][place].add(found.size)
    differ = np.zeros((len(readings), len(readings)), dtype=np.float32)
    for by_item in said.values():
        places = list(by_item)
        numbers = _matrix(list(by_item.values()))
        apart = (numbers @ numbers.T).toarray() == 0
        differ[np.ix_(places, places)] = np.maximum(differ[np.ix_(places, places)], apart)
    return differ


def _meaning(vectors: "Vectors") -> "Vectors":
    """Cosines after the batch's common part is taken away; of few items hardly any, since their mean is their story."""
    import numpy as np

    centred = vectors - vectors.sum(axis=0) / (len(vectors) + _FEW)
    lengths = np.linalg.norm(centred, axis=1, keepdims=True)
    centred = centred / np.maximum(lengths, 1e-9)
    return np.asarray(centred @ centred.T, dtype=np.float32)


def _words_shared(bags: Sequence[Collection[str]]) -> "Vectors":
    import numpy as np

    counts = Counter(word for bag in bags for word in bag)
    size = max(len(bags), _ENOUGH)
    matrix = _matrix(bags, {word: float(np.log((size + 1) / (n + 0.5))) for word, n in counts.items()})
    lengths = np.sqrt(np.asarray(matrix.multiply(matrix).sum(axis=1)))
    shared = (matrix @ matrix.T).toarray()
    return np.asarray(shared / np.maximum(lengths * lengths.T, 1e-9), dtype=np.float32)


def _days_apart(readings: Sequence[Reading]) -> "Vectors":
    import numpy as np

    days = np.array([one.item.day.toordinal() for one in readings])
    return np.asarray(np.minimum(np.abs(days[:, None] - days[None]), MOST_DAYS), dtype=np.float32)


def _own_house(readings: Sequence[Reading]) -> "Vectors":
    import numpy as np

    houses = [one.item.source if one.own_house else f"\0{place}" for place, one in enumerate(readings)]
    numbers = np.unique(houses, return_inverse=True)[1]
    return np.asarray(numbers[:, None] == numbers[None], dtype=np.float32)


def _differ(flags: Sequence[bool]) -> "Vectors":
    import numpy as np

    array = np.array(flags)
    return np.asarray(array[:, None] != array[None], dtype=np.float32)


def _both(flags: Sequence[bool]) -> "Vectors":
    import numpy as np

    return np.asarray(np.outer(flags, flags), dtype=np.float32)


def _matrix(bags: Sequence[Collection[str]], weights: "dict[str, float] | None" = None) -> Any:
    """Rows of words as a sparse matrix; its columns are the weighted words, or all there are, in alphabetical order, so
    that sums are always the same."""
    from scipy import sparse

    columns = {word: place for place, word in enumerate(sorted(weights or {word for bag in bags for word in bag}))}
    cells = [(row, word) for row, bag in enumerate(bags) for word in sorted(bag)]
    values = [weights[word] if weights else 1.0 for _, word in cells]
    rows = [row for row, _ in cells]
    return sparse.csr_matrix((values, (rows, [columns[word] for _, word in cells])), (len(bags), len(columns)))
