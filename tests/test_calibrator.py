"""The fitted calibrator: what it says, when it keeps silent, and that the file can be made again."""

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from paperwire.agents.calibrator import calibrate, calibration
from paperwire.agents.meta_reviewer import meta_review
from paperwire.agents.staff import Staff
from paperwire.digests.words import meta_parts
from paperwire.domain import FullText, Paper, Provenance, Review, Scores
from paperwire.domain.briefs import MetaReviewBrief
from paperwire.domain.forms import MetaReviewFindings, MetaReviewForm
from paperwire.evals.fit_calibrator import fit, main
from paperwire.evals.task import Sample

SOURCE = Provenance(prompt="reviewer@v1", prompt_hash="0" * 12, engine="openai", model="fake")


def scored(soundness: int, presentation: int, contribution: int, overall: int) -> Review:
    given = Scores(
        soundness=soundness, presentation=presentation, contribution=contribution, overall=overall, confidence=4
    )
    return Review(lens="method", summary="s", scores=given, provenance=SOURCE)


def silent() -> Review:
    return Review(lens="method", summary="s", provenance=SOURCE)


@pytest.mark.parametrize("position", range(4))
def test_each_better_score_raises_both_figures(position: int) -> None:
    better = [2, 2, 2, 5]
    better[position] += 1
    low, high = calibrate([scored(2, 2, 2, 5)] * 3), calibrate([scored(*better)] * 3)
    assert low
    assert high
    assert high.accept_probability > low.accept_probability
    assert high.expected_rating > low.expected_rating


def test_an_average_panel_is_accepted_about_as_often_as_any() -> None:
    means = {one.score: one.mean for one in calibration().coefficients}
    found = calibrate([scored(3, 3, 3, 5), scored(3, 2, 3, 5), scored(3, 3, 3, 6)])
    assert means["overall"] == pytest.approx(5.46, abs=0.1)
    assert found
    assert abs(found.accept_probability - found.base_rate) < 0.1


def test_extremes_stay_where_something_was_seen() -> None:
    best, worst = calibrate([scored(4, 4, 4, 10)] * 3), calibrate([scored(1, 1, 1, 1)] * 3)
    assert best
    assert worst
    assert 0.02 < worst.accept_probability < 0.15
    assert 0.75 < best.accept_probability < 0.95
    assert 3 < worst.expected_rating < best.expected_rating < 8


def test_fewer_than_two_scored_reviews_say_nothing() -> None:
    assert calibrate([]) is None
    assert calibrate([scored(3, 3, 3, 6), silent(), silent()]) is None
    assert calibrate([scored(3, 3, 3, 6), scored(2, 3, 3, 5), silent()]) is not None


def test_the_file_says_where_it_comes_from() -> None:
    told = calibration()
    assert told.papers == 267
    assert told.command.startswith("python -m paperwire.evals.fit_calibrator")
    assert 0.5 < float(told.quality["auc_low"]) < float(told.quality["auc"]) < float(told.quality["auc_high"])
    assert float(told.quality["brier"]) < float(told.quality["brier_of_base_rate"])


def brief(*reviews: Review) -> MetaReviewBrief:
    return MetaReviewBrief(
        paper=Paper(id="2601.00001", title="T", abstract="A"),
        text=FullText(paper_id="2601.00001", source="abstract", sections=()),
        reviews=reviews,
        prior_work=(),
        today=date(2026, 11, 20),
    )


FINDINGS: dict[str, Any] = {
    "summary": "s",
    "agreement": "a",
    "disagreements": [],
    "weaknesses": "w",
    "technical_soundness": "t",
    "novelty_and_significance": "n",
    "limitations": "l",
}


async def test_the_meta_review_carries_it_and_the_digest_says_what_it_means(fake_engine: Any) -> None:
    verdict = MetaReviewForm(**FINDINGS, overall="o", recommendation="accept", score=9, required_revisions=[])
    fake_engine.enqueue(verdict)
    joined = await meta_review(Staff(fake_engine), brief(*[scored(2, 2, 2, 3)] * 3))
    assert joined.score == 9
    assert joined.calibrated == calibrate([scored(2, 2, 2, 3)] * 3)
    heading, sentence = meta_parts(joined)[0]
    assert heading == "Against real decisions"
    assert f"{joined.calibrated.accept_probability:.0%} were accepted at ICLR 2022" in sentence


async def test_an_engine_without_verdict_gets_none(make_fake_engine: Callable[..., Any]) -> None:
    engine = make_fake_engine(name="extractive")
    engine.enqueue(MetaReviewFindings(**FINDINGS))
    joined = await meta_review(Staff(engine), brief(silent(), silent(), silent()))
    assert joined.calibrated is None
    assert "Against real decisions" not in dict(meta_parts(joined))


def bench_case(number: int) -> Sample:
    """Papers whose soundness alone decides."""
    good = number % 2
    scores = {"soundness": 2.0 + good, "presentation": 2.0 + number % 3, "contribution": 3.0, "overall": 5.0}
    reviews = [{"scores": {**scores, "overall": 4.0 + seat % 3}} for seat in range(6)]
    target = {"accept": bool(good), "rating": 4.0 + 3 * good}
    return Sample(
        id=f"p{number}", cluster=f"p{number}", group="review_bench", input={"reviews": reviews}, target=target
    )


def test_fitting_finds_what_decides() -> None:
    found = fit([bench_case(n) for n in range(120)], "2026-01-05")
    weights = {one.score: one.acceptance for one in found.coefficients}
    assert weights["soundness"] > 5 * max(abs(v) for k, v in weights.items() if k != "soundness")
    assert found.base_rate == 0.5
    assert float(found.quality["auc"]) > 0.99


def test_fitting_again_gives_the_file_that_ships(data: Path, tmp_path: Path) -> None:
    made = tmp_path / "calibrator.json"
    assert main(["--data", str(data), "--output", str(made)]) == 0
    again = json.loads(made.read_text(encoding="utf-8"))
    shipped = calibration().model_dump(mode="json")
    assert {**again, "fitted": ""} == {**shipped, "fitted": ""}
