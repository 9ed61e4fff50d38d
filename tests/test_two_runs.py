"""Two runs at once, a full disk, a folder that cannot be written, a damaged index: a remedy, and nothing is lost."""

import json
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from paperwire.memory import open_archive

SETTINGS = """
categories = ["cs.LG", "cs.AI", "cs.CL"]
interests = [{{ name = "Attention", relevant = "attention mechanisms" }}]
authors = ["Ashish Vaswani"]
selection = {{ relevance = 9, novelty = 9, max_reviews = 1 }}
engine = {{ kind = "openai", base_url = "{url}", triage_batch = 8, timeout_s = 20 }}
arxiv = {{ html_url = "http://127.0.0.1:9/html", pdf_url = "http://127.0.0.1:9/pdf", interval_s = 0 }}
"""
CALLS = 4 + 7
"""Four batches of triage, and the panel of one paper."""


@pytest.fixture
def job(tmp_path: Path, model_server: Any) -> dict[str, Any]:
    config = tmp_path / "paperwire.toml"
    config.write_text(SETTINGS.format(url=model_server.base_url), encoding="utf-8")
    return {"config": str(config), "archive": str(tmp_path / "archive"), "edition": "sample", "day": "2026-01-05"}


@pytest.fixture
def cli(job: dict[str, Any], tmp_path: Path) -> Callable[..., Any]:
    """The command, as a user has it, on the archive of the job."""

    def call(*words: str) -> Any:
        command = [sys.executable, "-m", "paperwire", *words, "--archive", job["archive"], "--config", job["config"]]
        return subprocess.run(command, capture_output=True, text=True, check=False, cwd=tmp_path)

    return call


def rows(archive: Path, query: str) -> list[tuple[Any, ...]]:
    with sqlite3.connect(archive / "archive.db") as database:
        return database.execute(query).fetchall()


def check_whole(archive: Path) -> None:
    """The ledger is settled, no call is twice in it, and the index holds what the database holds."""
    assert rows(archive, "SELECT outcome FROM runs") == [("whole",)]
    assert rows(archive, "SELECT count(*) FROM items WHERE state = 'fetched'") == [(0,)]
    assert rows(archive, "SELECT count(*), count(DISTINCT key) FROM calls") == [(CALLS, CALLS)]
    assert rows(archive, "SELECT min(indexed) FROM vectors") == [(1,)]
    index = {each: held for each, held in collections(archive / "vectors").items() if held}
    assert index == dict(rows(archive, "SELECT kind, count(*) FROM records GROUP BY kind"))


def collections(folder: Path) -> dict[str, int]:
    import chromadb

    client = chromadb.PersistentClient(str(folder), settings=chromadb.Settings(anonymized_telemetry=False))
    try:
        return {each.name: each.count() for each in client.list_collections()}
    finally:
        client.close()


def files(folder: Path) -> dict[str, bytes]:
    return {str(file.relative_to(folder)): file.read_bytes() for file in folder.rglob("*") if file.is_file()}


def test_of_two_runs_at_once_one_reads_the_day_and_the_other_is_told(job, newsrooms, tmp_path, model_server):
    first, second = sorted(newsrooms(job, job), key=lambda answer: "error" in answer)
    assert first["outcome"] == "whole"
    assert second["kind"] == "ArchiveError"
    assert "Another run is using this archive" in second["error"]
    assert "Wait until it is over" in second["remedy"]
    assert model_server.count == CALLS
    check_whole(tmp_path / "archive")


@pytest.mark.parametrize("words", [("run", "--edition", "sample"), ("memory", "rebuild")])
def test_the_command_leaves_with_2_while_another_run_holds_the_archive(cli, job, words):
    with open_archive(Path(job["archive"]), write=True):
        done = cli(*words)
    assert done.returncode == 2
    assert done.stderr.startswith("paperwire: Another run is using this archive (process ")
    assert "remedy: Wait until it is over" in done.stderr
    assert done.stdout == ""


@pytest.mark.parametrize("largest", [1_000, 400_000, 700_000])
def test_where_writing_fails_the_run_ends_with_a_remedy_and_goes_on_when_it_can(
    job, newsrooms, tmp_path, model_server, largest
):
    [failed] = newsrooms(job | {"largest_file": largest})
    assert failed.get("kind") == "ArchiveError", failed
    assert failed["remedy"]
    recorded = rows(tmp_path / "archive", "SELECT count(*) FROM calls")[0][0] if largest > 1_000 else 0
    before = model_server.count
    [again] = newsrooms(job)
    assert again["outcome"] == "whole"
    assert model_server.count - before == again["calls"] == CALLS - recorded
    check_whole(tmp_path / "archive")


