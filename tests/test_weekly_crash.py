"""A week killed anywhere and written again is as if never killed; written twice it costs once; stopped it goes on."""

import json
import re
import shutil
import signal
import sqlite3
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

POINTS = 8
WEEK = "2026-W03"
KEY = re.compile(r'key="([a-z2-9]{5})"')
SETTINGS = """
categories = ["cs.LG"]
interests = [{{ name = "Attention", relevant = "attention mechanisms" }}]
selection = {{ relevance = 8, novelty = 1, max_reviews = 1 }}
engine = {{ kind = "openai", base_url = "{url}", triage_batch = 40, timeout_s = 20, concurrency = 4 }}
weekly = {{ topics = 3, trend_papers = 2 }}
arxiv = {{ html_url = "http://127.0.0.1:9/html", pdf_url = "http://127.0.0.1:9/pdf", interval_s = 0 }}
{more}
"""
PAPERS = [
    (
        "2601.10010",
        "Sparse attention kernels for long contexts",
        "We read long contexts with sparse attention kernels.",
    ),
    ("2601.10028", "Attention without a cache", "We drop the cache of attention and keep its accuracy."),
    ("2601.10036", "Graphs of cities", "We learn graphs of cities to forecast traffic."),
    ("2601.10044", "Sparse attention for graphs", "We bring sparse attention kernels to graphs of cities."),
]
NEWS = [
    (
        "Brackwater AI",
        "Brackwater ships Sluice 3.0, an AI inference kernel",
        "The kernel runs local AI 1.6 times faster.",
    ),
    ("The Loom Report", "Sluice 3.0, Brackwater's AI inference kernel, is out", "Local inference got faster."),
    ("Kettle & Kernel", "Merle-2 quantised to four bits for local AI inference", "Quantised AI weights take 20 GB."),
    ("Quayside Daily", "Authors' lawsuit over AI training goes to court", "A trial on copyright begins in March."),
    (
        "Assembly Record",
        "Regulators draft an AI policy for hospitals",
        "The government wants regulated AI to be marked.",
    ),
    ("Policy Review", "Congress hears of AI in court", "A law on AI evidence is debated."),
]


@pytest.fixture
def answering(model_server: Any) -> Any:
    """The server, whose week forms cite what they were shown."""
    fill = sys.modules["paperwire_model_server"].fill_schema
    schema_of, prompt_of = (getattr(sys.modules["paperwire_model_server"], n) for n in ("schema_of", "prompt_of"))
    default = sys.modules["paperwire_model_server"]._content

    def answer(body: dict[str, Any]) -> Any:
        keys = KEY.findall(prompt_of(body))
        schema = schema_of(body)
        if not keys or "keys" not in json.dumps(schema):
            model_server.answer = None
            try:
                return default(model_server, body)
            finally:
                model_server.answer = answer
        return cited(fill(schema, prompt_of(body)), keys)

    model_server.answer_with(answer)
    return model_server


def cited(filled: Any, keys: list[str]) -> Any:
    """The form with keys of the prompt wherever it asks for some."""
    if isinstance(filled, dict):
        own = {"keys": keys[:1], "key": keys[0]}
        return {name: own.get(name, cited(part, keys)) for name, part in filled.items()}
    return [cited(part, keys) for part in filled] if isinstance(filled, list) else filled


@pytest.fixture
def go(tmp_path: Path, answering: Any, newsrooms: Any) -> Callable[..., dict[str, Any]]:
    """Writes the week on the archive of that name, in a process of its own; gives what it said."""

    def go(archive: Path, settings: str = "", **more: Any) -> dict[str, Any]:
        config = tmp_path / "paperwire.toml"
        config.write_text(SETTINGS.format(url=answering.base_url, more=settings), encoding="utf-8")
        job = {"config": str(config), "archive": str(archive), "edition": "none", "command": "weekly", "week": WEEK}
        [answer] = newsrooms(job | more)
        return answer

    return go


@pytest.fixture
def base(tmp_path: Path, go: Any) -> Path:
    """An archive of one day with four papers, one reviewed, and six news items; nothing of the week is written."""
    listing, news = tmp_path / "2026-01-14.jsonl", tmp_path / "news" / "2026-01-14.jsonl"
    news.parent.mkdir()
    rows = [{"id": i, "title": t, "abstract": a, "authors": ["A"], "categories": ["cs.LG"]} for i, t, a in PAPERS]
    items = [
        {
            "feed": "f", "source_id": source, "source": source, "title": title, "summary": summary,
            "url": f"https://news.example.org/{at}", "published": f"2026-01-14T0{at}:00:00Z", "published_raw": "",
            "tags": [], "hn_score": None, "hn_comments": None,
        }
        for at, (source, title, summary) in enumerate(NEWS)
    ]  # fmt: skip
    listing.write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    news.write_text("\n".join(map(json.dumps, items)), encoding="utf-8")
    answer = go(tmp_path / "base", command="run", edition=str(listing), news=str(news))
    assert answer["outcome"] == "whole", answer
    return tmp_path / "base"


def copied(base: Path, name: str) -> Path:
    return Path(shutil.copytree(base, base.with_name(name)))


