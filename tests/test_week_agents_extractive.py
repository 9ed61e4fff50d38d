"""The week without a model: sentences of the news as they stand, counted sentences, and no opinion."""

import gzip
import json
from collections import defaultdict
from datetime import date

import pytest

from paperwire.agents.analyst import EYES, analyse
from paperwire.agents.figures import strange_counts, strange_figures
from paperwire.agents.prediction_check import check_predictions
from paperwire.agents.staff import Staff
from paperwire.agents.topic_editor import synthesise_topic, topic_report
from paperwire.agents.week_editor import write_week
from paperwire.domain import (
    FullText,
    Link,
    NewsItem,
    Paper,
    PaperRef,
    Prediction,
    Report,
    Story,
    Topic,
    Trend,
    Trends,
    Triage,
    WeekShare,
)
from paperwire.domain.week_briefs import WeekBrief
from paperwire.engines.extractive import ExtractiveEngine, topic_excerpts

TODAY = date(2026, 4, 24)


def item(name, title, summary="", source="Wire"):
    url = f"https://news.example.org/{name}"
    return NewsItem(id=name, title=title, summary=summary, url=url, source=source, seen=TODAY)


def story(*items):
    return Story(id=f"story:{items[0].id}", title=items[0].title, items=items)


FALCON = story(
    item("a1", "Lab releases Falcon 9B", "The lab has released Falcon 9B, a model that runs on two chips.", "Wire"),
    item("a2", "Falcon is out", "Falcon 9B, the new model of the lab, runs on two chips at home.", "Gazette"),
    item("a3", "Hands on with Falcon", "This one in particular stood out to me after a week of trying it.", "Blog"),
    item(
        "a4",
        "My cat met Falcon",
        "My cat walked over the keyboard while I was away for the whole long weekend.",
        "Blog",
    ),
)
CHIPS = story(item("b1", "Chip maker raises five billion", "", "Ledger"))
TOPIC = Topic(id="topic:1", name="Falcon and chips", stories=(FALCON, CHIPS))


def trend(name, standing, sureness, papers=30, **more):
    weeks = tuple(
        WeekShare(week=week, papers=n, of=500, share=n / 500, low=0.01, high=0.09)
        for week, n in (("2026-W16", 10), ("2026-W17", papers))
    )
    given = {"growth": 3.0, "growth_low": 1.5, "growth_high": 5.9} | more
    return Trend(id=f"trend:{name}", name=name, weeks=weeks, standing=standing, sureness=sureness, **given)


def report(paper_id, title, criterion=""):
    paper = Paper(id=paper_id, title=title, abstract="It is about caches.")
    triage = Triage(paper_id=paper_id, relevance=9, novelty=7, criterion=criterion)
    return Report(paper=paper, triage=triage, text=FullText(paper_id=paper_id, source="abstract", sections=()))


def a_week(*trends, papers=(), topics=(TOPIC,)):
    found = Trends(week="2026-W17", weeks=("2026-W16", "2026-W17"), minimum=8, papers=500, trends=trends)
    reports = tuple(topic_report(one) for one in topics)
    return WeekBrief(week="2026-W17", today=TODAY, trends=found, papers=papers, topics=reports)


@pytest.fixture
def staff():
    return Staff(desk=ExtractiveEngine(lambda texts: None))


async def test_a_topic_has_excerpts_and_no_opinion_by_the_same_way_as_with_a_model(staff):
    analyses = [await analyse(staff, TOPIC, eye, TODAY) for eye in EYES]
    synthesis = await synthesise_topic(staff, TOPIC, analyses, TODAY)
    found = topic_report(TOPIC, analyses, synthesis)
    assert synthesis is None
    assert found.analyses == ()
    assert found.excerpts == topic_excerpts(TOPIC)


def test_excerpts_are_words_of_their_items_the_most_central_first():
    found = topic_excerpts(TOPIC)
    items = {f"item:{one.id}": one for one in TOPIC.items}
    for claim in found:
        [cite] = claim.cites
        assert claim.text in (items[cite].summary, items[cite].title)
    assert found[0].cites[0] in ("item:a1", "item:a2")
    assert found[1].cites == ("item:b1",)


def test_two_sentences_that_say_the_same_are_one_excerpt_and_leaning_ones_are_none():
    cited = [claim.cites[0] for claim in topic_excerpts(TOPIC)]
    assert not {"item:a1", "item:a2"} <= set(cited)
    assert "This one in particular" not in " ".join(claim.text for claim in topic_excerpts(TOPIC))


def test_a_feed_that_repeats_its_headline_is_quoted_without_it():
    said = "The lab has lowered the price of its model by half since Monday."
    told = story(item("a1", "Prices fall", f"Prices fall (42 comments): {said}"))
    [found] = topic_excerpts(Topic(id="t", name="t", stories=(told,)))
    assert found.text == said


def test_chinese_items_are_quoted_by_whole_sentences():
    told = story(item("a1", "新模型发布", "该公司今天发布了新的开源模型，并公布了测试结果。更多内容"))
    [found] = topic_excerpts(Topic(id="t", name="t", stories=(told,)))
    assert found.text == "该公司今天发布了新的开源模型，并公布了测试结果。"


def test_a_topic_without_a_quotable_word_has_no_excerpts():
    told = story(item("a1", "", "https://news.example.org/a1"))
    assert topic_excerpts(Topic(id="t", name="t", stories=(told,))) == ()


