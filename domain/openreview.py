"""What people said of a paper on OpenReview, and the synthesis of it. Never mixed with the panel's own reviews."""

from datetime import datetime
from typing import Literal

from .noun import Noun
from .provenance import Provenance
from .review import Point
from .suspicion import Suspicion

Sentiment = Literal["positive", "mixed", "negative"]
Leaning = Literal["accept", "reject", "undecided"]
Enquiry = Literal["reviews", "no reviews", "no forum", "no answer"]


class HumanReview(Noun):
    """One referee's review in its latest version; `reviewer` is the anonymous name (`Reviewer_UL2e`)."""

    id: str
    reviewer: str = ""
    summary: str = ""
    strengths: str = ""
    weaknesses: str = ""
    questions: str = ""
    limitations: str = ""
    rating: float | None = None
    """On the venue's own scale."""
    rating_first: float | None = None
    """As first posted, where an earlier version is known."""
    confidence: float | None = None
    soundness: float | None = None
    presentation: float | None = None
    contribution: float | None = None
    posted: datetime | None = None
    edited: datetime | None = None
    versions: int = 1

    @property
    def url_fragment(self) -> str:
        return f"noteId={self.id}"


class Forum(Noun):
    """A submission and what was said of it in public."""

    id: str
    title: str
    abstract: str = ""
    venue: str = ""
    withdrawn: bool = False
    decision: str = ""
    """As stated (`Accept (poster)`); empty where none is published."""
    meta_review: str = ""
    reviews: tuple[HumanReview, ...] = ()
    author_replies: int = 0
    public_comments: int = 0
    notices: tuple[str, ...] = ()
    """What was set aside in reading: a reviewer's second note, a note that could not be read."""

    @property
    def url(self) -> str:
        return f"https://openreview.net/forum?id={self.id}"


class OpenReviewSynthesis(Noun):
    """The reviews of one paper joined; each point's quote stands in a review, `section_id` being that review's id."""

    sentiment: Sentiment
    leaning: Leaning
    """What the reviews ask for, taken together; not the decision."""
    strengths: tuple[Point, ...] = ()
    concerns: tuple[Point, ...] = ()
    consensus: str = ""
    decision: str = ""
    """As the venue states it, copied; empty where none is published."""
    dropped: int = 0
    """Points left out because their quote is in no review."""
    suspicions: tuple[Suspicion, ...] = ()
    """Passages taken out of the reviews."""
    url: str = ""
    """The forum's own page."""
    venue: str = ""
    withdrawn: bool = False
    reviews: int = 0
    """How many reviews were read."""
    ratings: tuple[float, ...] = ()
    """On the venue's own scale, in the order of the reviews; a review may give none."""
    notices: tuple[str, ...] = ()
    """What was set aside in reading the forum."""
    provenance: Provenance


class OpenReviewEnquiry(Noun):
    """What came of asking OpenReview for one paper; `told` is the reason where there was no answer."""

    outcome: Enquiry
    told: str = ""
    url: str = ""
    """The forum, where there is one."""
