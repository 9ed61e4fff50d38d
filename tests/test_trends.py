"""Trends of a week: topics, shares, growth and standing, names, the map, notices; on made-up papers and known sums."""

import math
from datetime import date, timedelta

import numpy as np
import pytest

from paperwire.domain import NewsItem, PaperRef, Story, Trends, week_days, week_of
from paperwire.memory.weeks import WeekOfPapers
from paperwire.trends import find_links, find_trends, follow_up, predict
from paperwire.trends.atlas import map_papers
from paperwire.trends.forecast import next_share
from paperwire.trends.naming import name_topics
from paperwire.trends.phrases import phrases
from paperwire.trends.shares import adjusted, wilson
from paperwire.trends.survey import survey

WIDTH = 32
VERBS = ("keeps", "drops", "merges", "sorts", "weighs", "hides")
SUBJECTS = {
    "cache": "Compressed KV caches. We study KV cache compression for long contexts, run {n}.",
    "robots": "Folding towels. A robot arm learns towel folding from video, run {n}.",
    "proteins": "Designing enzymes. We sample protein structures of enzymes, run {n}.",
    "traffic": "Queues at lights. We forecast urban traffic flow at crossings, run {n}.",
    "poems": "Rhymes. We rate generated sonnets with readers, run {n}.",
}


def direction(subject: str) -> np.ndarray:
    vector = np.zeros(WIDTH, dtype=np.float32)
    vector[list(SUBJECTS).index(subject)] = 1
    return vector


def near(subject: str, seed: int) -> np.ndarray:
    noise = np.random.default_rng(seed).normal(size=WIDTH) * 0.08
    vector = direction(subject) + noise
    return (vector / np.linalg.norm(vector)).astype(np.float32)


def a_week(week: str, field: str = "cs.LG", **counts: int) -> WeekOfPapers:
    """A week with so many papers on each subject, spread over its five days."""
    monday, _ = week_days(week)
    rows = [(subject, number) for subject, count in counts.items() for number in range(count)]
    seeds = [int(week[:4]) * 10_000 + int(week[-2:]) * 100_000 + place for place in range(len(rows))]
    ids = [f"{week[2:4]}{week[-2:]}.{place:05}" for place in range(len(rows))]
    return WeekOfPapers(
        week,
        tuple(PaperRef(id=one, title=f"On {s} {n}", url="") for one, (s, n) in zip(ids, rows, strict=True)),
        tuple(SUBJECTS[s].format(n=n) for s, n in rows),
        tuple(monday + timedelta(days=place % 5) for place in range(len(rows))),
        tuple(field for _ in rows),
        np.array([near(s, seed) for (s, _), seed in zip(rows, seeds, strict=True)], dtype=np.float32),
    )


def embed(texts):
    """Stories as vectors: towards the subject whose word they hold."""
    words = {"towel": "robots", "KV": "cache", "enzyme": "proteins", "traffic": "traffic"}
    rows = [next((direction(s) for word, s in words.items() if word in text), direction("poems")) for text in texts]
    return np.array(rows, dtype=np.float32)


def a_story(title: str, url: str = "https://news.example/1", summary: str = "") -> Story:
    item = NewsItem(id=title[:8], title=title, summary=summary, url=url, source="News", seen=date(2026, 4, 20))
    return Story(id=f"story:{item.id}", title=title, items=(item,))


def weeks_from(first: str, count: int) -> list[str]:
    monday, _ = week_days(first)
    return [week_of(monday + timedelta(weeks=number)) for number in range(count)]


@pytest.fixture
def history() -> list[WeekOfPapers]:
    return [a_week(week, cache=4, robots=60, proteins=40, traffic=40, poems=40) for week in weeks_from("2026-W10", 4)]


@pytest.fixture
def week() -> WeekOfPapers:
    return a_week("2026-W14", cache=50, robots=20, proteins=40, traffic=40, poems=40)


def by_name(trends: Trends, word: str):
    [found] = [trend for trend in trends.trends if word in trend.name.lower()]
    return found


