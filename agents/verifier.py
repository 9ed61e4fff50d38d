"""Turns drafts into reviews whose every point is pinned: found, repaired once, or dropped and counted."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ..domain import FullText, Paper, Point, Quote, Review, Scores
from ..domain.briefs import LostQuote
from ..domain.errors import EngineError, RunStopped
from ..domain.forms import QuotedPoint, ReviewForm
from .quotes import QuoteFinder
from .repair import repair
from .reviewer import Draft
from .staff import Staff


@dataclass(frozen=True)
class Verified:
    """The reviews, and what went wrong with the repair, if anything."""

    reviews: tuple[Review, ...]
    problem: str = ""


async def verify(staff: Staff, paper: Paper, text: FullText, drafts: Sequence[Draft]) -> Verified:
    """Checks every quote of every draft; all lost ones of a paper are asked for again in one call."""
    finder = QuoteFinder(text)
    points = [point for draft in drafts for point in (*draft.findings.strengths, *draft.findings.weaknesses)]
    lost = [point for point in points if finder.find(point.quote) is None]
    try:
        second = await _second_chance(staff, paper, finder, lost)
    except RunStopped:
        raise
    except EngineError as error:
        problem = f"Quotes could not be asked for again ({error.kind}: {error.message})."
        return Verified(tuple(_pin(draft, finder, {}) for draft in drafts), problem)
    return Verified(tuple(_pin(draft, finder, second) for draft in drafts))


async def _second_chance(
    staff: Staff, paper: Paper, finder: QuoteFinder, lost: Sequence[QuotedPoint]
) -> dict[tuple[str, str], str]:
    if not lost:
        return {}
    briefs = tuple(
        LostQuote(number=n, claim=p.claim, quote=p.quote, candidates=finder.nearest(p.claim, p.quote))
        for n, p in enumerate(lost, start=1)
    )
    found = await repair(staff, paper, briefs)
    return {(b.claim, b.quote): found[b.number] for b in briefs if found.get(b.number)}


def _pin(draft: Draft, finder: QuoteFinder, second: Mapping[tuple[str, str], str]) -> Review:
    repaired = dropped = 0
    pinned: dict[str, list[Point]] = {"strengths": [], "weaknesses": []}
    for kind, points in pinned.items():
        for point in getattr(draft.findings, kind):
            quote = finder.find(point.quote)
            if quote is None and (quote := _found(finder, second.get((point.claim, point.quote)))):
                repaired += 1
            if quote is None:
                dropped += 1
            else:
                points.append(Point(claim=point.claim.strip(), quote=quote))
    return Review(
        lens=draft.lens,
        summary=draft.findings.summary.strip(),
        strengths=tuple(pinned["strengths"]),
        weaknesses=tuple(pinned["weaknesses"]),
        questions=tuple(draft.findings.questions),
        scores=_scores(draft),
        repaired=repaired,
        dropped=dropped,
        provenance=draft.provenance,
    )


def _found(finder: QuoteFinder, quote: str | None) -> Quote | None:
    return finder.find(quote) if quote else None


def _scores(draft: Draft) -> Scores | None:
    if not isinstance(draft.findings, ReviewForm):
        return None
    return Scores(**draft.findings.model_dump(include=set(Scores.model_fields)))
