"""The words of a text, how they are packed, and how rare and common ones count."""

import numpy as np
import pytest

from paperwire.memory import fusion
from paperwire.memory.lexical import LexicalIndex
from paperwire.memory.lexical_parts import part_of
from paperwire.memory.words import COUNT_BITS, bucket, packed, words


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Mixture-of-Experts (MoE)", ["mixture", "of", "expert", "moe"]),
        ("Studies of biases, losses and axes", ["study", "of", "biase", "losse", "and", "axe"]),
        ("Poincaré naïveté", ["poincare", "naivete"]),
        ("GPT-4o on 2505.17117", ["gpt", "4o", "on", "2505", "17117"]),
        ("大语言模型 agents", ["大语", "语言", "言模", "模型", "agent"]),
        ("snake_case", ["snake", "case"]),
        ("", []),
    ],
)
def test_words(text, expected):
    assert words(text) == expected


def counts(blob: bytes) -> dict[int, int]:
    values = np.frombuffer(blob, dtype="<u4")
    return {int(value) >> COUNT_BITS: int(value) & 255 for value in values}


def test_words_are_packed_with_their_counts_and_a_repeated_title_counts_once():
    assert counts(packed("On caches", "On caches. Caches again")) == {
        bucket("on"): 1,
        bucket("cache"): 2,
        bucket("again"): 1,
    }
    assert counts(packed("On caches", "They are pruned"))[bucket("cache")] == 1


def test_a_word_that_occurs_beyond_counting_stays_within_its_bits():
    assert counts(packed("", "very " * 1000)) == {bucket("very"): 255}


def index(*texts: str, kinds=None) -> LexicalIndex:
    blobs = [packed("", text) for text in texts]
    flat = np.frombuffer(b"".join(blobs), dtype="<u4")
    sizes = [len(blob) // 4 for blob in blobs]
    half = len(texts) // 2
    parts = [
        part_of(flat[: sum(sizes[:half])], sizes[:half]),
        part_of(flat[sum(sizes[:half]) :], sizes[half:]),
    ]
    return LexicalIndex(parts, np.array(kinds or [0] * len(texts), dtype=np.int8))


def test_rare_words_count_for_more_than_common_ones():
    common = ["model of things"] * 20
    scores = index(*common, "model of sundials").scores("model sundials", [0], talk=True)
    assert scores.argmax() == 20
    assert scores[20] > 5 * scores[0]


def test_of_two_texts_with_the_same_words_the_shorter_counts_more():
    short, long, _ = index("pruned caches", "pruned caches " + "and more of it " * 30, "other").scores(
        "pruned caches", [0], talk=True
    )
    assert short > long > 0


def test_talk_about_papers_counts_less_than_the_matter():
    texts = ["unclear baselines", "quantised caches", *(f"text {n}" for n in range(50))]
    talk, matter = index(*texts).scores("unclear caches", [0], talk=False)[:2]
    assert talk < matter / 2
    talk, matter = index(*texts).scores("unclear caches", [0], talk=True)[:2]
    assert talk == pytest.approx(matter)


def test_rarity_is_counted_among_the_kinds_that_are_searched():
    texts = ["caches"] * 30 + ["caches", *(f"text {n}" for n in range(30))]
    both = index(*texts, kinds=[0] * 30 + [1] * 31)
    assert both.scores("caches", [1], talk=True)[30] > both.scores("caches", [0, 1], talk=True)[30]


@pytest.mark.parametrize("query", ["", "unheard-of", "?"])
def test_nothing_in_common_is_zero(query):
    assert not index("pruned caches", "").scores(query, [0], talk=True).any()


def test_no_records_and_kinds_without_records():
    assert index().scores("caches", [0], talk=True).shape == (0,)
    assert not index("other").scores("caches", [2], talk=True).any()


def test_scores_that_are_all_alike_decide_nothing():
    dense = np.array([0.2, 0.9, 0.1], dtype=np.float32)
    flat = np.zeros(3, dtype=np.float32)
    everything = np.ones(3, dtype=np.bool_)
    assert fusion.by_scores(dense, flat, everything).argmax() == 1
    assert fusion.by_ranks(dense, flat, everything).argmax() == 1


def test_ranks_of_rows_left_out_are_zero():
    dense = np.array([0.2, 0.9, 0.1], dtype=np.float32)
    fused = fusion.by_ranks(dense, dense, np.array([True, False, True]))
    assert fused[1] == 0
    assert fused[0] == pytest.approx(2 / (fusion.RANK_CONSTANT + 1))
