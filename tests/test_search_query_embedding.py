"""Vectors of questions in numpy: equal to those of sentence-transformers, and cheap from a cold start."""

import subprocess
import sys

import numpy as np
import pytest

from paperwire.memory.embedding import Embedder
from paperwire.memory.query_embedding import QueryEmbedder

TEXTS = ("What changed in KV-cache compression since June?", "naïve 大模型 \udcff", "", "word " * 600)


@pytest.fixture(scope="module")
def embedder() -> QueryEmbedder:
    return QueryEmbedder()


def test_the_vectors_are_those_of_sentence_transformers(embedder):
    expected = Embedder().embed(TEXTS)
    found = np.stack([embedder.embed(text) for text in TEXTS])
    # Not closer, since torch may compute in bfloat16 where the processor has it.
    assert (found * expected).sum(axis=1).min() > 0.9999


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
