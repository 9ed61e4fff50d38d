"""Topics of papers over all weeks together, so that a topic means the same in each of them.

A topic is a centre and a radius: a paper belongs to it if its vector's cosine to the centre is at least the radius,
whatever other topics there are; so a paper may belong to two topics, or, standing near no centre, to none. The centre
is the mean of the topic's core papers. Core and radius alone say what the topic is, and it can be measured again later.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ..memory.weeks import WeekOfPapers, stacked

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Vectors = NDArray[np.float32]
    Flags = NDArray[np.bool_]

_SEED = 20_260_101
_CORE = 30
"""Papers whose mean is the centre."""
_PAPERS_EACH = 16
"""How many papers of a week go into one topic on average, before those at the edge are left out."""
_LEAST = 3
"""Papers without which there is no topic."""
_FEWEST, _MOST = 8, 160
_FITTED = 30_000
"""Centres are sought among this many papers at most, drawn evenly from all; membership is measured for every one."""
_LOOSEST = 0.62
"""A topic that needs a smaller radius holds papers with little in common but the field, and is none
(all-MiniLM-L6-v2)."""
_EDGE = 0.4
"""The share of the papers nearest to a centre that lie too far out to belong."""
_ALIKE = 0.95
"""Centres nearer than this are one topic."""


@dataclass(frozen=True)
class FoundTopic:
    """What defines a topic: the ids of its core papers, most central first, its unit centre (d,) and its radius."""

    core: tuple[str, ...]
    centre: "Vectors"
    radius: float


def find_topics(weeks: Sequence[WeekOfPapers]) -> list[FoundTopic]:
    """The topics of all weeks together, those of most papers first; the same papers give the same topics."""
    vectors = stacked(weeks)
    ids = [paper.id for week in weeks for paper in week.papers]
    count = _how_many([len(week) for week in weeks])
    if len(ids) <= count:
        return []
    centres = _centres(vectors, count)
    nearest, similarity = _nearest(vectors, centres)
    topics: list[FoundTopic] = []
    for number in sorted(range(count), key=lambda one: (-int((nearest == one).sum()), one)):
        topic = _topic(ids, vectors, (nearest == number).nonzero()[0], similarity)
        if topic and all(float(topic.centre @ other.centre) < _ALIKE for other in topics):
            topics.append(topic)
    return topics


def membership(vectors: "Vectors", topics: Sequence[FoundTopic]) -> "Flags":
    """Which papers belong to which topics: shape (n, number of topics)."""
    import numpy as np

    flags = np.empty((len(vectors), len(topics)), dtype=np.bool_)
    for place, topic in enumerate(topics):
        flags[:, place] = vectors @ topic.centre >= topic.radius
    return flags


def centre_of(vectors: "Vectors") -> "Vectors":
    """The unit vector (d,) in the middle of unit vectors (n, d)."""
    import numpy as np

    mean = vectors.mean(axis=0, dtype=np.float64)
    return np.asarray(mean / max(float(np.linalg.norm(mean)), 1e-12), dtype=np.float32)


def _how_many(sizes: Sequence[int]) -> int:
    """By the size of the week in which a paper is on average, so that weeks with hardly any papers do not count."""
    usual = usual_size(sizes)
    fewest = min(_FEWEST, sum(sizes) // _PAPERS_EACH)
    return max(1, fewest, min(_MOST, round(usual / _PAPERS_EACH)))


def usual_size(sizes: Sequence[int]) -> float:
    """The size of the week in which a paper is on average."""
    return sum(size * size for size in sizes) / max(1, sum(sizes))


def _centres(vectors: "Vectors", count: int) -> "Vectors":
    """Unit centres (count, d) by k-means."""
    import numpy as np
    from sklearn.cluster import KMeans
    from threadpoolctl import threadpool_limits

    sample = vectors
    if len(vectors) > _FITTED:
        drawn = np.random.default_rng(_SEED).choice(len(vectors), _FITTED, replace=False)
        sample = vectors[np.sort(drawn)]
    # One thread: beside other work several wait for each other, and sums then depend on how many there are.
    with threadpool_limits(1):
        means = KMeans(count, n_init=1, max_iter=50, random_state=_SEED).fit(sample).cluster_centers_
    lengths = np.maximum(np.linalg.norm(means, axis=1, keepdims=True), 1e-12)
    return np.asarray(means / lengths, dtype=np.float32)


def _nearest(vectors: "Vectors", centres: "Vectors") -> tuple["Vectors", "Vectors"]:
    """The nearest centre's number and its cosine for every row, in blocks that fit any memory."""
    import numpy as np

    blocks = [vectors[start : start + 8192] @ centres.T for start in range(0, len(vectors), 8192)]
    return np.concatenate([b.argmax(axis=1) for b in blocks]), np.concatenate([b.max(axis=1) for b in blocks])


def _topic(ids: Sequence[str], vectors: "Vectors", rows: "Vectors", similarity: "Vectors") -> FoundTopic | None:
    """The topic around one centre; None where the papers near it are too few, or too far from each other."""
    import numpy as np

    core = rows[np.argsort(-similarity[rows], kind="stable")][:_CORE]
    if len(core) < _LEAST:
        return None
    centre = centre_of(vectors[core])
    radius = round(float(np.quantile(vectors[rows] @ centre, _EDGE)), 4)
    return FoundTopic(tuple(ids[row] for row in core), centre, radius) if radius >= _LOOSEST else None
