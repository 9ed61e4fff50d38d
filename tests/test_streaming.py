"""Replies read while they are written: what is shown early, what is learnt of a server, what is kept in the end."""

import asyncio
import itertools
import json
import random
import threading
from datetime import date
from typing import Any

import pytest

from paperwire.agents.draft_text import sentences, watch_for
from paperwire.domain import Usage
from paperwire.domain.answer import Question
from paperwire.domain.answer_forms import AnswerForm, CitedClaim
from paperwire.domain.briefs import AnswerBrief
from paperwire.domain.errors import (
    AccessDenied,
    BadReply,
    BudgetSpent,
    EmptyReply,
    Refusal,
    TimedOut,
    TruncatedReply,
    Unreachable,
)
from paperwire.engines import Assignment, Desk
from paperwire.engines.openai import OpenAIEngine
from paperwire.prompts import parse_prompt
from paperwire.settings import Budget, EngineChoice, Settings

PROMPT = parse_prompt(
    "answer.v1.md",
    '+++\nagent = "answer"\ndescription = "d"\nvariables = ["asked"]\n+++\n<!-- user -->\n$asked\n',
)
SAID = ("Loads of experts stay even.", "Two bits are enough, with “learned” codebooks 🙂.")
FORM = AnswerForm(
    claims=[CitedClaim(text=text, sources=["bcdfg"], quote="", part="") for text in SAID], complete=True, missing=""
)


class Watching(list[str]):
    """Notes every text that it is told."""

    def __call__(self, text: str) -> None:
        self.append(text)


@pytest.fixture
def watching() -> Watching:
    return Watching()


@pytest.fixture
def server(model_server: Any) -> Any:
    model_server.answer_with(lambda body: FORM.model_dump_json())
    return model_server


def asked(watch: Any) -> Assignment[Any]:
    question = Question(asked="what?", understood="what?", kind="find")
    return Assignment(
        agent="answer",
        prompt=PROMPT,
        variables={"asked": "what?"},
        brief=AnswerBrief(question=question, sources=(), today=date(2026, 11, 20)),
        form=AnswerForm,
        findings=AnswerForm,
        label="what?",
        max_output_tokens=500,
        watch=watch,
    )


async def no_pause(seconds: float) -> None:
    """Waits for nothing."""


def engine_for(server: Any, **choice: Any) -> OpenAIEngine:
    settings = EngineChoice(base_url=server.base_url, **{"timeout_s": 5, "attempts": 3} | choice)
    return OpenAIEngine(settings, {}, "sk-secret-1234", sleep=no_pause, rng=random.Random(1))


async def test_the_text_is_told_before_it_is_complete(server, watching):
    server.gate = threading.Event()

    def watch(text: str) -> None:
        watching(text)
        if "Loads" in text and not server.gate.is_set():
            assert server.told_whole == 0
            server.gate.set()

    reply = await engine_for(server).fulfil(asked(watch))
    assert server.gate.is_set()
    assert reply.form == FORM
    assert all(later.startswith(earlier) for earlier, later in itertools.pairwise(watching))
    assert json.loads(watching[-1]) == FORM.model_dump()


async def test_a_streamed_reply_costs_and_asks_what_a_whole_one_does(server, watching):
    engine = engine_for(server, temperature=0.2)
    streamed, whole = await engine.fulfil(asked(watching)), await engine.fulfil(asked(None))
    assert streamed.usage == whole.usage != Usage()
    first, second = server.requests
    assert first.pop("stream") is True
    assert first.pop("stream_options") == {"include_usage": True}
    assert not second.pop("stream", False)
    assert first == second
    assert server.headers[0]["authorization"] == server.headers[1]["authorization"]


@pytest.mark.parametrize(
    ("mode", "requests", "told"),
    [("no-stream", 2, False), ("no-stream-usage", 2, True), ("ignores-stream", 1, False), ("no-schema", 2, True)],
)
async def test_a_server_that_cannot_stream_so_is_asked_as_it_can(server, watching, mode, requests, told):
    server.mode = mode
    engine = engine_for(server)
    assert (await engine.fulfil(asked(watching))).form == FORM
    assert (server.count, bool(watching)) == (requests, told)
    await engine.fulfil(asked(watching))
    assert server.count == requests + 1, "what was learnt is remembered"


async def test_a_stream_without_counted_tokens_is_no_free_reply(server, watching, memory_calls, clock):
    server.mode = "no-stream-usage"
    settings = Settings(engine=EngineChoice(base_url=server.base_url), budget=Budget(tokens=900))
    desk = Desk(settings, memory_calls, {"openai": lambda: engine_for(server)}, "openai", clock)
    await desk.fulfil(asked(watching))
    with pytest.raises(BudgetSpent):
        await desk.fulfil(Assignment(**vars(asked(watching)) | {"variables": {"asked": "and now?"}}))


