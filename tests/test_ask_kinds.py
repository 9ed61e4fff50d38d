"""Questions to the news, to digests, to directions and about predictions, on an archive that holds them all."""

import dataclasses
import json
import re
import shutil
import subprocess
import sys
from datetime import UTC, date, datetime

import numpy as np
import pytest

from paperwire.agents.router import route_by_rules
from paperwire.agents.staff import Staff
from paperwire.digests.answer import answer_text
from paperwire.domain import Direction, FollowUp, NewsItem, Paper, Prediction, Provenance, Story, Trends, Weekly
from paperwire.domain.analysis import CitedClaim
from paperwire.domain.answer import Answer
from paperwire.domain.shelf_words import read_shelf
from paperwire.domain.timespans import read_time
from paperwire.domain.weekly import WeekCounts
from paperwire.engines.extractive import ExtractiveEngine
from paperwire.graphs.ask import ask, build_ask_graph
from paperwire.graphs.asking.room import ReadingRoom
from paperwire.graphs.asking.search import Finder
from paperwire.graphs.remembering_told import remember_directions, remember_stories, remember_weekly
from paperwire.memory import open_archive
from paperwire.memory.chats import config_of, open_chats
from paperwire.memory.query_embedding import QueryEmbedder

NOW = datetime(2026, 5, 20, 8, tzinfo=UTC)
MAY = date(2026, 5, 12)
MADE = Provenance(prompt="directions@v1", prompt_hash="0123456789ab", engine="openai", model="m", call="c1")
STORIES = (
    ("chips", "Chip maker raises prices of accelerators", "The price of accelerators rises by a tenth in June."),
    ("bill", "Parliament passes a bill on model licences", "The bill asks makers of large models for a licence."),
    ("bits", "TinyBits runs on a phone", "A start-up shows TinyBits, two-bit quantization, on a phone."),
)


class QuickEmbedder:
    """The packaged model without torch, under its own name."""

    def __init__(self):
        self._model = QueryEmbedder()
        self.name = self._model.name

    def embed(self, texts):
        return np.stack([self._model.embed(text) for text in texts]).astype(np.float32)


def story(name: str, title: str, summary: str, day: int) -> Story:
    moment = datetime(2026, 5, day, 9, tzinfo=UTC)
    url = f"https://news.example.org/{name}"
    item = NewsItem(id=name, title=title, summary=summary, url=url, source="Wire Daily", published=moment, seen=MAY)
    return Story(id=f"story:{name}", title=title, items=(item,))


def weekly(week: str, first: date, *opening: str) -> Weekly:
    last = date.fromisocalendar(*map(int, re.findall(r"\d+", week)), 7)
    said = tuple(CitedClaim(text=text, cites=("story:chips",)) for text in opening)
    return Weekly(
        week=week,
        first=first,
        last=last,
        written=datetime(last.year, last.month, last.day, 18, tzinfo=UTC),
        engine="openai",
        counts=WeekCounts(),
        opening=said,
        trends=Trends(week=week, minimum=8),
    )


PREDICTED = (
    Prediction(id="p1", week="2026-W18", statement="Routing without a loss keeps its share.", due="2026-W19"),
    Prediction(id="p2", week="2026-W18", statement="A lab ships two-bit weights.", due="2026-W20"),
    Prediction(id="p3", week="2026-W19", statement="Prices of accelerators rise again.", due="2026-W21"),
)
WEEKS = (
    weekly("2026-W18", date(2026, 4, 27), "Quantization was the talk of the week.", "Nobody spoke of licences."),
    weekly("2026-W19", date(2026, 5, 4), "Accelerators became dearer.", "Routing of experts needs no loss now."),
)


