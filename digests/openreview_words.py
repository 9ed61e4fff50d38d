"""What people wrote on OpenReview, and what came of asking for it, in words that every form of the digest shares."""

from ..domain import Digest, OpenReviewSynthesis, Quote, Report
from .text import one_line
from .words import counted, listed

HEADING = "Human reviews on OpenReview"
BESIDE = "Written by people for a venue; the panel did not see them, and its scores do not count them."
_OUTCOMES = {
    "reviews": "reviews of",
    "no reviews": "a forum without reviews for",
    "no forum": "no forum for",
    "no answer": "no answer on",
}


def venue_of(found: OpenReviewSynthesis) -> str:
    """The venue as OpenReview names it, for the link to the forum."""
    return one_line(found.venue) or "The forum"


def openreview_facts(found: OpenReviewSynthesis) -> list[str]:
    """Decision, reviews with their ratings, and what they ask for together."""
    decided = f"decision: {one_line(found.decision)}" if found.decision.strip() else "no decision published"
    ratings = listed([f"{rating:g}" for rating in found.ratings])
    reviews = counted(found.reviews, "review") + (f", rated {ratings}" if ratings else "")
    leaning = "undecided" if found.leaning == "undecided" else f"leaning to {found.leaning}"
    facts = ("withdrawn" if found.withdrawn else "", decided, reviews, f"{found.sentiment}, {leaning}")
    return [fact for fact in facts if fact]


def openreview_held(found: OpenReviewSynthesis) -> str:
    """`What they hold: 2 strengths, 4 concerns`."""
    parts = ((found.strengths, "strength"), (found.concerns, "concern"))
    return f"What they hold: {', '.join(counted(len(points), noun) for points, noun in parts)}"


def openreview_notes(found: OpenReviewSynthesis) -> list[str]:
    """What was set aside or thrown away on the way, a sentence each."""
    told = [one_line(notice) for notice in found.notices]
    if found.dropped:
        told.append(f"{counted(found.dropped, 'point')} dropped, the quote is in no review.")
    return told


def reviewer_of(quote: Quote) -> str:
    """Who is quoted: `Reviewer UL2e`."""
    return one_line(quote.section_title or quote.section_id) or "a review"


def problems_of(report: Report) -> list[str]:
    """What is missing of a paper, and why OpenReview could not be asked, if so."""
    asked = report.openreview_enquiry
    if asked is None or asked.outcome != "no answer":
        return list(report.problems)
    return [*report.problems, f"Reviews on OpenReview could not be looked up: {asked.told}"]


def enquiries(digest: Digest) -> str:
    """What came of asking OpenReview about the day's papers, in one sentence; empty where nobody asked."""
    asked: dict[str, list[str]] = {}
    for report in digest.reports:
        if report.openreview_enquiry:
            asked.setdefault(report.openreview_enquiry.outcome, []).append(report.paper.id)
    told = [f"{words} {listed(asked[outcome])}" for outcome, words in _OUTCOMES.items() if outcome in asked]
    number = sum(map(len, asked.values()))
    return f"OpenReview was asked about {counted(number, 'paper')}: {'; '.join(told)}." if told else ""
