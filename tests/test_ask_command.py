"""`paperwire ask` and `paperwire chat` as they are called: streams, exit codes, pipes, sessions."""

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

EXTRACTIVE = ("--engine", "extractive")


@pytest.fixture
def paperwire(asked_archive, tmp_path):
    """Runs the command on the archive, in an empty folder."""

    def run(*arguments: str, given: str = "", archive: Path = asked_archive) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "paperwire", *arguments, "--archive", str(archive)],
            input=given,
            capture_output=True,
            text=True,
            cwd=tmp_path,
            timeout=120,
            check=False,
        )

    return run


def test_an_answer_is_on_stdout_with_its_references(paperwire):
    done = paperwire("ask", "which papers are about quantization in May?", *EXTRACTIVE)
    assert done.returncode == 0, done.stderr
    assert 'TinyBits: "We propose learned codebooks that keep 97 percent." [1]' in done.stdout
    assert "Window: published 1 May" in done.stdout
    assert "[1] TinyBits: Two-Bit Quantization by Learned Codebooks. 2605.00002, published 2026-05-12" in done.stdout
    assert "does not reason" in done.stdout
    assert done.stderr == ""


def test_a_pipe_in_and_json_out(paperwire):
    done = paperwire("ask", "-", "--json", *EXTRACTIVE, given="how many papers\non quantization?\n")
    answer = json.loads(done.stdout)
    assert done.returncode == 0
    assert (answer["state"], answer["question"]["kind"]) == ("answered", "count")
    assert answer["claims"][0]["text"].startswith("2 papers")


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("which papers are about sourdough?", "The archive does not answer this."),
        ("what did you read in 2019?", "The archive holds nothing of that time."),
    ],
)
def test_no_answer_exits_with_3_and_says_what_was_searched(paperwire, question, told):
    done = paperwire("ask", question, *EXTRACTIVE)
    assert done.returncode == 3
    assert told in done.stdout
    assert "Searched: 6 papers, 2 digests, 2 reviewed papers, 10 March 2026 to 12 May 2026" in done.stdout


def test_no_question_and_no_archive_exit_with_2(paperwire, tmp_path):
    empty = paperwire("ask", "-", *EXTRACTIVE, given=" \n")
    assert (empty.returncode, empty.stdout) == (2, "")
    assert "There is no question." in empty.stderr
    missing = paperwire("ask", "anything?", *EXTRACTIVE, archive=tmp_path / "nowhere")
    assert missing.returncode == 2
    assert "There is no archive" in missing.stderr


def test_a_model_that_fails_exits_with_4_and_makes_nothing_up(paperwire, tmp_path, monkeypatch):
    (tmp_path / "paperwire.toml").write_text(
        '[engine]\nkind = "openai"\nmodel = "m"\nbase_url = "http://127.0.0.1:9/v1"\nattempts = 1\n', encoding="utf-8"
    )
    done = paperwire("ask", "which papers are about quantization?")
    assert done.returncode == 4
    assert done.stdout == ""
    assert "no answer" in done.stderr


def test_a_question_does_not_touch_the_archive_beside_a_run(paperwire, asked_archive):
    before = (asked_archive / "archive.db").read_bytes()
    (asked_archive / "archive.lock").touch()
    assert paperwire("ask", "how many papers on routing?", *EXTRACTIVE).returncode == 0
    assert (asked_archive / "archive.db").read_bytes() == before


def test_a_conversation_over_a_pipe_is_kept_resumed_listed_and_deleted(paperwire, tmp_path):
    lines = ("papers on quantization?", "and the second one?", "/sources 1", "/budget", "/nonsense", "/save talk.md")
    talk = "\n".join([*lines, "/quit", "never read\n"])
    first = paperwire("chat", "--session", "talk", *EXTRACTIVE, given=talk)
    assert first.returncode == 0, first.stderr
    assert "no limit is set" in first.stdout
    assert "There is no /nonsense." in first.stdout
    assert "never read" not in first.stdout
    assert (tmp_path / "talk.md").read_text(encoding="utf-8").count("## ") == 2

    again = paperwire("chat", "--resume", *EXTRACTIVE, given="what about May?\n")
    assert "talk, 2 asked so far" in again.stderr
    assert "2605.00002" in again.stdout

    listed = json.loads(paperwire("chat", "--list", "--json").stdout)
    assert [(one["name"], one["questions"]) for one in listed] == [("talk", 3)]
    assert paperwire("chat", "--delete", "talk").returncode == 0
    assert json.loads(paperwire("chat", "--list", "--json").stdout) == []
    gone = paperwire("chat", "--delete", "talk")
    assert gone.returncode == 2
    assert "There is no conversation 'talk'." in gone.stderr