@pytest.fixture(scope="session")
def told_archive(_asked_archive, tmp_path_factory):
    folder = tmp_path_factory.mktemp("told") / "archive"
    shutil.copytree(_asked_archive, folder)
    with open_archive(folder, write=True, embedder=QuickEmbedder()) as archive:
        remember_stories(archive, [story(*one, day) for one, day in zip(STORIES, (6, 7, 12), strict=True)])
        paper = Paper(id="2605.00003", title="Longer Memory for Transformers by Compressed Caches", abstract="a")
        idea = Direction(
            kind="open problem", title="Caches on watches", idea="Compress caches until they fit a watch.",
            rests_on="what is old", first_experiment="Halve the cache every hour.", provenance=MADE,
        )  # fmt: skip
        remember_directions(archive, paper, [idea], MAY)
        for one in WEEKS:
            remember_weekly(archive, one)
            run = archive.weeks.open_week(one.week, "openai", one.written)
            archive.weeks.keep(run.id, "weekly", {"": one})
            archive.weeks.keep(run.id, "prediction", {p.id: p for p in PREDICTED if p.week == one.week})
        fate = FollowUp(prediction=PREDICTED[0], fate="came true", reason="Its share is 3.3%.", cites=("trend:t2",))
        archive.weeks.keep(run.id, "follow-up", {"p1": fate})
    return folder


@pytest.fixture
def told(told_archive):
    """A room with the extractive engine."""
    with open_archive(told_archive, write=False) as archive:
        staff = Staff(ExtractiveEngine(archive.embedder.embed))
        yield ReadingRoom(archive, Finder(archive), staff, lambda: NOW)


def records(answer: Answer) -> set[str]:
    return {source.record for source in answer.sources}


@pytest.mark.parametrize(
    ("question", "kinds", "topic"),
    [
        ("what was in the news about chips?", ("story",), "what was about chips"),
        ("which stories mention model licences?", ("story",), "mention model licences"),
        ("latest AI news on quantization", ("story",), "on quantization"),
        ("news items about OpenAI", ("story",), "about OpenAI"),
        ("what did the weekly say about routing?", ("digest",), "what did say about routing"),
        ("what stood in the digest?", ("digest",), "what stood in the"),
        ("what did your digest say about memory?", ("digest",), "what did your say about memory"),
        ("which papers were in the news?", (), None),
        ("papers on fake news detection", (), None),
        ("which papers generate stories?", (), None),
        ("what news recommendation methods are there?", (), None),
        ("how many papers did you have in your digests?", (), None),
        ("which papers predict the weather?", (), None),
    ],
)
def test_a_question_names_its_shelf(question, kinds, topic):
    reading = read_shelf(question)
    assert (reading.kinds, reading.predicted) == (kinds, False)
    assert " ".join(reading.rest.strip("? ").split()) == (topic if topic else question.strip("? "))


@pytest.mark.parametrize(
    "question",
    [
        "what did you predict?",
        "which of your predictions came true?",
        "what did you forecast for quantization?",
        "what predictions of the weekly digest held?",
        "how many predictions came true?",
        "which predictions of yours are still open?",
        "how many predictions did you make?",
    ],
)
def test_predictions_are_asked_for_in_many_words(question):
    assert read_shelf(question).predicted
    assert route_by_rules(question) == "find"


def test_weeks_have_numbers():
    named = read_time("what did the weekly of 2026-W18 say?", NOW).windows[0]
    assert (named.first, named.last, named.sense) == (date(2026, 4, 27), date(2026, 5, 3), "seen")
    assert read_time("what did you predict in week 19?", NOW).windows[0].first == date(2026, 5, 4)
    assert read_time("what did you predict in week 40?", NOW).windows[0].first == date(2025, 9, 29)
    assert read_time("the weekly of 2026-W60", NOW).windows == ()


async def test_the_news_is_found_and_links_to_its_item(told):
    answer = await ask(told, "what was in the news about the price of accelerators?")
    assert records(answer) == {"story:chips"}
    text = answer_text(answer)
    assert 'Chip maker raises prices of accelerators: "The price of accelerators rises by a tenth in June' in text
    assert (
        "story:chips, published 2026-05-06, seen 2026-05-12, story Wire Daily. https://news.example.org/chips" in text
    )