def test_what_grew_and_what_faded_is_told_with_its_shares_and_what_stayed_is_steady(history, week):
    trends = find_trends(week, history, (), embed, 8)
    grown, faded, stayed = by_name(trends, "cache"), by_name(trends, "towel"), by_name(trends, "traffic")
    assert grown.standing in ("growing", "emerging")
    assert faded.standing == "fading"
    assert stayed.standing == "steady"
    assert grown.sureness == faded.sureness == "sure"
    assert [one.week for one in grown.weeks] == [*weeks_from("2026-W10", 4), "2026-W14"]
    assert all(one.low <= one.share <= one.high for one in grown.weeks)
    assert grown.growth_low <= grown.growth <= grown.growth_high
    assert stayed.growth_low < 1 < stayed.growth_high
    # The shares are near what was put in; papers at the edge of a topic are left out.
    assert 25 <= grown.weeks[-1].papers <= 50
    assert grown.weeks[-1].of == 190


def test_a_topic_that_was_hardly_there_is_emerging():
    history = [a_week(week, robots=80, proteins=80, traffic=80) for week in weeks_from("2026-W10", 4)]
    week = a_week("2026-W14", cache=40, robots=60, proteins=60, traffic=60)
    assert by_name(find_trends(week, history, (), embed, 8), "cache").standing == "emerging"


def test_the_same_papers_give_the_same_trends(history, week):
    first, again = find_trends(week, history, (), embed, 8), find_trends(week, history, (), embed, 8)
    assert first == again


def test_below_the_minimum_a_topic_is_no_trend(history):
    week = a_week("2026-W14", cache=5, robots=60, proteins=60, traffic=60)
    names = [trend.name.lower() for trend in find_trends(week, history, (), embed, 8).trends]
    assert any("towel" in name for name in names)
    assert not any("cache" in name for name in names)


def test_weeks_without_papers_are_told_and_no_share_is_made_up_for_them(history, week):
    later = a_week("2026-W18", cache=50, robots=20, proteins=40, traffic=40, poems=40)
    trends = find_trends(later, history, (), embed, 8)
    assert trends.missing == ("2026-W14", "2026-W15", "2026-W16", "2026-W17")
    assert trends.weeks == (*weeks_from("2026-W10", 4), "2026-W18")
    assert all(len(trend.weeks) == 5 for trend in trends.trends)
    assert any("4 weeks have no papers between 2026-W10 and 2026-W18" in notice for notice in trends.notices)
    assert not find_trends(week, history, (), embed, 8).missing


def test_the_first_week_has_shares_a_notice_and_no_growth(week):
    trends = find_trends(week, (), (), embed, 8)
    assert trends.trends
    assert {trend.standing for trend in trends.trends} == {"steady"}
    assert {trend.sureness for trend in trends.trends} == {"unsure"}
    assert all(len(trend.weeks) == 1 for trend in trends.trends)
    assert any("only week" in notice for notice in trends.notices)
    assert predict(trends) == ()


def test_another_mix_of_fields_is_told(history):
    week = a_week("2026-W14", field="cs.CV", robots=60, traffic=60, cache=60)
    [notice] = [one for one in find_trends(week, history, (), embed, 8).notices if "other fields" in one]
    assert "cs.CV 0% to 100%" in notice
    same = a_week("2026-W14", robots=60, traffic=60, cache=60)
    assert not any("other fields" in one for one in find_trends(same, history, (), embed, 8).notices)


def test_a_handful_of_papers_is_no_error():
    trends = find_trends(a_week("2026-W14", cache=1), (), (), embed, 8)
    assert trends.trends == ()
    assert [(point.x, point.y) for point in trends.map] == [(0.5, 0.5)]


def test_papers_are_central_ones_of_this_week_and_scores_decide_between_equals(history, week):
    trend = by_name(find_trends(week, history, (), embed, 8), "cache")
    assert len(trend.papers) == 8
    assert {paper.id for paper in trend.papers} <= {paper.id for paper in week.papers}
    twins = a_week("2026-W14", cache=30, robots=60, traffic=60)
    vectors = twins.vectors.copy()
    vectors[:30] = direction("cache")
    papers = tuple(
        paper.model_copy(update={"relevance": 9, "novelty": 9}) if at == 17 else paper
        for at, paper in enumerate(twins.papers)
    )
    alike = WeekOfPapers(twins.week, papers, twins.texts, twins.days, twins.fields, vectors)
    assert by_name(find_trends(alike, history, (), embed, 8), "cache").papers[0].id == papers[17].id


