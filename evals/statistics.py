"""Intervals and tests for paired cases that come in clusters; numpy, and scipy's distribution functions.

Cases of a cluster (a paper, a day) are not independent: every method here resamples or flips whole clusters.
Randomness is seeded, so that the same run files always give the same figures.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Numbers = NDArray[np.float64]

SEED = 20_260_101
DRAWS = 10_000
_EXACT_CLUSTERS = 14
"""Up to here every pattern of signs is tried (16,384); beyond, `DRAWS` random ones."""


@dataclass(frozen=True)
class Interval:
    """A mean with its 95% interval; bounds and `error` are None with fewer than two clusters."""

    mean: float
    low: float | None
    high: float | None
    error: float | None
    """Standard error, robust to clusters."""
    clusters: int


def mean_interval(values: Sequence[float], clusters: Sequence[str], draws: int = DRAWS) -> Interval:
    """The mean of `values` with a percentile interval from resampling clusters.

    The percentiles are widened for few clusters by Student's quantiles (Hesterberg 2014, "What teachers should know
    about the bootstrap", section 5.3); plain percentiles are too narrow there.

    Raises:
        ValueError: there are no values.
    """
    import numpy as np

    sums, sizes = cluster_sums(values, clusters)
    mean = float(sums.sum() / sizes.sum())
    if len(sums) < 2:
        return Interval(mean, None, None, None, len(sums))
    chosen = np.random.default_rng(SEED).integers(len(sums), size=(draws, len(sums)))
    means = sums[chosen].sum(1) / sizes[chosen].sum(1)
    low, high = np.quantile(means, tails(len(sums)))
    return Interval(mean, float(low), float(high), standard_error(sums, sizes), len(sums))


def cluster_sums(values: Sequence[float], clusters: Sequence[str]) -> "tuple[Numbers, Numbers]":
    """Sum and number of the values of each cluster, in the order of first appearance.

    Raises:
        ValueError: there are no values.
    """
    import numpy as np

    if not values:
        raise ValueError("no values")
    order = {name: index for index, name in enumerate(dict.fromkeys(clusters))}
    place = np.array([order[name] for name in clusters])
    sums = np.bincount(place, weights=np.asarray(values, dtype=np.float64), minlength=len(order))
    sizes = np.bincount(place, minlength=len(order))
    return np.asarray(sums, dtype=np.float64), np.asarray(sizes, dtype=np.float64)


def tails(clusters: int) -> tuple[float, float]:
    """The two percentiles (as shares) of a 95% interval from resampling that many clusters."""
    from scipy.special import ndtr, stdtrit

    tail = float(ndtr(-((clusters / (clusters - 1)) ** 0.5) * stdtrit(clusters - 1, 0.975)))
    return tail, 1 - tail


def standard_error(sums: "Numbers", sizes: "Numbers") -> float:
    """The standard error of the mean over all cases, robust to clusters (linearised, with C/(C-1))."""
    import numpy as np

    residuals = sums - sizes * (sums.sum() / sizes.sum())
    count = len(sums)
    return float(np.sqrt(count / (count - 1) * (residuals**2).sum()) / sizes.sum())


def sign_flip_p(differences: Sequence[float], clusters: Sequence[str]) -> float:
    """Two-sided p that the mean difference is zero: the signs of whole clusters are flipped.

    Exact up to 14 clusters; else from `DRAWS` random patterns, the observed one counted among them, so never 0.
    """
    import numpy as np

    sums, _ = cluster_sums(differences, clusters)
    observed = abs(sums.sum())
    if not sums.any():
        return 1.0
    exact = len(sums) <= _EXACT_CLUSTERS
    if exact:
        patterns = np.arange(2 ** len(sums))
        signs = 1 - 2 * ((patterns[:, None] >> np.arange(len(sums))) & 1)
        hits = (np.abs(signs @ sums) >= observed * (1 - 1e-9)).sum()
        return float(hits / len(patterns))
    generator = np.random.default_rng(SEED)
    hits = 0
    for _ in range(0, DRAWS, 1000):
        signs = generator.integers(0, 2, size=(1000, len(sums))) * 2 - 1
        hits += int((np.abs(signs @ sums) >= observed * (1 - 1e-9)).sum())
    return (hits + 1) / (DRAWS + 1)


def mcnemar_p(wins: int, losses: int) -> float:
    """Two-sided exact McNemar test: discordant pairs against a fair coin. Takes pairs as independent."""
    from scipy.special import bdtr

    pairs = wins + losses
    return min(1.0, 2 * float(bdtr(min(wins, losses), pairs, 0.5))) if pairs else 1.0


def detectable(error: float, clusters: int, power: float = 0.8) -> float:
    """The smallest true difference that a two-sided test at 5% finds with `power`, given the standard error."""
    from scipy.special import stdtrit

    freedom = clusters - 1
    return float((stdtrit(freedom, 0.975) + stdtrit(freedom, power)) * error)


def kappa(first: Sequence[str], second: Sequence[str]) -> float | None:
    """Cohen's kappa of two raters; None if chance alone agrees fully (both always say the same one thing).

    Raises:
        ValueError: the raters did not rate the same number of cases, or none.
    """
    if len(first) != len(second) or not first:
        raise ValueError("the raters must have rated the same cases")
    total = len(first)
    agreed = sum(a == b for a, b in zip(first, second, strict=True)) / total
    chance = sum(first.count(c) * second.count(c) for c in set(first)) / total**2
    return None if chance == 1 else (agreed - chance) / (1 - chance)
