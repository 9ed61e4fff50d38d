"""The three readings joined: what they found, counted and quoted, without a verdict."""

from collections.abc import Iterable, Sequence

from ...domain import Lens, Point, PriorWork, Review
from ...domain.briefs import MetaReviewBrief
from ...domain.forms import MetaReviewFindings

_NO_VERDICT = "This engine selects sentences and looks for words; it gives no verdict on merit."
_LIMIT = "States a limit of its own"
_SHOWN = 3


def join_reviews(brief: MetaReviewBrief) -> MetaReviewFindings:
    """What the panel's readings say together; fixed rules read one text, so they cannot disagree."""
    reviews = brief.reviews
    return MetaReviewFindings(
        summary=f"{_counts(reviews)} {_NO_VERDICT}",
        agreement=_agreement(reviews),
        disagreements=[],
        weaknesses=_listed(
            _distinct(p for r in reviews for p in r.weaknesses if p.claim != _LIMIT),
            "The checks found nothing missing.",
        ),
        technical_soundness=_listed(
            _strengths(reviews, "evidence") or _strengths(reviews, "method"), "No result was found to quote."
        ),
        novelty_and_significance=_novelty(reviews, brief.prior_work),
        limitations=_listed(
            _distinct(p for r in reviews for p in r.weaknesses if p.claim == _LIMIT),
            "The authors state no limits in what was read.",
        ),
    )


def _counts(reviews: Sequence[Review]) -> str:
    strengths = sum(len(r.strengths) for r in reviews)
    limits = sum(p.claim == _LIMIT for r in reviews for p in r.weaknesses)
    missing = sum(len(r.weaknesses) for r in reviews) - limits
    return (
        f"{_count(len(reviews), 'reading')}: {_count(strengths, 'quoted strength')}, {_count(limits, 'stated limit')}, "
        f"{_count(missing, 'point')} from checks."
    )


def _agreement(reviews: Sequence[Review]) -> str:
    claims = list(dict.fromkeys(p.claim.lower() for r in reviews for p in r.strengths))
    return f"The paper {_and([_verbs(c) for c in claims[:4]])}." if claims else "No strength was found to quote."


def _verbs(claim: str) -> str:
    return claim[:1].lower() + claim[1:]


def _novelty(reviews: Sequence[Review], prior: Sequence[PriorWork]) -> str:
    found = _listed(_strengths(reviews, "novelty"), "The text makes no claim of novelty that could be quoted.")
    if not prior:
        return f"{found} Nothing read before stands near it."
    nearest = max(prior, key=lambda work: work.similarity)
    return f"{found} Nearest paper read before: “{nearest.title}” (similarity {nearest.similarity:.2f})."


def _strengths(reviews: Sequence[Review], lens: Lens) -> list[Point]:
    return [p for r in reviews if r.lens == lens for p in r.strengths]


def _distinct(points: Iterable[Point]) -> list[Point]:
    return list({(p.claim, p.quote.text): p for p in points}.values())


def _listed(points: Sequence[Point], otherwise: str) -> str:
    shown = [f"{p.claim}: “{' '.join(p.quote.text.split())}”" for p in points[:_SHOWN]]
    return " ".join(shown) or otherwise


def _count(number: int, noun: str) -> str:
    return f"{number or 'no'} {noun}{'' if number == 1 else 's'}"


def _and(parts: Sequence[str]) -> str:
    return f"{', '.join(parts[:-1])} and {parts[-1]}" if len(parts) > 1 else "".join(parts)