def test_points_of_the_map_lie_in_the_square_and_carry_the_trend(history, week):
    trends = find_trends(week, history, (), embed, 8)
    assert [point.paper_id for point in trends.map] == [paper.id for paper in week.papers]
    assert all(0 <= point.x <= 1 and 0 <= point.y <= 1 for point in trends.map)
    cache = by_name(trends, "cache").id
    coloured = {point.title.split()[1] for point in trends.map if point.trend_id == cache}
    assert coloured == {"cache"}


def test_near_papers_lie_near_each_other_on_the_map(week):
    points = map_papers(week, {})
    places = {subject: [] for subject in SUBJECTS}
    for point in points:
        places[point.title.split()[1]].append((point.x, point.y))
    spread = max(np.linalg.norm(np.std(there, axis=0)) for there in places.values())
    middles = np.array([np.mean(there, axis=0) for there in places.values()])
    apart = min(np.linalg.norm(a - b) for at, a in enumerate(middles) for b in middles[:at])
    assert spread < apart


def test_chance_is_not_told_as_change():
    """Twenty histories in which nothing changes: of all trends, hardly one may be told as moving."""
    moved = total = 0
    for start in range(20):
        weeks = [
            a_week(week, robots=40 + (start * 7 + at * 3) % 5, proteins=40, traffic=38, cache=41, poems=40)
            for at, week in enumerate(weeks_from(f"{2001 + start}-W10", 4))
        ]
        topics = survey(weeks, 8).topics
        total += len(topics)
        moved += sum(topic.standing != "steady" for topic in topics)
    assert total >= 80
    assert moved <= 0.05 * total


def test_wilsons_interval_is_the_published_one():
    # Newcombe 1998, table I: 15 of 148 and 0 of 20.
    assert wilson(15, 148) == pytest.approx((0.0624, 0.1605), abs=1e-4)
    assert wilson(0, 20) == pytest.approx((0.0, 0.1611), abs=1e-4)


def test_adjusted_ps_are_those_of_benjamini_and_hochberg():
    assert adjusted([0.01, 0.04, 0.03, 0.005]) == pytest.approx([0.02, 0.04, 0.04, 0.02])
    assert adjusted([]) == []


def test_a_name_is_a_readable_phrase_and_no_two_are_the_same():
    caches = [f"We compress. KV-cache compression {n} heads of large language models." for n in VERBS]
    again = [f"We prune. KV-cache compression with eviction policies {n} tokens." for n in VERBS]
    others = [f"Large language models answer question {n}." for n in range(40)]
    first, second = name_topics([caches, again], others)
    assert first.name == "KV-cache compression"
    assert second.name
    assert second.name != first.name
    assert "large language models" not in first.name.lower()


def test_phrases_keep_hyphens_whole_and_drop_formulas_and_prose():
    found = phrases("We propose low-resource translation with $O(n^2)$ cost. State-of-the-art results.")
    assert ("low", "resource", "translation") in found
    assert ("resource", "translation") not in found
    assert not any("propose" in phrase or "result" in phrase for phrase in found)


def test_a_prediction_is_kept_or_not_by_the_topic_as_it_was_defined(history, week):
    trends = find_trends(week, history, (), embed, 8)
    told = {one.trend: one for one in predict(trends, len(trends.trends))}
    cache = by_name(trends, "cache")
    one = told[cache.id]
    assert one.due == "2026-W15"
    assert one.share == cache.weeks[-1].share
    assert 0 < one.share_low < one.share_high < 1
    same, gone = (a_week("2026-W15", cache=n, robots=20, proteins=40, traffic=40, poems=40) for n in (50, 0))
    [kept] = follow_up([one], [*history, week], same)
    [broken] = follow_up([one], [*history, week], gone)
    assert kept.fate == "came true"
    assert broken.fate == "did not"
    assert "0 of 140 papers of 2026-W15" in broken.reason


def test_a_prediction_is_about_the_next_week_observed_and_waits_until_then(history, week):
    [one, *_] = predict(find_trends(week, history, (), embed, 8))
    assert follow_up([one], history, week) == ()
    later = a_week("2026-W20", cache=50, robots=20, proteins=40, traffic=40, poems=40)
    [found] = follow_up([one], [*history, week], later)
    assert found.fate in ("came true", "did not")
    assert "No paper was read from 2026-W15 until then" in found.reason


