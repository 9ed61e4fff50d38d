"""Joins what people wrote on OpenReview; a point whose quote is in no review is dropped and counted."""

from collections.abc import Sequence

from ..domain import Forum, FullText, HumanReview, OpenReviewSynthesis, Point, Section, Suspicion
from ..domain.briefs import OpenReviewBrief
from ..domain.errors import EngineError
from ..domain.forms import OpenReviewForm, ReviewedPoint
from ..engines.assignment import Assignment, Reply
from ..prompts import fence
from ..screening import screen_forum
from .quotes import QuoteFinder
from .staff import Staff

_PARTS = ("summary", "strengths", "weaknesses", "questions", "limitations")


async def synthesise(staff: Staff, forum: Forum) -> OpenReviewSynthesis:
    """Sentiment, strengths, concerns and consensus of the reviews, and the decision as the venue states it.

    The engine sees neither the decision nor the area chair's text, so it cannot repeat them. Passages that speak to a
    model are taken out of the reviews first.

    Raises:
        EngineError: the forum has no reviews, or the engine gave no answer.
    """
    if not forum.reviews:
        raise EngineError(f"The forum {forum.id} has no reviews yet.", "Ask again when they are published.")
    forum, suspicions = screen_forum(forum)
    reply = await staff.desk.fulfil(_assignment(staff, forum))
    return _settled(forum, suspicions, reply)


def reviews_as_text(forum: Forum) -> FullText:
    """The reviews as sections, so that quotes are verified in them as they are in papers."""
    sections = tuple(
        Section(id=r.id, title=_name(r), text=_parts(r), url=f"{forum.url}&{r.url_fragment}") for r in forum.reviews
    )
    return FullText(paper_id=forum.id, source="edition", sections=sections, url=forum.url)


def _assignment(staff: Staff, forum: Forum) -> Assignment[OpenReviewForm]:
    return Assignment(
        agent="openreview_synthesis",
        prompt=staff.prompt("openreview_synthesis"),
        variables={"title": forum.title, "reviews": "\n\n".join(map(_review_text, forum.reviews))},
        brief=OpenReviewBrief(forum=forum.model_copy(update={"decision": "", "meta_review": ""})),
        form=OpenReviewForm,
        findings=OpenReviewForm,
        label=f"OpenReview {forum.id}",
        max_output_tokens=staff.output_tokens("openreview_synthesis"),
    )


def _settled(forum: Forum, suspicions: tuple[Suspicion, ...], reply: Reply[OpenReviewForm]) -> OpenReviewSynthesis:
    """What was said and can be traced, beside what the forum itself states."""
    said, finder = reply.form, QuoteFinder(reviews_as_text(forum))
    strengths, concerns = _traced(finder, said.strengths), _traced(finder, said.concerns)
    return OpenReviewSynthesis(
        sentiment=said.sentiment,
        leaning=said.leaning,
        strengths=strengths,
        concerns=concerns,
        consensus=said.consensus.strip(),
        decision=forum.decision,
        dropped=len(said.strengths) + len(said.concerns) - len(strengths) - len(concerns),
        suspicions=suspicions,
        url=forum.url,
        venue=forum.venue,
        withdrawn=forum.withdrawn,
        reviews=len(forum.reviews),
        ratings=tuple(review.rating for review in forum.reviews if review.rating is not None),
        notices=forum.notices,
        provenance=reply.provenance,
    )


def _traced(finder: QuoteFinder, points: Sequence[ReviewedPoint]) -> tuple[Point, ...]:
    found = ((point, finder.find(point.quote)) for point in points)
    return tuple(Point(claim=point.claim.strip(), quote=quote) for point, quote in found if quote)


def _review_text(review: HumanReview) -> str:
    marks = {"rating": review.rating, "confidence": review.confidence}
    given = {name: f"{value:g}" for name, value in marks.items() if value is not None}
    return fence("review", _parts(review), reviewer=_name(review), **given)


def _name(review: HumanReview) -> str:
    return review.reviewer.replace("_", " ") or "Reviewer"


def _parts(review: HumanReview) -> str:
    told = ((part, getattr(review, part)) for part in _PARTS)
    return "\n\n".join(f"{part.capitalize()}:\n{text}" for part, text in told if text)
