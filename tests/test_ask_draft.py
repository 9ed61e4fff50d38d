"""What a reader sees of an answer that a model is still writing: a draft on stderr, gone when the answer comes."""

import os
import re
import subprocess
import sys
import threading
import time

import pytest

pty = pytest.importorskip("pty", reason="needs a Unix terminal")

FIRST, SECOND = "Learned codebooks make two bits work.", "It was proved by experts \x1b[31m."
PATIENCE_S = 60.0


@pytest.fixture
def answering(model_server, tmp_path):
    """The model writes two claims, one of which has no source; its settings are in the folder."""

    def answer(body):
        prompt = " ".join(message["content"] for message in body["messages"])
        if "You check citations" in prompt:
            return {"verdicts": [{"number": 0, "verdict": "supported", "reason": ""}]}
        keys = re.findall(r'<passage key="(\w{5})"', prompt)
        claims = [
            {"text": FIRST, "sources": keys[:1], "quote": "", "part": ""},
            {"text": SECOND, "sources": ["zzzzz"], "quote": "", "part": ""},
        ]
        return {"claims": claims, "complete": True, "missing": ""}

    model_server.answer_with(answer)
    (tmp_path / "paperwire.toml").write_text(
        f'[engine]\nkind = "openai"\nmodel = "m"\nbase_url = "{model_server.base_url}"\n', encoding="utf-8"
    )
    return model_server


class Terminal:
    """A command whose stderr is a terminal of 24 lines of 100 columns, and whose stdout is a pipe."""

    def __init__(self, *arguments, cwd, given=""):
        ours, theirs = pty.openpty()
        size = {"COLUMNS": "100", "LINES": "24", "TERM": "xterm"}
        command = [sys.executable, "-m", "paperwire", *arguments]
        self.process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=theirs, cwd=cwd, env=os.environ | size,
            text=True,
        )  # fmt: skip
        os.close(theirs)
        self.shown = ""
        self._reader = threading.Thread(target=self._read, args=(ours,), daemon=True)
        self._reader.start()
        self.process.stdin.write(given)
        self.process.stdin.flush()

    def _read(self, ours):
        try:
            while piece := os.read(ours, 4096):
                self.shown += piece.decode("utf-8", "replace")
        except OSError:
            # Linux says so when the other side has gone.
            pass

    def wait_for(self, text):
        until = time.monotonic() + PATIENCE_S
        while text not in self.shown and time.monotonic() < until:
            time.sleep(0.02)
        assert text in self.shown

    def end(self):
        out, _ = self.process.communicate(timeout=PATIENCE_S)
        self._reader.join(PATIENCE_S)
        return out


def test_the_draft_is_shown_before_the_reply_is_complete_and_goes(answering, asked_archive, tmp_path):
    answering.gate = threading.Event()
    question = "which papers are about two-bit quantization?"
    terminal = Terminal("ask", question, "--archive", str(asked_archive), cwd=tmp_path)
    terminal.wait_for(FIRST[:20])
    assert answering.told_whole == 0
    assert "not checked yet" in terminal.shown
    answering.gate.set()
    out = terminal.end()
    assert f"- {FIRST} [1]" in out
    assert "not checked" not in out
    assert terminal.shown.rindex("\x1b[2K") > terminal.shown.rindex(FIRST), "the draft is taken away"
    assert "\x1b[31m" not in out + terminal.shown, "a model does not paint the terminal"
    assert [bool(body.get("stream")) for body in answering.requests] == [True, False]

    again = Terminal("ask", question, "--archive", str(asked_archive), cwd=tmp_path)
    assert again.end() == out
    assert answering.count == 2


def test_a_conversation_shows_drafts_too(answering, asked_archive, tmp_path):
    answering.gate = threading.Event()
    given = "which papers are about two-bit quantization?\n"
    terminal = Terminal("chat", "--archive", str(asked_archive), cwd=tmp_path, given=given)
    terminal.process.stdin.close()
    terminal.process.stdin = None
    terminal.wait_for(FIRST[:20])
    assert answering.told_whole == 0
    answering.gate.set()
    assert f"- {FIRST} [1]" in terminal.end()


def test_nobody_is_shown_a_draft_where_nobody_watches(answering, asked_archive, tmp_path):
    question = "which papers are about two-bit quantization?"
    terminal = Terminal("ask", question, "--quiet", "--archive", str(asked_archive), cwd=tmp_path)
    assert f"- {FIRST} [1]" in terminal.end()
    assert terminal.shown == ""
    assert not any(body.get("stream") for body in answering.requests)


def test_a_server_that_only_answers_whole_shows_its_draft_while_it_is_checked(answering, asked_archive, tmp_path):
    answering.mode = "no-stream"
    question = "which papers are about two-bit quantization?"
    terminal = Terminal("ask", question, "--archive", str(asked_archive), cwd=tmp_path)
    assert f"- {FIRST} [1]" in terminal.end()
    assert FIRST in terminal.shown
    assert "Checking" in terminal.shown
