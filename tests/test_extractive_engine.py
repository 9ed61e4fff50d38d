"""The extractive engine behind the engines' contract."""

import asyncio
import threading
from collections.abc import Sequence
from datetime import date

import numpy as np
import pytest

from paperwire.domain import FullText, Interest, Paper, Profile, Section, Usage
from paperwire.domain.briefs import RepairBrief, ReviewBrief, TriageBrief
from paperwire.domain.errors import EngineError
from paperwire.domain.forms import Form, RepairForm, ReviewFindings, ReviewForm, TriageForm
from paperwire.domain.noun import Noun
from paperwire.engines.assignment import Assignment
from paperwire.engines.extractive import ExtractiveEngine
from paperwire.prompts.prompt import parse_prompt

PROMPT = parse_prompt(
    "triage.v1.md", '+++\nagent = "triage"\ndescription = "A test."\nvariables = []\n+++\n<!-- user -->\nRead.\n'
)
PAPER = Paper(id="2601.00001", title="A sampler", abstract="We propose a sampler that is 2.0x faster than before.")
TRIAGE = TriageBrief(papers=(PAPER,), profile=Profile(interests=(Interest(name="Sampling", relevant="samplers"),)))


class SmallEmbedder:
    """Two dimensions are enough here; it notes the thread it was called on."""

    name = "small@1"

    def __init__(self) -> None:
        self.threads: set[int] = set()

    def embed(self, texts: Sequence[str]) -> np.ndarray:
        self.threads.add(threading.get_ident())
        return np.tile(np.array([[1.0, 0.0]], dtype=np.float32), (len(texts), 1))


def assignment(brief: Noun, form: type[Form], findings: type[Form]) -> Assignment[Form]:
    return Assignment("reviewer", PROMPT, {}, brief, form, findings, "test")


async def test_triage_is_labelled_with_the_embedder_and_costs_nothing() -> None:
    reply = await ExtractiveEngine(SmallEmbedder().embed).fulfil(assignment(TRIAGE, TriageForm, TriageForm))
    assert isinstance(reply.form, TriageForm)
    assert [row.id for row in reply.form.papers] == [PAPER.id]
    assert (reply.provenance.engine, reply.provenance.model) == ("extractive", "small@1")
    assert (reply.provenance.prompt, reply.provenance.prompt_hash) == ("triage@v1", PROMPT.hash)
    assert reply.usage == Usage()
    assert not reply.cached


async def test_a_review_comes_without_scores_and_by_rules() -> None:
    text = FullText(
        paper_id=PAPER.id, source="abstract", sections=(Section(id="abstract", title="Abstract", text=PAPER.abstract),)
    )
    brief = ReviewBrief(paper=PAPER, text=text, lens="method", prior_work=(), today=date(2026, 1, 5))
    reply = await ExtractiveEngine(SmallEmbedder().embed).fulfil(assignment(brief, ReviewForm, ReviewFindings))
    assert type(reply.form) is ReviewFindings
    assert reply.provenance.model == "rules"


async def test_the_event_loop_stays_free() -> None:
    embedder = SmallEmbedder()
    await ExtractiveEngine(embedder.embed).fulfil(assignment(TRIAGE, TriageForm, TriageForm))
    assert embedder.threads
    assert threading.get_ident() not in embedder.threads


async def test_assignments_may_run_side_by_side() -> None:
    engine = ExtractiveEngine(SmallEmbedder().embed)
    replies = await asyncio.gather(*(engine.fulfil(assignment(TRIAGE, TriageForm, TriageForm)) for _ in range(8)))
    assert len({reply.form.model_dump_json() for reply in replies}) == 1


async def test_what_needs_a_model_is_refused_with_the_remedy() -> None:
    brief = RepairBrief(paper=PAPER, lost=())
    with pytest.raises(EngineError, match="OPENAI_API_KEY"):
        await ExtractiveEngine(SmallEmbedder().embed).fulfil(assignment(brief, RepairForm, RepairForm))


async def test_a_verdict_is_never_made_up() -> None:
    with pytest.raises(EngineError, match="openai"):
        await ExtractiveEngine(SmallEmbedder().embed).fulfil(assignment(TRIAGE, ReviewForm, ReviewForm))
