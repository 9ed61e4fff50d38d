"""Money: told before the first call, never spent past the ceiling of a run or a month, unknown where it is unknown."""

import io
import json
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from rich.console import Console
from typer.testing import CliRunner

from paperwire.agents.staff import Staff
from paperwire.cli import app
from paperwire.commands import TROUBLE_CODES
from paperwire.commands.estimate import tell_estimate
from paperwire.domain import Call, Digest, Paper, Usage
from paperwire.domain.errors import BudgetSpent, SettingsError
from paperwire.engines.budget import Charge, Purse
from paperwire.engines.choice import settled
from paperwire.memory import Calls, Ledger, open_archive
from paperwire.memory.calls import Spent
from paperwire.memory.database import open_database
from paperwire.settings import Budget, EngineChoice, Settings

PAPERS, BATCH = 12, 2
NOW = datetime(2026, 11, 20, 6, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("budget", "spent", "fits", "too_much"),
    [
        (Budget(month_tokens=1000), Charge(900), Charge(100), Charge(101)),
        (Budget(month_usd=2.0), Charge(0, 1.5), Charge(0, 0.5), Charge(0, 0.6)),
        (Budget(tokens=1000), Charge(5000, 9.0), Charge(1000), Charge(1001)),
    ],
)
async def test_the_month_counts_what_was_spent_before_the_run(budget, spent, fits, too_much):
    async with Purse(budget, spent).reserve(fits):
        pass
    with pytest.raises(BudgetSpent) as raised:
        async with Purse(budget, spent).reserve(too_much):
            pass
    name = next(f"budget.{key}" for key, value in budget.model_dump().items() if value)
    assert name in raised.value.message
    assert f"Raise {name}" in raised.value.remedy
    assert ("month" in raised.value.remedy) == name.startswith("budget.month")


async def test_calls_in_flight_do_not_cross_the_month_together():
    purse = Purse(Budget(month_tokens=1000), Charge(800))
    async with purse.reserve(Charge(150)) as taken:
        taken.set(Charge(150))
    with pytest.raises(BudgetSpent, match="this month has spent 950"):
        async with purse.reserve(Charge(100)):
            pass


def call(at: datetime, cost: float | None, reply: str | None = "{}") -> Call:
    return Call(
        key=f"{at}{cost}{reply}",
        agent="triage",
        label="l",
        engine="openai",
        model="m",
        prompt="triage@v1",
        prompt_hash="0",
        usage=Usage(prompt_tokens=100, cached_tokens=50, completion_tokens=10),
        cost=cost,
        reply=reply,
        at=at,
    )


def test_a_month_is_summed_over_runs_failed_calls_too_and_unknown_prices_apart(tmp_path):
    database = open_database(tmp_path / "archive.db")
    ledger = Ledger(database)
    first = Calls(database, ledger.open_run(date(2026, 10, 30), "arxiv", "e", NOW).id)
    second = Calls(database, ledger.open_run(date(2026, 11, 2), "arxiv", "e", NOW).id)
    first.record(call(datetime(2026, 10, 31, 23, 59, 59, tzinfo=UTC), 5.0))
    first.record(call(datetime(2026, 11, 1, 0, 0, 0, 1, tzinfo=UTC), 0.5))
    second.record(call(datetime(2026, 11, 2, tzinfo=UTC), 0.25, reply=None))
    second.record(call(datetime(2026, 11, 3, tzinfo=UTC), None))
    november = datetime(2026, 11, 1, tzinfo=UTC)
    assert second.spent_since(november) == Spent(tokens=330, usd=0.75, unpriced=1)
    assert second.spent_since(datetime(2026, 12, 1, tzinfo=UTC)) == Spent()
    database.close()


def papers(number: int) -> list[Paper]:
    return [Paper(id=f"2601.{10000 + n}", title="T", abstract="word " * 200) for n in range(number)]


def estimate(settings: Settings, month: Spent | None = None, engine: str = "openai", asked: int = 40) -> str:
    out = io.StringIO()
    desk: Any = SimpleNamespace(engine_of=lambda agent: engine)
    console = Console(file=out, width=1000, highlight=False)
    tell_estimate(console, settings, Staff(desk), desk, month or Spent(), papers(asked), asked)
    return out.getvalue()


def test_an_estimate_has_calls_tokens_and_money():
    told = estimate(Settings())
    assert told.startswith("paperwire: up to 43 calls, about ")
    assert "about $0." in told
    assert "$0.00" not in told


@pytest.mark.parametrize(
    ("choice", "words"),
    [
        (EngineChoice(model="unheard-of", base_url="https://models.example.org/v1"), "price unknown"),
        (EngineChoice(model="unheard-of"), "price unknown"),
        (EngineChoice(base_url="http://localhost:8080/v1"), "on a server of yours"),
    ],
)
def test_an_unknown_price_is_unknown_and_never_nought(choice, words):
    told = estimate(Settings(engine=choice))
    assert words in told
    assert "$" not in told


def test_calls_without_a_price_are_named_where_money_is_counted():
    told = estimate(Settings(budget=Budget(month_usd=100)), Spent(tokens=10, usd=0.1, unpriced=3))
    assert "3 calls of this month have no known price" in told
    assert "no known price" not in estimate(Settings(), Spent(unpriced=3))


def test_without_a_model_there_is_nothing_to_estimate():
    assert estimate(Settings(), engine="extractive") == ""
    assert estimate(Settings(), asked=0) == ""


