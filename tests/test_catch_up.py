"""Days never read or left open are found and read, oldest first; what was put off comes first and is paid for once."""

import json
import re
import sqlite3
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from types import SimpleNamespace
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from typer.testing import CliRunner

from paperwire.agents.staff import Staff
from paperwire.cli import app
from paperwire.domain import Interest, Listing, Paper, Unreadable
from paperwire.graphs.catch_up import TRIES, note_try, plan_catch_up
from paperwire.graphs.standing import question
from paperwire.memory import Archive, open_archive
from paperwire.settings import AgentChoice, Budget, EngineChoice, Selection, Settings
from paperwire.sources.schedule import is_announcement_day, latest_announcement

MONDAY = date(2026, 3, 2)
NOW = datetime(2026, 3, 20, 6, 0, tzinfo=UTC)
PER_DAY = 3


def days(first: date, last: date) -> list[date]:
    every = (first + timedelta(days=number) for number in range((last - first).days + 1))
    return [day for day in every if is_announcement_day(day)]


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    with open_archive(tmp_path / "archive", write=True) as opened:
        yield opened


def paper(number: int) -> Paper:
    return Paper(id=f"2603.{number:05}", title=f"Paper {number}", abstract="We.", categories=("cs.LG",))


def ran(archive: Archive, day: date, outcome: str = "whole", states: tuple[str, ...] = ("scored",), **more: Any) -> Any:
    """A run of `day` that ended with these states, one paper each; ids are made of the day."""
    entries = [paper(day.day * 100 + number) for number in range(len(states))]
    started = more.get("started", NOW)
    run = archive.ledger.open_run(day, more.get("edition", "arxiv"), "openai · m", started)
    listing = Listing(day=day, edition=run.edition, entries=tuple(more.get("entries", entries)))
    archive.listings.keep(run.id, listing)
    archive.ledger.enter(run.id, listing.entries, more.get("before", ()))
    open_rows = archive.ledger.items(run.id, "fetched")
    archive.ledger.settle_many(
        run.id, [(row.position, state, "x") for row, state in zip(open_rows, states, strict=False)]
    )
    if outcome != "running":
        archive.ledger.close_run(run.id, outcome, NOW, "")
    return archive.ledger.run(day)


def test_in_an_empty_archive_there_is_only_the_latest_day(archive):
    assert plan_catch_up(archive, date(2026, 3, 22)).days == (date(2026, 3, 20),)


def test_a_gap_of_weeks_is_filled_oldest_first_without_weekends(archive):
    ran(archive, MONDAY)
    ran(archive, date(2026, 3, 11))
    plan = plan_catch_up(archive, date(2026, 3, 21))
    assert plan.days == tuple(day for day in days(MONDAY, date(2026, 3, 20)) if day.day not in (2, 11))
    assert plan.left_alone == ()


@pytest.mark.parametrize(
    ("outcome", "state"), [("running", "fetched"), ("incomplete", "failed"), ("incomplete", "deferred")]
)
def test_a_run_left_open_is_taken_up(archive, outcome, state):
    ran(archive, MONDAY, outcome, ("scored", state))
    ran(archive, date(2026, 3, 3))
    assert plan_catch_up(archive, date(2026, 3, 3)).days == (MONDAY,)


def test_a_day_that_was_asked_for_too_early_is_asked_for_again_a_holiday_is_not(archive):
    ran(archive, MONDAY, "nothing selected", (), started=datetime(2026, 3, 2, 0, 10, tzinfo=UTC))
    ran(archive, date(2026, 3, 3), "nothing selected", (), started=datetime(2026, 3, 4, tzinfo=UTC))
    assert plan_catch_up(archive, date(2026, 3, 3)).days == (MONDAY,)


def test_what_cannot_be_mended_is_left_alone_by_name(archive):
    broken = [paper(1), Unreadable(excerpt="<item>", reason="no id")]
    ran(archive, MONDAY, "incomplete", ("scored",), entries=broken)
    ran(archive, date(2026, 3, 3), "incomplete", ("failed",), edition="saved.jsonl")
    failing = ran(archive, date(2026, 3, 4), "incomplete", ("failed",))
    for _ in range(TRIES):
        assert plan_catch_up(archive, date(2026, 3, 4)).days == (date(2026, 3, 4),)
        note_try(archive, failing)
    plan = plan_catch_up(archive, date(2026, 3, 4))
    assert plan.days == ()
    reasons = dict(plan.left_alone)
    assert "no readable form" in reasons[MONDAY]
    assert "saved.jsonl" in reasons[date(2026, 3, 3)]
    assert f"tried {TRIES} times" in reasons[date(2026, 3, 4)]


