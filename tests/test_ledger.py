"""The ledger: every announced row has one state, a day has one run, and what was read before is known."""

import sqlite3
import threading
from datetime import UTC, date, datetime, timedelta, timezone

import pytest

from paperwire.domain import Counts, Paper, PlainSummary, Provenance, Triage, Unreadable
from paperwire.domain.errors import ArchiveError
from paperwire.memory import Ledger
from paperwire.memory.database import open_database

DAY = date(2026, 1, 5)
NOW = datetime(2026, 1, 5, 6, 30, tzinfo=UTC)


def paper(id_: str, title: str = "Sparse attention", **more) -> Paper:
    return Paper(id=id_, title=title, abstract="We prune heads.", authors=("A. B.",), **more)


@pytest.fixture
def database(tmp_path):
    connection = open_database(tmp_path / "archive.db")
    yield connection
    connection.close()


@pytest.fixture
def ledger(database):
    return Ledger(database)


@pytest.fixture
def run(ledger):
    return ledger.open_run(DAY, "arxiv", "extractive", NOW)


def read_on(ledger: Ledger, day: date, states: dict[str, str]) -> None:
    run = ledger.open_run(day, "arxiv", "extractive", NOW)
    ledger.enter(run.id, [paper(id_) for id_ in states])
    ledger.settle_many(run.id, [(at, state, "") for at, state in enumerate(states.values())])


def test_a_day_has_one_run(ledger, run):
    ledger.enter(run.id, [paper("2601.00001")])
    ledger.close_run(run.id, "whole", NOW + timedelta(minutes=3), "digests/2026-01-05")
    closed = ledger.run(DAY)
    assert (closed.outcome, closed.finished, closed.digest) == (
        "whole",
        NOW + timedelta(minutes=3),
        "digests/2026-01-05",
    )

    again = ledger.open_run(DAY, "arxiv", "openai · m", NOW + timedelta(hours=1))

    assert (again.id, again.outcome, again.finished, again.engine) == (run.id, "running", None, "openai · m")
    assert len(ledger.runs()) == 1
    assert len(ledger.items(run.id)) == 1
    assert ledger.day_of(run.id) == DAY


def test_runs_come_by_day_and_the_latest_day_is_the_latest_run(ledger, run):
    assert ledger.run(date(2026, 1, 4)) is None
    ledger.open_run(date(2026, 1, 4), "arxiv", "extractive", NOW + timedelta(hours=2))
    assert [r.day.day for r in ledger.runs()] == [4, 5]
    assert ledger.latest_run() == run


def test_no_run_yet(ledger):
    assert ledger.latest_run() is None
    with pytest.raises(LookupError, match="no run 7"):
        ledger.day_of(7)
    with pytest.raises(LookupError, match="no run 7"):
        ledger.close_run(7, "whole", NOW, "")


def test_times_are_stored_in_utc_and_naive_ones_refused(ledger):
    east = NOW.astimezone(timezone(timedelta(hours=9)))
    assert ledger.open_run(DAY, "arxiv", "extractive", east).started.isoformat() == "2026-01-05T06:30:00+00:00"
    with pytest.raises(ValueError, match="no time zone"):
        ledger.open_run(DAY, "arxiv", "extractive", NOW.replace(tzinfo=None))


def test_entering_keeps_every_row_and_its_order(ledger, run):
    ledger.enter(run.id, [paper("2601.00002"), Unreadable(excerpt="<item>…", reason="no id"), paper("2601.00001")])

    first, second, third = ledger.items(run.id)
    assert (first.position, first.paper_id, first.state) == (0, "2601.00002", "fetched")
    assert (second.paper_id, second.title, second.state, second.reason) == ("", "<item>…", "failed", "no id")
    assert third.paper_id == "2601.00001"
    assert ledger.counts(run.id) == Counts(fetched=2, failed=1)
    assert ledger.items(run.id, "failed") == [second]