def test_a_week_killed_at_any_point_and_written_again_is_as_if_never_killed(go: Any, base: Path, answering: Any):
    before = answering.count
    whole = go(copied(base, "whole"))
    asked = answering.count - before
    assert whole["outcome"] == "whole", whole
    assert asked == whole["calls"] >= 3 * 2 + 2 + 1, "three eyes on two topics or more, syntheses, and the opening"
    expected = state(base.with_name("whole"))
    assert expected["weekly"]["topics"][0]["synthesis"]["consensus"]
    last = whole["events"] * 9 // 10
    for point in range(POINTS):
        archive, at = copied(base, f"killed-{point}"), 1 + point * (last - 1) // (POINTS - 1)
        recorded_before, count = len(calls(archive)), answering.count

        assert go(archive, kill_at=at) == {"died_of": signal.SIGKILL}, f"event {at}"

        paid, recorded = settled_count(answering) - count, len(calls(archive)) - recorded_before
        again = go(archive)
        assert again["outcome"] == "whole", (at, again)
        assert again["calls"] == asked - recorded, f"event {at}: a call that was recorded is not made again"
        assert answering.count - count - asked == paid - recorded <= 4, f"event {at}: only calls under way are repeated"
        assert state(archive) == expected, f"event {at} of {whole['events']}"


def test_a_second_run_asks_nothing_and_tells_the_same(go: Any, base: Path, answering: Any):
    go(base)
    first, count = state(base), answering.count
    again = go(base)
    assert (again["outcome"], again["calls"], answering.count) == ("whole", 0, count)
    assert again["cached"] > 0
    assert state(base) == first


def test_a_spent_budget_stops_the_week_which_then_goes_on(go: Any, base: Path, answering: Any):
    whole = go(copied(base, "whole"))
    stopped = go(base, settings="budget = { tokens = 9000 }")
    assert stopped["outcome"] == "incomplete"
    assert set(stopped["troubles"]) == {"budget"}
    assert "budget.tokens" in stopped["stopped"][0]
    assert 0 < stopped["calls"] < whole["calls"]
    told = weekly(base)
    assert any("The run stopped early: budget" in notice for notice in told["notices"])
    assert any("is missing (budget" in problem for report in told["topics"] for problem in report["problems"])
    again = go(base)
    assert again["outcome"] == "whole"
    assert again["calls"] == whole["calls"] - stopped["calls"], "what was answered is not paid for twice"
    assert state(base) == state(base.with_name("whole"))


def test_what_fails_in_one_topic_is_that_topics_problem(go: Any, base: Path, answering: Any):
    right = answering.answer
    answering.answer_with(lambda body: "no form at all" if asks_of_sluice(body) else right(body))
    answer = go(base)
    assert answer.get("outcome") == "incomplete", answer
    assert set(answer["troubles"]) == {"garbage"}
    broken = [report for report in weekly(base)["topics"] if report["problems"]]
    assert len(broken) == 1
    assert "is missing (garbage" in broken[0]["problems"][0]
    assert broken[0]["excerpts"], "what nobody could read is shown in its own words"
    assert any(report["synthesis"] for report in weekly(base)["topics"])
    answering.answer_with(right)
    assert go(base)["outcome"] == "whole"


def test_calls_of_the_week_are_its_own_and_counted(go: Any, base: Path):
    day = usage(base)
    answer = go(base)
    assert usage(base)[0] == day[0], "the day's account stays as it is"
    assert usage(base)[1] == answer["calls"]
    assert sum(row["calls"] for row in weekly(base)["usage"]) == answer["calls"]


def asks_of_sluice(body: dict[str, Any]) -> bool:
    said = "\n".join(str(message["content"]) for message in body["messages"])
    return "Sluice" in said and "Your eyes:" in said


def usage(archive: Path) -> list[int]:
    with sqlite3.connect(archive / "archive.db") as database:
        return [
            database.execute(f"SELECT count(*) FROM calls WHERE {column} IS NOT NULL").fetchone()[0]
            for column in ("run_id", "week_id")
        ]


def weekly(archive: Path) -> dict[str, Any]:
    return json.loads((archive / "digests" / WEEK / "weekly.json").read_text(encoding="utf-8"))


def calls(archive: Path) -> dict[str, str]:
    with sqlite3.connect(archive / "archive.db") as database:
        return {f"c{number}": key for number, key in database.execute("SELECT id, key FROM calls")}


def settled_count(server: Any) -> int:
    """Requests that reached the server, once those under way have ended."""
    while server._at_once:
        time.sleep(0.01)
    time.sleep(0.03)
    return int(server.count)


def state(archive: Path) -> dict[str, Any]:
    """All that must be the same: findings, memory and digest, without times and numbers of calls."""
    keys = calls(archive)
    assert len(set(keys.values())) == len(keys), "no call is recorded twice"
    with sqlite3.connect(archive / "archive.db") as database:
        weeks = database.execute("SELECT week, engine, outcome FROM weeks").fetchall()
        records = database.execute("SELECT id, kind, seen_day, body FROM records ORDER BY id").fetchall()
        unindexed = database.execute("SELECT count(*) FROM vectors WHERE NOT indexed").fetchone()
        findings = database.execute("SELECT kind, name, body FROM week_findings ORDER BY kind, name").fetchall()
    folder = archive / "digests" / WEEK
    return {
        "weeks": weeks,
        "records": records,
        "unindexed": unindexed,
        "findings": [(kind, name, timeless(json.loads(body), keys)) for kind, name, body in findings],
        "calls": sorted(keys.values()),
        "files": sorted(file.name for file in folder.iterdir()),
        "weekly": timeless(weekly(archive), keys),
        "pictures": [file.read_bytes() for file in sorted(folder.glob("*.png"))],
        "markdown": re.sub(r"c\d+|Written .*", "", (folder / "weekly.md").read_text(encoding="utf-8")),
    }


def timeless(value: Any, keys: dict[str, str]) -> Any:
    """JSON with calls named by what was asked instead of by number, and without the time of writing."""
    if isinstance(value, dict):
        return {
            name: keys[part] if name == "call" and part else timeless(part, keys)
            for name, part in value.items()
            if name != "written"
        }
    return [timeless(part, keys) for part in value] if isinstance(value, list) else value
