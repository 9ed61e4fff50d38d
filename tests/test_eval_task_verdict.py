"""The verdict task: no leakage, right figures, baselines that say what they say they do."""

import random
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from paperwire.domain.errors import EngineError, SourceError
from paperwire.evals.task import Answered, Sample, Solver
from paperwire.evals.tasks.verdict import TASK, fitted
from paperwire.evals.tasks.verdict_figures import auc, auc_metric, balanced_metric
from paperwire.evals.tasks.verdict_fit import folds

BENCH: Any = None
"""No solver of this task touches the agents."""


def review(overall: float, words: str = "It lacks a baseline.", reviewer: str = "") -> dict[str, Any]:
    lists = {name: [] for name in ("strengths", "questions", "limitations")}
    scores = {"overall": overall, "confidence": 4.0}
    return {"reviewer": reviewer, "scores": scores, "summary": "s", "weaknesses": [words], **lists}


def case(number: int, accept: bool, *reviews: dict[str, Any]) -> Sample:
    name = f"p{number}"
    target = {"accept": accept, "rating": None}
    return Sample(id=name, cluster=name, group="g", input={"reviews": list(reviews)}, target=target)


def answered(samples: Sequence[Sample], outputs: Any) -> list[Answered]:
    rows = [(s, outputs[s.id]) for s in samples]
    return [Answered(sample=s, output=o, scores=tuple(TASK.scorer(s, o))) for s, o in rows]


def figure(name: str, samples: Sequence[Sample], outputs: Any) -> float:
    found = {m.name: m.value for m in TASK.summary(answered(samples, outputs))}
    value = found[name]
    assert value is not None
    return value


async def test_words_decide_where_scores_say_nothing() -> None:
    bad, fine = "The proof has a gap and the seeds are missing.", "Some figures could be larger in print."
    samples = [case(n, n % 2 == 0, review(5.0, fine if n % 2 == 0 else bad)) for n in range(60)]
    assert figure("AUC g", samples, await fitted(BENCH, samples)) == 1.0


async def test_nothing_is_found_where_there_is_nothing() -> None:
    chance = random.Random(3)
    words = ["alpha", "beta", "gamma", "delta", "epsilon", "zeta", "theta", "kappa"]
    samples = [
        case(n, chance.random() < 0.5, review(float(chance.randint(1, 10)), " ".join(chance.choices(words, k=12))))
        for n in range(150)
    ]
    assert 0.3 < figure("AUC g", samples, await fitted(BENCH, samples)) < 0.65, "a leak would lift it towards 1"


async def test_a_papers_own_decision_does_not_reach_its_prediction() -> None:
    samples = [case(n, n % 2 == 0, review(5.0 + (n % 7) / 3, f"word{n % 5} of some weight")) for n in range(60)]
    turned = samples[10].model_copy(update={"target": {"accept": False, "rating": None}})
    fold = folds([s.id for s in samples], np.array([float(s.target["accept"]) for s in samples]), 10, 0)
    assert np.bincount(fold).max() - np.bincount(fold).min() <= 1
    before = await fitted(BENCH, samples)
    after = await fitted(BENCH, [*samples[:10], turned, *samples[11:]])
    # Told the truth about itself, a case would follow its own decision downwards; through others it goes up a little.
    assert after["p10"]["probability"] > before["p10"]["probability"] - 0.05


async def test_the_order_of_the_cases_does_not_matter() -> None:
    samples = TASK.samples(None)
    there = await fitted(BENCH, samples)
    back = await fitted(BENCH, list(reversed(samples)))
    assert all(there[name]["probability"] == pytest.approx(back[name]["probability"], abs=0.05) for name in there)


@pytest.mark.parametrize("solver", [fitted, TASK.baselines["mean_score"]])
async def test_too_few_papers_are_an_error(solver: Solver) -> None:
    with pytest.raises(EngineError, match="10 papers of each decision"):
        await solver(BENCH, [case(n, n % 2 == 0, review(5.0)) for n in range(12)])


def test_auc_counts_ties_half() -> None:
    assert auc(np.array([1.0, 2.0, 2.0, 3.0]), np.array([0.0, 0.0, 1.0, 1.0])) == 0.875
    assert auc(np.array([1.0, 2.0]), np.array([1.0, 1.0])) == 0.5


def test_intervals_hold_the_value_and_shrink_with_papers() -> None:
    generator = np.random.default_rng(1)
    widths = []
    for count in (60, 600):
        accepted = (np.arange(count) % 2).astype(float)
        score = accepted + generator.normal(size=count)
        for found in (auc_metric("AUC", score, accepted), balanced_metric("b", (score > 0.5).astype(float), accepted)):
            assert found.value is not None
            assert found.low is not None
            assert found.high is not None
            assert found.low < found.value < found.high
            widths.append(found.high - found.low)
    assert widths[2] < widths[0] / 2
    assert widths[3] < widths[1] / 2


def test_one_kind_of_decision_gives_no_figure() -> None:
    assert auc_metric("AUC", np.ones(3), np.ones(3)).value is None
    assert balanced_metric("b", np.ones(3), np.ones(3)).value is None


async def test_baselines_on_people_and_on_configurations() -> None:
    best = review(7.0, reviewer="gpt-4o_fewshot1_reflect5_ensemble5") | {"accept": False}
    samples = [case(1, True, best), case(2, False, review(3.0))]
    by_score = await TASK.baselines["best_configuration"](BENCH, samples)
    by_decision = await TASK.baselines["released"](BENCH, samples)
    assert (by_score["p1"]["accept"], by_decision["p1"]["accept"]) == (True, False)
    assert by_score["p2"]["accept"] is None
    assert TASK.scorer(samples[1], by_score["p2"])[0].value is None, "it says nothing where people reviewed"


async def test_the_mean_score_takes_its_bar_from_the_other_folds() -> None:
    samples = [case(n, n % 2 == 0, review(7.0 if n % 2 == 0 else 4.0)) for n in range(40)]
    outputs = await TASK.baselines["mean_score"](BENCH, samples)
    assert figure("balanced accuracy g", samples, outputs) == 1.0


async def test_figures_are_the_summarys_values() -> None:
    samples = TASK.samples(None)
    rows = answered(samples, await TASK.baselines["mean_score"](BENCH, samples))
    assert TASK.figures
    assert TASK.figures(rows) == pytest.approx({m.name: m.value for m in TASK.summary(rows)})


def test_missing_data_is_named(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match=r"iclr2022\.jsonl\.gz"):
        TASK.samples(tmp_path)


async def test_on_real_reviews_it_beats_the_best_configuration(data: Path) -> None:
    samples = [s for s in TASK.samples(data) if s.group == "review_bench"]
    assert len(samples) == 267
    outputs = await fitted(BENCH, samples)
    rival = await TASK.baselines["best_configuration"](BENCH, samples)
    assert figure("AUC review_bench", samples, rival) == pytest.approx(0.693, abs=0.001)
    assert figure("AUC review_bench", samples, outputs) >= 0.72
