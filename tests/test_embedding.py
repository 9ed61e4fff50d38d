"""The embedder: the packaged weights, the cache, the order."""

from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest

from paperwire.memory.embedding import Embedder

TEXTS = [
    "Pruning makes networks sparse.",
    "A cat sat on the mat.",
    "Sparse networks by removing weights, one layer at a time.",
]


class DictCache:
    """A cache in memory that remembers what it was asked to keep."""

    def __init__(self) -> None:
        self.vectors: dict[str, bytes] = {}
        self.writes = 0

    def get_many(self, keys: Sequence[str]) -> dict[str, bytes]:
        return {key: self.vectors[key] for key in keys if key in self.vectors}

    def put_many(self, vectors: Mapping[str, bytes]) -> None:
        self.writes += len(vectors)
        self.vectors |= vectors


@pytest.fixture(scope="module")
def embedder() -> Embedder:
    return Embedder()


def test_unit_vectors_in_the_order_of_the_texts(embedder: Embedder) -> None:
    vectors = embedder.embed(TEXTS)
    assert vectors.shape == (3, 384)
    assert vectors.dtype == np.float32
    np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-5)
    assert vectors[0] @ vectors[2] > vectors[0] @ vectors[1]
    np.testing.assert_allclose(embedder.embed(TEXTS[::-1]), vectors[::-1], atol=1e-5)


def test_no_texts_no_vectors() -> None:
    assert Embedder().embed([]).shape == (0, 384)


def test_a_text_is_encoded_once_and_then_read_from_the_cache() -> None:
    cache = DictCache()
    first = Embedder(cache).embed([TEXTS[0], TEXTS[1], TEXTS[0]])
    assert cache.writes == 4, "a vector and the words of each"
    again = Embedder(cache)
    np.testing.assert_array_equal(again.embed([TEXTS[0], TEXTS[1], TEXTS[0]]), first)
    assert cache.writes == 4


def test_a_damaged_cache_entry_is_encoded_again() -> None:
    cache = DictCache()
    whole = Embedder(cache).embed(TEXTS[:1])
    key = next(iter(cache.vectors))
    cache.vectors[key] = b"short"
    np.testing.assert_allclose(Embedder(cache).embed(TEXTS[:1]), whole, atol=1e-6)
    assert len(cache.vectors[key]) == 4 * 384


def test_the_name_says_model_and_revision(embedder: Embedder) -> None:
    model, _, revision = embedder.name.partition("@")
    assert model == "all-MiniLM-L6-v2"
    assert revision[0].isdigit()


def test_broken_characters_do_not_stop_a_day(embedder: Embedder) -> None:
    assert embedder.embed(["half a pair \ud83d of surrogates", ""]).shape == (2, 384)


def test_threads_get_their_own_vectors() -> None:
    cache = DictCache()
    embedder = Embedder(cache)
    expected = embedder.embed(TEXTS)
    with ThreadPoolExecutor(3) as pool:
        found = list(pool.map(lambda at: embedder.embed([TEXTS[at]]), [0, 1, 2, 0]))
    for at, vector in zip([0, 1, 2, 0], found, strict=True):
        np.testing.assert_array_equal(vector[0], expected[at])
