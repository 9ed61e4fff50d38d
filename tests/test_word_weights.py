"""What the words of a long question tell, for the search by words."""

import pytest

from paperwire.memory.query_embedding import QueryEmbedder
from paperwire.memory.word_weights import word_weights

CRITIQUE = (
    "It is debatable whether the galaxies that were chosen are representative, and it would be helpful to see the "
    "same analysis of clusters with another telescope, since the authors only argue from a single instrument."
)


def test_a_word_counts_by_its_heaviest_piece_against_the_mean():
    spans = [(0, 0), (0, 2), (2, 6), (7, 12), (0, 0)]
    told = word_weights("prunes heads", spans, [0.2, 0.1, 0.4, 0.1, 0.2])
    assert told == {"prune": pytest.approx(2.0**0.75), "head": pytest.approx(0.5**0.75)}


def test_no_word_counts_for_nothing_and_cut_off_ones_are_not_told():
    told = word_weights("heads and tails", [(0, 5)], [0.0])
    assert told.keys() == {"head"}
    assert told["head"] > 0


def test_the_subject_of_a_critique_tells_more_than_its_talk():
    told = QueryEmbedder().read(CRITIQUE).telling
    assert told is not None
    assert min(told["galaxy"], told["telescope"]) > 1.5 * max(told["debatable"], told["helpful"], told["only"])


def test_short_questions_and_odd_letters_are_read_too():
    assert QueryEmbedder().read("smaller caches").telling is None
    assert QueryEmbedder().read("大模型 naïve \udcff " * 20).telling is not None
