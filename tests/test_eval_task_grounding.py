"""The grounding task: counts on a panel whose quotes are known, and the signs of empty or wrong reviews."""

from pathlib import Path
from typing import Any

import pytest

from paperwire.agents.staff import Staff
from paperwire.domain.errors import Unreachable
from paperwire.domain.forms import Form, FoundQuote, QuotedPoint, RepairForm, ReviewForm
from paperwire.engines.extractive import ExtractiveEngine
from paperwire.evals.task import Bench, Sample
from paperwire.evals.tasks.grounding import TASK
from paperwire.evals.tasks.grounding_signs import date_alarm, empty_praise, filler

TEXT = """# Auctions

## Abstract

Tokens are assigned to experts by an auction that needs no auxiliary loss at all.

## 1 Experiments

The auction converges within twelve rounds on every batch that we measured in training.
Throughput rises by 14 percent on the largest cluster, measured over three separate runs.
"""
FOUND = "Tokens are assigned to experts by an auction"
NEARLY = "The auction converges within twelve rounds on every batch we measured in training"
LOST = "Our method is proven to be optimal for every possible distribution of tokens"


def sample() -> Sample:
    paper = {"id": "p1", "title": "Auctions", "abstract": ""}
    given = {"paper": paper, "format": "markdown", "text": TEXT, "today": "2026-01-05"}
    return Sample(id="p1", cluster="p1", group="p1", input=given, target={})


def bench(engine: Any) -> Bench:
    return Bench(Staff(engine), engine.name, lambda: pytest.fail("no clock is needed"))


def form(summary: str, strengths: list[tuple[str, str]], weaknesses: list[tuple[str, str]]) -> ReviewForm:
    return ReviewForm(
        summary=summary,
        strengths=[QuotedPoint(claim=c, quote=q) for c, q in strengths],
        weaknesses=[QuotedPoint(claim=c, quote=q) for c, q in weaknesses],
        questions=[],
        soundness=3,
        presentation=3,
        contribution=3,
        overall=6,
        confidence=4,
    )


def panel(assignment: Any) -> Form:
    """Two quotes found, one nearly, three lost, of which one is found again."""
    if assignment.agent == "repair":
        first = assignment.brief.lost[0]
        return RepairForm(quotes=[FoundQuote(number=first.number, quote=FOUND)])
    if assignment.brief.lens == "method":
        return form("This paper presents an auction.", [("Well written", FOUND), ("Twelve rounds", NEARLY)], [])
    if assignment.brief.lens == "evidence":
        return form(
            "Auctions replace a loss.",
            [],
            [("No optimum", LOST), ("Reference [3] is dated 2026, from the future", FOUND)],
        )
    return form(
        "An auction for tokens.", [("The auction removes a loss", LOST + " too")], [("No bound", LOST + " again")]
    )


async def scores(engine: Any, one: Sample) -> dict[str, float | None]:
    answers = await TASK.solver(bench(engine), [one])
    return {score.name: score.value for score in TASK.scorer(one, answers[one.id])}


async def test_known_counts(fake_engine: Any) -> None:
    fake_engine.answer_with(panel)
    found = await scores(fake_engine, sample())
    assert found["quotes found"] == pytest.approx(3 / 6)
    assert found["quotes verbatim"] == pytest.approx(2 / 6)
    assert found["repaired"] == pytest.approx(1 / 6)
    assert found["dropped"] == pytest.approx(2 / 6)
    assert found["date alarms a review"] == pytest.approx(1 / 3)
    assert found["filler openings"] == pytest.approx(1 / 3)
    assert found["empty praise"] == pytest.approx(1 / 3)


async def test_reviewers_are_told_the_day_of_the_case(fake_engine: Any) -> None:
    fake_engine.answer_with(panel)
    await scores(fake_engine, sample())
    asked = [a for a in fake_engine.history if a.agent == "reviewer"]
    assert len(asked) == 3
    assert all("Today is 2026-01-05" in a.messages()[0].text for a in asked)