def test_a_pipe_tells_that_its_last_question_had_no_answer(paperwire):
    done = paperwire("chat", *EXTRACTIVE, given="papers on quantization?\nwhich papers are about sourdough?\n")
    assert done.returncode == 3


def test_a_model_answers_from_the_passages_and_is_not_paid_twice(paperwire, tmp_path, model_server):
    def answer(body):
        prompt = " ".join(message["content"] for message in body["messages"])
        if "You check citations" in prompt:
            return {"verdicts": [{"number": 0, "verdict": "supported", "reason": ""}]}
        keys = re.findall(r'<passage key="(\w{5})"', prompt)
        claims = [
            {"text": "Learned codebooks make two bits work.", "sources": keys[:1], "quote": "", "part": ""},
            {"text": "It was proved by experts.", "sources": ["zzzzz"], "quote": "", "part": ""},
        ]
        return {"claims": claims, "complete": True, "missing": ""}

    model_server.answer_with(answer)
    (tmp_path / "paperwire.toml").write_text(
        f'[engine]\nkind = "openai"\nmodel = "m"\nbase_url = "{model_server.base_url}"\n', encoding="utf-8"
    )
    first = paperwire("ask", "which papers are about two-bit quantization?")
    assert first.returncode == 0, first.stderr
    assert "- Learned codebooks make two bits work. [1]" in first.stdout
    assert "It was proved by experts. (it cites no passage that was shown)" in first.stdout
    assert first.stdout.splitlines()[0] == "In part:"
    assert model_server.count == 2
    again = paperwire("ask", "which papers are about two-bit quantization?")
    assert again.stdout == first.stdout
    assert model_server.count == 2


FULL = Path("/dev/full")


@pytest.mark.skipif(not FULL.exists(), reason="there is no /dev/full here")
@pytest.mark.parametrize("words", [("ask", "how many papers on routing?"), ("show",)])
def test_a_full_disk_behind_stdout_is_told_without_a_traceback(asked_archive, words):
    command = [sys.executable, "-m", "paperwire", *words, "--archive", str(asked_archive)]
    with FULL.open("w") as full:
        done = subprocess.run(command, stdout=full, stderr=subprocess.PIPE, text=True, timeout=120, check=False)
    assert done.returncode == 2
    assert "the disk is full" in done.stderr
    assert "Traceback" not in done.stderr
    assert "Exception ignored" not in done.stderr


def test_a_closed_pipe_ends_quietly(asked_archive):
    command = [sys.executable, "-m", "paperwire", "ask", "how many papers?", "--archive", str(asked_archive)]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    process.stdout.close()
    told = process.stderr.read()
    assert process.wait(120) == 1
    assert told == ""


@pytest.mark.parametrize("written", ["https://arxiv.org/abs/2603.00001v2", " arXiv:2603.00001 "])
def test_a_paper_is_shown_by_whatever_names_it_at_arxiv(paperwire, written):
    done = paperwire("show", written)
    assert done.returncode == 0, done.stderr
    assert "QuantTree" in done.stdout


@pytest.mark.parametrize("written", ["nonsense", ""])
def test_what_is_no_day_week_or_paper_is_told_with_how_to_write_one(paperwire, written):
    done = paperwire("show", written)
    assert (done.returncode, done.stdout) == (2, "")
    assert f"{written!r} is neither a day, nor a week, nor an arXiv id." in done.stderr


def test_a_week_is_not_taken_for_its_monday(paperwire):
    done = paperwire("status", "2026-W11")
    assert (done.returncode, done.stdout) == (2, "")
    assert "'2026-W11' is not a day." in done.stderr


def test_the_doctor_counts_in_english(paperwire):
    assert "6 papers, 2 reviews" in " ".join(paperwire("doctor").stdout.split())
