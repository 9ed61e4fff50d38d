"""What turns reviews into a decision: measured by cross-validation on papers whose fate is known; no model is asked."""

import asyncio
import hashlib
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from ...domain.errors import EngineError
from ..task import Answered, Bench, Json, Metric, Sample, Score, Task
from .verdict_cases import BENCH, overall, verdict_samples
from .verdict_features import number_matrix, word_matrix
from .verdict_figures import auc, auc_metric, balanced, balanced_metric
from .verdict_fit import FOLDS, cross_validated, folds

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Array = NDArray[np.float64]

# The configuration with which AI-Scientist's reviewer came nearest to ICLR 2022's decisions, and the bar it had.
_BEST = "gpt-4o_fewshot1_reflect5_ensemble5"
_BEST_BAR = 6.0
_PEERS = "AI-Scientist: AUC 0.69, balanced accuracy 0.651 (bar picked in sample), released decisions 0.52 to 0.61"


async def fitted(bench: Bench, samples: Sequence[Sample]) -> Mapping[str, Json]:
    """Ridge on numbers and words by nested cross-validation within the group.

    Raises:
        EngineError: fewer papers of one decision than there are folds.
    """
    return await asyncio.to_thread(_fitted, samples)


def _fitted(samples: Sequence[Sample]) -> dict[str, Json]:
    import numpy as np

    accepted = _decisions(samples)
    rated = all(s.target.get("rating") is not None for s in samples)
    wanted = np.array([s.target["rating"] for s in samples]) if rated else accepted
    reviews = [s.input["reviews"] for s in samples]
    means = np.array([overall(r) for r in reviews])
    ids = [s.id for s in samples]
    found = cross_validated(ids, means, number_matrix(reviews), word_matrix(reviews), wanted, accepted)
    return {
        s.id: {"value": float(p), "probability": float(p), "accept": bool(yes)}
        for s, p, yes in zip(samples, found.probability, found.accept, strict=True)
    }


def _decisions(samples: Sequence[Sample]) -> "Array":
    """The real decisions as 0 and 1, enough of both for every fold to have its share."""
    import numpy as np

    accepted = np.array([float(s.target["accept"]) for s in samples])
    if min(accepted.sum(), (1 - accepted).sum()) < FOLDS:
        raise EngineError(f"Cross-validation needs {FOLDS} papers of each decision.", "Raise --limit, or leave it out.")
    return accepted


async def mean_score(bench: Bench, samples: Sequence[Sample]) -> Mapping[str, Json]:
    """The mean overall score; the bar is the one that separates the other folds best.

    Raises:
        EngineError: fewer papers of one decision than there are folds.
    """
    import numpy as np

    accepted = _decisions(samples)
    value = np.array([overall(s.input["reviews"]) for s in samples])
    fold = folds([s.id for s in samples], accepted, FOLDS, 0)
    bars = {f: _best_bar(value[fold != f], accepted[fold != f]) for f in sorted(set(fold))}
    return {
        s.id: {"value": float(v), "probability": None, "accept": bool(v >= bars[f])}
        for s, v, f in zip(samples, value, fold, strict=True)
    }


def _best_bar(value: "Array", accepted: "Array") -> float:
    bars: list[float] = sorted(set(value.tolist()))
    return max(bars, key=lambda bar: balanced((value >= bar).astype(float), accepted))


async def best_configuration(bench: Bench, samples: Sequence[Sample]) -> Mapping[str, Json]:
    """AI-Scientist's best: its overall score against 6. Says nothing where people reviewed."""
    return {s.id: _configured(s, by_decision=False) for s in samples}


async def released(bench: Bench, samples: Sequence[Sample]) -> Mapping[str, Json]:
    """The decision that the same configuration wrote itself."""
    return {s.id: _configured(s, by_decision=True) for s in samples}


def _configured(sample: Sample, *, by_decision: bool) -> Json:
    review = next((r for r in sample.input["reviews"] if r["reviewer"] == _BEST), None)
    if review is None:
        return {"value": None, "probability": None, "accept": None}
    score = review["scores"]["overall"]
    accept = review["accept"] if by_decision else score >= _BEST_BAR
    return {"value": float(accept) if by_decision else score, "probability": None, "accept": accept}


async def chance(bench: Bench, samples: Sequence[Sample]) -> Mapping[str, Json]:
    """A number from the hash of the id."""
    values = {s.id: int(hashlib.sha256(f"chance {s.id}".encode()).hexdigest()[:8], 16) / 2**32 for s in samples}
    return {name: {"value": v, "probability": None, "accept": v >= 0.5} for name, v in values.items()}


def score(sample: Sample, output: Json) -> Sequence[Score]:
    """Whether the decision is the real one, and the squared error of the probability."""
    real = bool(sample.target["accept"])
    agreed = None if output["accept"] is None else float(output["accept"] == real)
    scores = [Score(name="agreement", value=agreed, explanation=f"was {'accepted' if real else 'rejected'}")]
    if output["probability"] is not None:
        scores.append(Score(name="brier", value=(output["probability"] - real) ** 2))
    return scores


def summary(answered: Sequence[Answered]) -> Sequence[Metric]:
    """AUC and balanced accuracy of each group, apart: their scales and bars differ."""
    metrics: list[Metric] = []
    for group, (value, chosen, accepted) in _judged(answered).items():
        note = _PEERS if group == BENCH else ""
        metrics.append(auc_metric(f"AUC {group}", value, accepted, note))
        metrics.append(balanced_metric(f"balanced accuracy {group}", chosen, accepted, note))
    return metrics


def figures(answered: Sequence[Answered]) -> dict[str, float | None]:
    """The values of the summary without intervals."""
    found: dict[str, float | None] = {}
    for group, (value, chosen, accepted) in _judged(answered).items():
        both = 0 < accepted.sum() < len(accepted)
        found[f"AUC {group}"] = auc(value, accepted) if both else None
        found[f"balanced accuracy {group}"] = balanced(chosen, accepted) if both else None
    return found


def _judged(answered: Sequence[Answered]) -> "dict[str, tuple[Array, Array, Array]]":
    """Ranking, decision and truth of each group, for the cases that the solver had a say on."""
    import numpy as np

    known: dict[str, list[tuple[float, float, float]]] = {}
    for one in answered:
        if one.output is not None and one.output["value"] is not None:
            # A resampled copy has a group of its own name; it belongs with the others.
            group = one.sample.group.partition("~")[0]
            row = (float(one.output["value"]), float(one.output["accept"]), float(one.sample.target["accept"]))
            known.setdefault(group, []).append(row)
    columns = {group: np.array(rows).T for group, rows in known.items()}
    return {group: (value, chosen, accepted) for group, (value, chosen, accepted) in columns.items()}


TASK = Task(
    name="verdict",
    description="What turns reviews into a decision, by cross-validation on papers whose fate is known; no model.",
    agent="",
    samples=verdict_samples,
    solver=fitted,
    scorer=score,
    summary=summary,
    primary="agreement",
    lower_is_better=("brier",),
    figures=figures,
    baselines={
        "mean_score": mean_score,
        "best_configuration": best_configuration,
        "released": released,
        "chance": chance,
    },
)
