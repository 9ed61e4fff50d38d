"""What triage must beat: keywords alone, chance, and always the same answer. They read no prompt and no interests."""

import hashlib
from collections.abc import Callable, Mapping, Sequence

from ...engines.extractive.keywords import Keywords
from ...settings import Selection
from ..task import Bench, Json, Sample
from .triage_cases import paper_of, profile_of
from .triage_order import placed

_MIDDLE = 5
_KEYWORD_CUT = Selection()


async def keyword(bench: Bench, samples: Sequence[Sample]) -> Mapping[str, Json]:
    """The reader's keywords counted, those in a title twice; it knows nothing of novelty and always gives the cut."""
    profile = profile_of(samples[0])
    wanted, unwanted = Keywords(profile.keywords_for), Keywords(profile.keywords_against)

    def rate(case: Sample) -> tuple[float, float]:
        paper = paper_of(case)
        points = sum(
            sign * (len(words.found(paper.abstract)) + 2 * len(words.found(paper.title)))
            for sign, words in ((1, wanted), (-1, unwanted))
        )
        return min(10, max(1, 4 + points)), _KEYWORD_CUT.novelty

    return _rated(samples, rate)


async def random(bench: Bench, samples: Sequence[Sample]) -> Mapping[str, Json]:
    """Scores drawn by the case's id: chance, and the same chance in every run."""

    def rate(case: Sample) -> tuple[float, float]:
        drawn = hashlib.sha256(f"triage {case.id}".encode()).digest()
        return 1 + int.from_bytes(drawn[:4], "big") % 10, 1 + int.from_bytes(drawn[4:8], "big") % 10

    return _rated(samples, rate)


async def prior(bench: Bench, samples: Sequence[Sample]) -> Mapping[str, Json]:
    """Always the same: what a figure is worth when nothing was read."""
    return _rated(samples, lambda _: (_MIDDLE, _MIDDLE))


def _rated(samples: Sequence[Sample], rate: Callable[[Sample], tuple[float, float]]) -> dict[str, Json]:
    rows = {case.id: rate(case) for case in samples}
    return placed({name: plain(*scores) for name, scores in rows.items()}, Selection())


def plain(relevance: float, novelty: float) -> Json:
    """An answer that gives no reason."""
    return {"relevance": relevance, "novelty": novelty, "criterion": "", "reason": ""}
