"""The ask graph on a small archive: every kind of question, what is cited, and what is said where nothing is held."""

from datetime import UTC, datetime

import pytest

from paperwire.agents.staff import Staff
from paperwire.domain.answer import Answer
from paperwire.domain.answer_forms import AnswerForm, CitedClaim, ClaimVerdict, RoutingForm, SupportForm
from paperwire.domain.errors import BadReply, BudgetSpent
from paperwire.engines.extractive import ExtractiveEngine
from paperwire.graphs.ask import ask, build_ask_graph
from paperwire.graphs.asking.room import ReadingRoom
from paperwire.graphs.asking.search import Finder
from paperwire.memory import open_archive
from paperwire.memory.chats import config_of, forget_chat, keep_latest, list_chats, open_chats

NOW = datetime(2026, 5, 20, 8, tzinfo=UTC)


@pytest.fixture
def archive(asked_archive):
    with open_archive(asked_archive, write=False) as opened:
        yield opened


@pytest.fixture
def quoting(archive):
    """A room whose engine is the extractive one."""
    engine = ExtractiveEngine(archive.embedder.embed)
    return ReadingRoom(archive, Finder(archive), Staff(engine), lambda: NOW)


@pytest.fixture
def thinking(archive, fake_engine):
    """A room whose engine is a fake model."""
    return ReadingRoom(archive, Finder(archive), Staff(fake_engine), lambda: NOW)


def papers(answer: Answer) -> list[str]:
    return [source.paper_id for source in answer.sources]


def answers_with(engine, *texts: str, complete: bool = True, missing: str = "", verdict: str = "supported"):
    """The engine cites every passage that it is shown."""

    def fill(assignment):
        if assignment.form is AnswerForm:
            keys = [source.key for source in assignment.brief.sources]
            claims = [CitedClaim(text=text, sources=keys, quote="", part="") for text in texts]
            return AnswerForm(claims=claims, complete=complete, missing=missing)
        if assignment.form is SupportForm:
            numbers = [claim.number for claim in assignment.brief.claims]
            return SupportForm(verdicts=[ClaimVerdict(number=n, verdict=verdict, reason="") for n in numbers])
        return RoutingForm(kind="find", question=assignment.brief.asked)

    engine.answer_with(fill)


async def test_find_quotes_what_was_asked_for(quoting):
    answer = await ask(quoting, "Which papers are about routing in mixture of experts models?")
    assert (answer.state, answer.question.kind, answer.engine) == ("answered", "find", "extractive")
    assert set(papers(answer)) == {"2603.00002", "2605.00001"}
    for claim in answer.claims:
        [source] = [one for one in answer.sources if one.key in claim.sources]
        assert claim.support == "quoted"
        assert claim.text in " ".join(source.text.split())
    assert any("does not reason" in notice for notice in answer.notices)


async def test_a_window_is_obeyed_and_echoed(quoting):
    answer = await ask(quoting, "Which papers on routing experts appeared in May?")
    assert set(papers(answer)) == {"2605.00001"}
    assert answer.question.windows[0].told == "published 1 May 2026 to 31 May 2026"


async def test_what_the_panel_rejected_is_found_in_its_reviews(quoting):
    answer = await ask(quoting, "which papers did you reject for weak baselines?")
    assert papers(answer) == ["2603.00001"]
    assert {source.kind for source in answer.sources} == {"review"}


async def test_a_change_shows_both_sides(quoting):
    answer = await ask(quoting, "what changed in quantization in May compared with March?")
    paper_of = {source.key: source.paper_id for source in answer.sources}
    shown = {(claim.part, paper_of[key]) for claim in answer.claims for key in claim.sources}
    assert shown == {("baseline", "2603.00001"), ("recent", "2605.00002")}


async def test_a_change_with_an_empty_side_is_only_a_part(quoting):
    answer = await ask(quoting, "what changed in quantization in May compared with April?")
    assert answer.state == "partial"
    assert any("no paper at all" in notice for notice in answer.notices)


async def test_papers_are_compared_by_name_and_by_id(quoting):
    named = await ask(quoting, "compare RouteMoE and FreeRouter")
    assert set(papers(named)) == {"2603.00002", "2605.00001"}
    one_sided = await ask(quoting, "compare 2603.00002 and 2401.00001")
    assert one_sided.state == "partial"
    assert "The archive does not hold 2401.00001." in one_sided.notices


async def test_why_reads_out_the_ledger_the_prompt_and_the_quotes(quoting):
    answer = await ask(quoting, "why did you give 2603.00001 a 9?")
    text = " ".join(claim.text for claim in answer.claims)
    assert "ended as reviewed: ended as number 0" in text
    assert "relevance 9 and novelty 8 under the interest 'Efficiency': reason 0" in text
    assert "Prompt triage@v1 (0123456789ab), read by openai · test-model, call c7." in text
    assert "recommends 'reject'" in text
    assert any(claim.quote.startswith("We propose quantization") for claim in answer.claims)
    assert {claim.support for claim in answer.claims} == {"recorded"}


async def test_why_of_a_paper_that_no_day_announced(quoting):
    answer = await ask(quoting, "why did you reject 2401.00001?")
    assert answer.state == "no_evidence"
    assert answer.notices == ("No day that was read announced 2401.00001.",)