def test_a_day_with_deferred_papers_is_tried_as_often_as_it_takes(archive):
    run = ran(archive, MONDAY, "incomplete", ("deferred",))
    for _ in range(TRIES + 2):
        note_try(archive, run)
    assert plan_catch_up(archive, MONDAY).days == (MONDAY,)


def test_the_queue_in_front_of_a_day(archive):
    tuesday, wednesday, thursday = (date(2026, 3, day) for day in (3, 4, 5))
    ran(archive, MONDAY, "incomplete", ("deferred", "deferred", "failed", "scored"))
    ran(archive, tuesday, "incomplete", ("deferred",))
    first, second = paper(200), paper(201)
    assert archive.backlog.before(MONDAY) == []
    assert archive.backlog.before(tuesday) == [(first, MONDAY), (second, MONDAY)]
    assert archive.backlog.before(thursday) == [(first, MONDAY), (second, MONDAY), (paper(300), tuesday)]

    taken = archive.backlog.before(wednesday)
    ran(archive, wednesday, "incomplete", ("reviewed", "deferred", "scored", "scored"), before=taken)
    assert archive.backlog.before(thursday) == [(second, MONDAY)], "put off twice, it keeps its first day"
    assert archive.backlog.before(wednesday) == taken, "entered again, a run keeps what it took over"
    ran(archive, MONDAY, "whole", ("scored",) * 4)
    assert archive.backlog.before(wednesday) == taken
    assert archive.backlog.before(thursday) == []


class FakeArxiv:
    """Announces three papers a day, by the API alone; the windows of `broken` days are no XML."""

    def __init__(self) -> None:
        self.broken: set[str] = set()
        self.url = ""
        self.requests = 0

    def answer(self, address: str) -> str:
        self.requests += 1
        parts = urlsplit(address)
        if parts.path.startswith("/rss"):
            return "<rss><channel><pubDate>Fri, 02 Jan 2026 00:00:00 -0500</pubDate></channel></rss>"
        asked = parse_qs(parts.query)
        last = re.findall(r"TO (\d{8})", asked["search_query"][0])[0]
        if last in self.broken:
            return "down for maintenance"
        entries = "".join(_entry(last, number) for number in range(PER_DAY))
        return f"<feed><totalResults>{PER_DAY}</totalResults><startIndex>0</startIndex>{entries}</feed>"


def _entry(last: str, number: int) -> str:
    """Ids and their last digits, which the model server turns into scores, differ from day to day."""
    name = f"{last[2:6]}.{last[6:]}{number}{(int(last) + 3 * number) % 10}{number}"
    return (
        f"<entry><id>http://arxiv.org/abs/{name}v1</id><title>Kite {name}</title><summary>We fly {name}.</summary>"
        f'<published>2026-03-02T15:00:00Z</published><primary_category term="cs.LG"/></entry>'
    )


@pytest.fixture
def arxiv() -> Iterator[FakeArxiv]:
    fake = FakeArxiv()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            known = self.path.startswith(("/rss", "/api"))
            body = fake.answer(self.path).encode() if known else b""
            self.send_response(200 if known else 404)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None: ...

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
    fake.url = f"http://127.0.0.1:{server.server_port}"
    yield fake
    server.shutdown()
    server.server_close()


@pytest.fixture
def run(arxiv: FakeArxiv, model_server: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Any]:
    """`paperwire run` with more words; gives the exit code and stdout's JSON."""
    (tmp_path / "paperwire.toml").write_text(
        f"""
categories = ["cs.LG"]
interests = [{{ name = "Attention", relevant = "attention mechanisms" }}]
selection = {{ relevance = 10, novelty = 10, max_reviews = 0 }}

[engine]
kind = "openai"
base_url = "{model_server.base_url}"
triage_batch = 1
concurrency = 1

[arxiv]
rss_url = "{arxiv.url}/rss"
api_url = "{arxiv.url}/api"
html_url = "{arxiv.url}/html"
pdf_url = "{arxiv.url}/pdf"
interval_s = 0
""",
        encoding="utf-8",
    )
    monkeypatch.chdir(tmp_path)

    def go(*words: str) -> Any:
        result = CliRunner().invoke(app, ["run", "--json", *words])
        assert result.stdout, result
        return result.exit_code, json.loads(result.stdout)

    return go


