"""From weighed pairs to groups: average linkage, down to odds that follow from how many pairs are one story at all.

In AI news hardly one pair in two hundred is; in a collection of nine stories one in eight. The same signs mean more
where stories are many to a batch, so the rate is estimated from the batch itself (by expectation maximisation, after
Saerens, Latinne and Decaestecker 2002), with some weight for what is usual.
"""

from typing import TYPE_CHECKING

from .weights import MARGIN, USUAL_PAIRS, USUAL_RATE

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Odds = NDArray[np.float32]

_MOST = 10.0
"""No pair speaks louder than this for or against, so that one alone never decides for two groups."""
_ROUNDS = 100
_STEP = 0.05


def group(odds: "Odds", margin: float = MARGIN) -> list[list[int]]:
    """Places of items by group, groups in the order of their first place.

    Args:
        odds: log-odds of every pair at even odds before, shape (n, n), symmetric.
        margin: how far below even odds groups are still joined; more makes larger groups.
    """
    if len(odds) < 2:
        return [[place] for place in range(len(odds))]
    import numpy as np
    from scipy.cluster.hierarchy import fcluster, linkage

    pairs = odds[np.triu_indices(len(odds), 1)].astype(np.float64)
    cut = base_odds(pairs) - margin
    # Rounded, so that the last bits of an embedding never decide.
    distances = np.round(2 * _MOST - np.clip(pairs, -_MOST, _MOST), 4)
    labels = fcluster(linkage(distances, "average"), 2 * _MOST - cut, "distance")
    groups: dict[int, list[int]] = {}
    for place, label in enumerate(labels):
        groups.setdefault(int(label), []).append(place)
    return list(groups.values())


def base_odds(pairs: "NDArray[np.floating]") -> float:
    """The log-odds against two items of this batch being one story, from the log-odds of its pairs, any shape."""
    import numpy as np

    bins, counts = np.unique(np.round(np.ravel(pairs) / _STEP), return_counts=True)
    values, rate = bins * _STEP, USUAL_RATE
    for _ in range(_ROUNDS):
        expected = (counts / (1 + np.exp(-values - np.log(rate / (1 - rate))))).sum()
        rate = float((USUAL_RATE * USUAL_PAIRS + expected) / (USUAL_PAIRS + counts.sum()))
    return float(-np.log(rate / (1 - rate)))
