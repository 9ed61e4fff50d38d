"""The news shelf: every item once, under the day that brought it first."""

import sqlite3
from contextlib import closing
from datetime import UTC, date, datetime

import pytest

from paperwire.domain.news import LeftOut, NewsEdition, NewsItem, SourceOutcome
from paperwire.memory import open_archive
from paperwire.memory.news_schema import NEWS
from paperwire.memory.schema import MIGRATIONS

MONDAY, TUESDAY = date(2026, 4, 20), date(2026, 4, 21)


def item(name: str, seen: date = MONDAY, title: str = "") -> NewsItem:
    return NewsItem(id=name, title=title or f"News of {name}", url=f"https://a.example/{name}", source="A", seen=seen)


def edition(day: date, *names: str, state: str = "new") -> NewsEdition:
    return NewsEdition(
        day=day,
        edition="feeds",
        items=tuple(item(name, day) for name in names),
        outcomes=(SourceOutcome(source="A", state=state, items=len(names), fresh=len(names)),),
        left_out=(LeftOut(reason="not about AI", items=2),),
    )


@pytest.fixture
def shelf(tmp_path):
    with open_archive(tmp_path, write=True, room=0) as archive:
        yield archive.news


def ids(items):
    return [one.id for one in items]


def test_an_edition_comes_back_as_it_was_kept(shelf):
    kept = edition(MONDAY, "b", "a")
    dated = kept.items[0].model_copy(update={"published": datetime(2026, 4, 19, 8, tzinfo=UTC), "points": 3})
    kept = kept.model_copy(update={"items": (dated, kept.items[1])})
    shelf.keep(kept)
    assert shelf.edition(MONDAY) == kept
    assert shelf.edition(TUESDAY) is None


def test_a_day_kept_twice_is_the_same_day(shelf):
    shelf.keep(edition(MONDAY, "a", "b"))
    shelf.keep(edition(MONDAY, "a", "b"))
    assert ids(shelf.between(MONDAY, TUESDAY)) == ["a", "b"]
    assert shelf.days(MONDAY, TUESDAY) == [MONDAY]


def test_a_source_that_fails_the_second_time_takes_nothing_away(shelf):
    shelf.keep(edition(MONDAY, "a", "b"))
    shelf.keep(edition(MONDAY, "b", state="failed"))
    again = shelf.edition(MONDAY)
    assert set(ids(again.items)) == {"a", "b"}
    assert again.outcomes[0].state == "failed"


def test_an_item_stays_with_the_day_that_brought_it(shelf):
    shelf.keep(edition(MONDAY, "a"))
    shelf.keep(edition(TUESDAY, "a", "b"))
    assert ids(shelf.edition(MONDAY).items) == ["a"]
    assert ids(shelf.edition(TUESDAY).items) == ["b"]
    assert [one.seen for one in shelf.between(MONDAY, TUESDAY)] == [MONDAY, TUESDAY]


def test_days_may_be_kept_in_any_order(shelf):
    shelf.keep(edition(TUESDAY, "a", "b"))
    shelf.keep(edition(MONDAY, "a"))
    assert ids(shelf.edition(MONDAY).items) == ["a"]
    assert ids(shelf.edition(TUESDAY).items) == ["b"]


def test_known_means_before_the_day(shelf):
    shelf.keep(edition(MONDAY, "a"))
    shelf.keep(edition(TUESDAY, "b"))
    many = ["a", "b", *(f"x{number}" for number in range(2000))]
    assert shelf.known(many, TUESDAY) == {"a"}
    assert shelf.known(many, MONDAY) == set()
    assert shelf.known([], TUESDAY) == set()


def test_what_was_put_aside_is_known_and_not_shown(shelf):
    shelf.keep(edition(MONDAY, "a").model_copy(update={"aside": ("old",)}))
    assert shelf.known(["old"], TUESDAY) == {"old"}
    assert ids(shelf.between(MONDAY, TUESDAY)) == ["a"]


def test_a_source_is_met_once_it_answers(shelf):
    shelf.keep(edition(MONDAY, state="failed"))
    assert shelf.met(TUESDAY) == set()
    shelf.keep(edition(TUESDAY, "a"))
    assert shelf.met(TUESDAY) == set()
    assert shelf.met(date(2026, 4, 22)) == {"A"}


def test_an_archive_from_before_the_news_gains_the_shelf(tmp_path):
    with closing(sqlite3.connect(tmp_path / "archive.db")) as old:
        for script in MIGRATIONS[: MIGRATIONS.index(NEWS)]:
            old.executescript(script)
        old.execute(f"PRAGMA user_version = {MIGRATIONS.index(NEWS)}")
    with open_archive(tmp_path, write=True, room=0) as archive:
        archive.news.keep(edition(MONDAY, "a"))
        assert archive.news.days(MONDAY, MONDAY) == [MONDAY]
