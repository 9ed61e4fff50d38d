"""Questions without a topic: which papers ended so, which were recommended so, what is best, what is new."""

from datetime import UTC, datetime

import pytest

from paperwire.agents.staff import Staff
from paperwire.digests.answer import answer_text
from paperwire.domain import Paper
from paperwire.domain.answer import Answer
from paperwire.engines.extractive import ExtractiveEngine
from paperwire.graphs.ask import ask
from paperwire.graphs.asking.room import ReadingRoom
from paperwire.graphs.asking.search import Finder
from paperwire.memory import open_archive

NOW = datetime(2026, 5, 20, 8, tzinfo=UTC)
AGAIN = datetime(2026, 5, 13, 6, tzinfo=UTC)


@pytest.fixture
def quoting(asked_archive):
    with open_archive(asked_archive, write=True) as archive:
        run = archive.ledger.open_run(AGAIN.date(), "arxiv", "extractive", AGAIN)
        rows = [
            Paper(id="2605.00009", title="A Paper That Nobody Could Fetch", abstract="a"),
            Paper(id="2605.00001", title="FreeRouter: Routing", abstract="a", categories=("cs.LG",)),
            Paper(id="2605.00001", title="FreeRouter: Routing", abstract="a", categories=("cs.LG",)),
        ]
        archive.ledger.enter(run.id, rows)
        ends = [
            (0, "failed", "the server was out of reach"),
            (1, "filtered", "a new version"),
            (2, "duplicate", "row 1"),
        ]
        archive.ledger.settle_many(run.id, ends)
        archive.ledger.close_run(run.id, "whole", AGAIN, "")
        yield ReadingRoom(archive, Finder(archive), Staff(ExtractiveEngine(archive.embedder.embed)), lambda: NOW)


def papers(answer: Answer) -> list[str]:
    return [source.paper_id for source in answer.sources]


@pytest.mark.parametrize(
    ("question", "first", "found"),
    [
        ("which papers failed?", "1 paper ended as failed.", ["2605.00009"]),
        ("which papers were filtered and why?", "1 paper ended as filtered.", ["2605.00001"]),
        ("which papers were deferred?", "0 papers ended as deferred.", []),
        ("list everything you selected in March", "2 papers ended as selected, seen 1 March 2026 to 31 March 2026.",
         ["2603.00002", "2603.00001"]),
        ("list all accepted papers", "1 paper has the recommendation 'accept'.", ["2605.00001"]),
        ("list everything you rejected", "1 paper has the recommendation 'reject'.", ["2603.00001"]),
        ("which papers got minor revisions?", "0 papers have the recommendation 'minor revision'.", []),
    ],
)  # fmt: skip
async def test_ends_and_recommendations_are_read_out_of_the_ledger(quoting, question, first, found):
    answer = await ask(quoting, question)
    assert (answer.state, answer.engine, answer.claims[0].text) == ("answered", "rules", first)
    assert papers(answer) == found


async def test_a_row_is_told_with_its_reason(quoting):
    text = answer_text(await ask(quoting, "which papers failed?"))
    told = "A Paper That Nobody Could Fetch (2605.00009), 2026-05-13, failed: the server was out of reach. [1]"
    assert told in text


async def test_a_topic_is_looked_for_among_those_that_ended_so(quoting):
    assert papers(await ask(quoting, "which papers on compressed caches do you have?")) == ["2605.00003"]
    assert papers(await ask(quoting, "which papers on compressed caches did you shortlist?")) == []
    shortlisted = await ask(quoting, "which papers on routing experts did you shortlist?")
    assert set(papers(shortlisted)) == {"2603.00002", "2605.00001"}
    untold = await ask(quoting, "when do routers of experts fail?")
    assert set(papers(untold)) == {"2603.00002", "2605.00001"}


async def test_whether_a_paper_ended_so_is_told_with_the_reasons(quoting):
    answer = await ask(quoting, "did you reject 2605.00001?")
    text = answer_text(answer)
    assert "recommends 'accept'" in text
    assert "does not have the recommendation 'reject'" in text


async def test_what_a_why_takes_for_granted_is_set_right(quoting):
    wrong = await ask(quoting, "why did you give 2603.00001 a 3?")
    assert any(notice.endswith("(2603.00001) was given no 3.") for notice in wrong.notices)
    right = await ask(quoting, "why did you give 2603.00001 a 9?")
    assert right.notices == ()


async def test_a_paper_announced_twice_on_a_day_has_its_reasons_once(quoting):
    answer = await ask(quoting, "why did you filter 2605.00001?")
    told = [claim.text for claim in answer.claims]
    assert len(told) == len(set(told))
    assert sum("ended as duplicate" in one for one in told) == 1


@pytest.mark.parametrize("question", ["what are the top papers?", "what should I read first?", "papers in cs.LG"])
async def test_without_a_topic_the_highest_scored_papers_come_first(quoting, question):
    answer = await ask(quoting, question)
    assert set(papers(answer)[:2]) == {"2603.00001", "2605.00001"}
    assert any("No topic is named" in notice for notice in answer.notices)


async def test_what_is_new_begins_with_the_newest_day(quoting):
    answer = await ask(quoting, "what is new?")
    assert papers(answer)[:3] == ["2605.00001", "2605.00002", "2605.00003"]


async def test_the_latest_papers_on_a_topic_come_first(quoting):
    answer = await ask(quoting, "latest papers on quantization of language models")
    assert papers(answer) == ["2605.00002", "2603.00001"]


async def test_marks_alone_are_no_question_for_the_best(quoting):
    assert (await ask(quoting, "???")).state == "no_evidence"


@pytest.mark.parametrize(
    "question",
    [
        "https://arxiv.org/abs/2603.00001",
        "what does arxiv.org/pdf/2603.00001v2.pdf say?",
        "http://www.arxiv.org/abs/2603.00001v1?",
    ],
)
async def test_an_address_at_arxiv_names_its_paper(quoting, question):
    answer = await ask(quoting, question)
    assert answer.question.scope.topic == ()
    assert set(papers(answer)) == {"2603.00001"}