async def test_the_news_of_a_time_needs_no_topic(told):
    answer = await ask(told, "which stories were in the news between 5 and 8 May?")
    assert records(answer) == {"story:chips", "story:bill"}


async def test_papers_and_news_answer_together_where_no_shelf_is_named(told):
    answer = await ask(told, "what is known about TinyBits and two-bit quantization?")
    assert {"paper:2605.00002", "story:bits"} <= records(answer)


async def test_a_topic_that_the_news_never_had_is_no_evidence_and_only_the_news_was_searched(told):
    answer = await ask(told, "what was in the news about sourdough?")
    assert answer.state == "no_evidence"
    assert "only news stories" in answer_text(answer)


async def test_a_reader_may_name_the_kinds(told):
    only = dataclasses.replace(told, kinds=("story",))
    answer = await ask(only, "what is known about two-bit quantization?")
    assert records(answer) == {"story:bits"}
    ideas = dataclasses.replace(told, kinds=("direction",))
    assert records(await ask(ideas, "what is said about caches?")) == {"direction:2605.00003:0"}


@pytest.mark.parametrize(
    ("question", "number", "noun"),
    [
        ("how many stories about accelerators?", 1, "news story"),
        ("how many news items in May?", 3, "news stories"),
        ("how many headlines on tulips?", 0, "news stories"),
        ("how many stories since 7 May?", 2, "news stories"),
    ],
)
async def test_stories_are_counted_in_the_database(told, question, number, noun):
    answer = await ask(told, question)
    assert answer.question.kind == "count"
    assert answer.claims[0].text.startswith(f"{number} {noun}")
    assert {source.kind for source in answer.sources} <= {"story"}


async def test_the_latest_weekly_is_read_out_line_by_line(told):
    answer = await ask(told, "what did the weekly say?")
    assert records(answer) == {"digest:2026-W19"}
    assert {claim.text for claim in answer.claims} == {
        "Accelerators became dearer.", "Routing of experts needs no loss now.",
    }  # fmt: skip
    assert "paperwire show 2026-W19" in answer_text(answer)


async def test_a_weekly_is_found_by_topic_and_by_week(told):
    assert records(await ask(told, "what did the weekly say about quantization?")) == {"digest:2026-W18"}
    assert records(await ask(told, "what did the weekly of 2026-W18 say?")) == {"digest:2026-W18"}
    none = await ask(told, "what did the weekly of 2026-W02 say?")
    assert none.state == "out_of_range"


async def test_predictions_are_read_out_with_what_became_of_them(told):
    answer = await ask(told, "what did you predict?")
    assert answer.claims[0].text == "3 predictions: 1 came true, 2 open."
    assert [claim.support for claim in answer.claims] == ["recorded"] * 4
    assert answer.claims[1].text.startswith("In 2026-W19 it was predicted: Prices of accelerators rise again. Open")
    assert "Came true: Its share is 3.3%." in answer.claims[-1].text
    assert answer.engine == "rules"


@pytest.mark.parametrize(
    ("question", "told_of"),
    [
        ("which of your predictions came true?", ["Routing without a loss"]),
        ("which of your predictions are still open?", ["Prices of accelerators", "A lab ships"]),
        ("which of your predictions turned out wrong?", []),
        ("which of your predictions came true or are open?", ["Prices", "A lab ships", "Routing without a loss"]),
    ],
)
async def test_of_predictions_those_of_the_fate_asked_for_are_told(told, question, told_of):
    answer = await ask(told, question)
    assert answer.claims[0].text == "3 predictions: 1 came true, 2 open."
    given = [claim.text.partition("predicted: ")[2] for claim in answer.claims[1:]]
    assert [one.startswith(begins) for one, begins in zip(given, told_of, strict=True)] == [True] * len(told_of)


