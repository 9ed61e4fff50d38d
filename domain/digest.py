"""A day as the reader gets it; everything the writers of Markdown, HTML and JSON need."""

from datetime import date, datetime

from .ledger import Counts, Item
from .news import LeftOut, SourceOutcome, Story
from .noun import Noun
from .openreview import OpenReviewEnquiry, OpenReviewSynthesis
from .paper import FullText, Paper
from .review import Direction, MetaReview, PlainSummary, PriorWork, Review
from .suspicion import Suspicion
from .triage import Triage
from .usage import UsageRow


class Report(Noun):
    """All that was found out about one reviewed paper; a missing part has its reason in `problems`."""

    paper: Paper
    triage: Triage
    text: FullText
    summary: PlainSummary | None = None
    prior_work: tuple[PriorWork, ...] = ()
    reviews: tuple[Review, ...] = ()
    meta_review: MetaReview | None = None
    openreview: OpenReviewSynthesis | None = None
    """What people wrote of the paper: beside the panel's reviews, and never a part of them."""
    openreview_enquiry: OpenReviewEnquiry | None = None
    """What came of asking for it; None where nobody asked."""
    directions: tuple[Direction, ...] = ()
    problems: tuple[str, ...] = ()
    suspicions: tuple[Suspicion, ...] = ()
    """Passages taken out of `paper` and `text`."""


class Shortlisted(Noun):
    """A selected paper that the panel did not read."""

    paper: Paper
    triage: Triage
    suspicions: tuple[Suspicion, ...] = ()


class Digest(Noun):
    """One day. `reports` and `shortlist` are ranked, best first; `open_items` are the failed and deferred rows."""

    day: date
    edition: str
    written: datetime
    engine: str
    """How the day was read, as a label: `extractive`, or `openai · MODEL`."""
    counts: Counts
    scanned: int
    """Distinct papers that triage scored."""
    selected: int
    """Papers above the cut, whatever became of them afterwards."""
    usage: tuple[UsageRow, ...] = ()
    reports: tuple[Report, ...] = ()
    shortlist: tuple[Shortlisted, ...] = ()
    stories: tuple[Story, ...] = ()
    """The day's news, the stories with most sources first."""
    news_outcomes: tuple[SourceOutcome, ...] = ()
    news_left_out: tuple[LeftOut, ...] = ()
    open_items: tuple[Item, ...] = ()
    notices: tuple[str, ...] = ()
    selection_prompt: str = ""
    """The triage prompt as it was sent, without the papers."""
    selection_prompt_id: str = ""