def quota_after(model_server: Any, requests: int) -> None:
    """The account is empty once so many more requests were answered."""
    last, enter = model_server.count + requests, type(model_server).enter

    def counted(body: Any, headers: Any) -> Any:
        model_server.mode = "quota" if model_server.count >= last else "well-behaved"
        return enter(model_server, body, headers)

    model_server.enter = counted


def query(tmp_path: Path, sql: str) -> list[tuple[Any, ...]]:
    with sqlite3.connect(tmp_path / "paperwire-archive" / "archive.db") as database:
        return database.execute(sql).fetchall()


def check_every_paper_is_read_once(tmp_path: Path, number_of_days: int) -> None:
    read = query(tmp_path, "SELECT paper_id FROM items WHERE state IN ('scored', 'selected', 'reviewed')")
    assert len(read) == len(set(read)) == number_of_days * PER_DAY
    assert query(tmp_path, "SELECT count(*), count(DISTINCT key) FROM calls WHERE reply IS NOT NULL") == [
        (number_of_days * PER_DAY,) * 2
    ]


def test_weeks_that_nobody_ran_are_read_in_turn_and_then_there_is_nothing_left(run, model_server, tmp_path):
    today = latest_announcement(datetime.now(UTC).date())
    first = latest_announcement(today - timedelta(days=17))
    expected = days(first, today)
    assert run("--date", str(first))[0] in (0, 3)
    quota_after(model_server, 1)
    code, said = run("--date", str(expected[1]))
    assert (code, said["trouble"]) == (11, {"quota": PER_DAY - 1})
    quota_after(model_server, 10_000)

    code, said = run("--catch-up")

    assert code == 0
    assert [day["day"] for day in said["days"]] == [str(day) for day in expected[1:]]
    assert all(day["outcome"] in ("whole", "nothing selected") for day in said["days"])
    assert (said["left"], said["unfetched"], said["left_alone"]) == ([], {}, {})
    check_every_paper_is_read_once(tmp_path, len(expected))
    asked = model_server.count
    assert run("--catch-up") == (0, {"days": [], "unfetched": {}, "left": [], "left_alone": {}, "stopped": ""})
    assert model_server.count == asked


def test_when_the_account_is_empty_the_rest_is_left_and_goes_on_where_it_stopped(run, model_server, tmp_path):
    today = latest_announcement(datetime.now(UTC).date())
    first = latest_announcement(today - timedelta(days=8))
    expected = days(first, today)
    run("--date", str(first))
    quota_after(model_server, 4)
    code, said = run("--catch-up")
    assert code == 4
    assert said["stopped"].startswith("quota: ")
    assert [day["outcome"] for day in said["days"]][-1] == "incomplete"
    assert said["left"] == [str(day) for day in expected[3:]]

    quota_after(model_server, 10_000)
    code, said = run("--catch-up")
    assert code == 0
    assert [day["day"] for day in said["days"]] == [str(day) for day in expected[2:]]
    check_every_paper_is_read_once(tmp_path, len(expected))


def test_a_day_that_cannot_be_fetched_does_not_hold_up_the_others(run, arxiv, tmp_path):
    today = latest_announcement(datetime.now(UTC).date())
    first = latest_announcement(today - timedelta(days=5))
    expected = days(first, today)
    run("--date", str(first))
    arxiv.broken = {f"{expected[0]:%Y%m%d}"}
    code, said = run("--catch-up")
    assert code == 4
    assert list(said["unfetched"]) == [str(expected[1])]
    assert [day["day"] for day in said["days"]] == [str(day) for day in expected[2:]]
    arxiv.broken = set()
    assert run("--catch-up")[0] == 0
    check_every_paper_is_read_once(tmp_path, len(expected))


