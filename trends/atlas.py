"""The map of a week's papers: near papers lie near each other, the same papers always in the same place."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from ..domain import MapPoint
from ..memory.weeks import WeekOfPapers

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Vectors = NDArray[np.float32]

_SEED = 20_260_101
_FEW = 12
"""Papers up to which a plane through the vectors says as much as anything."""
_DIMENSIONS = 50
_NEIGHBOURS = 20
_STEPS = 500


def map_papers(week: WeekOfPapers, topics: Mapping[str, str]) -> tuple[MapPoint, ...]:
    """Every paper of the week on the map; `topics` gives the trend by paper id, for those that belong to one."""
    places = _laid_out(week.vectors)
    return tuple(
        MapPoint(paper_id=paper.id, title=paper.title, x=x, y=y, trend_id=topics.get(paper.id, ""))
        for paper, (x, y) in zip(week.papers, places, strict=True)
    )


def _laid_out(vectors: "Vectors") -> list[tuple[float, float]]:
    """Places from 0 to 1: principal components of few papers, t-SNE from there of more."""
    import numpy as np

    flat = _components(vectors, 2 if len(vectors) <= _FEW else _DIMENSIONS)
    if len(vectors) > _FEW:
        from sklearn.manifold import TSNE
        from threadpoolctl import threadpool_limits

        near = min(_NEIGHBOURS, (len(flat) - 1) / 3)
        with threadpool_limits(1):
            flat = TSNE(2, perplexity=near, init="pca", max_iter=_STEPS, random_state=_SEED).fit_transform(flat)
    lowest, span = flat.min(axis=0), np.ptp(flat, axis=0)
    even = np.where(span > 0, (flat - lowest) / np.where(span > 0, span, 1), 0.5)
    return [(round(float(x), 4), round(float(y), 4)) for x, y in even]


def _components(vectors: "Vectors", count: int) -> "Vectors":
    """The first `count` principal components, padded with zeros where there are fewer; signs are fixed."""
    import numpy as np

    centred = vectors.astype(np.float64) - vectors.mean(axis=0, dtype=np.float64)
    left, sizes, right = np.linalg.svd(centred, full_matrices=False)
    signs = np.sign(right[np.arange(len(right)), np.abs(right).argmax(axis=1)])
    found = (left * sizes * np.where(signs == 0, 1, signs))[:, :count]
    return np.asarray(np.pad(found, ((0, 0), (0, max(0, count - found.shape[1])))), dtype=np.float32)
