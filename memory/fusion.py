"""Two rankings into one: by meaning and by words."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Scores = NDArray[np.float32]
    Chosen = NDArray[np.bool_]

RANK_CONSTANT = 60


def standardised(scores: "Scores", among: "Chosen") -> "Scores":
    """Scores in standard deviations above the mean of the rows `among`; zeros where these are all alike."""
    import numpy as np

    field = scores[among]
    deviation = float(field.std()) if field.size else 0.0
    if deviation < 1e-9:
        return np.zeros_like(scores)
    return np.asarray((scores - field.mean()) / np.float32(deviation), dtype=np.float32)


def by_scores(dense: "Scores", lexical: "Scores", among: "Chosen", trust: float = 1.0) -> "Scores":
    """The sum of both, standardised: a lead on one side counts by its size, which ranks throw away.

    Measured on questions put in reviewers' words, against ranks: `docs/retrieval.md`. `trust` weighs the dense side.
    """
    return trust * standardised(dense, among) + standardised(lexical, among)


def by_ranks(dense: "Scores", lexical: "Scores", among: "Chosen") -> "Scores":
    """Reciprocal rank fusion (Cormack, Clarke and Büttcher 2009); rows outside `among` get 0.

    A row without a single word of the query has no rank on the lexical side.
    """
    import numpy as np

    fused = np.zeros_like(dense)
    fused[among] = _reciprocal(dense[among]) + _reciprocal(lexical[among]) * (lexical[among] > 0)
    return fused


def _reciprocal(scores: "Scores") -> "Scores":
    import numpy as np

    ranks = np.empty(len(scores), dtype=np.float32)
    ranks[np.argsort(-scores, kind="stable")] = np.arange(1, len(scores) + 1)
    return np.asarray(1 / (RANK_CONSTANT + ranks), dtype=np.float32)
