"""A day through the command line and the openai engine, against a server that behaves in every way it might."""

import json
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from paperwire.cli import app
from paperwire.commands import TROUBLE_CODES
from paperwire.domain import Digest
from paperwire.memory import open_archive

PAPERS = 30


@pytest.fixture
def listing(tmp_path: Path) -> Path:
    """A day of 30 papers, one of them twice, one of another category; ids end in every digit."""
    rows = [
        {
            "id": f"2601.{10000 + 7 * number}",
            "title": f"Paper {number} on attention",
            "abstract": f"We study attention number {number}. It works on {number} tasks and costs less.",
            "authors": [f"Author {number}"],
            "categories": ["cs.LG"],
        }
        for number in range(PAPERS)
    ]
    rows += [rows[3], rows[4] | {"id": "2601.20000", "categories": ["math.CO"]}]
    file = tmp_path / "2026-01-07.jsonl"
    file.write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    return file


class NoPages(BaseHTTPRequestHandler):
    """An arXiv that has the text of no paper."""

    def do_GET(self) -> None:
        self.send_error(404)

    def log_message(self, *args: Any) -> None:
        """Silent."""


@pytest.fixture
def arxiv() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), NoPages)
    threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
    yield f"http://127.0.0.1:{server.server_address[1]}"
    server.shutdown()
    server.server_close()


@pytest.fixture
def run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, listing: Path, model_server: Any, arxiv: str
) -> Callable[..., Any]:
    """Runs the day with the given options; gives the exit code and what stdout said as JSON."""
    settings = tmp_path / "paperwire.toml"
    settings.write_text(
        f"""
categories = ["cs.LG"]
interests = [{{ name = "Attention", relevant = "attention mechanisms" }}]
authors = ["Author 2"]
selection = {{ relevance = 8, novelty = 1, max_reviews = 3 }}
engine = {{ kind = "openai", base_url = "{model_server.base_url}", triage_batch = 8, timeout_s = 5, attempts = 6 }}
arxiv = {{ html_url = "{arxiv}/html", pdf_url = "{arxiv}/pdf", interval_s = 0 }}
""",
        encoding="utf-8",
    )
    monkeypatch.chdir(tmp_path)

    def go(*options: str) -> Any:
        result = CliRunner().invoke(app, ["run", "--edition", str(listing), "--json", *options])
        assert result.stdout, result
        return result.exit_code, json.loads(result.stdout)

    return go


def balance(tmp_path: Path) -> dict[str, int]:
    """The ledger's counts, after the check that every announced row has exactly one end."""
    with open_archive(tmp_path / "paperwire-archive", write=False) as archive:
        ledger = archive.ledger.latest_run()
        assert ledger is not None
        counts = archive.ledger.counts(ledger.id)
        items = archive.ledger.items(ledger.id)
    assert counts.announced == len(items) == PAPERS + 2
    assert counts.fetched == 0
    assert all(item.reason for item in items)
    return counts.model_dump()


def test_a_good_day_is_whole_and_every_row_has_its_end(run, tmp_path, model_server):
    code, said = run()
    assert (code, said["outcome"]) == (0, "whole")
    counts = balance(tmp_path)
    assert (counts["duplicate"], counts["filtered"], counts["failed"], counts["deferred"]) == (1, 1, 0, 0)
    assert counts["reviewed"] == 3
    digest = Digest.model_validate_json(Path(said["files"]["json"]).read_text(encoding="utf-8"))
    assert digest.scanned == PAPERS
    assert digest.reports[0].triage.author_match
    assert all(len(report.reviews) == 3 and report.meta_review for report in digest.reports)
    assert all("abstract" in report.text.note for report in digest.reports)


def test_a_second_run_asks_nothing_and_gives_the_same(run, model_server):
    _, first = run()
    before, asked = Path(first["files"]["json"]).read_text(encoding="utf-8"), model_server.count
    _, second = run()
    assert model_server.count == asked
    triage_calls = 4  # their scores stand, so these replies are not even looked up
    assert (second["calls"], second["replies_from_cache"]) == (0, first["calls"] - triage_calls)
    old, new = json.loads(before), json.loads(Path(second["files"]["json"]).read_text(encoding="utf-8"))
    assert old | {"written": ""} == new | {"written": ""}