def test_entering_again_replaces_the_rows(ledger, run):
    ledger.enter(run.id, [paper("2601.00001"), paper("2601.00002")])
    ledger.settle(run.id, 0, "scored", "below the cut")
    ledger.enter(run.id, [paper("2601.00003")])
    assert [(i.paper_id, i.state) for i in ledger.items(run.id)] == [("2601.00003", "fetched")]


def test_a_paper_is_kept_as_it_was_last_announced_and_first_listed(ledger, run):
    ledger.enter(run.id, [paper("2601.00001", "First"), paper("2601.00001", "Listed again")])
    assert ledger.paper("2601.00001") == paper("2601.00001", "First")
    ledger.enter(run.id, [paper("2601.00001", "Second version", categories=("cs.LG",), published=DAY)])
    assert ledger.paper("2601.00001") == paper("2601.00001", "Second version", categories=("cs.LG",), published=DAY)
    assert ledger.paper("2601.99999") is None


def test_settling_gives_state_and_reason(ledger, run):
    ledger.enter(run.id, [paper("2601.00001"), paper("2601.00002")])
    ledger.settle_many(run.id, [(0, "selected", "relevance 9"), (1, "deferred", "budget")])
    ledger.settle(run.id, 0, "reviewed", "panel of 3")
    assert [(i.state, i.reason) for i in ledger.items(run.id)] == [("reviewed", "panel of 3"), ("deferred", "budget")]
    assert ledger.counts(run.id).announced == 2


def test_settling_is_all_or_nothing(ledger, run):
    ledger.enter(run.id, [paper("2601.00001")])
    with pytest.raises(LookupError, match="row 5"):
        ledger.settle_many(run.id, [(0, "scored", ""), (5, "scored", "")])
    with pytest.raises(sqlite3.IntegrityError):
        ledger.settle(run.id, 0, "lost")
    assert ledger.counts(run.id) == Counts(fetched=1)


def test_read_elsewhere_means_read_on_another_day(ledger):
    read_on(ledger, date(2026, 1, 2), {"a": "scored", "b": "deferred", "c": "failed", "d": "reviewed"})
    read_on(ledger, date(2026, 1, 3), {"a": "scored", "b": "selected", "e": "duplicate", "f": "filtered"})
    read_on(ledger, DAY, {"g": "scored"})
    read_on(ledger, date(2026, 1, 6), {"h": "scored"})

    assert ledger.read_elsewhere([*"abcdefgh", "x"], DAY) == {
        "a": date(2026, 1, 2),
        "b": date(2026, 1, 3),
        "d": date(2026, 1, 2),
        "h": date(2026, 1, 6),
    }
    assert ledger.read_elsewhere([], DAY) == {}


def test_findings_come_back_as_they_were_kept(ledger, run):
    low = Triage(paper_id="a", relevance=2, novelty=9, reason="über “quotes”")
    high = Triage(paper_id="b", relevance=8, novelty=3)
    ledger.keep(run.id, "a", "triage", low)
    ledger.keep(run.id, "b", "triage", [high, low])
    assert ledger.kept(run.id, "a", "triage", Triage) == [low]
    assert ledger.kept_for_day(run.id, "triage", Triage) == {"a": [low], "b": [high, low]}
    assert ledger.kept(run.id, "a", "review", Triage) == []

    ledger.keep_many(run.id, "triage", {"a": high, "c": []})
    assert ledger.kept(run.id, "a", "triage", Triage) == [high]
    assert ledger.kept_for_day(run.id, "triage", Triage)["c"] == []


def test_a_finding_of_another_shape_is_an_error_with_a_remedy(ledger, run):
    provenance = Provenance(prompt="summary@v1", prompt_hash="0", engine="e", model="m")
    ledger.keep(run.id, "a", "summary", PlainSummary(text="Plain.", provenance=provenance))
    with pytest.raises(ArchiveError, match="summary that is not a Triage") as raised:
        ledger.kept(run.id, "a", "summary", Triage)
    assert raised.value.remedy


