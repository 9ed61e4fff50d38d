"""What each sign counts for, in log-odds, when two items are weighed as one story.

Fitted by logistic regression on pairs of headlines (stories of business and technology from 2014, and two weeks of AI
news, March and May 2026, whose stories we marked ourselves), with same and different pairs given equal weight; signs
that such data cannot teach were drawn towards what we would say by reason. docs/stories.md has the measurements.
"""

from typing import NamedTuple


class Weights(NamedTuple):
    """Log-odds by sign; `bias` belongs to even odds before any sign is seen."""

    bias: float = -1.5
    meaning: float = 8.14
    """Cosine of the embeddings, around the mean of the batch."""
    title_words: float = 2.34
    """Cosine of the headlines' words, rare ones counting more."""
    words: float = 1.34
    names: float = 3.11
    """Rarity of the names shared, from 0 to 2."""
    other_version: float = -12.0
    """The headlines name the same product with other numbers: GPT-5.4 and GPT-5.5. Set by reason: headlines that differ
    in nothing else are still two stories. The fit said -2.3, and nothing between them changed what it was fitted on."""
    day_apart: float = -0.35
    other_language: float = 0.77
    """Meaning and words say little across languages, so that they should not count against the pair."""
    own_house: float = -2.26
    """Both are of one source that writes about itself."""
    undated: float = -2.24
    """Neither has a date: entries of a standing page."""


WEIGHTS = Weights()
MARGIN = 1.0
"""How far below even odds, in log-odds and averaged over the pairs of two groups, they are still joined."""
USUAL_RATE = 0.003
"""The share of pairs that are one story in a usual week of AI news."""
USUAL_PAIRS = 2000.0
"""How many pairs that expectation weighs against those at hand."""
MOST_DAYS = 14
