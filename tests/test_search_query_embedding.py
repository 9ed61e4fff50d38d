"""Vectors of questions in numpy: equal to those of sentence-transformers, and cheap from a cold start."""

import subprocess
import sys

import numpy as np
import pytest

from paperwire.evals.tasks.retrieval import query_cases
from paperwire.evals.tasks.retrieval_corpus import listed_papers
from paperwire.memory.embedding import Embedder
from paperwire.memory.query_adapter import additions
from paperwire.memory.query_embedding import QueryEmbedder

TEXTS = ("What changed in KV-cache compression since June?", "naïve 大模型 \udcff", "", "word " * 600)


@pytest.fixture(scope="module")
def embedder() -> QueryEmbedder:
    return QueryEmbedder()


def test_the_vectors_are_those_of_sentence_transformers(embedder):
    expected = Embedder().embed(TEXTS)
    found = np.stack([embedder.embed(text, adapted=False) for text in TEXTS])
    # Not closer, since torch may compute in bfloat16 where the processor has it.
    assert (found * expected).sum(axis=1).min() > 0.9999


def test_a_short_question_is_read_as_the_model_reads_it(embedder):
    assert np.array_equal(embedder.embed(TEXTS[0]), embedder.embed(TEXTS[0], adapted=False))


def test_what_reviewers_write_comes_nearer_to_the_paper_they_write_of(embedder, data):
    cases = [case for case in query_cases(data) if case.target["name"] == "critique"][:300:8]
    papers = listed_papers(data)
    asked = list(dict.fromkeys(case.target["paper"] for case in cases))
    field = [*asked, *[paper for paper in papers if paper not in asked][::240]]
    vectors = np.stack([embedder.embed(papers[paper].text, adapted=False) for paper in field])

    def mean_rank(adapted: bool) -> float:
        near = [vectors @ embedder.embed(case.input["query"], adapted=adapted) for case in cases]
        right = [field.index(case.target["paper"]) for case in cases]
        return float(np.mean([np.log((row >= row[at]).sum()) for row, at in zip(near, right, strict=True)]))

    assert mean_rank(adapted=True) < mean_rank(adapted=False)


def test_a_long_question_is_read_so_without_being_told(embedder):
    text = "The evaluation is limited, and it is unclear how the method behaves " * 3
    assert np.array_equal(embedder.embed(text), embedder.embed(text, adapted=True))
    assert not np.allclose(embedder.embed(text), embedder.embed(text, adapted=False))


def test_an_addition_for_another_model_is_not_used():
    assert additions("another-model@1.0") == {}
    assert len(additions(Embedder().name)) == 36


def test_vectors_are_of_unit_norm_and_comparable_by_name(embedder):
    vector = embedder.embed(TEXTS[0])
    assert (vector.shape, vector.dtype) == ((384,), np.float32)
    assert np.linalg.norm(vector) == pytest.approx(1, abs=1e-5)
    assert embedder.name == Embedder().name


def test_a_question_is_embedded_without_loading_torch_or_chroma():
    code = (
        "import sys; from paperwire.memory.query_embedding import QueryEmbedder; QueryEmbedder().embed('a question'); "
        "print(sorted({'torch', 'transformers', 'chromadb', 'scipy'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