def test_runs_of_a_paper(ledger):
    read_on(ledger, date(2026, 1, 3), {"a": "deferred", "b": "scored"})
    read_on(ledger, date(2026, 1, 2), {"b": "scored", "a": "failed"})
    assert [(r.day.day, i.position, i.state) for r, i in ledger.runs_of_paper("a")] == [
        (2, 1, "failed"),
        (3, 0, "deferred"),
    ]


def test_threads_may_share_the_ledger(ledger, run):
    ledger.enter(run.id, [paper(f"2601.{n:05}") for n in range(200)])

    def settle_every_fourth(first: int) -> None:
        for position in range(first, 200, 4):
            ledger.settle(run.id, position, "scored")

    threads = [threading.Thread(target=settle_every_fourth, args=(first,)) for first in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert ledger.counts(run.id) == Counts(scored=200)


def test_five_thousand_rows_take_no_time_to_speak_of(ledger, run):
    began = datetime.now(UTC)
    ledger.enter(run.id, [paper(f"2601.{n:05}") for n in range(5000)])
    ledger.settle_many(run.id, [(n, "scored", "below the cut") for n in range(5000)])
    ledger.keep_many(run.id, "triage", {str(n): Triage(paper_id=str(n), relevance=1, novelty=1) for n in range(5000)})
    assert len(ledger.read_elsewhere([f"2601.{n:05}" for n in range(5000)], date(2026, 1, 6))) == 5000
    assert len(ledger.kept_for_day(run.id, "triage", Triage)) == 5000
    assert datetime.now(UTC) - began < timedelta(seconds=5)


def test_a_database_outlives_its_connection(tmp_path):
    with_rows = open_database(tmp_path / "archive.db")
    read_on(Ledger(with_rows), DAY, {"a": "scored"})
    with_rows.close()
    again = open_database(tmp_path / "archive.db", write=False)
    assert Ledger(again).counts(1) == Counts(scored=1)
    again.close()


def test_a_newer_schema_is_refused(tmp_path, database):
    database.execute("PRAGMA user_version = 99")
    with pytest.raises(ArchiveError, match="newer Paperwire"):
        open_database(tmp_path / "archive.db")


def test_what_is_no_database_is_left_alone(tmp_path):
    file = tmp_path / "archive.db"
    file.write_bytes(b"my thesis, not a database" * 100)
    for write in (True, False):
        with pytest.raises(ArchiveError, match="Nothing was overwritten"):
            open_database(file, write=write)
    assert file.read_bytes() == b"my thesis, not a database" * 100


def test_a_damaged_database_names_the_remedy(tmp_path, ledger, run, database):
    ledger.enter(run.id, [paper(f"2601.{n:05}") for n in range(3000)])
    database.close()
    file = tmp_path / "archive.db"
    content = bytearray(file.read_bytes())
    content[8192:-4096] = b"\xff" * (len(content) - 8192 - 4096)
    file.write_bytes(content)
    damaged = open_database(file, write=False)
    with pytest.raises(ArchiveError, match="copy of the archive"):
        Ledger(damaged).items(run.id)
    damaged.close()


def test_a_full_disk_loses_nothing_that_was_kept(ledger, run, database):
    ledger.enter(run.id, [paper("2601.00001")])
    pages = database.execute("PRAGMA page_count").fetchone()[0]
    database.execute(f"PRAGMA max_page_count = {pages}")
    with pytest.raises(ArchiveError, match="free some space"):
        ledger.enter(run.id, [paper(f"2601.{n:05}") for n in range(5000)])
    assert [i.paper_id for i in ledger.items(run.id)] == ["2601.00001"]

    database.execute("PRAGMA max_page_count = 1000000")
    ledger.settle(run.id, 0, "scored")
    assert ledger.counts(run.id) == Counts(scored=1)


def test_readers_cannot_write(tmp_path, ledger, run):
    reader = open_database(tmp_path / "archive.db", write=False)
    with pytest.raises(ArchiveError):
        Ledger(reader).enter(run.id, [])
    reader.close()