def test_a_full_disk(job, tmp_path, model_server):
    """A real one of a megabyte and a half; where there is room again, the same command goes on."""
    disk, process = tmp_path / "disk", Path(__file__).with_name("newsroom_process.py")
    disk.mkdir()
    lines = []
    for number in (1, 2):
        line = json.dumps([job | {"archive": str(disk / "archive"), "answer": str(tmp_path / f"{number}.json")}])
        (tmp_path / f"{number}.job").write_text(line + "\n", encoding="utf-8")
        lines.append(f"{sys.executable} {process} < {tmp_path}/{number}.job")
    script = " && ".join(
        [
            f"mount -t tmpfs -o size=1500k disk {disk}",
            lines[0],
            f"mount -o remount,size=100m {disk}",
            lines[1],
            f"cp -r {disk}/archive {tmp_path}/archive",
        ]
    )
    if subprocess.run(["unshare", "-rm", "true"], capture_output=True, check=False).returncode:
        pytest.skip("no disks of one's own here: unshare is not permitted")
    subprocess.run(["unshare", "-rm", "sh", "-c", script], check=True, capture_output=True)

    failed, again = (json.loads((tmp_path / f"{number}.json").read_text(encoding="utf-8")) for number in (1, 2))
    assert failed.get("kind") == "ArchiveError", failed
    assert "full" in failed["error"]
    assert "space" in failed["remedy"]
    assert again["outcome"] == "whole"
    check_whole(tmp_path / "archive")


def test_a_folder_that_cannot_be_written_is_a_remedy(cli, job, tmp_path):
    archive = tmp_path / "archive"
    with open_archive(archive, write=True):
        pass
    if subprocess.run(["unshare", "-rm", "true"], capture_output=True, check=False).returncode:
        pytest.skip("no mounts of one's own here: unshare is not permitted")
    command = f"{sys.executable} -m paperwire run --edition sample --archive {archive} --config {job['config']}"
    script = f"mount --bind {archive} {archive} && mount -o remount,ro,bind {archive} && {command}"
    before = files(archive)
    done = subprocess.run(["unshare", "-rm", "sh", "-c", script], capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert "cannot be written" in done.stderr
    assert "remedy: Make it writable, or name another folder with `archive` in the settings." in done.stderr
    assert files(archive) == before


def test_a_damaged_index_stops_the_run_untouched_and_rebuild_restores_it(job, newsrooms, cli, tmp_path, model_server):
    archive = tmp_path / "archive"
    newsrooms(job)
    (archive / "vectors" / "chroma.sqlite3").write_bytes(b"junk" * 4096)
    rows(archive, "SELECT 1")
    before, asked = files(archive / "vectors"), model_server.count

    [failed] = newsrooms(job)

    assert failed["kind"] == "ArchiveError"
    assert "damaged" in failed["error"]
    assert "`paperwire memory rebuild`" in failed["remedy"]
    assert files(archive / "vectors") == before
    [again] = newsrooms(job | {"command": "rebuild"})
    assert again["restored"] == 0
    assert files(Path(again["aside"])) == before
    [whole] = newsrooms(job)
    assert (whole["outcome"], whole["calls"], model_server.count) == ("whole", 0, asked)
    check_whole(archive)


def test_vectors_of_another_model_are_refused_and_rebuild_embeds_them_anew(job, newsrooms, cli, tmp_path):
    archive = tmp_path / "archive"
    newsrooms(job)
    before = files(archive / "vectors")

    [failed] = newsrooms(job | {"embedder": "better-384"})

    assert "were made by words-384, not by better-384" in failed["error"]
    assert "`paperwire memory rebuild`" in failed["remedy"]
    assert files(archive / "vectors") == before
    [again] = newsrooms(job | {"embedder": "better-384", "command": "rebuild"})
    assert sum(again["counts"].values()) > 30
    assert rows(archive, "SELECT DISTINCT embedder FROM vectors") == [("better-384",)]
    [whole] = newsrooms(job | {"embedder": "better-384"})
    assert whole["outcome"] == "whole"


def test_rebuild_brings_back_from_the_ledger_what_the_memory_lost(job, newsrooms, tmp_path):
    archive = tmp_path / "archive"
    newsrooms(job)
    held = rows(archive, "SELECT id, body FROM records WHERE seen_day = 20260105 ORDER BY id")
    earlier = rows(archive, "SELECT count(*) FROM records WHERE seen_day < 20260105")[0][0]
    with sqlite3.connect(archive / "archive.db") as database:
        database.execute("PRAGMA foreign_keys = ON")
        database.execute("DELETE FROM records WHERE seen_day = 20260105")
    shutil.rmtree(archive / "vectors")

    [again] = newsrooms(job | {"command": "rebuild"})

    assert again["restored"] == len(held)
    assert rows(archive, "SELECT id, body FROM records WHERE seen_day = 20260105 ORDER BY id") == held
    assert sum(again["counts"].values()) == len(held) + earlier
    assert sum(collections(archive / "vectors").values()) == len(held) + earlier