def test_without_the_papers_that_define_it_a_topic_cannot_be_told(history, week):
    [one, *_] = predict(find_trends(week, history, (), embed, 8))
    later = a_week("2026-W15", cache=50, robots=20, proteins=40)
    [found] = follow_up([one], (), later)
    assert found.fate == "cannot tell"
    [few] = follow_up([one], [*history, week], a_week("2026-W15", cache=5))
    assert few.fate == "cannot tell"
    assert "Only 5 papers" in few.reason


def test_a_prediction_is_wider_where_shares_wander_more(history, week):
    shares = by_name(find_trends(week, history, (), embed, 8), "traffic").weeks
    calm, wild = next_share(shares, 0.0, 1.0), next_share(shares, 0.8, 1.0)
    assert wild[0] < calm[0] < calm[1] < wild[1]
    clustered = next_share(shares, 0.0, 4.0)
    assert clustered[1] - clustered[0] > calm[1] - calm[0]


def test_four_of_five_predictions_hold_in_a_world_that_wanders_as_assumed():
    generator = np.random.default_rng(5)
    held = 0
    for _ in range(300):
        odds = math.log(0.04 / 0.96) + np.cumsum(generator.normal(0, 0.3, 7))
        papers = generator.binomial(1000, 1 / (1 + np.exp(-odds)))
        weeks = tuple(a_share(int(one)) for one in papers[:6])
        low, high = next_share(weeks, 0.3, 1.0)
        held += low <= papers[6] / 1000 <= high
    assert 0.74 <= held / 300 <= 0.90


def a_share(papers: int):
    from paperwire.domain import WeekShare

    return WeekShare(week="2026-W10", papers=papers, of=1000, share=papers / 1000, low=0, high=1)


def test_a_story_about_the_paper_itself_is_found_by_address_and_by_title():
    week = a_week("2026-W14", cache=3)
    titled = week.papers[1].model_copy(update={"title": "Towels: Folding Them Without Any Demonstrations"})
    week = WeekOfPapers(
        week.week, (week.papers[0], titled, week.papers[2]), week.texts, week.days, week.fields, week.vectors
    )
    stories = [
        a_story("A page", url=f"https://huggingface.co/papers/{week.papers[0].id}"),
        a_story("Read this: towels - folding them without any demonstrations!"),
        a_story("Elsewhere", url=f"https://shop.example/{week.papers[2].id}"),
    ]
    found = {(link.story_id, link.paper_id): link for link in find_links(week, stories, embed)}
    assert {pair: link.kind for pair, link in found.items()} == {
        (stories[0].id, week.papers[0].id): "paper",
        (stories[1].id, titled.id): "paper",
    }
    assert found[stories[1].id, titled.id].shared == "towels - folding them without any demonstrations"


def with_text(week: WeekOfPapers, title: str, text: str) -> WeekOfPapers:
    paper = week.papers[0].model_copy(update={"title": title})
    return WeekOfPapers(
        week.week, (paper, *week.papers[1:]), (text, *week.texts[1:]), week.days, week.fields, week.vectors
    )


def test_methods_and_models_link_by_the_letters_of_both_texts_if_both_are_about_the_same():
    week = with_text(
        a_week("2026-W14", cache=1),
        "KVSqueeze: smaller caches",
        "KVSqueeze: smaller caches. We test Qwen3.6 with KV caches.",
    )
    [method] = find_links(week, [a_story("KVSqueeze halves the KV cache")], embed)
    assert (method.kind, method.shared) == ("method", "KVSqueeze")
    [model] = find_links(week, [a_story("Qwen 3.6 has a new KV cache")], embed)
    assert (model.kind, model.shared) == ("model", "Qwen 3.6")
    # Another version is another model; the same name in a story about something else is no link.
    assert find_links(week, [a_story("Qwen 3.5 has a new KV cache")], embed) == ()
    assert find_links(week, [a_story("KVSqueeze, a juice, wins the towel prize")], embed) == ()


def test_a_trend_names_the_stories_that_carry_it_and_its_links(history, week):
    stories = [
        a_story("KV cache compression comes to phones", summary="Long contexts with KV cache compression."),
        a_story("Sonnets are back"),
    ]
    trend = by_name(find_trends(week, history, stories, embed, 8), "cache")
    assert trend.story_ids == (stories[0].id,)
    link_story = a_story("Of KV", url=f"https://arxiv.org/abs/{trend.core[-1]}")
    linked = find_trends(week, history, [link_story], embed, 8)
    assert all(link.paper_id in {paper.id for paper in week.papers} for link in linked.links)
