"""The engine that asks a model, against a loopback server that misbehaves in every known way."""

import asyncio
import json
import random
from typing import Any

import pytest

import paperwire.engines.openai as openai_engine
from paperwire.domain import Paper, Profile
from paperwire.domain.briefs import TriageBrief
from paperwire.domain.errors import (
    AccessDenied,
    BadReply,
    EmptyReply,
    EngineError,
    QuotaExhausted,
    Refusal,
    RunStopped,
    SettingsError,
    TruncatedReply,
    Unreachable,
)
from paperwire.domain.forms import DirectionsForm, MetaReviewForm, PaperScore, ReviewForm, SummaryForm, TriageForm
from paperwire.engines import Assignment
from paperwire.engines.openai import OpenAIEngine
from paperwire.engines.openai_schema import fill, strict_schema
from paperwire.prompts import parse_prompt
from paperwire.settings import AgentChoice, EngineChoice

PROMPT = parse_prompt(
    "triage.v1.md",
    '+++\nagent = "triage"\ndescription = "d"\nvariables = ["papers"]\n+++\n'
    "<!-- system -->\nScore papers.\n<!-- user -->\n$papers\n",
)
IDS = ("2511.00012", "2511.00034", "2511.00056")


def triage(ids: tuple[str, ...] = IDS, form: type[Any] = TriageForm, **changes: Any) -> Assignment[Any]:
    papers = tuple(Paper(id=i, title=f"Paper {i}", abstract="We measure.") for i in ids)
    fields: dict[str, Any] = {
        "agent": "triage",
        "prompt": PROMPT,
        "variables": {"papers": "\n".join(ids)},
        "brief": TriageBrief(papers=papers, profile=Profile(interests=())),
        "form": form,
        "findings": form,
        "label": "batch 1",
    }
    return Assignment(**(fields | changes))


class Pauses(list[float]):
    """A sleep that only notes how long it was asked to be."""

    async def __call__(self, seconds: float) -> None:
        self.append(seconds)


@pytest.fixture
def pauses() -> Pauses:
    return Pauses()


def engine_for(server: Any, pauses: Pauses, key: str = "sk-secret-1234", **choice: Any) -> OpenAIEngine:
    settings = EngineChoice(base_url=server.base_url, **{"timeout_s": 5, "attempts": 3} | choice)
    return OpenAIEngine(settings, {}, key, sleep=pauses, rng=random.Random(1))


async def test_a_form_comes_back_with_its_source_and_what_it_cost(model_server: Any, pauses: Pauses) -> None:
    reply = await engine_for(model_server, pauses).fulfil(triage())
    assert [row.id for row in reply.form.papers] == list(IDS)
    assert (reply.provenance.prompt, reply.provenance.engine, reply.provenance.model) == (
        "triage@v1",
        "openai",
        "gpt-5-mini",
    )
    assert reply.usage.prompt_tokens == model_server.prompt_chars[0] // 4 + 1
    assert reply.usage.cached_tokens == reply.usage.prompt_tokens // 2
    assert reply.usage.completion_tokens > 0


async def test_the_request_carries_schema_and_limit_and_only_chosen_parameters(
    model_server: Any, pauses: Pauses
) -> None:
    await engine_for(model_server, pauses).fulfil(triage(max_output_tokens=777))
    body = model_server.requests[0]
    assert body["response_format"]["json_schema"]["strict"] is True
    assert body["max_completion_tokens"] == 777
    assert "temperature" not in body
    assert not body.get("stream")
    await engine_for(model_server, pauses, temperature=0.2, model="local").fulfil(triage())
    assert model_server.requests[1]["temperature"] == 0.2
    assert model_server.requests[1]["model"] == "local"


async def test_an_agents_own_model_and_limit_win(model_server: Any) -> None:
    agents = {"triage": AgentChoice(model="small", max_output_tokens=99)}
    engine = OpenAIEngine(EngineChoice(base_url=model_server.base_url), agents, "k")
    reply = await engine.fulfil(triage())
    assert reply.provenance.model == "small"
    assert model_server.requests[0]["max_completion_tokens"] == 99