@pytest.mark.parametrize("mode", ["breaks-off", "ends-early"])
async def test_a_stream_that_breaks_off_is_told_apart_and_nothing_is_kept(server, watching, memory_calls, clock, mode):
    server.mode = mode
    settings = Settings(engine=EngineChoice(base_url=server.base_url))
    desk = Desk(settings, memory_calls, {"openai": lambda: engine_for(server, attempts=1)}, "openai", clock)
    with pytest.raises(Unreachable, match="broke off in the middle of its reply"):
        await desk.fulfil(asked(watching))
    assert watching, "the beginning was shown"
    assert memory_calls.rows == []
    server.mode = "well-behaved"
    assert (await desk.fulfil(asked(watching))).form == FORM


async def test_a_stream_that_breaks_off_is_asked_for_again_whole(server, watching):
    server.mode = "breaks-off"
    assert (await engine_for(server).fulfil(asked(watching))).form == FORM
    assert [bool(body.get("stream")) for body in server.requests] == [True, False]


@pytest.mark.parametrize(
    ("mode", "error", "requests"),
    [
        ("garbage", BadReply, 2),
        ("empty", EmptyReply, 2),
        ("truncated", TruncatedReply, 1),
        ("refusal", Refusal, 1),
        ("moderated", Refusal, 1),
        ("unauthorized", AccessDenied, 1),
        ("html", BadReply, 1),
        ("drops", Unreachable, 3),
        ("error-in-body", Unreachable, 3),
        ("fault-in-stream", Unreachable, 3),
    ],
)
async def test_every_failure_has_the_name_that_it_has_whole(server, watching, mode, error, requests):
    if mode == "garbage":
        server.answer = None
    server.mode = mode
    engine = engine_for(server)
    with pytest.raises(error) as caught:
        await engine.fulfil(asked(watching))
    assert type(caught.value) is error
    assert server.count == requests
    assert "sk-secret" not in str(caught.value)


async def test_a_stream_that_stands_still_is_given_up(server, watching):
    server.gate = threading.Event()
    with pytest.raises(TimedOut):
        await engine_for(server, timeout_s=0.5, attempts=1).fulfil(asked(watching))
    assert watching
    server.gate.set()


async def test_a_flaky_server_loses_nothing(server, watching):
    server.mode = "flaky"
    engine = engine_for(server, attempts=8)
    replies = await asyncio.gather(*(engine.fulfil(asked(watching)) for _ in range(20)))
    assert [reply.form for reply in replies] == [FORM] * 20


async def test_a_reply_that_is_kept_comes_at_once(server, watching, memory_calls, clock):
    settings = Settings(engine=EngineChoice(base_url=server.base_url))
    desk = Desk(settings, memory_calls, {"openai": lambda: engine_for(server)}, "openai", clock)
    first = await desk.fulfil(asked(watching))
    told = len(watching)
    again = await desk.fulfil(asked(watching))
    assert again.form == first.form
    assert again.cached
    assert (len(watching), server.count) == (told, 1)
    assert (await desk.fulfil(asked(None))).cached, "watching is no part of what was asked"


async def test_a_cancelled_stream_leaves_no_request_open(server, watching):
    server.gate = threading.Event()
    engine = engine_for(server)
    begun = asyncio.Event()
    task = asyncio.create_task(engine.fulfil(asked(lambda text: begun.set())))
    await begun.wait()
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    server.gate.set()
    assert (await engine.fulfil(asked(watching))).form == FORM


def test_sentences_grow_letter_by_letter_and_never_shrink():
    text = "Here you are:\n```json\n" + FORM.model_dump_json(indent=1) + "\n```"
    seen = [sentences(text[:end]) for end in range(len(text) + 1)]
    assert seen[-1] == [" ".join(said.split()) for said in SAID]
    for earlier, later in itertools.pairwise(seen):
        assert "".join(later).startswith("".join(earlier)[:-1])


@pytest.mark.parametrize(
    "text",
    ["", "{", '{"claims": ' + "[" * 100_000, '{"claims": 7}', '{"claims": [7, {"text": 3}, {"quote": "x"}]}',
     '{"claims": [{"text": "a\ud83d', '{"verdicts": [{"text": "not an answer"}]}'],
)  # fmt: skip
def test_what_is_no_answer_shows_nothing(text):
    assert sentences(text) in ([], ["a"])


def test_a_draft_is_told_only_when_it_has_grown():
    told: list[list[str]] = []
    watch = watch_for(lambda draft: told.append(list(draft)))
    for text in ('{"claims": [{"text": "A', '{"claims": [{"text": "A"', '{"claims": [{"text": "A", "sources": ["k'):
        watch(text)
    assert told == [["A"]]