async def test_a_panel_that_is_not_whole_is_no_answer(fake_engine: Any) -> None:
    fake_engine.enqueue(Unreachable("no answer"))
    fake_engine.answer_with(panel)
    with pytest.raises(Unreachable):
        await TASK.solver(bench(fake_engine), [sample()])


async def test_a_repair_that_fails_is_told(fake_engine: Any) -> None:
    fake_engine.answer_with(lambda a: Unreachable("gone") if a.agent == "repair" else panel(a))
    answers = await TASK.solver(bench(fake_engine), [sample()])
    dropped = next(s for s in TASK.scorer(sample(), answers["p1"]) if s.name == "dropped")
    assert dropped.value == pytest.approx(3 / 6)
    assert "gone" in dropped.explanation


async def test_without_a_model_every_quote_stands_in_the_paper() -> None:
    engine = ExtractiveEngine(lambda texts: pytest.fail("no embedding is needed"))
    samples = TASK.samples(None)
    assert len(samples) >= 6
    for one in samples:
        found = await scores(engine, one)
        assert (found["quotes verbatim"], found["dropped"], found["date alarms a review"]) == (1.0, 0.0, 0.0), one.id


async def test_floor_and_ceiling(data: Path) -> None:
    samples = TASK.samples(data)[:4]
    for name, least, most in (("verbatim", 1.0, 1.0), ("scrambled", 0.0, 0.1)):
        answers = await TASK.baselines[name](bench(ExtractiveEngine(lambda texts: pytest.fail("unused"))), samples)
        shares = [TASK.scorer(s, answers[s.id])[0].value for s in samples]
        assert all(share is not None for share in shares)
        assert least <= sum(share or 0.0 for share in shares) / 4 <= most, name


@pytest.mark.parametrize(
    "text",
    [
        "Several references are dated 2026, which is in the future.",
        "The cited model GPT-5 does not exist.",
        "Many citations appear to be fabricated.",
        "The list contains future-dated preprints.",
        "Publication years in the references are incorrect.",
        "It compares with Claude 4, which has not been released.",
        "Citations to 2025 arXiv preprints look fictitious.",
    ],
)
def test_date_alarms(text: str) -> None:
    assert date_alarm(text)


@pytest.mark.parametrize(
    "text",
    [
        "The reference to Table 3 is wrong.",
        "Extending it to three dimensions is left for future work.",
        "The strongest 2024 baseline is missing.",
        "The model hallucinates references when asked for sources.",
        "A closed form of this model does not exist.",
        "Forecasts further into the future are worse.",
        "The proof of Theorem 2 is incorrect.",
    ],
)
def test_no_date_alarms(text: str) -> None:
    assert not date_alarm(text)


@pytest.mark.parametrize(
    ("text", "is_filler"),
    [
        ("This paper presents a router.", True),
        ("The authors propose a router.", True),
        ("Excellent work on routing.", True),
        ("In this work, tokens are routed.", True),
        ("Tokens are routed by an auction.", False),
        ("Overallocation of memory is avoided.", False),
    ],
)
def test_filler(text: str, is_filler: bool) -> None:
    assert filler(text) is is_filler


@pytest.mark.parametrize(
    ("claim", "is_empty"),
    [
        ("The paper is well-written and clear.", True),
        ("Novel and interesting idea", True),
        ("Strong results on 14 data sets", False),
        ("The auction removes the balancing loss.", False),
    ],
)
def test_empty_praise(claim: str, is_empty: bool) -> None:
    assert empty_praise(claim) is is_empty


async def test_real_papers_without_a_model(data: Path) -> None:
    engine = ExtractiveEngine(lambda texts: pytest.fail("no embedding is needed"))
    samples = TASK.samples(data)
    assert len(samples) == 24
    for one in samples[:3]:
        found = await scores(engine, one)
        assert (found["quotes verbatim"], found["dropped"]) == (1.0, 0.0)
