"""Triage without a model: keywords, relevance, novelty, and the reason given."""

import gzip
import hashlib
import json
import os
import re
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from paperwire.domain import Interest, Paper, Profile
from paperwire.domain.briefs import TriageBrief
from paperwire.domain.errors import EngineError
from paperwire.domain.forms import PaperScore
from paperwire.engines.extractive.keywords import Keywords
from paperwire.engines.extractive.triage import triage

PROFILE = Profile(
    interests=(
        Interest(name="Efficiency", relevant="Quantization and pruning of networks; smaller and faster models"),
        Interest(name="Theory", relevant="Generalization bounds; convergence proofs", not_relevant="surveys"),
    ),
    keywords_for=("quantization", "KV cache"),
    keywords_against=("medical imaging",),
)
PRUNING = Paper(
    id="2601.00001",
    title="Quantization and pruning of networks",
    abstract="We prove a bound for quantization and pruning, for smaller and faster models with small KV caches.",
)
CLINIC = Paper(
    id="2601.00002",
    title="Medical imaging in the clinic: a survey and benchmark",
    abstract="We review clinical applications, present a dataset and benchmark and evaluate tools with patients.",
)
GARDEN = Paper(
    id="2601.00003", title="Tulips", abstract="A walk through gardens where flowers grow in spring and rain falls."
)


def words(texts: Sequence[str]) -> np.ndarray:
    """Vectors by hashed words: shared words are near, as in an embedding, without a model."""
    rows = np.zeros((len(texts), 512), dtype=np.float32)
    for row, text in zip(rows, texts, strict=True):
        for word in re.findall(r"[a-z]{4,}", text.lower()):
            row[int(hashlib.sha256(word.encode()).hexdigest(), 16) % 512] += 1
        row /= max(float(np.linalg.norm(row)), 1e-9)
    return rows


def scores(*papers: Paper, profile: Profile = PROFILE, familiar=None) -> dict[str, PaperScore]:
    return {row.id: row for row in triage(TriageBrief(papers=papers, profile=profile), words, familiar).papers}


def test_every_paper_gets_a_score_and_the_near_one_the_highest() -> None:
    found = scores(GARDEN, PRUNING, CLINIC)
    assert list(found) == [GARDEN.id, PRUNING.id, CLINIC.id]
    assert found[PRUNING.id].relevance > max(found[GARDEN.id].relevance, found[CLINIC.id].relevance)
    assert found[PRUNING.id].criterion == "Efficiency"
    assert found[GARDEN.id].criterion == ""


def test_the_reason_names_interest_keywords_and_cues() -> None:
    reason = scores(PRUNING)[PRUNING.id].reason
    assert re.match(r"Nearest to 'Efficiency' \(similarity 0\.\d\d\); keywords: quantization, KV cache; ", reason)
    assert "novelty cues: theory" in reason
    assert "against: medical imaging" in scores(CLINIC)[CLINIC.id].reason


def test_theory_is_held_newer_than_a_benchmark() -> None:
    found = scores(PRUNING, CLINIC)
    assert found[PRUNING.id].novelty >= found[CLINIC.id].novelty + 3


def test_what_the_memory_knows_counts_as_less_new() -> None:
    fresh = scores(PRUNING, familiar=lambda vectors: np.zeros(len(vectors)))[PRUNING.id]
    known = scores(PRUNING, familiar=lambda vectors: np.full(len(vectors), 0.99))[PRUNING.id]
    assert known.novelty < fresh.novelty
    assert "close to an earlier paper" in known.reason
    assert scores(PRUNING, familiar=lambda vectors: None)[PRUNING.id] == scores(PRUNING)[PRUNING.id]


def test_a_keyword_against_lowers_relevance() -> None:
    without = PROFILE.model_copy(update={"keywords_against": ()})
    assert scores(CLINIC)[CLINIC.id].relevance <= scores(CLINIC, profile=without)[CLINIC.id].relevance


def test_keywords_alone_are_enough_and_nothing_at_all_is_an_error() -> None:
    found = scores(PRUNING, GARDEN, profile=Profile(interests=(), keywords_for=("quantization",)))
    assert found[PRUNING.id].relevance > found[GARDEN.id].relevance
    with pytest.raises(EngineError, match=r"interests.*paperwire\.toml"):
        scores(PRUNING, profile=Profile(interests=()))


def test_an_empty_batch_is_an_empty_form() -> None:
    assert scores() == {}


@pytest.mark.parametrize(
    ("keyword", "text", "there"),
    [
        ("KV cache", "smaller KV caches", True),
        ("low-rank", "a low rank update", True),
        ("networks", "one network", True),
        ("study", "two studies", True),
        ("bias", "the bias term", True),
        ("rank", "ranking of pages", False),
        ("sparse", "parse trees", False),
        ("RAG", "a rag doll", False),
        ("RAG", "two RAGs", True),
        ("C++", "written in C++ today", True),
    ],
)
def test_keywords_are_whole_words_in_both_numbers(keyword: str, text: str, there: bool) -> None:
    assert bool(Keywords([keyword]).found(text)) is there


@pytest.mark.slow
@pytest.mark.skipif("PAPERWIRE_DATA" not in os.environ, reason="PAPERWIRE_DATA names no folder of real days")
def test_a_real_day_is_ranked_far_better_than_chance() -> None:
    from paperwire.memory.embedding import Embedder

    days = Path(os.environ["PAPERWIRE_DATA"]) / "arxiv_days"
    with gzip.open(days / "papers" / "2025-10-02.jsonl.gz", "rt", encoding="utf-8") as lines:
        rows = [row for row in map(json.loads, lines) if {"cs.LG", "cs.AI"} & set(row["categories"])]
    labels = json.loads((days / "labels" / "2025-10-02.foundational-ml.json").read_text(encoding="utf-8"))
    wanted = {row["id"] for row in labels["selected"]}
    papers = tuple(Paper(id=r["id"], title=r["title"], abstract=r["abstract"]) for r in rows)
    profile = Profile(
        interests=(
            Interest(name="Architecture", relevant="Mixture of experts; attention and transformer design"),
            Interest(name="Efficiency", relevant="Pruning, quantization, low-rank methods; KV cache reduction"),
            Interest(name="Representations", relevant="What networks learn; training dynamics; sparse features"),
        )
    )
    form = triage(TriageBrief(papers=papers, profile=profile), Embedder().embed)
    score = {row.id: row.relevance + row.novelty for row in form.papers}
    inside, outside = [score[i] for i in score if i in wanted], [score[i] for i in score if i not in wanted]
    wins = sum((a > b) + 0.5 * (a == b) for a in inside for b in outside)
    assert wins / (len(inside) * len(outside)) > 0.8
    share = sum(row.relevance >= 7 and row.novelty >= 6 for row in form.papers) / len(papers)
    assert 0.04 <= share <= 0.2
