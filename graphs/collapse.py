"""A model that gives every paper the same scores has not read them: told apart from a day on which nothing matters."""

from collections import Counter
from collections.abc import Mapping

from ..domain import Triage

LEAST = 20
"""Papers below which like scores prove nothing."""
SHARE = 0.9
"""Of the papers, with one and the same pair of scores. On ten real days, every paper scored, the commonest pair had 12
to 19% of the papers, and never more than 45% of any 20 drawn at random."""


def collapsed(scored: Mapping[str, Triage]) -> str:
    """What is wrong with a day's scores if they are nearly all the same; else empty. No verdict on extracted ones."""
    pairs = Counter((one.relevance, one.novelty) for one in scored.values() if _by_model(one))
    papers = sum(pairs.values())
    if papers < LEAST:
        return ""
    [((relevance, novelty), alike)] = pairs.most_common(1)
    if alike < SHARE * papers:
        return ""
    return f"collapse: {alike} of {papers} papers were given relevance {relevance} and novelty {novelty}"


def _by_model(one: Triage) -> bool:
    return one.provenance is not None and one.provenance.engine != "extractive"
