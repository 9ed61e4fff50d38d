"""Fits the calibrator again: `python -m paperwire.evals.fit_calibrator --data DIR`.

Each paper stands for the 20 panels of three that its six model reviews make, since a panel has three reviewers and
which model sits in it is not known beforehand. A paper is never in the fold that its own figures come from.
"""

import argparse
import sys
from collections.abc import Sequence
from datetime import UTC, datetime
from itertools import combinations
from pathlib import Path
from typing import TYPE_CHECKING

from ..agents.calibrator import Calibration, Coefficient
from .task import Sample
from .tasks.verdict_cases import bench_samples
from .tasks.verdict_figures import auc_metric
from .tasks.verdict_fit import FOLDS, folds, logistic

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Array = NDArray[np.float64]

SCORES = ("soundness", "presentation", "contribution", "overall")
_PANEL = 3
_PENALTY = 20.0
_RATING_PENALTY = 60.0
_METHOD = (
    "Logistic (penalty 20) and linear (penalty 60) ridge on the panel's mean scores, standardised; each paper enters "
    "as its 20 panels of three out of six model reviews, weighted 1/20. Confidence, spread of the overall scores and "
    "numbers of strengths and weaknesses were tried and left out: they gain at most 0.003 AUC and travel badly "
    "between prompts."
)


def fit(samples: Sequence[Sample], today: str) -> Calibration:
    """The calibration on `samples`, with its figures from 10-fold cross-validation."""
    import numpy as np

    accepted = np.array([float(s.target["accept"]) for s in samples])
    rating = np.array([s.target["rating"] for s in samples])
    panels = panel_means(samples)
    mean, spread, odds, line = _lines(panels, accepted, rating)
    return Calibration(
        fitted_on="ICLR 2022",
        data="SakanaAI/AI-Scientist review_iclr_bench (Apache-2.0): model reviews, human ratings and decisions",
        papers=len(samples),
        base_rate=round(float(accepted.mean()), 3),
        fitted=today,
        command="python -m paperwire.evals.fit_calibrator --data DIR",
        method=_METHOD,
        quality=_quality(samples, panels, accepted, rating),
        acceptance=round(float(odds[-1]), 4),
        rating=round(float(line[-1]), 4),
        coefficients=tuple(
            Coefficient(score=name, mean=m, spread=s, acceptance=a, rating=r)
            for name, m, s, a, r in zip(
                SCORES, *(x.round(4).tolist() for x in (mean, spread, odds[:-1], line[:-1])), strict=True
            )
        ),
    )


def panel_means(samples: Sequence[Sample]) -> "Array":
    """Mean scores of every panel of three; shape (papers, panels, scores)."""
    import numpy as np

    reviews = np.array([[[r["scores"][name] for name in SCORES] for r in s.input["reviews"]] for s in samples])
    chosen = np.array(list(combinations(range(reviews.shape[1]), _PANEL)))
    return np.asarray(reviews[:, chosen].mean(2))


def _lines(panels: "Array", accepted: "Array", rating: "Array") -> "tuple[Array, Array, Array, Array]":
    """Means and spreads of the scores, then the logistic and the linear weights, shift last."""
    import numpy as np

    each = panels.shape[1]
    rows = panels.reshape(-1, panels.shape[2])
    mean, spread = rows.mean(0), np.maximum(rows.std(0), 1e-6)
    scaled = (rows - mean) / spread
    odds = logistic(scaled, np.repeat(accepted, each), penalty=_PENALTY * each)
    inside = scaled.T @ scaled + _RATING_PENALTY * each * np.eye(len(mean))
    slopes = np.linalg.solve(inside, scaled.T @ np.repeat(rating - rating.mean(), each))
    return mean, spread, odds, np.append(slopes, rating.mean())


def _quality(samples: Sequence[Sample], panels: "Array", accepted: "Array", rating: "Array") -> dict[str, float | str]:
    import numpy as np

    fold = folds([s.id for s in samples], accepted, FOLDS, 0)
    probability, expected = np.zeros(panels.shape[:2]), np.zeros(panels.shape[:2])
    for held in range(FOLDS):
        mean, spread, odds, line = _lines(panels[fold != held], accepted[fold != held], rating[fold != held])
        scaled = (panels[fold == held] - mean) / spread
        probability[fold == held] = 1 / (1 + np.exp(-(scaled @ odds[:-1] + odds[-1])))
        expected[fold == held] = scaled @ line[:-1] + line[-1]
    aucs = [auc_metric("AUC", one, accepted) for one in probability.T]
    found = {
        "auc": np.mean([m.value for m in aucs]),
        "auc_low": np.mean([m.low for m in aucs]),
        "auc_high": np.mean([m.high for m in aucs]),
        "brier": ((probability - accepted[:, None]) ** 2).mean(),
        "brier_of_base_rate": accepted.mean() * (1 - accepted.mean()),
        "rating_mean_absolute_error": np.abs(expected - rating[:, None]).mean(),
        "rating_error_of_the_mean": np.abs(rating - rating.mean()).mean(),
    }
    how = f"{FOLDS}-fold cross-validation by paper, mean over the panels of three; 95% interval over papers"
    return {**{name: round(float(value), 3) for name, value in found.items()}, "how": how}


def main(arguments: Sequence[str] | None = None) -> int:
    """Writes the calibration to standard output, or to `--output`."""
    parser = argparse.ArgumentParser(prog="python -m paperwire.evals.fit_calibrator", description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="folder that holds review_bench/iclr2022.jsonl.gz")
    parser.add_argument("--output", type=Path, help="file to write, such as agents/verdict_calibrator.json")
    given = parser.parse_args(arguments)
    text = fit(bench_samples(given.data), datetime.now(UTC).date().isoformat()).model_dump_json(indent=2) + "\n"
    if given.output:
        given.output.write_text(text, encoding="utf-8")
    else:
        sys.stdout.write(text)
    return 0


if __name__ == "__main__":
    sys.exit(main())