@pytest.mark.parametrize("form", [TriageForm, ReviewForm, MetaReviewForm, DirectionsForm])
async def test_every_form_survives_the_wire(form: type[Any], model_server: Any, pauses: Pauses) -> None:
    reply = await engine_for(model_server, pauses).fulfil(triage(form=form, findings=form))
    assert isinstance(reply.form, form)


@pytest.mark.parametrize("form", [TriageForm, ReviewForm, MetaReviewForm, DirectionsForm])
def test_schemas_keep_to_the_strict_subset(form: type[Any]) -> None:
    def check(node: Any) -> None:
        if isinstance(node, list):
            for child in node:
                check(child)
        if isinstance(node, dict):
            assert "default" not in node
            assert "$ref" not in node or len(node) == 1
            if "properties" in node:
                assert node["additionalProperties"] is False
                assert node["required"] == list(node["properties"])
            for child in node.values():
                check(child)

    check(strict_schema(form))


@pytest.mark.parametrize(
    ("mode", "error", "requests"),
    [
        ("garbage", BadReply, 2),
        ("empty", EmptyReply, 2),
        ("truncated", TruncatedReply, 1),
        ("refusal", Refusal, 1),
        ("moderated", Refusal, 1),
        ("html", BadReply, 1),
        ("too-long", EngineError, 1),
        ("drops", Unreachable, 3),
        ("error-in-body", Unreachable, 3),
    ],
)
async def test_every_failure_has_its_own_name(
    mode: str, error: type[EngineError], requests: int, model_server: Any, pauses: Pauses
) -> None:
    model_server.mode = mode
    engine = engine_for(model_server, pauses)
    with pytest.raises(error) as caught:
        await engine.fulfil(triage())
    assert type(caught.value) is error
    assert caught.value.remedy
    assert model_server.count == requests
    model_server.mode = "well-behaved"
    assert (await engine.fulfil(triage())).form.papers


