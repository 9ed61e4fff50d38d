"""News stories, digests and directions in the memory; and archives from before there were any."""

import sqlite3
import zlib
from datetime import UTC, date, datetime
from pathlib import Path

import numpy as np
import pytest

from paperwire.domain import Call, Usage
from paperwire.domain.errors import ArchiveError
from paperwire.memory import Calls, Filters, Record, Search, open_archive
from paperwire.memory.database import open_database
from paperwire.memory.records import KINDS
from paperwire.memory.schema import MIGRATIONS

NOW = datetime(2026, 4, 24, 18, tzinfo=UTC)
BEFORE_WEEKS = 4


class Words:
    """Words hashed into 64 places, unit norm: texts that share words are near."""

    name = "words-64"

    def embed(self, texts):
        vectors = np.zeros((len(texts), 64), dtype=np.float32)
        for vector, text in zip(vectors, texts, strict=True):
            for word in text.lower().split():
                vector[zlib.crc32(word.encode()) % 64] += 1
            vector[0] += 0.01
        return vectors / np.linalg.norm(vectors, axis=1, keepdims=True)


def record(id_: str, text: str, **more) -> Record:
    kind, name, *_ = id_.split(":")
    paper = name if kind in ("paper", "passage", "review", "direction") else ""
    return Record(id=id_, kind=kind, paper_id=paper, title=f"On {name}", text=text, seen_day=20260424, **more)


OLD = [
    record("paper:a", "sparse attention kernels", relevance=9, novelty=7, categories=("cs.LG",)),
    record("passage:a:0", "the kernel reads each row once"),
    record("review:a:method", "the baselines are weak", recommendation="reject"),
]
NEW = [
    record("story:i1", "the senate passes a bill on model licences", edition="sample"),
    record("story:i2", "a chip maker raises its prices", url="https://news.example.org/chips"),
    record("digest:2026-W17", "kernels grew and licences were argued about"),
    record("direction:a:0", "train sparse kernels on graphs"),
]


@pytest.fixture
def open_(tmp_path: Path):
    def opened(write: bool = True):
        return open_archive(tmp_path / "archive", write=write, room=0, embedder=Words())

    return opened


def test_every_kind_is_remembered_found_and_counted(open_):
    with open_() as archive:
        archive.vectors.remember(OLD + NEW)
        assert archive.vectors.count() == {
            "paper": 1,
            "passage": 1,
            "review": 1,
            "story": 2,
            "digest": 1,
            "direction": 1,
        }
        assert archive.vectors.recall("a chip maker", kinds=("story",))[0].record.id == "story:i2"
        found = Search(archive).find("sparse kernels", Filters(kinds=("direction", "digest")))
        assert [one.record.id for one in found] == ["direction:a:0", "digest:2026-W17"]


def test_records_without_a_paper_share_nothing(open_):
    with open_() as archive:
        archive.vectors.remember(OLD + NEW)
        search = Search(archive)
        found = search.find("model licences", Filters(editions=("sample",)))
        assert [one.record.id for one in found] == ["story:i1"]
        assert {one.record.id for one in search.find("kernels", Filters(categories=("cs.LG",)))} == {
            "paper:a", "passage:a:0", "review:a:method", "direction:a:0",
        }  # fmt: skip


def test_a_rebuilt_index_holds_every_kind(open_):
    with open_() as archive:
        archive.vectors.remember(OLD + NEW)
        assert archive.vectors.rebuild()
        assert {one.record.kind for one in archive.vectors.recall("sparse kernels", limit=20)} == set(KINDS)


@pytest.mark.parametrize("version", range(1, BEFORE_WEEKS + 1))
def test_an_archive_from_before_keeps_records_vectors_and_calls(open_, tmp_path, version):
    with open_() as archive:
        archive.vectors.remember(OLD)
        run = archive.ledger.open_run(date(2026, 4, 24), "arxiv", "extractive", NOW)
        Calls(archive.connection, run.id).record(call("first"))
    made_old(tmp_path / "archive" / "archive.db", version)
    forget_collections(tmp_path / "archive" / "vectors")

    with pytest.raises(ArchiveError, match="older Paperwire"):
        open_(write=False)
    with open_() as archive:
        assert archive.connection.rows("PRAGMA foreign_key_check") == []
        assert archive.vectors.recall("sparse attention kernels", limit=3)[0].record == OLD[0]
        archive.vectors.remember(NEW)
        assert sum(archive.vectors.count().values()) == len(OLD) + len(NEW)
        assert Search(archive).find("weak baselines", limit=1)[0].record == OLD[2]
        calls = Calls(archive.connection, run.id)
        assert calls.find("first").id == "c1"
        assert calls.record(call("second")) == "c2"
        archive.vectors.forget(["paper:a"])
        assert archive.connection.rows("SELECT count(*) FROM vectors")[0][0] == len(OLD) + len(NEW) - 1


