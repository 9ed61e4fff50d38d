"""The nouns: what flows through the newsroom, as pydantic models without I/O."""

from .call import Call
from .digest import Digest, Report, Shortlisted
from .ledger import Counts, Item, Outcome, Run, State
from .openreview import Forum, HumanReview, Leaning, OpenReviewSynthesis, Sentiment
from .paper import FullText, Listing, Paper, Section, Unreadable
from .profile import Interest, Profile
from .provenance import Provenance
from .review import (
    Calibrated,
    Direction,
    DirectionKind,
    Lens,
    MetaReview,
    PlainSummary,
    Point,
    PriorWork,
    Quote,
    Recommendation,
    Review,
    Scores,
)
from .suspicion import HiddenText, Screening, Suspicion
from .triage import Route, Triage
from .usage import Usage, UsageRow

__all__ = [
    "Calibrated",
    "Call",
    "Counts",
    "Digest",
    "Direction",
    "DirectionKind",
    "Forum",
    "FullText",
    "HiddenText",
    "HumanReview",
    "Interest",
    "Item",
    "Leaning",
    "Lens",
    "Listing",
    "MetaReview",
    "OpenReviewSynthesis",
    "Outcome",
    "Paper",
    "PlainSummary",
    "Point",
    "PriorWork",
    "Profile",
    "Provenance",
    "Quote",
    "Recommendation",
    "Report",
    "Review",
    "Route",
    "Run",
    "Scores",
    "Screening",
    "Section",
    "Sentiment",
    "Shortlisted",
    "State",
    "Suspicion",
    "Triage",
    "Unreadable",
    "Usage",
    "UsageRow",
]
