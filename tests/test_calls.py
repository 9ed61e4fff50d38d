"""The reply cache and the account: nothing is paid for twice, nothing goes uncounted."""

from datetime import UTC, date, datetime

import pytest

from paperwire.domain import Usage, UsageRow
from paperwire.domain.call import Call
from paperwire.memory import Calls, Ledger
from paperwire.memory.database import open_database
from paperwire.memory.vector_cache import SqliteVectorCache

NOW = datetime(2026, 1, 5, 6, 30, tzinfo=UTC)


@pytest.fixture
def database(tmp_path):
    connection = open_database(tmp_path / "archive.db")
    yield connection
    connection.close()


@pytest.fixture
def calls(database):
    return Calls(database, Ledger(database).open_run(date(2026, 1, 5), "arxiv", "openai", NOW).id)


def call(key: str = "k", **changed) -> Call:
    fields = {
        "key": key,
        "agent": "triage",
        "label": "batch 1",
        "engine": "openai",
        "model": "m",
        "prompt": "triage@v1",
        "prompt_hash": "0123456789ab",
        "usage": Usage(prompt_tokens=100, cached_tokens=40, completion_tokens=7),
        "cost": 0.25,
        "reply": '{"papers": []}',
        "at": NOW,
    }
    return Call(**fields | changed)


def test_a_reply_is_found_by_its_key_in_every_run(database, calls):
    calls.record(call("a"))
    tomorrow = Ledger(database).open_run(date(2026, 1, 6), "arxiv", "openai", NOW)
    assert Calls(database, tomorrow.id).find("a") == call("a", id="c1")
    assert calls.find("b") is None


def test_a_failed_call_is_no_reply(calls):
    calls.record(call("a", reply=None, problem="truncated"))
    assert calls.find("a") is None
    calls.record(call("a"))
    calls.record(call("a", reply=None, problem="empty"))
    assert calls.find("a") == call("a", id="c2")


def test_the_latest_reply_counts(calls):
    calls.record(call("a", reply="old"))
    calls.record(call("a", reply="new"))
    assert calls.find("a").reply == "new"


def test_a_call_is_found_by_the_id_that_provenance_names(calls):
    ids = [calls.record(call(key)) for key in "ab"]
    assert ids == ["c1", "c2"]
    assert calls.get("c2") == call("b", id="c2")
    assert calls.get("c3") is None
    assert calls.get("") is None
    assert calls.get("c1; DROP TABLE calls") is None


def test_usage_sums_by_agent_and_model_with_failed_calls(calls):
    calls.record(call("a"))
    calls.record(call("b", reply=None, problem="refused", cost=0.5))
    calls.record(call("c", agent="reviewer", model="n"))
    assert calls.usage() == (
        UsageRow(
            agent="triage",
            engine="openai",
            model="m",
            calls=2,
            prompt_tokens=200,
            cached_tokens=80,
            completion_tokens=14,
            cost=0.75,
        ),
        UsageRow(
            agent="reviewer",
            engine="openai",
            model="n",
            calls=1,
            prompt_tokens=100,
            cached_tokens=40,
            completion_tokens=7,
            cost=0.25,
        ),
    )


def test_one_unknown_price_makes_the_sum_unknown(calls):
    calls.record(call("a"))
    calls.record(call("b", cost=None))
    calls.record(call("c", agent="reviewer", cost=0.0))
    assert [row.cost for row in calls.usage()] == [None, 0.0]


def test_usage_is_that_of_one_run(database, calls):
    calls.record(call("a"))
    other = Calls(database, 0)
    other.run_id = Ledger(database).open_run(date(2026, 1, 6), "arxiv", "openai", NOW).id
    assert other.usage() == ()
    other.record(call("b"))
    assert [row.calls for row in other.usage()] == [1]
    assert [row.calls for row in calls.usage()] == [1]


def test_vectors_are_cached_by_key(database):
    cache = SqliteVectorCache(database)
    vectors = {f"{n:064x}": bytes([n % 256]) * 1536 for n in range(40_000)}
    cache.put_many(vectors)
    cache.put_many({})
    assert cache.get_many([*list(vectors)[::-1], "unknown"]) == vectors
    assert cache.get_many([]) == {}
    first = f"{0:064x}"
    cache.put_many({first: b"new"})
    assert cache.get_many([first]) == {first: b"new"}


def test_a_reader_keeps_no_new_vectors(tmp_path, database):
    SqliteVectorCache(database).put_many({"a": b"1"})
    reader = open_database(tmp_path / "archive.db", write=False)
    cache = SqliteVectorCache(reader)
    cache.put_many({"b": b"2"})
    assert cache.get_many(["a", "b"]) == {"a": b"1"}
    reader.close()
