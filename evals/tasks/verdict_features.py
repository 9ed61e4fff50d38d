"""What a paper's reviews look like as numbers and as words."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from ..task import Json

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Matrix = NDArray[np.float64]

_PARTS = ("strengths", "weaknesses", "questions", "limitations")
_WORD = re.compile(r"[^\W\d_]{2,}")
_LEAST_PAPERS = 3
_MOST_SHARE = 0.6


def number_matrix(cases: Sequence[Sequence[Json]]) -> "Matrix":
    """One row a paper: every named reviewer's numbers, or mean, spread and ends where reviewers have no names.

    Numbers are the scores, and the logarithms of how many points each part of the review has and how long they are.
    What is missing is NaN. Shape (papers, columns).
    """
    import numpy as np

    rows = [_named(reviews) if all(r["reviewer"] for r in reviews) else _unnamed(reviews) for reviews in cases]
    columns = sorted({name for row in rows for name in row})
    return np.array([[row.get(name, np.nan) for name in columns] for row in rows], dtype=np.float64)


def word_matrix(cases: Sequence[Sequence[Json]]) -> "Matrix":
    """How often each word stands in a paper's reviews, as 1 + log; words of under 3 papers are left out."""
    import numpy as np

    counts = [Counter(_WORD.findall(_text(reviews).lower())) for reviews in cases]
    papers = Counter(word for count in counts for word in count)
    words = sorted(w for w, n in papers.items() if _LEAST_PAPERS <= n <= _MOST_SHARE * len(cases))
    place = {word: index for index, word in enumerate(words)}
    matrix = np.zeros((len(cases), len(words)))
    for row, count in enumerate(counts):
        for word in count.keys() & place.keys():
            matrix[row, place[word]] = 1 + np.log(count[word])
    return matrix


def _named(reviews: Sequence[Json]) -> dict[str, float]:
    return {f"{r['reviewer']} {name}": value for r in reviews for name, value in _numbers(r).items()}


def _unnamed(reviews: Sequence[Json]) -> dict[str, float]:
    import numpy as np

    told = [_numbers(review) for review in reviews]
    found: dict[str, float] = {"reviews": float(len(told))}
    for name in sorted({name for one in told for name in one}):
        values = np.array([one[name] for one in told if name in one])
        found |= {f"{name} mean": values.mean(), f"{name} spread": values.std()}
        found |= {f"{name} least": values.min(), f"{name} most": values.max()}
    return found


def _numbers(review: Mapping[str, Json]) -> dict[str, float]:
    import numpy as np

    found: dict[str, float] = dict(review["scores"])
    for part in _PARTS:
        said = review[part]
        found[f"{part} points"] = float(np.log1p(len(said)))
        found[f"{part} length"] = float(np.log1p(sum(map(len, said))))
    return found | {"summary length": float(np.log1p(len(review["summary"])))}


def _text(reviews: Sequence[Json]) -> str:
    return " ".join(" ".join([*r["strengths"], *r["weaknesses"], str(r["summary"])]) for r in reviews)