@pytest.mark.parametrize("mode", ["unauthorized", "quota"])
def test_a_refused_account_stops_at_once_and_defers_everything(run, tmp_path, model_server, mode):
    model_server.mode = mode
    code, said = run()
    assert code == TROUBLE_CODES["access" if mode == "unauthorized" else mode]
    counts = balance(tmp_path)
    assert (counts["deferred"], counts["failed"]) == (PAPERS, 0)
    assert model_server.count <= 4, "the batches under way, and none after them"
    assert "no answer" in Path(said["files"]["md"]).read_text(encoding="utf-8").lower()


@pytest.mark.parametrize("mode", ["garbage", "empty", "refusal", "truncated"])
def test_no_answer_is_failure_by_name_and_never_a_score(run, tmp_path, model_server, mode):
    model_server.mode = mode
    code, said = run()
    assert (code, said["outcome"]) == (TROUBLE_CODES[mode], "incomplete")
    counts = balance(tmp_path)
    assert (counts["failed"], counts["scored"]) == (PAPERS, 0)
    with open_archive(tmp_path / "paperwire-archive", write=False) as archive:
        reasons = {item.reason.partition(":")[0] for item in archive.ledger.items(1, "failed")}
    assert reasons == {mode}


def test_faults_in_three_of_ten_replies_lose_nothing(run, tmp_path, model_server):
    model_server.mode = "flaky"
    code, _ = run()
    counts = balance(tmp_path)
    assert code == 0
    assert (counts["failed"], counts["deferred"], counts["reviewed"]) == (0, 0, 3)


def test_a_slow_server_is_waited_for(run, tmp_path, model_server):
    model_server.mode, model_server.delay_s = "slow", 0.3
    assert run()[0] == 0
    assert balance(tmp_path)["reviewed"] == 3


def test_missing_ids_are_asked_for_again(run, tmp_path, model_server):
    model_server.mode = "missing-ids"
    assert run()[0] == 0
    assert balance(tmp_path)["failed"] == 0


def test_ids_that_are_never_answered_are_failed_by_name(run, tmp_path, model_server):
    model_server.answer_with(lambda body: {"papers": []})
    code, _ = run()
    assert code == TROUBLE_CODES["silence"]
    assert balance(tmp_path)["failed"] == PAPERS
    with open_archive(tmp_path / "paperwire-archive", write=False) as archive:
        reasons = {item.reason for item in archive.ledger.items(1, "failed")}
    assert reasons == {"triage gave no answer for this paper"}


def test_replies_in_the_wrong_order_reach_their_papers(run, tmp_path, model_server):
    model_server.mode = "wrong-order"
    assert run()[0] == 0
    balance(tmp_path)
    with open_archive(tmp_path / "paperwire-archive", write=False) as archive:
        below = archive.ledger.items(1, "scored")
    for item in below:
        assert item.reason.startswith(f"relevance {int(item.paper_id[-1]) + 1} ")


def test_what_was_done_before_the_key_was_refused_is_kept(run, tmp_path, model_server):
    def refused_after_triage(body: dict[str, Any]) -> None:
        model_server.mode = "unauthorized" if "three referees" in body["messages"][0]["content"] else model_server.mode

    asked = model_server.enter

    def enter(body: dict[str, Any], headers: dict[str, str]) -> tuple[bool, float]:
        refused_after_triage(body)
        return asked(body, headers)

    model_server.enter = enter
    code, _ = run()
    counts = balance(tmp_path)
    assert code == TROUBLE_CODES["access"]
    assert (counts["deferred"], counts["reviewed"]) == (3, 0)
    model_server.enter, model_server.mode = asked, "well-behaved"
    triaged = model_server.count
    code, said = run()
    assert code == 0
    assert balance(tmp_path)["reviewed"] == 3
    assert said["calls"] == model_server.count - triaged