@pytest.mark.parametrize(
    ("question", "number"),
    [
        ("how many papers on quantization?", 2),
        ("how many papers on routing since May?", 1),
        ("how many papers on tulips?", 0),
        ("how many papers did you read in March?", 3),
        ("how many papers did you select in May?", 2),
        ("how many papers with novelty 8?", 2),
        ("how many digests are there?", 2),
        ("how many papers on routing in cs.CL?", 0),
    ],
)
async def test_counts_come_from_the_database(thinking, fake_engine, question, number):
    answer = await ask(thinking, question)
    assert answer.claims[0].text.startswith(f"{number} ")
    assert fake_engine.history == []


async def test_directions_rest_on_what_the_panel_proposed(quoting):
    answer = await ask(quoting, "what could I try next on routing of experts?")
    assert "direction" in {source.kind for source in answer.sources}
    assert "Routing under drift. Let the routing of experts follow a drifting load." in [
        claim.text for claim in answer.claims
    ]


async def test_nothing_found_calls_no_model_and_says_what_was_searched(thinking, fake_engine):
    answer = await ask(thinking, "which papers are about sourdough?")
    assert (answer.state, answer.claims) == ("no_evidence", ())
    assert (answer.searched.papers, answer.searched.digests, answer.searched.reviewed) == (6, 2, 2)
    assert answer.searched.first_mention is None
    assert fake_engine.history == []


async def test_a_time_of_which_nothing_is_held_is_out_of_range(thinking, fake_engine):
    answer = await ask(thinking, "which papers on quantization did you read in April?")
    assert answer.state == "out_of_range"
    assert str(answer.searched.first_mention) == "2026-03-10"
    assert fake_engine.history == []


async def test_a_models_claims_are_checked_and_cited(thinking, fake_engine):
    answers_with(fake_engine, "Loads of experts stay even.", "It is 38.5 times faster.")
    answer = await ask(thinking, "which papers are about routing in mixture of experts models?")
    assert [(claim.text, claim.support) for claim in answer.claims] == [("Loads of experts stay even.", "entailed")]
    assert [one.text for one in answer.left_out] == ["It is 38.5 times faster."]
    assert answer.state == "partial"
    assert [assignment.agent for assignment in fake_engine.history] == ["answer", "support"]


async def test_a_model_that_finds_no_answer_is_believed(thinking, fake_engine):
    answers_with(fake_engine, complete=False, missing="who wrote it")
    answer = await ask(thinking, "which papers are about routing in mixture of experts models?")
    assert (answer.state, answer.missing) == ("no_evidence", "who wrote it")


async def test_passages_cannot_close_their_fence_or_lend_their_keys(thinking, fake_engine):
    answers_with(fake_engine, "Loads of experts stay even.")
    await ask(thinking, "which papers are about routing in mixture of experts models?")
    [shown] = [one.variables["passages"] for one in fake_engine.history if one.agent == "answer"]
    assert shown.count("<passage ") == shown.count("</passage>")


async def test_what_no_rule_places_goes_to_the_model(thinking, fake_engine):
    answers_with(fake_engine, "Loads of experts stay even.")
    answer = await ask(thinking, "routing of experts")
    assert answer.question.routed_by == "model"
    assert fake_engine.history[0].agent == "router"


async def test_without_a_model_it_is_the_rules_that_place_a_question(quoting):
    assert (await ask(quoting, "routing of experts")).question.routed_by == "rules"


async def test_a_router_that_fails_costs_a_notice_not_the_answer(thinking, fake_engine):
    fake_engine.enqueue(BadReply("The reply does not fit."))
    answers_with(fake_engine, "Loads of experts stay even.")
    answer = await ask(thinking, "routing of experts")
    assert answer.state == "answered"
    assert "router gave no answer" in answer.notices[0]


async def test_a_model_that_fails_makes_no_answer(thinking, fake_engine):
    fake_engine.enqueue(BudgetSpent("The budget is spent."))
    with pytest.raises(BudgetSpent):
        await ask(thinking, "which papers are about routing in mixture of experts models?")


async def test_a_conversation_follows_up_is_kept_and_is_forgotten(quoting, asked_archive):
    async with open_chats(asked_archive) as saver:
        graph = build_ask_graph(quoting, saver)

        async def say(text: str) -> Answer:
            end = await graph.ainvoke({"asked": text}, config_of("t"), durability="exit")
            await keep_latest(saver, "t")
            return Answer.model_validate(end["turns"][-1])

        first = await say("which papers are about routing in mixture of experts models?")
        second = await say("and the second one?")
        assert set(papers(second)) == {list(dict.fromkeys(papers(first)))[1]}
        may = await say("what about March?")
        assert set(papers(may)) == {"2603.00002"}
        why = await say("why did you give it that score?")
        assert why.question.kind == "why"
        assert why.question.scope.paper_ids == ("2603.00002",)
        [session] = await list_chats(saver)
        assert (session.name, session.questions, session.last) == ("t", 4, "why did you give it that score?")
        await forget_chat(saver, "t")
        assert await list_chats(saver) == []


async def test_what_follows_a_why_is_about_another_subject_and_the_first_two_are_those_cited(quoting, asked_archive):
    async with open_chats(asked_archive) as saver:
        graph = build_ask_graph(quoting, saver)

        async def say(text: str) -> Answer:
            end = await graph.ainvoke({"asked": text}, config_of("t"), durability="exit")
            return Answer.model_validate(end["turns"][-1])

        await say("why did you give 2603.00002 an 8?")
        other = await say("what about quantization?")
        assert (other.question.kind, set(papers(other))) == ("find", {"2603.00001", "2605.00002"})
        both = await say("compare the first two")
        assert (both.question.kind, set(papers(both))) == ("compare", {"2603.00001", "2605.00002"})
