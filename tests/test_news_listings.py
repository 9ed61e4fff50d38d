"""Saved news, and news beside the papers of a run."""

import json
from datetime import date
from pathlib import Path

import pytest
from typer.testing import CliRunner

from paperwire.cli import app
from paperwire.commands.hire import news_of
from paperwire.commands.order import Order
from paperwire.domain import Digest
from paperwire.domain.errors import SourceError
from paperwire.memory import open_archive
from paperwire.sources.news.listing import listing_files, parse_listing, read_listing

ROW = {
    "feed": "press",
    "source": "A Paper",
    "title": "A language model learns to weed",
    "summary": "It pulls.",
    "url": "https://a.example/weed",
    "published": "2026-01-05T07:00:00Z",
    "hn_score": 3,
}


def saved(folder: Path, name: str, *rows: object) -> Path:
    folder.mkdir(exist_ok=True)
    (folder / name).write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return folder / name


def test_rows_become_items_source_by_source(tmp_path):
    other = ROW | {"source": "B", "published": None, "published_raw": "Jan 5, 2026"}
    file = saved(tmp_path, "2026-01-05.jsonl", ROW, other, ROW, ["no row"], 7)
    day, answers = read_listing(file, None)
    assert day == date(2026, 1, 5)
    assert [(one.source, len(one.items), one.spoilt) for one in answers] == [
        ("A Paper", 2, 0),
        ("B", 1, 0),
        (file.name, 0, 2),
    ]
    assert answers[0].items[0].points == 3
    assert answers[0].items[0].channel == "press"
    assert answers[1].items[0].published.date() == day


def test_a_folder_s_newest_day_is_meant(tmp_path):
    for day in ("2026-01-05", "2026-01-07", "2026-01-06"):
        saved(tmp_path / "days", f"{day}.jsonl", ROW)
    saved(tmp_path / "days", "notes.txt", 1)
    assert read_listing(tmp_path / "days", None)[0] == date(2026, 1, 7)
    assert [str(day) for day in listing_files(tmp_path / "days")] == ["2026-01-05", "2026-01-06", "2026-01-07"]


def test_refusals_name_what_there_is(tmp_path):
    folder = saved(tmp_path / "days", "2026-01-05.jsonl", ROW).parent
    with pytest.raises(SourceError, match="2026-01-05 to 2026-01-05"):
        read_listing(folder, date(2026, 1, 9))
    with pytest.raises(SourceError, match="--date"):
        read_listing(saved(tmp_path, "news.jsonl", ROW), None)
    with pytest.raises(SourceError, match="no line"):
        parse_listing(b"<rss>\n", "x")
    (tmp_path / "empty").mkdir()
    with pytest.raises(SourceError, match="no news listing"):
        read_listing(tmp_path / "empty", None)


def invoke(*words: str) -> object:
    return CliRunner().invoke(app, list(words))


def test_every_day_of_a_folder_is_taken_in_order(tmp_path):
    old = ROW | {"url": "https://a.example/old"}
    saved(tmp_path / "days", "2026-01-05.jsonl", old)
    saved(tmp_path / "days", "2026-01-06.jsonl", old, ROW)
    options = ("news", "--edition", str(tmp_path / "days"), "--archive", str(tmp_path / "archive"))
    done = invoke(*options, "--json")
    assert done.exit_code == 0, done.stderr
    assert [len(day["items"]) for day in json.loads(done.stdout)["days"]] == [1, 1]
    again = invoke(*options, "--json")
    assert again.stdout == done.stdout
    with open_archive(tmp_path / "archive", write=False) as archive:
        assert len(archive.news.between(date(2026, 1, 1), date(2026, 1, 31))) == 2


def test_real_days_are_accounted_for(data, tmp_path):
    folder = data / "news" / "ai_news_days"
    done = invoke("news", "--edition", str(folder), "--archive", str(tmp_path / "archive"), "--json")
    assert done.exit_code == 0
    days = json.loads(done.stdout)["days"]
    assert len(days) == 22
    for day in days:
        held = sum(outcome["items"] for outcome in day["outcomes"])
        assert held == len(day["items"]) + sum(one["items"] for one in day["left_out"])
    ids = [item["id"] for day in days for item in day["items"]]
    assert len(ids) == len(set(ids))
    titles = " ".join(item["title"] for day in days for item in day["items"])
    assert "hours ago" not in titles
    shown = [item for day in days for item in day["items"] if item["source"] in ("Zhipu AI", "01.AI")]
    assert not shown, "front pages shown again every day"


LISTING = {
    "id": "2601.00001",
    "title": "Attention for weeds",
    "abstract": "We weed.",
    "categories": ["cs.LG"],
    "authors": ["A"],
}


def run(tmp_path: Path, *words: str) -> tuple[int, Digest]:
    listing = saved(tmp_path, "2026-01-05.jsonl", LISTING)
    options = (
        "--edition",
        str(listing),
        "--engine",
        "extractive",
        "--max-reviews",
        "0",
        "--archive",
        str(tmp_path / "archive"),
    )
    done = invoke("run", *options, "--json", *words)
    return done.exit_code, Digest.model_validate_json((tmp_path / "archive/digests/2026-01-05/digest.json").read_text())


def test_a_run_takes_its_news_along(tmp_path):
    news = saved(
        tmp_path / "days",
        "2026-01-05.jsonl",
        ROW,
        ROW | {"title": "Pears", "summary": "", "url": "https://a.example/2"},
    )
    code, digest = run(tmp_path, "--news", str(news.parent))
    assert code in (0, 3)
    assert [(one.source, one.state, one.items) for one in digest.news_outcomes] == [("A Paper", "new", 2)]
    assert [(one.reason, one.items) for one in digest.news_left_out] == [("not about AI", 1)]


def test_news_that_fail_make_a_day_incomplete_and_never_stop_the_papers(tmp_path):
    code, digest = run(tmp_path, "--news", str(tmp_path / "nowhere"))
    assert code == 4
    assert digest.scanned == 1
    assert any("no news of 2026-01-05" in notice for notice in digest.notices)


@pytest.mark.parametrize(("edition", "news"), [("arxiv", "feeds"), ("listing.jsonl", "none")])
def test_the_edition_s_own_news(tmp_path, monkeypatch, edition, news):
    monkeypatch.chdir(tmp_path)
    assert news_of(Order(edition=edition)) == news
    assert news_of(Order(edition=edition, news="none")) == "none"


def test_without_sources_there_are_no_feeds_to_take(tmp_path):
    (tmp_path / "p.toml").write_text('categories = ["cs.LG"]\n')
    assert news_of(Order(config=tmp_path / "p.toml")) == "none"
