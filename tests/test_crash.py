"""Killed anywhere and run again: the same digest, no finished call made twice, nothing lost or doubled."""

import json
import re
import signal
import sqlite3
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

POINTS = 20
SETTINGS = """
categories = ["cs.LG", "cs.AI", "cs.CL"]
interests = [{{ name = "Attention", relevant = "attention mechanisms" }}]
authors = ["Ashish Vaswani", "Jordan Hoffmann", "Tri Dao"]
selection = {{ relevance = 6, novelty = 3, max_reviews = 3 }}
engine = {{ kind = "openai", base_url = "{url}", triage_batch = 8, timeout_s = 20, concurrency = 4 }}
arxiv = {{ html_url = "http://127.0.0.1:9/html", pdf_url = "http://127.0.0.1:9/pdf", interval_s = 0 }}
"""
Run = Callable[..., dict[str, Any]]


@pytest.fixture
def run(tmp_path: Path, model_server: Any, newsrooms: Any) -> Run:
    """Runs the sample edition in a process of its own on the archive of that name; gives what it said."""
    config = tmp_path / "paperwire.toml"
    config.write_text(SETTINGS.format(url=model_server.base_url), encoding="utf-8")

    def go(archive: Path, **more: Any) -> dict[str, Any]:
        order = {"config": str(config), "archive": str(archive), "edition": "sample", "day": "2026-01-05"}
        [answer] = newsrooms(order | more)
        return answer

    return go


def test_a_run_killed_at_any_point_and_run_again_is_as_if_never_killed(run: Run, tmp_path: Path, model_server: Any):
    whole = run(tmp_path / "whole")
    assert whole["outcome"] == "whole", whole
    asked = model_server.count
    expected = state(tmp_path / "whole")
    assert asked == whole["calls"] == len(expected["calls"]) >= 20
    # Calls end in any order, so runs differ by a few events: the last point stays clear of the shortest run's end.
    last = whole["events"] * 9 // 10
    for point in range(POINTS):
        archive = tmp_path / f"killed-{point}"
        at = 1 + point * (last - 1) // (POINTS - 1)
        before = model_server.count

        assert run(archive, kill_at=at) == {"died_of": signal.SIGKILL}, f"event {at}"

        paid, recorded = settled_count(model_server) - before, len(calls(archive))
        again = run(archive)
        assert again["outcome"] == "whole", (at, again)
        repeated = model_server.count - before - asked
        assert again["calls"] == asked - recorded, f"event {at}: a call that was recorded is not made again"
        assert repeated == paid - recorded <= 4, f"event {at}: only calls under way at the kill are made again"
        assert differences(state(archive), expected) == [], f"event {at} of {whole['events']}"


def differences(found: Any, expected: Any, path: str = "") -> list[str]:
    """Where two values of JSON differ, in words that fit a failure message."""
    if isinstance(found, dict) and isinstance(expected, dict) and found.keys() == expected.keys():
        return [line for key in found for line in differences(found[key], expected[key], f"{path}/{key}")]
    if isinstance(found, (list, tuple)) and isinstance(expected, (list, tuple)) and len(found) == len(expected):
        pairs = enumerate(zip(found, expected, strict=True))
        return [line for number, pair in pairs for line in differences(*pair, f"{path}/{number}")]
    return [] if found == expected else [f"{path}: {str(found)[:80]} is not {str(expected)[:80]}"]


def settled_count(server: Any) -> int:
    """Requests that reached the server, once those under way have ended."""
    while server._at_once:
        time.sleep(0.01)
    time.sleep(0.03)
    return int(server.count)


def calls(archive: Path) -> dict[str, str]:
    """Keys of the recorded calls by their ids; the key says what was asked."""
    if not (archive / "archive.db").exists():
        return {}
    with sqlite3.connect(archive / "archive.db") as database:
        try:
            return {f"c{number}": key for number, key in database.execute("SELECT id, key FROM calls")}
        except sqlite3.OperationalError:
            return {}


def state(archive: Path) -> dict[str, Any]:
    """All that must be the same: ledger, findings, memory, index and digest, without times and numbers of calls."""
    keys = calls(archive)
    assert len(set(keys.values())) == len(keys), "no call is recorded twice"
    with sqlite3.connect(archive / "archive.db") as database:
        tables = {
            "items": "SELECT * FROM items ORDER BY run_id, position",
            "runs": "SELECT day, edition, engine, outcome FROM runs",
            "records": "SELECT id, kind, paper_id, seen_day, body FROM records ORDER BY id",
            "vectors": "SELECT id, embedder, indexed, vector FROM vectors JOIN records USING (number) ORDER BY id",
        }
        found: dict[str, Any] = {name: database.execute(query).fetchall() for name, query in tables.items()}
        findings = database.execute("SELECT run_id, paper_id, kind, body FROM artifacts ORDER BY 1, 3, 2").fetchall()
    found["findings"] = [(*row[:3], timeless(json.loads(row[3]), keys)) for row in findings]
    found["calls"] = sorted(keys.values())
    found["index"] = indexed(archive / "vectors")
    [day] = (archive / "digests").iterdir()
    found["files"] = sorted(str(file.relative_to(day)) for file in day.rglob("*") if file.is_file())
    found["json"] = timeless(json.loads((day / "digest.json").read_text(encoding="utf-8")), keys)
    text = (day / "digest.md").read_text(encoding="utf-8")
    found["markdown"] = re.sub(r"call c\d+|Written .*", "", text)
    return found


def timeless(value: Any, keys: dict[str, str]) -> Any:
    """JSON with calls named by what was asked instead of by number, and without the time of writing."""
    if isinstance(value, dict):
        return {
            name: keys[part] if name == "call" and part else timeless(part, keys)
            for name, part in value.items()
            if name != "written"
        }
    return [timeless(part, keys) for part in value] if isinstance(value, list) else value


def indexed(folder: Path) -> dict[str, list[str]]:
    """What Chroma holds, by collection."""
    import chromadb

    client = chromadb.PersistentClient(str(folder), settings=chromadb.Settings(anonymized_telemetry=False))
    try:
        return {each.name: sorted(each.get(include=[])["ids"]) for each in client.list_collections()}
    finally:
        client.close()
