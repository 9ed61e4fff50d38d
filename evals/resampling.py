"""Intervals for figures that need all cases at once (AUC, kappa): whole clusters are resampled, sides in step."""

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from ..domain.noun import Noun
from .statistics import SEED, tails
from .task import Answered

Figures = Callable[[Sequence[Answered]], Mapping[str, float | None]]
DRAWS = 1000
_LEAST_DRAWS = 100
_PATIENCE_S = 120.0


class FigureDifference(Noun):
    """A figure on either side and b - a with its 95% interval; bounds are None where none could be had."""

    name: str
    a: float | None
    b: float | None
    difference: float | None
    low: float | None = None
    high: float | None = None
    draws: int = 0


@dataclass(frozen=True)
class _Copies:
    """Cases of one side by cluster; a cluster drawn twice counts as two, so its second copy has a name of its own."""

    clusters: Mapping[str, list[Answered]]
    made: dict[tuple[str, int], list[Answered]]

    def drawn(self, names: Sequence[str]) -> list[Answered]:
        seen: dict[str, int] = {}
        cases: list[Answered] = []
        for name in names:
            seen[name] = turn = seen.get(name, 0) + 1
            cases += self._copy(name, turn)
        return cases

    def _copy(self, name: str, turn: int) -> list[Answered]:
        if turn == 1:
            return self.clusters[name]
        if (name, turn) not in self.made:
            self.made[name, turn] = [_renamed(case, f"~{turn}") for case in self.clusters[name]]
        return self.made[name, turn]


def figure_differences(a: Sequence[Answered], b: Sequence[Answered], figures: Figures) -> list[FigureDifference]:
    """Every figure of two sides that answered the same cases, paired.

    Clusters are drawn with replacement, the same ones for both sides. Slow figures get fewer draws, down to 100
    within two minutes; below that the interval is left out.
    """
    begun = time.perf_counter()
    whole_a, whole_b = figures(a), figures(b)
    draws = _affordable(time.perf_counter() - begun)
    names = list(dict.fromkeys(case.sample.cluster for case in a))
    found = _resampled(_by_cluster(a), _by_cluster(b), names, figures, draws) if len(names) > 1 else {}
    return [_difference(name, whole_a, whole_b, found.get(name, []), len(names)) for name in whole_a]


def _affordable(seconds: float) -> int:
    draws = min(DRAWS, int(_PATIENCE_S / max(seconds, 1e-6)))
    return draws if draws >= _LEAST_DRAWS else 0


def _resampled(a: _Copies, b: _Copies, names: list[str], figures: Figures, draws: int) -> dict[str, list[float]]:
    import numpy as np

    generator = np.random.default_rng(SEED)
    found: dict[str, list[float]] = {}
    for _ in range(draws):
        chosen = [names[index] for index in generator.integers(len(names), size=len(names))]
        left, right = figures(a.drawn(chosen)), figures(b.drawn(chosen))
        for name, value in left.items():
            other = right.get(name)
            if value is not None and other is not None:
                found.setdefault(name, []).append(other - value)
    return found


def _difference(
    name: str, a: Mapping[str, float | None], b: Mapping[str, float | None], drawn: list[float], clusters: int
) -> FigureDifference:
    import numpy as np

    left, right = a.get(name), b.get(name)
    gap = right - left if left is not None and right is not None else None
    low = high = None
    if gap is not None and len(drawn) >= _LEAST_DRAWS:
        low, high = (float(bound) for bound in np.quantile(drawn, tails(clusters)))
    return FigureDifference(name=name, a=left, b=right, difference=gap, low=low, high=high, draws=len(drawn))


def _by_cluster(cases: Sequence[Answered]) -> _Copies:
    clusters: dict[str, list[Answered]] = {}
    for case in cases:
        clusters.setdefault(case.sample.cluster, []).append(case)
    return _Copies(clusters, {})


def _renamed(case: Answered, mark: str) -> Answered:
    sample = case.sample
    names = {"id": sample.id + mark, "cluster": sample.cluster + mark, "group": sample.group + mark}
    return case.model_copy(update={"sample": sample.model_copy(update=names)})
