"""The desk: what is kept is not asked again, what is spent stays within the budget, what fails is told."""

import asyncio
import json
from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest

from paperwire.domain import FullText, Paper, Usage
from paperwire.domain.briefs import SummaryBrief
from paperwire.domain.errors import BudgetSpent, QuotaExhausted, SettingsError, TruncatedReply, Unreachable
from paperwire.domain.forms import SummaryForm, TriageForm
from paperwire.engines import Assignment, Desk, DeskEvent, chosen_engine, open_desk
from paperwire.engines.estimate import estimate_tokens
from paperwire.engines.prices import cost_usd
from paperwire.prompts import parse_prompt
from paperwire.settings import AgentChoice, Budget, EngineChoice, Settings

SOURCE = '+++\nagent = "summary"\ndescription = "d"\nvariables = ["text"]\n+++\n<!-- user -->\n$text\n'
PROMPT = parse_prompt("summary.v1.md", SOURCE)
FORM = SummaryForm(text="It works.")
COST = Usage(prompt_tokens=100, completion_tokens=20)
Opening = Callable[..., Desk]


def assignment(text: str = "a paper", **changes: Any) -> Assignment[Any]:
    paper = Paper(id="2511.00001", title="T", abstract="A")
    fields: dict[str, Any] = {
        "agent": "summary",
        "prompt": PROMPT,
        "variables": {"text": text},
        "brief": SummaryBrief(paper=paper, text=FullText(paper_id=paper.id, source="abstract", sections=())),
        "form": SummaryForm,
        "findings": SummaryForm,
        "label": text,
        "max_output_tokens": 50,
    }
    return Assignment(**(fields | changes))


async def one_after_the_other(desk: Desk, count: int) -> None:
    for n in range(count):
        await desk.fulfil(assignment(f"paper {n}"))


@pytest.fixture
def opened(memory_calls: Any, fake_engine: Any, make_fake_engine: Any, clock: Callable[[], datetime]) -> Opening:
    """A desk whose model is the fake engine, answering FORM where nothing else is queued."""
    fake_engine.usage = COST
    fake_engine.answer_with(lambda asked: FORM)

    def opening(settings: Settings | None = None, on_event: Callable[[DeskEvent], None] | None = None) -> Desk:
        extractive = make_fake_engine(name="extractive", usage=Usage())
        extractive.answer_with(lambda asked: SummaryForm(text="extracted"))
        engines: Any = {"openai": lambda: fake_engine, "extractive": lambda: extractive}
        return Desk(settings or Settings(), memory_calls, engines, "openai", clock, on_event)

    return opening


async def test_the_second_time_is_free(opened: Opening, fake_engine: Any, memory_calls: Any) -> None:
    first = await opened().fulfil(assignment())
    desk = opened()
    again = await desk.fulfil(assignment())
    assert again.form == first.form
    assert again.cached
    assert again.usage == Usage()
    assert again.provenance.call == first.provenance.call == "c1"
    assert len(fake_engine.history) == len(memory_calls.rows) == 1
    assert (desk.tally.calls, desk.tally.cached, desk.tally.usage()) == (0, 1, ())


@pytest.mark.parametrize(
    ("settings", "changes"),
    [
        (Settings(), {"text": "another paper"}),
        (Settings(engine=EngineChoice(model="other")), {}),
        (Settings(engine=EngineChoice(temperature=0.5)), {}),
        (Settings(agents={"summary": AgentChoice(max_output_tokens=70)}), {}),
        (Settings(), {"prompt": parse_prompt("summary.v2.md", SOURCE)}),
        (Settings(), {"prompt": parse_prompt("summary.v1.md", SOURCE.replace('"d"', '"e"'))}),
        (Settings(), {"max_output_tokens": 51}),
    ],
)
async def test_whatever_shapes_a_reply_makes_it_another(
    settings: Settings, changes: dict[str, Any], opened: Opening, fake_engine: Any
) -> None:
    await opened().fulfil(assignment())
    await opened(settings).fulfil(assignment(**changes))
    assert len(fake_engine.history) == 2


async def test_the_form_is_part_of_the_key(opened: Opening, fake_engine: Any) -> None:
    await opened().fulfil(assignment())
    fake_engine.enqueue(TriageForm(papers=[]))
    reply = await opened().fulfil(assignment(form=TriageForm, findings=TriageForm))
    assert reply.form == TriageForm(papers=[])


async def test_label_and_server_do_not_make_it_another(opened: Opening, fake_engine: Any) -> None:
    await opened().fulfil(assignment())
    elsewhere = Settings(engine=EngineChoice(base_url="http://127.0.0.1:9/v1"))
    assert (await opened(elsewhere).fulfil(assignment(label="renamed"))).cached


