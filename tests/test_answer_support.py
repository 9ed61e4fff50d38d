"""Claims and their citations: unknown keys, invented figures, judged and unjudged support; none goes silently."""

import pytest

from paperwire.agents.staff import Staff
from paperwire.agents.support import check_support, strange_figures
from paperwire.domain.answer import Source, mint_key
from paperwire.domain.answer_forms import CitedClaim, ClaimVerdict, SupportForm
from paperwire.domain.errors import Unreachable
from paperwire.engines.extractive import ExtractiveEngine

TEXT = "The router keeps expert loads even. Accuracy on the benchmark rises by 2.4 points, the authors report."
SOURCE = Source(
    key="bcdfg", record="paper:2603.00002", kind="paper", paper_id="2603.00002", title="RouteMoE", text=TEXT
)  # fmt: skip


def claim(text: str, *keys: str, quote: str = "") -> CitedClaim:
    return CitedClaim(text=text, sources=list(keys or ("bcdfg",)), quote=quote, part="")


def verdicts(*given: str) -> SupportForm:
    return SupportForm(verdicts=[ClaimVerdict(number=at, verdict=one, reason="") for at, one in enumerate(given)])  # type: ignore[arg-type]


async def test_words_that_stand_in_the_source_need_no_judge(fake_engine):
    checked = await check_support(Staff(fake_engine), [claim("The router keeps expert loads even.")], [SOURCE])
    assert [(one.support, one.sources) for one in checked.claims] == [("quoted", ("bcdfg",))]
    assert fake_engine.history == []


async def test_keys_that_were_never_shown_are_dropped_and_told(fake_engine):
    fake_engine.enqueue(verdicts("supported"))
    drafts = [claim("Loads stay even with it.", "bcdfg", "zzzzz"), claim("Loads are uneven.", "S1", "[1]")]
    checked = await check_support(Staff(fake_engine), drafts, [SOURCE])
    assert [one.sources for one in checked.claims] == [("bcdfg",)]
    assert [(one.text, one.reason) for one in checked.left_out] == [
        ("Loads are uneven.", "it cites no passage that was shown")
    ]


async def test_a_figure_of_no_source_is_left_out_before_anybody_is_asked(fake_engine):
    checked = await check_support(Staff(fake_engine), [claim("Accuracy rises by 24.5 points.")], [SOURCE])
    assert checked.claims == ()
    assert "24.5" in checked.left_out[0].reason
    assert fake_engine.history == []


async def test_the_judge_decides_on_the_rest(fake_engine):
    fake_engine.enqueue(verdicts("supported", "in part", "unsupported"))
    drafts = [
        claim("Expert loads stay even.", quote="router keeps expert loads even"),
        claim("Accuracy always rises."),
        claim("Training is faster."),
    ]
    checked = await check_support(Staff(fake_engine), drafts, [SOURCE])
    assert [(one.text, one.support) for one in checked.claims] == [
        ("Expert loads stay even.", "entailed"),
        ("Accuracy always rises.", "in part"),
    ]
    assert checked.claims[0].quote == "router keeps expert loads even"
    assert [one.text for one in checked.left_out] == ["Training is faster."]
    [asked] = fake_engine.history
    assert "Training is faster." in asked.variables["claims"]


async def test_a_claim_that_the_judge_forgot_is_left_out(fake_engine):
    fake_engine.enqueue(SupportForm(verdicts=[]))
    checked = await check_support(Staff(fake_engine), [claim("Expert loads stay even.")], [SOURCE])
    assert checked.left_out[0].reason == "its support was not judged"


async def test_without_a_judge_only_quotes_keep_a_claim_and_the_reader_is_told(fake_engine):
    fake_engine.enqueue(Unreachable("The server did not answer."))
    drafts = [
        claim("Expert loads stay even.", quote="The router keeps expert loads even."),
        claim("Training is faster.", quote="It trains twice as fast as before."),
    ]
    checked = await check_support(Staff(fake_engine), drafts, [SOURCE])
    assert [(one.text, one.support) for one in checked.claims] == [("Expert loads stay even.", "in part")]
    assert [one.text for one in checked.left_out] == ["Training is faster."]
    assert "support check failed" in checked.notices[0]


async def test_the_extractive_judge_counts_words():
    staff = Staff(ExtractiveEngine(lambda texts: None))  # type: ignore[arg-type, return-value]
    drafts = [claim("The expert loads are even by the router."), claim("Penguins invented the telephone.")]
    checked = await check_support(staff, drafts, [SOURCE])
    assert [one.text for one in checked.claims] == ["The expert loads are even by the router."]
    assert "0%" in checked.left_out[0].reason


@pytest.mark.parametrize(
    ("text", "strange"),
    [
        ("rises by 2.4 points", []),
        ("rises by 2.5 points", ["2.5"]),
        ("three of 12 models", ["12"]),
        ("of 2603.00002", []),
        ("with 2 routers", []),
    ],
)
def test_figures_must_stand_in_a_source(text, strange):
    assert strange_figures(text, [SOURCE]) == strange


def test_keys_are_the_same_for_the_same_passage_only():
    assert mint_key("paper:1", "a") == mint_key("paper:1", "a")
    assert len({mint_key(f"paper:{n}", "a") for n in range(500)}) == 500