async def test_weekly_digests_and_proposed_directions_are_counted_as_such(told):
    weekly = await ask(told, "how many weekly digests have you written?")
    assert weekly.claims[0].text == "2 weekly digests in the archive."
    both = (await ask(told, "how many digests are there?")).claims[0].text
    daily = int((await ask(told, "how many daily digests are there?")).claims[0].text.split()[0])
    assert both.startswith(f"{daily + 2} digests in the archive, of {daily} day")
    proposed = await ask(told, "how many directions did you propose about caches?")
    assert proposed.claims[0].text.startswith("1 proposed direction mentions 'caches'")


@pytest.mark.parametrize(
    ("question", "state"),
    [
        ("what was in the news about chips in March 2026?", "out_of_range"),
        ("what was in the news about tulips in May 2026?", "no_evidence"),
        ("how many papers did you read between 5 and 8 May?", "out_of_range"),
    ],
)
async def test_a_time_without_what_is_asked_for_is_out_of_range(told, question, state):
    assert (await ask(told, question)).state == state


async def test_predictions_keep_to_topic_and_week(told):
    about = await ask(told, "what did you predict about two-bit weights?")
    assert [claim.text for claim in about.claims[1:]] == [
        "In 2026-W18 it was predicted: A lab ships two-bit weights. Open; it is due by 2026-W20."
    ]
    assert len((await ask(told, "what did you predict in week 19?")).claims) == 2
    nothing = await ask(told, "what did you predict about tulips?")
    assert nothing.state == "no_evidence"
    assert "2 weeks were written; none predicted that." in nothing.notices


async def test_an_archive_without_weeks_says_how_predictions_are_made(asked_archive):
    with open_archive(asked_archive, write=False) as archive:
        staff = Staff(ExtractiveEngine(archive.embedder.embed))
        answer = await ask(ReadingRoom(archive, Finder(archive), staff, lambda: NOW), "what did you predict?")
    assert answer.state == "no_evidence"
    assert "paperwire weekly" in answer.notices[0]


async def test_a_conversation_points_to_stories_and_turns_to_the_news(told, tmp_path):
    async with open_chats(tmp_path) as saver:
        graph = build_ask_graph(told, saver)

        async def say(text: str) -> Answer:
            end = await graph.ainvoke({"asked": text}, config_of("t"), durability="exit")
            return Answer.model_validate(end["turns"][-1])

        first = await say("which stories were in the news between 5 and 8 May?")
        second = await say("and the second one?")
        assert records(second) == {first.sources[1].record}
        papers = await say("which papers are about two-bit quantization?")
        assert "2605.00002" in {source.paper_id for source in papers.sources}
        news = await say("and in the news?")
        assert records(news) == {"story:bits"}
        assert records(await say("was TinyBits in the news?")) == {"story:bits"}


def test_the_command_takes_kinds_and_refuses_others(told_archive, tmp_path):
    def run(*more: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "paperwire", "ask", "what is known about two-bit quantization?", "--json"]
        return subprocess.run(
            [*command, "--engine", "extractive", "--archive", str(told_archive), *more],
            capture_output=True, text=True, cwd=tmp_path, check=False, timeout=120,
        )  # fmt: skip

    only = json.loads(run("--kind", "story").stdout)
    assert {source["kind"] for source in only["sources"]} == {"story"}
    both = json.loads(run("--kind", "story", "--kind", "paper").stdout)
    assert {source["kind"] for source in both["sources"]} == {"story", "paper"}
    wrong = run("--kind", "gossip")
    assert wrong.returncode == 2
    assert "There is no kind 'gossip'." in wrong.stderr


async def test_other_programs_name_kinds_too(told):
    tools = pytest.importorskip("paperwire.commands.mcp_tools", reason="needs the extra mcp").Tools(told)
    found = await tools.search("two-bit quantization", kinds=["story", "direction"], limit=1)
    assert [one["record"] for one in found] == ["story:bits"]
    answer = await tools.ask("what is known about two-bit quantization?", kinds=["story"])
    assert {source["kind"] for source in answer["sources"]} == {"story"}
    assert "https://news.example.org/bits" in answer["text"]
