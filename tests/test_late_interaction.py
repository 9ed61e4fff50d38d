"""The second look: every word of a question beside every word of a text, as the memory keeps them."""

import numpy as np
import pytest

from paperwire.memory import Record, Search, open_archive
from paperwire.memory.embedding import Embedder, read_pieces
from paperwire.memory.late_interaction import LOOKED_AT, Words, both, nearness, second_look
from paperwire.memory.query_adapter import maps
from paperwire.memory.query_embedding import QueryEmbedder
from paperwire.memory.token_vectors import mapped, packed, telling, unpacked

CRITIQUE = (
    "The pruning criterion is not motivated, and it is unclear why heads that matter to long contexts survive; "
    "the authors should compare with other ways of making attention caches small on more than one language model."
)
TEXTS = (
    "Small caches. We drop keys and values of attention heads that long documents do not need.",
    "Galaxies. We count galaxies in clusters and find more of them than were expected.",
    "Proteins. A diffusion model over the structures of proteins, sampled in few steps.",
)


@pytest.fixture
def fitted():
    return maps(Embedder().name)


@pytest.fixture
def archive(tmp_path):
    with open_archive(tmp_path / "archive", write=True) as archive:
        archive.vectors.remember([record(f"paper:{at}", text) for at, text in enumerate(TEXTS)])
        yield archive


def record(id_: str, text: str) -> Record:
    return Record(id=id_, kind="paper", paper_id=id_[6:], title=text.split(".")[0], text=text, seen_day=20260105)


def units(rows: int, seed: int = 0) -> np.ndarray:
    made = np.random.default_rng(seed).standard_normal((rows, 64)).astype(np.float32)
    return made / np.linalg.norm(made, axis=1, keepdims=True)


def kept(vectors: np.ndarray, fitted) -> bytes:
    """Bytes that unpack to about these vectors: they are mapped from what the maps' inverse gives."""
    tokens = vectors @ np.linalg.pinv(fitted.text).T + fitted.centre
    return packed(tokens, ["word"] * len(vectors), fitted)


def test_what_is_kept_is_near_to_what_was_read(fitted):
    [(tokens, pieces)] = read_pieces(TEXTS[:1])
    chosen = telling(pieces)
    exact = mapped(tokens[chosen], fitted.centre, fitted.text)
    blob = packed(tokens, pieces, fitted)
    assert len(blob) == 32 * len(chosen)
    again, starts = unpacked([blob], 64)
    assert starts.tolist() == [0]
    cosines = (again * exact).sum(axis=1)
    # A number beyond eight steps is cut; few words have one.
    assert cosines.min() > 0.9
    assert np.median(np.abs(cosines - 1)) < 0.03


def test_stop_words_and_marks_are_left_out_unless_there_is_nothing_else():
    assert telling(["[CLS]", "we", "prune", "##d", ",", "the", "heads", "[SEP]"]) == [2, 3, 6]
    assert telling(["[CLS]", "...", "[SEP]"]) == [0, 1, 2]


def test_nearness_is_the_weighed_mean_of_each_words_nearest(fitted):
    asked, weights = units(5), np.array([0.5, 0.2, 0.1, 0.1, 0.1], dtype=np.float32)
    blobs = [kept(units(rows, seed=rows), fitted) for rows in (1, 7, 3)]
    matrix, starts = unpacked(blobs, 64)
    texts = np.split(matrix, starts[1:])
    assert [len(text) for text in texts] == [1, 7, 3]
    expected = [sum(w * max(a @ t for t in text) for a, w in zip(asked, weights, strict=True)) for text in texts]
    np.testing.assert_allclose(nearness(Words(asked, weights), blobs), expected, rtol=1e-5)


def test_a_text_that_holds_the_questions_words_rises(fitted):
    asked = units(4)
    words = Words(asked, np.full(4, 0.25, dtype=np.float32))
    holding = kept(np.vstack([units(2, seed=2), asked]), fitted)
    blobs = [kept(units(6, seed=1), fitted), holding, kept(units(6, seed=3), fitted), None]
    first = np.array([2.0, 1.7, 1.0, 1.6], dtype=np.float32)
    looked = second_look(first, words, blobs)
    assert looked.argmax() == 1
    assert looked[3] == first[3]


def test_without_two_texts_to_compare_the_first_look_stands(fitted):
    words = Words(units(4), np.full(4, 0.25, dtype=np.float32))
    first = np.array([2.0, 1.0], dtype=np.float32)
    assert second_look(first, words, [None, kept(units(3), fitted)]) is first
    assert both(first, np.zeros(2, dtype=np.float32), 1.0) is first


def test_a_long_question_is_looked_at_word_by_word_and_a_short_one_is_not():
    reader = QueryEmbedder()
    words = reader.read(CRITIQUE).words
    assert words is not None
    np.testing.assert_allclose(np.linalg.norm(words.vectors, axis=1), 1, atol=1e-5)
    assert words.weights.sum() == pytest.approx(1, abs=1e-5)
    assert reader.read("smaller attention caches").words is None


def test_search_looks_twice_at_long_questions(archive):
    found = Search(archive).find(CRITIQUE)
    assert found[0].record.id == "paper:0"
    assert [one.score for one in found] == sorted((one.score for one in found), reverse=True)
    archive.connection.execute("DELETE FROM embeddings WHERE length(vector) != 1536")
    once = Search(archive).find(CRITIQUE)
    assert {one.record.id for one in once} == {one.record.id for one in found}
    assert [one.score for one in once] != [one.score for one in found]


def test_words_that_an_older_archive_lacks_are_read_again(archive):
    before = [one.score for one in Search(archive).find(CRITIQUE)]
    archive.connection.execute("DELETE FROM embeddings WHERE length(vector) != 1536")
    archive.keep_words()
    np.testing.assert_allclose([one.score for one in Search(archive).find(CRITIQUE)], before, rtol=1e-5)


def test_none_that_was_looked_at_falls_behind_one_that_was_not(tmp_path):
    with open_archive(tmp_path / "archive", write=True) as archive:
        many = [record(f"paper:{at}", f"Caches {at}. Attention heads and caches number {at}.") for at in range(130)]
        archive.vectors.remember(many)
        found = [one.record.id for one in Search(archive).find(CRITIQUE, limit=130)]
        archive.connection.execute("DELETE FROM embeddings WHERE length(vector) != 1536")
        once = [one.record.id for one in Search(archive).find(CRITIQUE, limit=130)]
    assert set(found[:LOOKED_AT]) == set(once[:LOOKED_AT])
    assert found[LOOKED_AT:] == once[LOOKED_AT:]