def test_what_was_put_off_comes_first_tomorrow_and_is_not_paid_for_twice(run, model_server, tmp_path):
    monday, tuesday = MONDAY, date(2026, 3, 3)
    quota_after(model_server, 1)
    assert run("--date", str(monday))[0] == 11, "the quota, and nothing else"
    quota_after(model_server, 10_000)

    code, said = run("--date", str(tuesday))

    assert code in (0, 3)
    assert said["counts"]["announced"] == PER_DAY + 2
    rows = query(tmp_path, "SELECT position, since, state FROM items WHERE run_id = 2 ORDER BY position")
    assert [since for _, since, _ in rows] == ["2026-03-02", "2026-03-02", None, None, None]
    digest = Path(said["files"]["md"]).read_text(encoding="utf-8")
    assert "First in line: 2 papers put off on 2026-03-02" in digest
    check_every_paper_is_read_once(tmp_path, 2)

    asked = model_server.count
    code, said = run("--date", str(monday))
    assert code in (0, 3)
    assert (said["counts"]["duplicate"], said["calls"], model_server.count) == (2, 0, asked)
    assert query(tmp_path, "SELECT DISTINCT reason FROM items WHERE run_id = 1 AND state = 'duplicate'") == [
        ("read on 2026-03-03",)
    ]
    assert run("--date", str(tuesday))[1]["counts"]["announced"] == PER_DAY + 2, "what it took over, it keeps"
    check_every_paper_is_read_once(tmp_path, 2)


def test_a_review_that_was_cut_short_goes_on_tomorrow_with_what_was_paid_for(run, model_server, tmp_path):
    settings = tmp_path / "paperwire.toml"
    everything = settings.read_text(encoding="utf-8").replace(
        "relevance = 10, novelty = 10", "relevance = 1, novelty = 1"
    )
    settings.write_text(everything, encoding="utf-8")
    quota_after(model_server, PER_DAY + 2)
    code, said = run("--date", str(MONDAY), "--max-reviews", "1")
    assert (code, said["trouble"]) == (11, {"quota": 1})
    [(cut_short,)] = query(tmp_path, "SELECT paper_id FROM items WHERE state = 'deferred'")
    quota_after(model_server, 10_000)

    code, said = run("--date", "2026-03-03", "--max-reviews", "1")

    assert code == 0
    assert query(tmp_path, "SELECT paper_id, since FROM items WHERE state = 'reviewed'") == [(cut_short, str(MONDAY))]
    panel = query(tmp_path, "SELECT agent, count(*) FROM calls WHERE reply IS NOT NULL GROUP BY agent")
    assert dict(panel) | {"repair": 0} == {
        "triage": 2 * PER_DAY,
        "summary": 1,
        "reviewer": 3,
        "repair": 0,
        "meta_review": 1,
        "directions": 1,
    }


def test_scores_stand_for_the_same_question_only():
    def asked(label: str = "openai · m", **changes: Any) -> str:
        settings = Settings(interests=(Interest(name="A", relevant="a"),)).model_copy(update=changes)
        room: Any = SimpleNamespace(settings=settings, staff=Staff(SimpleNamespace()), engine_label=label)
        return question(room).hash

    other = [
        asked("extractive"),
        asked("openai · n"),
        asked(agents={"triage": AgentChoice(engine="extractive")}),
        asked(agents={"triage": AgentChoice(model="n")}),
        asked(keywords_for=("sparse",)),
        asked(engine=EngineChoice(temperature=0.5)),
    ]
    assert asked() == asked(selection=Selection(max_reviews=1), budget=Budget(tokens=1))
    assert len({asked(), *other}) == 1 + len(other)


def test_a_day_of_arxiv_is_fetched_once(run, arxiv):
    run("--date", str(MONDAY))
    before = arxiv.requests
    run("--date", str(MONDAY))
    assert arxiv.requests == before


@pytest.mark.parametrize("words", [("--date", "2026-03-02"), ("--edition", "sample"), ("--dry-run",), ("--out", "x")])
def test_catching_up_chooses_its_days_itself(tmp_path, monkeypatch, words):
    monkeypatch.chdir(tmp_path)
    result = CliRunner().invoke(app, ["run", "--catch-up", *words])
    assert "chooses days and folders itself" in str(result.exception)
