"""What a fit gains on critiques of papers that were kept out of it."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from ...memory.late_interaction import both
from .additions import Reader
from .candidates import Candidates
from .pairs import Pair
from .second import Maps, nearness
from .states import States

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Scores = NDArray[np.float32]

_WEIGHTS = (0.0, 0.5, 0.75, 1.0, 1.25, 1.5, 2.0)
_RANKS = (1, 5, 10, 20)


def judged(
    reader: Reader, maps: Maps, states: States, kept_out: Sequence[tuple[Pair, Candidates]]
) -> dict[float, dict[int, float]]:
    """Recall at several ranks, by what the second look counts beside the first; 0 is the first alone."""
    looks = [_looks(reader, maps, states, pair, one) for pair, one in kept_out]
    return {weight: _recall([_rank(one, near, weight) for one, near in looks]) for weight in _WEIGHTS}


def _looks(reader: Reader, maps: Maps, states: States, pair: Pair, one: Candidates) -> "tuple[Candidates, Scores]":
    import torch

    with torch.no_grad():
        asked, weights = maps.asked(*reader.read([pair.query], learning=False))
        words, lengths = states.of(one.papers)
        near = nearness(asked[0], weights[0], maps.told(words), lengths)
    return one, near.numpy()


def _rank(one: Candidates, near: "Scores", weight: float) -> int:
    if one.rank >= len(one.papers):
        return one.rank
    scores = both(one.first, near, weight)
    return 1 + int((scores > scores[0]).sum())


def _recall(ranks: Sequence[int]) -> dict[int, float]:
    return {most: sum(rank <= most for rank in ranks) / len(ranks) for most in _RANKS}
