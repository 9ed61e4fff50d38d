"""The fitted verdict: ridge regression on numbers and on words, joined with the plain mean score by a logistic curve.

By nested cross-validation, so nothing of a paper reaches its own prediction: weights of words, standardisation,
penalties, the shares in which the three are joined and the bar are all taken from the other folds.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from .verdict_figures import auc

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Array = NDArray[np.float64]
    Index = NDArray[np.intp]

FOLDS = 10
REPEATS = 3
_INNER = 5
_NUMBER_PENALTIES = (100.0, 1000.0, 3000.0)
_WORD_PENALTIES = (0.3, 1.0, 3.0)


@dataclass(frozen=True)
class Predicted:
    """For each paper the probability of acceptance and whether it is above the bar of the folds it was not in."""

    probability: "Array"
    accept: "Array"


def cross_validated(
    ids: Sequence[str], means: "Array", numbers: "Array", words: "Array", wanted: "Array", accepted: "Array"
) -> Predicted:
    """Predictions for every paper by the others, averaged over `REPEATS` partitions.

    Args:
        ids: decide the folds, so that they do not depend on the order.
        means: the plain mean scores, shape (papers,).
        numbers: shape (papers, columns), NaN where missing.
        words: shape (papers, words).
        wanted: what is regressed on: the mean human rating, or the decision as 0 and 1.
        accepted: the decision as 0 and 1.
    """
    import numpy as np

    probability = np.zeros(len(ids))
    bar = np.zeros(len(ids))
    for repeat in range(REPEATS):
        fold = folds(ids, accepted, FOLDS, repeat)
        for held in range(FOLDS):
            test, train = np.flatnonzero(fold == held), np.flatnonzero(fold != held)
            if len(test):
                parts = (_kernel(_standardised(numbers, train), train), _kernel(_weighted(words, train), train))
                probability[test] += _predict(parts, means, wanted, accepted, train, test) / REPEATS
                bar[test] += accepted[train].mean() / REPEATS
    return Predicted(probability, (probability >= bar).astype(float))


def folds(ids: Sequence[str], accepted: "Array", count: int, repeat: int) -> "Index":
    """A fold for each paper, both decisions spread evenly; drawn by a hash of the id."""
    import numpy as np

    draw = [hashlib.sha256(f"{repeat} {name}".encode()).hexdigest() for name in ids]
    order = sorted(range(len(ids)), key=lambda i: (accepted[i], draw[i]))
    fold = np.empty(len(ids), dtype=np.intp)
    fold[order] = np.arange(len(ids)) % count
    return fold


def _predict(
    kernels: "tuple[Array, Array]",
    means: "Array",
    wanted: "Array",
    accepted: "Array",
    train: "Index",
    test: "Index",
) -> "Array":
    """The probability for `test`; penalties and shares come from inner folds of `train`."""
    import numpy as np

    fold = np.arange(len(train)) % _INNER
    columns = [(means[train], means[test])]
    for kernel, penalties in zip(kernels, (_NUMBER_PENALTIES, _WORD_PENALTIES), strict=True):
        tried = [_out_of_fold(kernel, wanted, train, fold, penalty) for penalty in penalties]
        best = max(range(len(penalties)), key=lambda i: auc(tried[i], accepted[train]))
        columns.append((tried[best], ridge(kernel, wanted, train, test, penalties[best])))
    scaled = [_scaled(inner, outer) for inner, outer in columns]
    weights = logistic(np.column_stack([inner for inner, _ in scaled]), accepted[train])
    held = np.column_stack([*(outer for _, outer in scaled), np.ones(len(test))])
    return np.asarray(1 / (1 + np.exp(-(held @ weights))))


def _scaled(inner: "Array", outer: "Array") -> "tuple[Array, Array]":
    middle, spread = inner.mean(), inner.std() or 1.0
    return (inner - middle) / spread, (outer - middle) / spread


def _out_of_fold(kernel: "Array", wanted: "Array", train: "Index", fold: "Index", penalty: float) -> "Array":
    import numpy as np

    found = np.zeros(len(train))
    for held in range(_INNER):
        found[fold == held] = ridge(kernel, wanted, train[fold != held], train[fold == held], penalty)
    return found


def ridge(kernel: "Array", wanted: "Array", train: "Index", test: "Index", penalty: float) -> "Array":
    """Ridge regression in its dual form: `kernel` holds the inner products of all papers."""
    import numpy as np

    middle = wanted[train].mean()
    inside = kernel[np.ix_(train, train)] + penalty * np.eye(len(train))
    return np.asarray(kernel[np.ix_(test, train)] @ np.linalg.solve(inside, wanted[train] - middle) + middle)


def logistic(columns: "Array", accepted: "Array", penalty: float = 30.0, rounds: int = 25) -> "Array":
    """Weights of the columns, then the shift, that make a probability; by Newton's method.

    Args:
        columns: shape (papers, columns), standardised, so that `penalty` falls on all alike.
        accepted: 0 and 1.
    """
    import numpy as np

    design = np.column_stack([columns, np.ones(len(columns))])
    penalties = np.array([penalty] * columns.shape[1] + [0.0])
    weights = np.zeros(design.shape[1])
    for _ in range(rounds):
        p = 1 / (1 + np.exp(-(design @ weights)))
        slope = design.T @ (p - accepted) + penalties * weights
        weights -= np.linalg.solve((design.T * (p * (1 - p))) @ design + np.diag(penalties), slope)
    return np.asarray(weights)


def _kernel(rows: "Array", train: "Index") -> "Array":
    import numpy as np

    centred = rows - rows[train].mean(0)
    return np.asarray(centred @ centred.T)


def _standardised(numbers: "Array", train: "Index") -> "Array":
    import numpy as np

    known = ~np.isnan(numbers)
    count = np.maximum(known[train].sum(0), 1)
    middle = np.where(known, numbers, 0.0)[train].sum(0) / count
    away = np.where(known, numbers - middle, 0.0)
    spread = np.sqrt((away[train] ** 2).sum(0) / count)
    return np.asarray(away / np.where(spread > 0, spread, 1.0))


def _weighted(words: "Array", train: "Index") -> "Array":
    """TF-IDF rows of length 1; a word that no training paper has weighs nothing."""
    import numpy as np

    papers = (words[train] > 0).sum(0)
    weight = np.where(papers > 0, np.log((1 + len(train)) / (1 + papers)) + 1, 0.0)
    rows = words * weight
    length = np.linalg.norm(rows, axis=1, keepdims=True)
    return rows / np.where(length > 0, length, 1.0)
