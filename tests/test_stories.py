"""Stories out of items: what belongs together does, what only looks alike does not, whatever the order."""

import hashlib
import os
import random
from collections.abc import Sequence
from datetime import UTC, date, datetime
from typing import Any

import numpy as np
import pytest

from paperwire.domain.news import NewsItem
from paperwire.memory.words import words
from paperwire.stories import find_stories, find_topics
from paperwire.stories.grouping import base_odds, group
from paperwire.stories.names import known_in, names_in, versions_in
from paperwire.stories.reading import clean_title


def embed(texts: Sequence[str]) -> Any:
    """Bags of hashed words, as unit vectors: alike where words are alike."""
    rows = np.zeros((len(texts), 256), dtype=np.float32)
    for row, text in zip(rows, texts, strict=True):
        for word in words(text):
            row[int(hashlib.sha256(word.encode()).hexdigest(), 16) % 256] += 1
    return rows / np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-9)


def item(title: str, day: int = 9, source: str = "", **more: Any) -> NewsItem:
    return NewsItem(
        id=more.pop("id", "") or hashlib.sha256(f"{title}{day}{source}".encode()).hexdigest()[:8],
        title=title,
        url="https://example.org/a",
        source=source or f"Paper of {title[:9]}",
        published=datetime(2026, 6, day, tzinfo=UTC),
        seen=date(2026, 6, day),
        **more,
    )


FILLER = [
    item(title, day)
    for title, day in (
        ("A tax on tokens? Three ministers disagree", 9),
        ("Robots learn to fold fitted sheets", 10),
        ("The price of memory chips keeps climbing", 8),
        ("Speech models stumble over dialects", 9),
        ("How I organise notes for three helpers", 11),
        ("Beginner’s guide to quantisation", 8),
    )
]


def together(*titles: str, days: tuple[int, ...] = ()) -> bool:
    """Whether all these end up in one story."""
    pairs = zip(titles, days or (9,) * len(titles), strict=True)
    wanted = [item(title, day, source=f"Source {number}") for number, (title, day) in enumerate(pairs)]
    stories = find_stories([*FILLER, *wanted], embed)
    return any({one.id for one in wanted} <= {one.id for one in story.items} for story in stories)


def test_one_release_in_several_words_is_one_story() -> None:
    assert together(
        "Fenwick releases Tern 2 27B under Apache 2.0", "Tern 2 27B is out", "Fenwick's Tern 2 27B: first numbers"
    )


def test_a_chinese_headline_joins_by_the_name_in_latin_letters() -> None:
    assert together("Tern 2 27B released", "Fenwick开源Tern 2 27B，单卡可跑")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Introducing GPT-5.4", "Introducing GPT-5.5"),
        ("Claude Opus 4.6 is now available", "Claude Opus 4.7 is now available"),
        ("Tern 2 27B is out", "Tern 2 9B is out"),
    ],
)
def test_other_numbers_tell_stories_apart(one: str, other: str) -> None:
    assert not together(one, other)


def test_the_same_words_months_apart_are_two_stories() -> None:
    assert together("Fenwick raises money for warehouse robots", "Fenwick raises money for warehouse machines")
    assert not together(
        "Fenwick raises money for warehouse robots", "Fenwick raises money for warehouse machines", days=(1, 28)
    )


def test_the_order_of_items_changes_nothing() -> None:
    items = [*FILLER, item("Tern 2 27B is out", 9), item("Tern 2 27B released", 10), item("Tern 2 27B数据", 10)]
    expected = find_stories(items, embed)
    for seed in range(5):
        random.Random(seed).shuffle(items)
        assert find_stories(items, embed) == expected


def test_every_item_is_in_exactly_one_story_and_met_twice_it_counts_once() -> None:
    items = [*FILLER, item("Tern 2 27B is out"), item("Tern 2 27B is out")]
    found = [one.id for story in find_stories(items, embed) for one in story.items]
    assert sorted(found) == sorted({one.id for one in items})


def test_a_story_is_named_after_its_earliest_item_and_keeps_that_name() -> None:
    first = item("Tern 2 27B is out", 8, id="first")
    later = [item("Tern 2 27B released", 9), item("Tern 2 27B, released and measured", 10)]
    [early] = [one for one in find_stories([*FILLER, first], embed) if first in one.items]
    [grown] = [one for one in find_stories([*FILLER, first, *later], embed) if first in one.items]
    assert early.id == grown.id == "story:first"
    assert len(grown.items) == 3
    assert "Tern 2 27B" in grown.entities