async def test_the_opening_counts_what_moved_and_every_sentence_stands(staff):
    kv = trend("KV-cache compression", "growing", "likely")
    steady = trend("Diffusion", "steady", "unsure", papers=50)
    found = await write_week(staff, a_week(steady, kv, papers=(report("2604.00001", "Sparse caches"),)))
    told = " ".join(claim.text for claim in found.opening)
    assert "30 of 500 papers, 6.0%" in told
    assert "3.0 times its earlier share (95% interval 1.5 to 5.9)" in told
    assert "Diffusion" not in told
    assert "“Falcon and chips” has 5 articles in 2 stories" in told
    assert [claim.cites for claim in found.opening] == [
        ("trend:KV-cache compression",),
        ("paper:2604.00001",),
        ("story:a1",),
    ]
    assert (found.predictions, found.dropped) == ((), 0)


async def test_where_nothing_moved_the_opening_says_so(staff):
    small, large = trend("Small", "growing", "unsure"), trend("Large", "steady", "unsure", papers=90)
    found = await write_week(staff, a_week(small, large, topics=()))
    assert [claim.cites for claim in found.opening] == [("trend:Large",)]
    assert found.opening[0].text.startswith("No topic moved beyond doubt")


async def test_a_link_between_a_paper_and_the_news_is_told_with_what_they_share(staff):
    paper = PaperRef(id="2604.00002", title="Two chips are enough", url="https://arxiv.org/abs/2604.00002")
    link = Link(paper_id=paper.id, story_id="story:a1", kind="model", shared="Falcon 9B")
    small = trend("Small models", "growing", "sure").model_copy(update={"papers": (paper,), "links": (link,)})
    found = await write_week(staff, a_week(small))
    [told] = [claim for claim in found.opening if "share the model “Falcon 9B”" in claim.text]
    assert told.cites == ("paper:2604.00002", "story:a1")


async def test_what_to_read_first_gives_the_scores_the_interest_and_the_trend_as_reasons(staff):
    kv = trend("KV-cache compression", "growing", "likely")
    carried = PaperRef(id="2604.00001", title="Sparse caches", url="")
    kv = kv.model_copy(update={"papers": (carried,)})
    found = await write_week(staff, a_week(kv, papers=(report("2604.00001", "Sparse caches", "Efficient inference"),)))
    paper, news = found.read_first
    assert paper.target == "paper:2604.00001"
    assert paper.cites == ("paper:2604.00001", "trend:KV-cache compression")
    for words in ("Relevance 9/10, novelty 7/10", "“Efficient inference”", "growing (likely)"):
        assert words in paper.reason
    assert (news.target, news.url) == ("story:a1", "https://news.example.org/a1")
    assert "4 articles from 3 sources" in news.reason


async def test_an_empty_week_has_nothing_to_open_with(staff):
    found = await write_week(staff, a_week(topics=()))
    assert (found.opening, found.read_first, found.dropped) == ((), (), 0)


async def test_written_predictions_are_not_judged_without_a_model(staff):
    made = Prediction(id="1", week="2026-W15", statement="A rerun comes.", due="2026-W17")
    found = await check_predictions(staff, [made], a_week(), TODAY)
    assert [(one.fate, one.cites) for one in found] == [("cannot tell", ())]


@pytest.mark.parametrize(
    ("text", "known", "strange"),
    [
        ("It has 1,200 items and $13bn.", "1200 items, 13 billion", []),
        ("It has $13bn.", "$1.3bn", ["13"]),
        ("GPT-5 came on May 4.", "", []),
        ("A share of 6.0% and ~2%.", "6% of all", ["2"]),
        ("It is 3x faster with 5 GW.", "", ["3", "5"]),
        ("On 27 April 2026 it ended.", "2026-04-27", []),
        ("It costs $4.", "2026-04-27", ["4"]),
    ],
)
def test_figures_are_found_strange_whatever_their_unit(text, known, strange):
    assert strange_figures(text, known) == strange


def test_counted_sentences_answer_for_single_digits_and_number_words():
    known = "30 of 500 papers, 7 articles in 2 stories, 4 papers reviewed"
    assert strange_counts("30 papers and four papers, in seven articles of two stories", known) == []
    assert strange_counts("Four articles and 30 sources", known) == ["30", "4"]
    assert strange_counts("Three papers and 3 articles", known, cited=3) == ["3"]


async def test_a_real_week_is_told_without_a_dropped_sentence(data, staff):
    path = data / "news" / "story_week" / "2026-04-20.items.jsonl.gz"
    groups = defaultdict(dict)
    for row in map(json.loads, gzip.decompress(path.read_bytes()).splitlines()):
        one = item(row["url"], row["title"], row["summary"] or "", row["source"])
        groups[row["story"] or row["url"]][one.id] = one
    stories = sorted((story(*items.values()) for items in groups.values()), key=lambda one: -len(one.items))
    topics = tuple(Topic(id=f"t{at}", name=f"Topic {at}", stories=tuple(stories[at::20])) for at in range(20))
    for topic in topics:
        texts = {f"item:{one.id}": f"{one.summary}\n{' '.join(one.title.split())}" for one in topic.items}
        found = topic_excerpts(topic)
        assert len(found) == 5
        assert all(claim.text in texts[claim.cites[0]] for claim in found)
        assert len({claim.cites for claim in found}) == 5
    told = await write_week(staff, a_week(topics=topics))
    assert len(told.opening) == 3
    assert told.dropped == 0
