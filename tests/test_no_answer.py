"""No answer is not "nothing": each way to get none has its word in ledger, digest and JSON, and never exits 0 or 3."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from paperwire.cli import app
from paperwire.commands import TROUBLE_CODES
from paperwire.domain import Digest, Provenance, Triage
from paperwire.graphs.collapse import LEAST, collapsed
from paperwire.graphs.trouble import kinds_of_trouble
from paperwire.memory import open_archive

PAPERS = 30
NOTHING_SELECTED = 3
DEFERRED = {
    "unauthorized": "access",
    "quota": "quota",
    "unknown-model": "stopped",
}
FAILED = {
    "garbage": "garbage",
    "empty": "empty",
    "truncated": "truncated",
    "refusal": "refusal",
    "moderated": "refusal",
    "slow": "timeout",
    "drops": "unreachable",
    "error-in-body": "unreachable",
}


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, model_server: Any) -> Callable[..., Any]:
    """Runs a day of 30 papers, or of as many as asked for; gives exit code, JSON and digest."""
    model_server.delay_s = 1.5
    settings = f"""
categories = ["cs.LG"]
interests = [{{ name = "Attention", relevant = "attention mechanisms" }}]
selection = {{ relevance = 10, novelty = 10, max_reviews = 1 }}
[engine]
kind = "openai"
base_url = "{model_server.base_url}"
triage_batch = 10
timeout_s = PATIENCE
attempts = 1
"""
    monkeypatch.chdir(tmp_path)

    def go(papers: int = PAPERS, patience: float = 20.0) -> Any:
        (tmp_path / "paperwire.toml").write_text(settings.replace("PATIENCE", str(patience)), encoding="utf-8")
        rows = [
            {"id": f"2601.{10000 + number}", "title": f"P{number}", "abstract": "We.", "categories": ["cs.LG"]}
            for number in range(papers)
        ]
        (tmp_path / "2026-01-07.jsonl").write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
        result = CliRunner().invoke(app, ["run", "--edition", "2026-01-07.jsonl", "--json"])
        assert result.stdout, result
        said = json.loads(result.stdout)
        return result, said, Digest.model_validate_json(Path(said["files"]["json"]).read_text(encoding="utf-8"))

    return go


@pytest.mark.parametrize(
    ("mode", "kind", "state"),
    [
        *((mode, kind, "deferred") for mode, kind in DEFERRED.items()),
        *((mode, kind, "failed") for mode, kind in FAILED.items()),
    ],
)
def test_each_kind_has_its_word_everywhere(run, model_server, tmp_path, mode, kind, state):
    model_server.mode = mode

    result, said, digest = run(patience=0.3 if mode == "slow" else 20.0)

    assert result.exit_code == TROUBLE_CODES[kind]
    assert said["trouble"] == {kind: PAPERS}
    with open_archive(tmp_path / "paperwire-archive", write=False) as archive:
        items = archive.ledger.items(1, state)
        assert len(items) == PAPERS
        assert kinds_of_trouble(items) == {kind: PAPERS}
        if mode in ("garbage", "empty", "truncated", "refusal"):
            assert len(archive.ledger.call_ids(1)) == PAPERS, "calls that cost tokens are named with the row"
    assert digest.scanned == 0
    markdown = Path(said["files"]["md"]).read_text(encoding="utf-8")
    assert "Triage got no answer" in markdown
    assert "This is not a day without relevant papers: 30 papers are unread" in markdown
    assert f"{kind}: " in markdown
    assert f"{PAPERS} {state}" in markdown
    assert f"incomplete: {digest.counts.failed} failed, {digest.counts.deferred} deferred ({PAPERS} {kind})" in (
        result.stderr.replace("\n", " ")
    )


def test_a_model_that_answers_for_no_paper_is_silent(run, model_server):
    model_server.answer_with(lambda body: {"papers": []})
    result, said, _ = run()
    assert (result.exit_code, said["trouble"]) == (TROUBLE_CODES["silence"], {"silence": PAPERS})


def scores(relevance: Callable[[str], int]) -> Callable[[dict[str, Any]], dict[str, Any]]:
    """Answers triage with novelty 5 and the relevance that the id gets."""

    def answer(body: dict[str, Any]) -> dict[str, Any]:
        prompt = body["messages"][-1]["content"]
        ids = [f"2601.{10000 + number}" for number in range(PAPERS) if f"2601.{10000 + number}" in prompt]
        return {
            "papers": [
                {"id": one, "relevance": relevance(one), "novelty": 5, "criterion": "", "reason": ""} for one in ids
            ]
        }

    return answer


@pytest.mark.parametrize("score", [1, 5, 10])
def test_the_same_score_for_every_paper_is_no_judgement(run, model_server, tmp_path, score):
    model_server.answer_with(scores(lambda _: score))
    result, said, digest = run()
    assert (result.exit_code, said["trouble"]) == (TROUBLE_CODES["collapse"], {"collapse": PAPERS})
    assert digest.scanned == 0
    assert any("The scores of this day mean nothing" in notice for notice in digest.notices)
    assert "agents.triage.model" in Path(said["files"]["md"]).read_text(encoding="utf-8")
    with open_archive(tmp_path / "paperwire-archive", write=False) as archive:
        assert len(archive.ledger.call_ids(1)) == PAPERS, "the calls that brought the scores stay known"
    asked = model_server.count
    assert run()[0].exit_code == TROUBLE_CODES["collapse"]
    assert model_server.count == asked, "looking again is free"


def test_a_day_without_a_match_is_whole_and_is_not_taken_for_a_collapse(run, model_server):
    model_server.answer_with(scores(lambda paper: 1 + int(paper[-1]) % 3))
    result, said, digest = run()
    assert (result.exit_code, said["outcome"], said["trouble"]) == (NOTHING_SELECTED, "nothing selected", {})
    assert digest.scanned == PAPERS
    assert "Nothing was selected." in Path(said["files"]["md"]).read_text(encoding="utf-8")


def test_an_empty_listing_is_told_apart_from_silence(run, tmp_path, model_server):
    run()
    (tmp_path / "empty.xml").write_text(
        "<rss><channel><pubDate>Thu, 08 Jan 2026 00:00:00 -0500</pubDate></channel></rss>", encoding="utf-8"
    )
    before = model_server.count
    result = CliRunner().invoke(app, ["run", "--edition", "empty.xml", "--json"])
    said = json.loads(result.stdout)
    assert (result.exit_code, said["trouble"], model_server.count - before) == (NOTHING_SELECTED, {}, 0)
    assert "Nothing was announced" in Path(said["files"]["md"]).read_text(encoding="utf-8")


def triages(pairs: list[tuple[int, int]], engine: str = "openai") -> dict[str, Triage]:
    source = Provenance(prompt="triage@v1", prompt_hash="0" * 12, engine=engine, model="m")
    return {
        str(at): Triage(paper_id=str(at), relevance=relevance, novelty=novelty, provenance=source)
        for at, (relevance, novelty) in enumerate(pairs)
    }


def test_a_collapse_needs_enough_papers_nearly_all_alike_on_both_axes():
    assert collapsed(triages([(3, 5)] * LEAST)).startswith("collapse: 20 of 20 papers")
    assert collapsed(triages([(3, 5)] * 19 + [(8, 8)])).startswith("collapse: 19 of 20 papers")
    assert collapsed(triages([(3, 5)] * (LEAST - 1))) == ""
    assert collapsed(triages([(3, 5)] * 15 + [(8, 8)] * 5)) == ""
    assert collapsed(triages([(1, at % 4 + 3) for at in range(40)])) == ""
    assert collapsed(triages([(3, 5)] * 40, engine="extractive")) == ""
    assert collapsed({}) == ""


def test_no_real_day_is_taken_for_a_collapse(data):
    import gzip

    days = sorted((data / "astro_days").glob("*.jsonl.gz"))
    assert len(days) == 10
    for day in days:
        rows = [json.loads(line) for line in gzip.decompress(day.read_bytes()).splitlines()]
        assert collapsed(triages([(row["relevance"], row["novelty"]) for row in rows])) == "", day.name
