"""The nouns: what flows through the newsroom, as pydantic models without I/O."""

from .analysis import Analysis, CitedClaim, Eye, TopicReport, TopicSynthesis
from .call import Call
from .digest import Digest, Report, Shortlisted
from .ledger import Counts, Item, Outcome, Run, State, WeekRun
from .news import LeftOut, NewsEdition, NewsItem, SourceOutcome, SourceState, Story, Topic
from .openreview import Forum, HumanReview, Leaning, OpenReviewEnquiry, OpenReviewSynthesis, Sentiment
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
from .trend import Link, MapPoint, PaperRef, Standing, Sureness, Trend, Trends, WeekShare
from .triage import Route, Triage
from .usage import Usage, UsageRow
from .weekly import Fate, FollowUp, Prediction, ReadFirst, WeekCounts, Weekly, week_days, week_of

__all__ = [
    "Analysis",
    "Calibrated",
    "Call",
    "CitedClaim",
    "Counts",
    "Digest",
    "Direction",
    "DirectionKind",
    "Eye",
    "Fate",
    "FollowUp",
    "Forum",
    "FullText",
    "HiddenText",
    "HumanReview",
    "Interest",
    "Item",
    "Leaning",
    "LeftOut",
    "Lens",
    "Link",
    "Listing",
    "MapPoint",
    "MetaReview",
    "NewsEdition",
    "NewsItem",
    "OpenReviewEnquiry",
    "OpenReviewSynthesis",
    "Outcome",
    "Paper",
    "PaperRef",
    "PlainSummary",
    "Point",
    "Prediction",
    "PriorWork",
    "Profile",
    "Provenance",
    "Quote",
    "ReadFirst",
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
    "SourceOutcome",
    "SourceState",
    "Standing",
    "State",
    "Story",
    "Sureness",
    "Suspicion",
    "Topic",
    "TopicReport",
    "TopicSynthesis",
    "Trend",
    "Trends",
    "Triage",
    "Unreadable",
    "Usage",
    "UsageRow",
    "WeekCounts",
    "WeekRun",
    "WeekShare",
    "Weekly",
    "week_days",
    "week_of",
]