async def test_equal_assignments_at_once_are_asked_once(opened: Opening, fake_engine: Any) -> None:
    fake_engine.delay_s = 0.01
    desk = opened()
    replies = await asyncio.gather(*(desk.fulfil(assignment()) for _ in range(5)))
    assert sorted(reply.cached for reply in replies) == [False, True, True, True, True]
    assert len(fake_engine.history) == 1


async def test_a_cancelled_call_does_not_block_its_twin(opened: Opening, fake_engine: Any) -> None:
    fake_engine.delay_s = 0.05
    desk = opened(Settings(budget=Budget(tokens=1000)))
    first = asyncio.create_task(desk.fulfil(assignment()))
    second = asyncio.create_task(desk.fulfil(assignment()))
    await asyncio.sleep(0.01)
    first.cancel()
    assert not (await second).cached


@pytest.mark.parametrize("reply", ['{"text": 7}', "{}", "garbage", '{"text": "a", "extra": 1}'])
async def test_a_kept_reply_that_no_longer_fits_is_asked_for_again(
    reply: str, opened: Opening, memory_calls: Any, fake_engine: Any
) -> None:
    await opened().fulfil(assignment())
    memory_calls.rows[0] = memory_calls.rows[0].model_copy(update={"reply": reply})
    assert not (await opened().fulfil(assignment())).cached
    assert len(fake_engine.history) == 2


async def test_a_call_is_recorded_whole(opened: Opening, memory_calls: Any, clock: Callable[[], datetime]) -> None:
    await opened().fulfil(assignment())
    (call,) = memory_calls.rows
    assert json.loads(call.reply) == {"text": "It works."}
    assert (call.agent, call.label, call.engine, call.model) == ("summary", "a paper", "openai", "gpt-5-mini")
    assert (call.prompt, call.prompt_hash, call.usage, call.at) == ("summary@v1", PROMPT.hash, COST, clock())
    assert call.cost == pytest.approx(100 * 0.25e-6 + 20 * 2e-6)


async def test_a_failure_that_took_tokens_is_recorded_and_asked_again(
    opened: Opening, fake_engine: Any, memory_calls: Any
) -> None:
    cut = TruncatedReply("cut", "longer")
    cut.usage = COST
    fake_engine.enqueue(cut, Unreachable("gone"))
    desk = opened()
    for error in (TruncatedReply, Unreachable):
        with pytest.raises(error):
            await desk.fulfil(assignment())
    assert not (await desk.fulfil(assignment())).cached
    assert [(call.reply is None, call.problem) for call in memory_calls.rows] == [
        (True, "truncated: cut"),
        (False, ""),
    ]
    (row,) = desk.tally.usage()
    assert (row.calls, row.prompt_tokens, row.completion_tokens) == (3, 200, 40)
    assert desk.tally.failed == 2


async def test_extracted_replies_are_counted_but_not_kept(opened: Opening, memory_calls: Any) -> None:
    desk = opened(Settings(agents={"summary": AgentChoice(engine="extractive")}, budget=Budget(tokens=1)))
    for _ in range(2):
        reply = await desk.fulfil(assignment())
        assert (reply.form.text, reply.cached) == ("extracted", False)
    assert memory_calls.rows == []
    (row,) = desk.tally.usage()
    assert (row.engine, row.calls, row.cost) == ("extractive", 2, 0.0)


async def test_the_budget_is_never_overshot_by_calls_in_flight(opened: Opening, fake_engine: Any) -> None:
    fake_engine.delay_s = 0.005
    desk = opened(Settings(budget=Budget(tokens=1000)))
    asked = (desk.fulfil(assignment(f"paper {n} " + "word " * 100)) for n in range(40))
    results = await asyncio.gather(*asked, return_exceptions=True)
    done = [result for result in results if not isinstance(result, BaseException)]
    assert {type(result) for result in results if isinstance(result, BaseException)} == {BudgetSpent}
    assert 700 <= sum(r.usage.prompt_tokens + r.usage.completion_tokens for r in done) <= 1000
    assert len(fake_engine.history) == len(done)


async def test_a_spent_budget_stays_spent_but_kept_replies_are_served(opened: Opening, fake_engine: Any) -> None:
    desk = opened(Settings(budget=Budget(tokens=250)))
    await desk.fulfil(assignment("first"))
    with pytest.raises(BudgetSpent, match=r"budget\.tokens"):
        await desk.fulfil(assignment("long " * 500))
    with pytest.raises(BudgetSpent):
        await desk.fulfil(assignment("x"))
    assert (await desk.fulfil(assignment("first"))).cached
    assert len(fake_engine.history) == 1


async def test_money_is_a_budget_too(opened: Opening, fake_engine: Any) -> None:
    desk = opened(Settings(budget=Budget(usd=0.0003)))
    with pytest.raises(BudgetSpent):
        await one_after_the_other(desk, 20)
    assert 1 <= len(fake_engine.history) <= 4


async def test_a_server_that_counts_nothing_is_held_to_the_budget(opened: Opening, fake_engine: Any) -> None:
    fake_engine.usage = Usage()
    desk = opened(Settings(budget=Budget(tokens=1000)))
    with pytest.raises(BudgetSpent):
        await one_after_the_other(desk, 40)


