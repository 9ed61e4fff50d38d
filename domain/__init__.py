"""The nouns: what flows through the newsroom, as pydantic models without I/O."""

from .call import Call
from .digest import Digest, Report, Shortlisted
from .ledger import Counts, Item, Outcome, Run, State
from .paper import FullText, Listing, Paper, Section, Unreadable
from .profile import Interest, Profile
from .provenance import Provenance
from .review import (
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
from .triage import Route, Triage
from .usage import Usage, UsageRow

__all__ = [
    "Call",
    "Counts",
    "Digest",
    "Direction",
    "DirectionKind",
    "FullText",
    "Interest",
    "Item",
    "Lens",
    "Listing",
    "MetaReview",
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
    "Section",
    "Shortlisted",
    "State",
    "Triage",
    "Unreadable",
    "Usage",
    "UsageRow",
]
