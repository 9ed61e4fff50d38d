"""Ways to group headlines that know less: by words, by meaning, all together, each alone."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from ...domain.news import NewsItem
from ...stories import Embed

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Similarities = NDArray[np.float32]

Grouping = list[list[str]]
"""Ids of items, group by group."""
_TFIDF, _MEANING = 0.1, 0.45
"""Where average linkage stops; the best on average over what `find_stories` was fitted on (docs/stories.md)."""


def by_title_words(items: Sequence[NewsItem]) -> Grouping:
    """Headlines alike by TF-IDF: unstemmed, without stop words, sublinear counts, average linkage."""
    from sklearn.feature_extraction.text import TfidfVectorizer

    matrix = TfidfVectorizer(sublinear_tf=True, stop_words="english").fit_transform([one.title for one in items])
    return _linked(items, (matrix @ matrix.T).toarray(), _TFIDF)


def by_meaning(items: Sequence[NewsItem], embed: Embed) -> Grouping:
    """Headlines alike by the cosine of their embeddings, average linkage."""
    vectors = embed([one.title for one in items])
    return _linked(items, vectors @ vectors.T, _MEANING)


def each_alone(items: Sequence[NewsItem]) -> Grouping:
    """Every item is a story of its own: no pair is joined, all precision."""
    return [[one.id] for one in items]


def all_together(items: Sequence[NewsItem]) -> Grouping:
    """One story for everything: all recall."""
    return [[one.id for one in items]]


def _linked(items: Sequence[NewsItem], similarities: "Similarities", least: float) -> Grouping:
    import numpy as np
    from scipy.cluster.hierarchy import fcluster, linkage

    if len(items) < 2:
        return each_alone(items)
    distances = 1 - similarities[np.triu_indices(len(items), 1)].astype(np.float64)
    labels = fcluster(linkage(np.maximum(distances, 0), "average"), 1 - least, "distance")
    return [[one.id for one, label in zip(items, labels, strict=True) if label == each] for each in sorted(set(labels))]