async def test_progress_is_told(opened: Opening, fake_engine: Any) -> None:
    told: list[DeskEvent] = []
    desk = opened(on_event=told.append)
    fake_engine.enqueue(FORM, QuotaExhausted("empty"))
    await desk.fulfil(assignment("one"))
    await desk.fulfil(assignment("one"))
    with pytest.raises(QuotaExhausted):
        await desk.fulfil(assignment("two"))
    assert [(e.kind, e.label, e.cached, e.usage.prompt_tokens, e.problem) for e in told] == [
        ("started", "one", False, 0, ""),
        ("finished", "one", False, 100, ""),
        ("started", "one", False, 0, ""),
        ("finished", "one", True, 0, ""),
        ("started", "two", False, 0, ""),
        ("failed", "two", False, 0, "quota"),
    ]


@pytest.mark.parametrize(
    ("choice", "env", "engine"),
    [
        (EngineChoice(), {}, "extractive"),
        (EngineChoice(), {"OPENAI_API_KEY": "k"}, "openai"),
        (EngineChoice(), {"OPENAI_API_KEY": " "}, "extractive"),
        (EngineChoice(), {"OPENAI_BASE_URL": "http://localhost:1/v1"}, "openai"),
        (EngineChoice(base_url="http://localhost:1/v1"), {}, "openai"),
        (EngineChoice(api_key_env="MY_KEY"), {"OPENAI_API_KEY": "k"}, "extractive"),
        (EngineChoice(api_key_env="MY_KEY"), {"MY_KEY": "k"}, "openai"),
        (EngineChoice(kind="extractive"), {"OPENAI_API_KEY": "k"}, "extractive"),
        (EngineChoice(kind="openai"), {}, "openai"),
    ],
)
def test_auto_takes_what_is_there(choice: EngineChoice, env: dict[str, str], engine: str) -> None:
    assert chosen_engine(Settings(engine=choice), env) == engine


@pytest.mark.parametrize(
    ("settings", "env", "named"),
    [
        (Settings(engine=EngineChoice(kind="openai")), {}, "OPENAI_API_KEY"),
        (Settings(agents={"triage": AgentChoice(engine="openai")}), {}, r"engine\.base_url"),
        (Settings(engine=EngineChoice(base_url="localhost:8080")), {}, "scheme"),
        (Settings(), {"OPENAI_API_KEY": "schlüssel"}, "ASCII"),
        (
            Settings(engine=EngineChoice(model="unheard-of"), budget=Budget(usd=1)),
            {"OPENAI_API_KEY": "k"},
            r"budget\.tokens",
        ),
    ],
)
def test_settings_that_cannot_work_are_refused_before_anything_is_asked(
    settings: Settings, env: dict[str, str], named: str, memory_calls: Any, clock: Any, fake_engine: Any
) -> None:
    with pytest.raises(SettingsError, match=named):
        open_desk(settings, memory_calls, lambda: fake_engine, env, clock)


async def test_an_opened_desk_asks_the_server_of_the_environment(
    model_server: Any, memory_calls: Any, clock: Any, fake_engine: Any
) -> None:
    settings = Settings(budget=Budget(usd=1, tokens=100_000))
    desk = open_desk(settings, memory_calls, lambda: fake_engine, {"OPENAI_BASE_URL": model_server.base_url}, clock)
    reply = await desk.fulfil(assignment())
    await desk.aclose()
    assert reply.provenance.engine == "openai"
    assert model_server.count == 1
    assert memory_calls.rows[0].cost is None


def test_prices_are_known_or_none_but_never_nought() -> None:
    usage = Usage(prompt_tokens=1_000_000, cached_tokens=500_000, completion_tokens=100_000)
    full = Usage(prompt_tokens=1_000_000, completion_tokens=100_000)
    cheap, dear = cost_usd("gpt-5-mini", "", usage), cost_usd("gpt-5-mini", "", full)
    assert cheap is not None
    assert dear is not None
    assert 0 < cheap < dear
    assert cost_usd("openai/gpt-5-mini", "https://openrouter.ai/api/v1", full) == pytest.approx(dear)
    assert cost_usd("gpt-5-mini", "http://localhost:8080/v1", full) is None
    assert cost_usd("gpt-5-mini", "http://192.168.1.5:8080/v1", full) is None
    assert cost_usd("gpt-5-mini", "https://models.example.org/v1", full) is None
    assert cost_usd("unheard-of", "", full) is None


def test_the_estimate_is_of_the_right_size_in_any_script() -> None:
    english = "We propose a method that improves retrieval over long documents. " * 10
    assert 100 <= estimate_tokens(english) <= 200
    assert 100 <= estimate_tokens("我们提出了一种新的方法来改进检索" * 10) <= 160
    assert estimate_tokens("") == 0