def test_nothing_and_one() -> None:
    assert find_stories([], embed) == ()
    [only] = find_stories([item("3 hours ago Tern 2 is out")], embed)
    assert only.title == "Tern 2 is out"


def test_one_story_alone_is_found_although_everything_has_it_in_common() -> None:
    assert (
        len(find_stories([item("Tern 2 27B is out", source="A"), item("Tern 2 27B is out now", source="B")], embed))
        == 1
    )


def test_no_text_breaks_it() -> None:
    titles = ["", " ", "💥", "\ud800", "9" * 500, "v4", "AI", "<b>", "GPT-5." * 200]
    items = [item(title, id=str(number)) for number, title in enumerate(titles)]
    assert sum(len(one.items) for one in find_stories(items, embed)) == len(items)


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("OpenAI releases GPT-5.5", {"OpenAI", "GPT", "gpt 5.5"}),
        ("ChatGPT 5.5 arrived", {"ChatGPT", "gpt 5.5"}),
        ("DeepSeek V4终于发布，携手华为", {"DeepSeek", "deepseek 4", "Huawei"}),
        ("DeepSeek's V4 is cheap", {"DeepSeek", "deepseek 4"}),
        ("Kimi K2.6 is here", {"Kimi", "kimi 2.6"}),
        ("Qwen3.6-27B beats", {"Qwen", "qwen 3.6", "qwen 3.6 27b"}),
        ("马斯克与奥特曼", {"Elon Musk", "Sam Altman"}),
        ("20 hours ago, 3 of 60 people paid $20 in May 2026, up 90%", set()),
        ("A metaphor of cursory metals", set()),
    ],
)
def test_names(text: str, names: set[str]) -> None:
    assert names_in(text) == names


def test_versions_are_shown_as_they_stand() -> None:
    assert [one.spelled_whole for one in versions_in("Is Qwen3.6-27B better than GPT-5.5?")] == [
        "Qwen3.6-27B",
        "GPT-5.5",
    ]
    assert known_in("Metal and Meta") == {"Meta"}


def test_titles_lose_clocks_and_links() -> None:
    assert clean_title("19 hours ago  DeepSeek's V4 https://t.co/x") == "DeepSeek's V4"
    assert clean_title("2 days ago") == "2 days ago"


def test_a_batch_full_of_stories_asks_for_less_of_each_pair() -> None:
    rare, common = np.full(10_000, -3.0), np.full(10_000, -3.0)
    rare[:20], common[:3_000] = 5.0, 5.0
    assert base_odds(common) < base_odds(rare) - 1


def test_groups_come_in_the_order_of_the_items() -> None:
    odds = np.full((4, 4), -8.0, dtype=np.float32)
    odds[0, 3] = odds[3, 0] = 9.0
    assert group(odds) == [[0, 3], [1], [2]]
    assert group(np.zeros((0, 0), dtype=np.float32)) == []


def topics(limit: int) -> Any:
    titles = [
        "Fenwick raises $90 million", "Castellan raises $7 million in funding", "Plume acquired for $3 billion",
        "Court rules on lawsuit over training data", "Jury in trial of a lab hears first witness",
        "Robots and humanoids learn to walk", "Completely unrelated poem",
    ]  # fmt: skip
    return find_topics(find_stories([item(title) for title in titles], embed), embed, limit)


def test_every_story_is_in_one_topic_and_names_are_distinct() -> None:
    found = topics(6)
    everything = sorted(one.title for topic in topics(0) for one in topic.items)
    assert sorted(one.title for topic in found for one in topic.items) == everything
    assert len({one.name for one in found}) == len({one.id for one in found}) == len(found)
    assert found[0].name.startswith("Money and deals")
    assert found[-1].name == "Other"


def test_no_more_topics_than_asked_for() -> None:
    assert [one.name for one in topics(0)] == ["Other"]
    assert len(topics(1)) == 2
    assert find_topics((), embed, 6) == ()


@pytest.mark.skipif(not os.environ.get("PAPERWIRE_DATA"), reason="real data: set PAPERWIRE_DATA to its folder")
def test_three_thousand_items_fit_in_memory_and_keep_their_items(data: Any) -> None:
    from paperwire.evals.tasks.stories_cases import item_of, story_cases

    week = [item_of(one) for one in story_cases(data)]
    many = [one.model_copy(update={"id": f"{turn}:{one.id}"}) for turn in range(2) for one in week]
    assert sum(len(one.items) for one in find_stories(many, embed)) == len(many)
