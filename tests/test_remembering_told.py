"""Stories in the memory: one that goes on is one record, whatever part of it was read along."""

from datetime import UTC, date, datetime

import numpy as np
import pytest

from paperwire.domain import NewsItem, Story
from paperwire.graphs.remembering_told import remember_stories
from paperwire.memory import open_archive
from paperwire.memory.holdings import Holdings


class Plain:
    """The same vector for everything."""

    name = "plain"

    def embed(self, texts):
        return np.ones((len(texts), 4), dtype=np.float32) / 2


def item(name: str, day: int) -> NewsItem:
    moment = datetime(2026, 5, day, 9, tzinfo=UTC)
    link = f"https://example.org/{name}"
    return NewsItem(id=name, title=f"News {name}", url=link, source="Wire", published=moment, seen=date(2026, 5, day))


def story(*items: NewsItem) -> Story:
    """As clustering makes it: named after its earliest item, the most central, here the latest, first."""
    earliest = min(items, key=lambda one: one.day)
    return Story(id=f"story:{earliest.id}", title=items[-1].title, items=items[::-1])


@pytest.fixture
def archive(tmp_path):
    with open_archive(tmp_path / "archive", write=True, embedder=Plain()) as opened:
        yield opened


def remembered(archive) -> list[tuple[str, str, int]]:
    found = Holdings(archive.connection).mentioning([], kinds=("story",))
    return [(one.id, one.title, one.published_day) for one in found]


A, B, C = item("a", 1), item("b", 4), item("c", 9)


def test_a_story_that_goes_on_keeps_its_name_and_day_when_its_first_items_are_not_read_along(archive):
    remember_stories(archive, [story(A, B)])
    remember_stories(archive, [story(B, C)])
    assert remembered(archive) == [("story:a", "News c", 20260501)]
    assert archive.vectors.count() == {"story": 1}


def test_what_turns_out_to_be_one_story_is_one_from_then_on(archive):
    remember_stories(archive, [story(A), story(C)])
    remember_stories(archive, [story(A, B, C)])
    assert remembered(archive) == [("story:a", "News c", 20260501)]


def test_what_turns_out_to_be_two_stories_is_two(archive):
    remember_stories(archive, [story(A, B)])
    remember_stories(archive, [story(A), story(B, C)])
    assert [name for name, *_ in remembered(archive)] == ["story:a", "story:b"]


def test_to_remember_again_changes_nothing(archive):
    for _ in range(2):
        remember_stories(archive, [story(A, B), story(C)])
    assert [name for name, *_ in remembered(archive)] == ["story:a", "story:c"]
