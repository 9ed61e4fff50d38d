"""The openreview task: its scores on known answers, its cases, and a whole run without a model."""

from pathlib import Path
from typing import Any

import pytest

from paperwire.agents.staff import Staff
from paperwire.domain import Forum
from paperwire.domain.forms import OpenReviewForm, ReviewedPoint
from paperwire.engines.extractive import ExtractiveEngine
from paperwire.evals.task import Answered, Bench, Sample
from paperwire.evals.tasks.openreview import TASK
from paperwire.evals.tasks.openreview_cases import sample_of

ROW: dict[str, Any] = {
    "forum": "f1",
    "title": "Auctions for experts",
    "abstract": "Tokens are assigned by an auction.",
    "venue": "NeurIPS 2024",
    "accepted": False,
    "decision": "Reject",
    "meta_review": "The missing baseline and the hidden tuning budget weigh more than the elegant convergence proof.",
    "reviews": [
        {
            "rating": 6,
            "confidence": 3,
            "sections": {"strengths": "An elegant convergence proof is given.", "weaknesses": "A baseline is missing."},
        },
        {
            "rating": 4,
            "confidence": 4,
            "sections": {"strengths_weaknesses": "Good.\nWeaknesses:\nThe tuning budget stays hidden from the reader."},
        },
    ],
}


def bench(engine: Any) -> Bench:
    return Bench(Staff(engine), engine.name, lambda: pytest.fail("no clock is needed"))


def scores(sample: Sample, output: dict[str, Any]) -> dict[str, float | None]:
    return {score.name: score.value for score in TASK.scorer(sample, output)}


def output(*quotes: tuple[str, str], leaning: str = "reject", dropped: int = 0) -> dict[str, Any]:
    concerns = [{"claim": "", "quote": quote, "review": review} for quote, review in quotes]
    told = {"leaning": leaning, "sentiment": "mixed", "consensus": "", "dropped": dropped}
    return {**told, "strengths": [], "concerns": concerns}


def test_the_target_is_not_in_the_input() -> None:
    sample = sample_of(ROW)
    assert sample.target == {"accept": False, "meta_review": ROW["meta_review"]}
    forum = Forum.model_validate(sample.input["forum"])
    assert (forum.decision, forum.meta_review) == ("", "")
    assert forum.reviews[1].weaknesses == "The tuning budget stays hidden from the reader."


def test_all_that_the_chair_took_up_is_full_recall() -> None:
    everything = output(
        ("An elegant convergence proof is given.", "f1-1"),
        ("A baseline is missing.", "f1-1"),
        ("The tuning budget stays hidden from the reader.", "f1-2"),
    )
    found = scores(sample_of(ROW), everything)
    assert found["chair recall"] == 1.0
    assert found["reviewers heard"] == 1.0
    assert found["traced"] == 1.0
    assert found["chair precision"] is not None
    assert found["chair precision"] < 1.0, "reader, stays and given are not the chair's words"


def test_less_is_heard_of_one_reviewer_alone() -> None:
    found = scores(sample_of(ROW), output(("A baseline is missing.", "f1-1"), dropped=3))
    assert found["reviewers heard"] == 0.5
    assert found["traced"] == 0.25
    assert found["chair recall"] == pytest.approx(2 / 8)


@pytest.mark.parametrize(("leaning", "right"), [("reject", 1.0), ("accept", 0.0), ("undecided", 0.0)])
def test_only_the_real_decision_agrees(leaning: str, right: float) -> None:
    assert scores(sample_of(ROW), output(("A baseline is missing.", "f1-1"), leaning=leaning))["decision"] == right


def test_a_chair_who_takes_up_nothing_is_not_scored() -> None:
    silent = sample_of({**ROW, "meta_review": "Rejected."})
    assert scores(silent, output(("A baseline is missing.", "f1-1")))["coverage"] is None


def test_an_answer_without_points_covers_nothing() -> None:
    found = scores(sample_of(ROW), output())
    assert found["traced"] is None
    assert (found["coverage"], found["reviewers heard"]) == (0.0, 0.0)


async def test_what_a_model_invents_is_dropped_and_shows(fake_engine: Any) -> None:
    sample = sample_of(ROW)
    invented = ReviewedPoint(claim="Fraud", quote="the authors admit that their data were invented")
    real = ReviewedPoint(claim="Budget", quote="The tuning budget stays hidden from the reader")
    fake_engine.enqueue(
        OpenReviewForm(sentiment="negative", leaning="reject", consensus="", strengths=[], concerns=[invented, real])
    )
    answers = await TASK.solver(bench(fake_engine), [sample])
    found = scores(sample, answers["f1"])
    assert (found["traced"], found["reviewers heard"], found["decision"]) == (0.5, 0.5, 1.0)


async def test_the_shipped_forums_run_whole_without_a_model() -> None:
    engine = ExtractiveEngine(lambda texts: pytest.fail("no embedding is needed"))
    samples = TASK.samples(None)
    answers = await TASK.solver(bench(engine), samples)
    rows = [Answered(sample=s, output=answers[s.id], scores=tuple(TASK.scorer(s, answers[s.id]))) for s in samples]
    found = {metric.name: metric.value for metric in TASK.summary(rows)}
    assert found["balanced accuracy"] == 1.0
    assert all(scores(s, answers[s.id])["traced"] == 1.0 for s in samples)
    hostile = next(s for s in samples if s.id == "ship-2")
    assert answers[hostile.id]["leaning"] == "reject"


async def test_baselines_answer_every_case(data: Path) -> None:
    samples = TASK.samples(data)[:40]
    for name, solver in TASK.baselines.items():
        answers = await solver(bench(ExtractiveEngine(lambda texts: pytest.fail("unused"))), samples)
        assert set(answers) == {s.id for s in samples}, name
        assert all(answers[s.id]["concerns"] for s in samples)
