"""Answers of triage put in the order of the digest, with each paper's place in its day."""

from collections.abc import Mapping

from ...settings import Selection
from ..task import Json


def placed(answers: Mapping[str, Json], cut: Selection) -> dict[str, Json]:
    """The answers by sample id, each with `selected`, by the reader's thresholds, and its `place` `of` how many.

    Places count from 1, best first, in the digest's order: the sum of both axes, then relevance. Equals share the
    mean of their places, since the order of the listing earns nothing.
    """
    from scipy.stats import rankdata

    if not answers:
        return {}
    places = rankdata([-rank_key(answer) for answer in answers.values()])
    return {
        case: dict(answer)
        | {
            "selected": answer["relevance"] >= cut.relevance and answer["novelty"] >= cut.novelty,
            "place": float(place),
            "of": len(answers),
        }
        for (case, answer), place in zip(answers.items(), places, strict=True)
    }


def rank_key(answer: Json) -> float:
    """One number that orders answers as the digest does, higher first."""
    relevance, novelty = float(answer["relevance"]), float(answer["novelty"])
    return 100 * (relevance + novelty) + relevance
