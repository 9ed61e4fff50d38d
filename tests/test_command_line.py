"""The command line: quick to start, plain about mistakes, the answer on stdout and the rest on stderr."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

HEAVY = ("torch", "sentence_transformers", "chromadb", "langgraph", "langchain_core", "openai", "numpy", "httpx")


def paperwire(*words: str, cwd: Path, env: dict[str, str] | None = None) -> subprocess.CompletedProcess[str]:
    """The command in a process of its own, without the reader's keys and settings."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("OPENAI_", "PAPERWIRE_"))}
    command = [sys.executable, "-m", "paperwire", *words]
    return subprocess.run(command, cwd=cwd, env=kept | (env or {}), capture_output=True, text=True, check=False)


def test_help_imports_nothing_heavy(tmp_path):
    script = (
        "import sys\nsys.argv = ['paperwire', '--help']\nfrom paperwire.__main__ import main\n"
        f"try: main()\nexcept SystemExit: pass\nprint([m for m in {HEAVY!r} if m in sys.modules], file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", script], cwd=tmp_path, capture_output=True, text=True, check=True)
    assert "Reads arXiv for you" in done.stdout
    assert done.stderr.strip() == "[]"


def test_init_writes_a_file_that_is_read_back(tmp_path):
    assert paperwire("init", cwd=tmp_path).returncode == 0
    again = paperwire("init", cwd=tmp_path)
    assert again.returncode == 2
    assert "--force" in again.stderr
    doctor = json.loads(paperwire("doctor", "--json", cwd=tmp_path).stdout)
    [settings] = [finding for finding in doctor if finding["check"] == "settings"]
    assert settings["fine"]
    assert settings["told"].startswith("paperwire.toml")


@pytest.mark.parametrize(
    ("source", "told"),
    [
        ("categories = [", "is not TOML"),
        ("categorys = ['cs.LG']", "Did you mean 'categories'?"),
        ("[selection]\nrelevance = 11", "selection.relevance: Input should be less than or equal to 10"),
        ("[engine]\nkind = 'gpt'", "engine.kind"),
        ("[[interests]]\nname = 'x'", "interests[1].relevant: Field required"),
        ("[arxiv]\nrss = 'x'", "arxiv.rss: there is no such setting"),
    ],
)
def test_a_bad_setting_is_named_with_file_key_and_remedy(tmp_path, source, told):
    (tmp_path / "paperwire.toml").write_text(source, encoding="utf-8")
    done = paperwire("run", "--edition", "sample", cwd=tmp_path)
    assert done.returncode == 2
    assert done.stdout == ""
    assert "paperwire.toml" in done.stderr
    assert told in done.stderr
    assert "remedy:" in done.stderr
    assert "Traceback" not in done.stderr
    assert not (tmp_path / "paperwire-archive").exists()


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("run", "--edition", "nowhere.jsonl"), "nowhere.jsonl"),
        (("run", "--edition", "sample", "--date", "yesterday"), "YYYY-MM-DD"),
        (("run", "--edition", "sample", "--date", "1999-01-01"), "2026-01-05"),
        (("run", "--edition", "sample", "--engine", "openai"), "OPENAI_API_KEY"),
        (("show",), "paperwire run"),
        (("status",), "paperwire run"),
        (("run", "--config", "nowhere.toml"), "paperwire init"),
    ],
)
def test_what_cannot_be_done_is_told_with_its_remedy(tmp_path, words, told):
    done = paperwire(*words, cwd=tmp_path)
    assert done.returncode == 2
    assert done.stdout == ""
    assert told in done.stderr
    assert "Traceback" not in done.stderr


def test_a_dry_run_calls_nothing_and_counts_everything(tmp_path):
    env = {"OPENAI_API_KEY": "sk-none", "OPENAI_BASE_URL": "http://127.0.0.1:9/v1"}
    order = ("run", "--edition", "sample", "--date", "2026-01-05", "--dry-run")
    done = paperwire(*order, "--json", cwd=tmp_path, env=env)
    assert done.returncode == 0
    told = json.loads(done.stdout)
    calls = {row["agent"]: row["calls"] for row in told["rows"]}
    assert (told["announced"], told["reviewed"]) == (36, 6)
    assert (calls["triage"], calls["reviewer"], calls["meta_review"]) == (1, 18, 6)
    assert all(row["prompt_tokens"] > 0 for row in told["rows"])
    shown = paperwire(*order, cwd=tmp_path, env=env)
    assert "unknown" in shown.stdout, "a local server has no price, which is not a price of 0"


def test_doctor_names_a_dead_server(tmp_path):
    env = {"OPENAI_BASE_URL": "http://127.0.0.1:9/v1"}
    done = paperwire("doctor", "--json", cwd=tmp_path, env=env)
    findings: dict[str, dict[str, Any]] = {finding["check"]: finding for finding in json.loads(done.stdout)}
    assert done.returncode == 2
    assert not findings["endpoint"]["fine"]
    assert "engine.base_url" in findings["endpoint"]["remedy"]
    assert findings["disk"]["fine"]
    assert findings["clock"]["fine"]
    assert findings["memory"]["fine"]
