"""Exact search over blocks of vectors; for unit vectors the product is the cosine."""

import heapq
from collections.abc import Iterable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Vectors = NDArray[np.float32]


def nearest(blocks: Iterable[tuple[list[int], "Vectors"]], vector: "Vectors", limit: int) -> list[tuple[int, float]]:
    """Numbers and cosines of the rows nearest to a vector (d,), best first."""
    import numpy as np

    best: list[tuple[float, int]] = []
    for numbers, matrix in blocks:
        similarities = matrix @ vector
        top = np.argsort(-similarities, kind="stable")[:limit]
        best = heapq.nlargest(limit, best + [(float(similarities[place]), numbers[place]) for place in top])
    return [(number, similarity) for similarity, number in best]


def closest(blocks: Iterable[tuple[list[int], "Vectors"]], vectors: "Vectors") -> "Vectors | None":
    """For each vector of (n, d) the highest cosine to any row, shape (n,); None if there is no row."""
    import numpy as np

    best: Vectors | None = None
    for _, matrix in blocks:
        top = (vectors @ matrix.T).max(axis=1)
        best = top if best is None else np.maximum(best, top)
    return best