def test_a_migration_that_fails_leaves_the_archive_as_it_was(open_, tmp_path):
    with open_() as archive:
        archive.vectors.remember(OLD)
    file = tmp_path / "archive" / "archive.db"
    made_old(file, BEFORE_WEEKS)
    with sqlite3.connect(file) as database:
        database.execute("CREATE TABLE new_records (in_the_way INTEGER)")
    with pytest.raises(sqlite3.OperationalError):
        open_database(file)
    with sqlite3.connect(file) as database:
        assert database.execute("SELECT count(*) FROM vectors").fetchone()[0] == len(OLD)
        assert database.execute("PRAGMA user_version").fetchone()[0] == BEFORE_WEEKS
        database.execute("DROP TABLE new_records")
    with open_() as archive:
        assert archive.vectors.count() == {"paper": 1, "passage": 1, "review": 1}


def test_calls_of_a_week_are_its_own_and_count_for_the_month(open_):
    with open_() as archive:
        day = archive.ledger.open_run(date(2026, 4, 24), "arxiv", "openai", NOW)
        week = archive.weeks.open_week("2026-W17", "openai", NOW)
        calls = Calls(archive.connection, day.id)
        calls.record(call("of the day"))
        calls.week_id = week.id
        calls.record(call("of the week"))
        calls.record(call("of the week too"))
        assert [row.calls for row in calls.usage()] == [2]
        calls.week_id = None
        assert [row.calls for row in calls.usage()] == [1]
        assert calls.spent_since(NOW).tokens == 36
        assert [run.day for run in archive.ledger.runs()] == [date(2026, 4, 24)]
        assert archive.ledger.latest_run() == day


def test_a_week_opened_again_keeps_its_findings(open_):
    with open_() as archive:
        week = archive.weeks.open_week("2026-W17", "extractive", NOW)
        archive.weeks.keep(week.id, "topic", {"t1": call("x"), "t2": call("y")})
        archive.weeks.close_week(week.id, "whole", NOW, "digests/2026-W17")
        assert archive.weeks.week("2026-W17").outcome == "whole"
        again = archive.weeks.open_week("2026-W17", "openai", NOW)
        assert (again.id, again.outcome, again.engine) == (week.id, "running", "openai")
        assert set(archive.weeks.kept(week.id, "topic", Call)) == {"t1", "t2"}
        archive.weeks.keep(week.id, "topic", {"t2": call("z")})
        assert [one.key for [one] in archive.weeks.kept(week.id, "topic", Call).values()] == ["z"]
        later = archive.weeks.open_week("2026-W18", "extractive", NOW)
        assert [one.key for one in archive.weeks.before("2026-W18", "topic", Call)] == ["z"]
        assert archive.weeks.before("2026-W17", "topic", Call) == []
        assert [one.id for one in archive.weeks.weeks()] == [week.id, later.id]


def call(key: str) -> Call:
    return Call(
        key=key, agent="analyst", label=key, engine="openai", model="m", prompt="p", prompt_hash="h",
        usage=Usage(prompt_tokens=10, completion_tokens=2), reply="{}", at=NOW,
    )  # fmt: skip


def made_old(file: Path, version: int) -> None:
    """Writes the database anew as `version` of the schema had it."""
    old = file.with_suffix(".old")
    with sqlite3.connect(old) as database:
        for script in MIGRATIONS[:version]:
            database.executescript(script)
        database.execute(f"PRAGMA user_version = {version}")
        database.execute("ATTACH ? AS new", (str(file),))
        tables = [row[0] for row in database.execute("SELECT name FROM main.sqlite_master WHERE type = 'table'")]
        for table in tables:
            columns = ", ".join(row[1] for row in database.execute(f"PRAGMA main.table_info({table})"))
            database.execute(f"INSERT INTO main.{table} ({columns}) SELECT {columns} FROM new.{table}")
    for ending in ("", "-wal", "-shm"):
        Path(f"{file}{ending}").unlink(missing_ok=True)
    old.rename(file)


def forget_collections(folder: Path) -> None:
    """Takes the newer kinds out of the index."""
    import chromadb

    client = chromadb.PersistentClient(str(folder), settings=chromadb.Settings(anonymized_telemetry=False))
    for kind in ("story", "digest", "direction"):
        client.delete_collection(kind)
    client.close()