async def test_wasted_tokens_are_handed_on_with_the_error(model_server: Any, pauses: Pauses) -> None:
    model_server.mode = "garbage"
    with pytest.raises(BadReply) as caught:
        await engine_for(model_server, pauses).fulfil(triage())
    assert caught.value.usage.prompt_tokens == sum(chars // 4 + 1 for chars in model_server.prompt_chars)
    model_server.mode = "truncated"
    with pytest.raises(TruncatedReply) as cut:
        await engine_for(model_server, pauses).fulfil(triage())
    assert cut.value.usage.completion_tokens > 0


async def test_a_reply_that_does_not_fit_is_asked_for_again_with_the_reason(model_server: Any, pauses: Pauses) -> None:
    replies = iter([{"papers": [], "verdict": "nice"}, {"papers": []}])
    model_server.answer_with(lambda body: next(replies))
    reply = await engine_for(model_server, pauses).fulfil(triage())
    shown = model_server.requests[1]["messages"]
    assert [m["role"] for m in shown[-2:]] == ["assistant", "user"]
    assert "verdict" in shown[-1]["content"]
    assert reply.usage.prompt_tokens == sum(chars // 4 + 1 for chars in model_server.prompt_chars)


@pytest.mark.parametrize(("mode", "error"), [("unauthorized", AccessDenied), ("quota", QuotaExhausted)])
async def test_what_ends_the_run_is_asked_once(
    mode: str, error: type[RunStopped], model_server: Any, pauses: Pauses
) -> None:
    model_server.mode = mode
    engine = engine_for(model_server, pauses, concurrency=1)
    results = await asyncio.gather(*(engine.fulfil(triage((i,))) for i in IDS), return_exceptions=True)
    assert [type(result) for result in results] == [error] * 3
    assert model_server.count == 1
    assert pauses == []


async def test_the_key_is_never_repeated_in_a_message(model_server: Any, pauses: Pauses) -> None:
    model_server.mode = "unauthorized"
    with pytest.raises(AccessDenied) as caught:
        await engine_for(model_server, pauses).fulfil(triage())
    assert "Incorrect API key" in str(caught.value)
    assert "sk-secret" not in str(caught.value)
    assert "OPENAI_API_KEY" in caught.value.remedy


async def test_without_a_key_a_placeholder_is_sent(model_server: Any, pauses: Pauses) -> None:
    await engine_for(model_server, pauses, key="").fulfil(triage())
    assert model_server.headers[0]["authorization"] == "Bearer none"


async def test_an_unknown_model_stops_the_run_and_names_the_setting(model_server: Any, pauses: Pauses) -> None:
    model_server.mode = "unknown-model"
    with pytest.raises(RunStopped, match=r"engine\.model"):
        await engine_for(model_server, pauses).fulfil(triage())
    assert model_server.count == 1


@pytest.mark.parametrize(("retry_after", "least", "most"), [("7", 7, 8), ("date", 2, 3), ("9999", 60, 61)])
async def test_a_rate_limit_is_waited_out_as_long_as_the_server_asks(
    retry_after: str, least: float, most: float, model_server: Any, pauses: Pauses
) -> None:
    model_server.mode, model_server.retry_after = "rate-limited", retry_after
    await engine_for(model_server, pauses).fulfil(triage())
    assert len(pauses) == 1
    assert least <= pauses[0] <= most


async def test_pauses_grow_and_the_last_attempt_says_how_many_there_were(model_server: Any, pauses: Pauses) -> None:
    model_server.mode = "error-in-body"
    with pytest.raises(Unreachable, match="4 attempts"):
        await engine_for(model_server, pauses, attempts=4).fulfil(triage())
    assert [0.5 <= pause / 2**n <= 1 for n, pause in enumerate(pauses)] == [True] * 3


async def test_a_slow_server_is_given_up_after_the_timeout(model_server: Any, pauses: Pauses) -> None:
    model_server.mode, model_server.delay_s = "slow", 1.5
    with pytest.raises(Unreachable, match=r"timeout_s"):
        await engine_for(model_server, pauses, timeout_s=0.3, attempts=1).fulfil(triage())


async def test_nobody_listening_is_unreachable(model_server: Any, pauses: Pauses) -> None:
    model_server.close()
    with pytest.raises(Unreachable, match=r"engine\.base_url"):
        await engine_for(model_server, pauses).fulfil(triage())


async def test_a_flaky_server_loses_nothing(model_server: Any, pauses: Pauses) -> None:
    model_server.mode = "flaky"
    engine = engine_for(model_server, pauses, attempts=8)
    replies = await asyncio.gather(*(engine.fulfil(triage((f"2511.{n:05}",))) for n in range(40)))
    assert [reply.form.papers[0].id for reply in replies] == [f"2511.{n:05}" for n in range(40)]
    assert model_server.count > 40


@pytest.mark.parametrize("mode", ["no-schema", "ignores-schema"])
async def test_a_server_without_schemas_is_given_the_schema_in_words(
    mode: str, model_server: Any, pauses: Pauses
) -> None:
    model_server.mode = mode
    engine = engine_for(model_server, pauses)
    first = await engine.fulfil(triage())
    assert [row.id for row in first.form.papers] == list(IDS)
    assert model_server.count == 2
    await engine.fulfil(triage(("2511.00078",)))
    assert model_server.count == 3, "what was learnt is remembered"


async def test_an_older_server_gets_the_older_limit(model_server: Any, pauses: Pauses) -> None:
    model_server.mode = "no-new-limit"
    engine = engine_for(model_server, pauses)
    await engine.fulfil(triage(max_output_tokens=500))
    assert model_server.requests[1]["max_tokens"] == 500
    assert "max_completion_tokens" not in model_server.requests[1]
    assert "response_format" in model_server.requests[1]
    await engine.fulfil(triage())
    assert model_server.count == 3


async def test_no_more_requests_at_once_than_chosen(model_server: Any, pauses: Pauses) -> None:
    model_server.mode, model_server.delay_s = "slow", 0.05
    engine = engine_for(model_server, pauses, concurrency=3)
    await asyncio.gather(*(engine.fulfil(triage((f"2511.{n:05}",))) for n in range(12)))
    assert model_server.most_at_once == 3


def test_one_engine_serves_several_event_loops(model_server: Any, pauses: Pauses) -> None:
    engine = engine_for(model_server, pauses)

    async def twice() -> None:
        await asyncio.gather(engine.fulfil(triage()), engine.fulfil(triage()))
        await engine.aclose()

    asyncio.run(twice())
    asyncio.run(twice())
    assert model_server.count == 4


async def test_rows_out_of_range_are_left_out_and_the_rest_kept(model_server: Any, pauses: Pauses) -> None:
    model_server.mode = "out-of-range"
    assert (await engine_for(model_server, pauses).fulfil(triage())).form.papers == []


async def test_foreign_variables_in_the_environment_change_nothing(
    model_server: Any, pauses: Pauses, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("OPENAI_API_BASE", "OPENAI_BASE_URL", "OPENAI_PROXY", "HTTP_PROXY", "LANGSMITH_ENDPOINT"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    monkeypatch.setenv("LANGSMITH_TRACING", "true")
    monkeypatch.setenv("LANGSMITH_API_KEY", "x")
    assert (await engine_for(model_server, pauses).fulfil(triage())).form.papers


async def test_the_latch_holds_where_no_server_was_asked_for(pauses: Pauses) -> None:
    assert openai_engine.ALLOW_MODEL_REQUESTS is False
    engine = OpenAIEngine(EngineChoice(), {}, "sk", sleep=pauses)
    with pytest.raises(RuntimeError, match="fake engine"):
        await engine.fulfil(triage())


async def test_the_network_is_out_of_reach(model_server: Any, pauses: Pauses, network_attempts: list[str]) -> None:
    engine = OpenAIEngine(EngineChoice(base_url="http://192.0.2.1/v1", attempts=1), {}, "sk", sleep=pauses)
    with pytest.raises(Unreachable, match=r"192\.0\.2\.1"):
        await engine.fulfil(triage())
    assert network_attempts == ["socket.connect 192.0.2.1"]
    network_attempts.clear()


@pytest.mark.parametrize("url", ["localhost:8080", "/v1", "ftp://x/v1"])
def test_a_base_url_without_a_scheme_is_a_wrong_setting(url: str) -> None:
    with pytest.raises(SettingsError, match=r"engine\.base_url"):
        OpenAIEngine(EngineChoice(base_url=url), {}, "")


ROW = PaperScore(id="1", relevance=7, novelty=5, criterion="", reason="")
FILLED = json.dumps({"papers": [ROW.model_dump()]})


@pytest.mark.parametrize(
    "text",
    [
        FILLED,
        f"Sure!\n```json\n{FILLED}\n```\nAnything else?",
        f"<think>{{maybe}} or {{}}</think>{FILLED}",
        f'{{"thought": "first"}} {FILLED}',
    ],
)
def test_the_form_is_found_among_words(text: str) -> None:
    assert fill(TriageForm, text).papers == [ROW]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "no json",
        '{"papers": ',
        "[]",
        '{"text": ' + "[" * 100_000,
        '{"text": ' + "9" * 5000 + "}",
        "{" * 5000,
    ],
)
def test_hostile_replies_are_bad_replies(text: str) -> None:
    with pytest.raises(BadReply):
        fill(SummaryForm, text)


def test_half_a_surrogate_pair_can_still_be_written_to_a_file() -> None:
    assert fill(SummaryForm, '{"text": "a\\ud800b"}').text == "a?b"
