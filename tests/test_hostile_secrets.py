"""The key of the model server is in no file of the archive and in nothing that is said, however the server fails."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from paperwire.cli import app

KEY = "sk-proj-9Zq7-NEVER_written-anywhere-4f81c2"
MODES = (
    "well-behaved",
    "unauthorized",
    "quota",
    "rate-limited",
    "garbage",
    "truncated",
    "refusal",
    "empty",
    "flaky",
    "drops",
    "error-in-body",
    "html",
    "unknown-model",
    "moderated",
    "too-long",
    "no-schema",
    "out-of-range",
)


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, model_server: Any) -> Callable[..., tuple[int, str]]:
    """Runs a command in a folder of its own with the key in the environment; gives exit code and all it said."""
    rows = [
        {"id": f"2601.1000{n}", "title": f"Paper {n}", "abstract": "We study attention.", "categories": ["cs.LG"]}
        for n in range(9)
    ]
    (tmp_path / "2026-01-07.jsonl").write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    (tmp_path / "paperwire.toml").write_text(
        f"""
categories = ["cs.LG"]
interests = [{{ name = "Attention", relevant = "attention mechanisms" }}]
selection = {{ relevance = 8, novelty = 1, max_reviews = 1 }}
engine = {{ kind = "openai", base_url = "{model_server.base_url}", timeout_s = 5, attempts = 1 }}
arxiv = {{ html_url = "http://127.0.0.1:9/html", pdf_url = "http://127.0.0.1:9/pdf", interval_s = 0 }}
""",
        encoding="utf-8",
    )
    monkeypatch.setenv("OPENAI_API_KEY", KEY)
    monkeypatch.chdir(tmp_path)

    def go(*arguments: str) -> tuple[int, str]:
        result = CliRunner().invoke(app, list(arguments))
        return result.exit_code, f"{result.stdout}{result.stderr}{result.exception!r}"

    return go


def holders(folder: Path) -> list[str]:
    """Files that hold the key, or enough of it to matter."""
    parts = [KEY.encode(), KEY[8:30].encode()]
    return [
        str(file.relative_to(folder))
        for file in folder.rglob("*")
        if file.is_file() and any(part in file.read_bytes() for part in parts)
    ]


@pytest.mark.parametrize("mode", MODES)
def test_no_failure_tells_the_key(run, tmp_path: Path, model_server: Any, mode: str) -> None:
    model_server.mode = mode
    _, said = run("run", "--edition", "2026-01-07.jsonl")
    assert any(KEY in headers.get("authorization", "") for headers in model_server.headers), "the key was used"
    said += run("status", "--all")[1]
    said += run("doctor")[1]
    assert KEY not in said
    assert KEY[8:30] not in said
    assert holders(tmp_path) == []


def test_the_check_can_fail(tmp_path: Path) -> None:
    (tmp_path / "leak.txt").write_text(f"Bearer {KEY}")
    assert holders(tmp_path) == ["leak.txt"]