@pytest.mark.parametrize(
    ("budget", "month", "words"),
    [
        (Budget(tokens=100), Spent(), "more than budget.tokens (100)"),
        (Budget(usd=0.01), Spent(), "more than budget.usd ($0.01)"),
        (Budget(month_tokens=10**9), Spent(tokens=10**9), "crosses budget.month_tokens"),
        (Budget(month_usd=10), Spent(usd=9.99), "crosses budget.month_usd"),
    ],
)
def test_an_estimate_says_when_the_budget_will_not_do(budget, month, words):
    told = estimate(Settings(budget=budget), month)
    assert words in told
    assert "comes first tomorrow" in told
    assert "budget" not in estimate(Settings(budget=Budget(tokens=10**9, usd=100, month_tokens=10**9, month_usd=100)))


@pytest.mark.parametrize("budget", [Budget(usd=1), Budget(month_usd=1)])
def test_a_budget_in_money_needs_a_price(budget):
    choice = EngineChoice(kind="openai", model="unheard-of", base_url="https://models.example.org/v1")
    with pytest.raises(SettingsError, match="price of unheard-of is not known") as raised:
        settled(Settings(engine=choice, budget=budget), {})
    assert "budget.month_tokens" in raised.value.remedy


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, model_server: Any) -> Callable[..., Any]:
    """Runs a saved day of twelve papers under a budget; gives the result, its JSON and its digest."""
    monkeypatch.chdir(tmp_path)

    def go(budget: str, day: str = "2026-01-07", *words: str) -> Any:
        write_settings(tmp_path, model_server.base_url, budget)
        write_listing(tmp_path, day)
        result = CliRunner().invoke(app, ["run", "--edition", f"{day}.jsonl", "--json", *words])
        assert result.stdout, result
        said = json.loads(result.stdout)
        return result, said, Digest.model_validate_json(Path(said["files"]["json"]).read_text(encoding="utf-8"))

    return go


def write_settings(folder: Path, url: str, budget: str) -> None:
    (folder / "paperwire.toml").write_text(
        f"""
categories = ["cs.LG"]
interests = [{{ name = "Attention", relevant = "attention mechanisms" }}]
selection = {{ relevance = 10, novelty = 10, max_reviews = 0 }}
engine = {{ kind = "openai", base_url = "{url}", triage_batch = {BATCH}, concurrency = 3 }}
budget = {{ {budget} }}

[agents.triage]
max_output_tokens = 400
""",
        encoding="utf-8",
    )


def write_listing(folder: Path, day: str) -> None:
    number = int(day[-2:]) * 100
    rows = [
        {"id": f"2601.{10000 + number + n}", "title": f"P{n}", "abstract": "word " * 50, "categories": ["cs.LG"]}
        for n in range(PAPERS)
    ]
    (folder / f"{day}.jsonl").write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")


def tokens(digest: Digest) -> int:
    return sum(row.prompt_tokens + row.completion_tokens for row in digest.usage)


def test_at_the_limit_the_digest_is_partial_and_the_rest_comes_first_tomorrow(run, tmp_path, model_server):
    result, said, digest = run("tokens = 4000")
    assert (result.exit_code, said["outcome"]) == (12, "incomplete")
    assert 0 < digest.scanned < PAPERS
    assert digest.counts.deferred == PAPERS - digest.scanned
    assert said["trouble"] == {"budget": digest.counts.deferred}
    assert 0 < tokens(digest) <= 4000
    assert "budget.tokens" in Path(said["files"]["md"]).read_text(encoding="utf-8")
    assert "that is more than budget.tokens (4,000)" in result.stderr.replace("\n", " ")
    asked = model_server.count

    result, said, again = run("tokens = 0", "2026-01-08")
    assert result.exit_code in (0, 3)
    assert again.counts.announced == PAPERS + digest.counts.deferred
    assert model_server.count - asked == -(-again.counts.announced // BATCH)
    with open_archive(tmp_path / "paperwire-archive", write=False) as archive:
        first = archive.ledger.items(2)[: digest.counts.deferred]
    assert [row.since for row in first] == [date(2026, 1, 7)] * digest.counts.deferred


def test_the_same_day_goes_on_with_another_budget_and_asks_only_for_the_rest(run, model_server):
    _, _, partial = run("tokens = 4000")
    asked = model_server.count
    result, said, whole = run("tokens = 0")
    assert result.exit_code in (0, 3)
    assert whole.scanned == PAPERS
    assert model_server.count - asked == said["calls"] == (PAPERS - partial.scanned) // BATCH


def test_the_month_is_a_hard_stop_over_all_runs(run, model_server):
    _, _, first = run("tokens = 0")
    spent = tokens(first)
    asked = model_server.count
    result, said, second = run(f"month_tokens = {spent + 100}", "2026-01-08")
    assert (result.exit_code, said["trouble"]) == (12, {"budget": PAPERS})
    assert model_server.count == asked
    assert "budget.month_tokens" in said["stopped"][0]
    assert "wait for the next month" in said["stopped"][0]
    assert second.scanned == 0


def test_the_estimate_is_on_stderr_before_the_first_call(tmp_path, model_server):
    write_settings(tmp_path, model_server.base_url, "tokens = 0")
    write_listing(tmp_path, "2026-01-07")
    told, seen = tmp_path / "stderr", []
    enter = model_server.enter

    def noted(body: Any, headers: Any) -> Any:
        seen.append(told.read_text(encoding="utf-8"))
        return enter(body, headers)

    model_server.enter = noted
    command = [sys.executable, "-m", "paperwire", "run", "--edition", "2026-01-07.jsonl", "--max-reviews", "0"]
    model_server.mode = "quota"
    with told.open("w", encoding="utf-8") as stderr:
        done = subprocess.run(command, cwd=tmp_path, stdout=subprocess.DEVNULL, stderr=stderr, check=False)
    assert done.returncode == TROUBLE_CODES["quota"]
    assert seen[0].startswith("paperwire: up to 6 calls, about ")
    assert "on a server of yours" in seen[0]
