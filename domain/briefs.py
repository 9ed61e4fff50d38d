"""What an agent is handed. An engine that needs no prompt works from these alone."""

from datetime import date

from .answer import Question, Source
from .noun import Noun
from .openreview import Forum
from .paper import FullText, Paper
from .profile import Profile
from .review import Lens, MetaReview, PriorWork, Review


class TriageBrief(Noun):
    """One batch of papers and the reader they are scored for."""

    papers: tuple[Paper, ...]
    profile: Profile


class SummaryBrief(Noun):
    """A paper to be told in one paragraph."""

    paper: Paper
    text: FullText


class ReviewBrief(Noun):
    """A paper for one reviewer. `today` is the day of the edition, not of the clock."""

    paper: Paper
    text: FullText
    lens: Lens
    prior_work: tuple[PriorWork, ...]
    today: date


class LostQuote(Noun):
    """A point whose quote is not in the text, and the passages of the text nearest to it."""

    number: int
    claim: str
    quote: str
    candidates: tuple[str, ...]


class RepairBrief(Noun):
    """Quotes to be given once more, verbatim."""

    paper: Paper
    lost: tuple[LostQuote, ...]


class MetaReviewBrief(Noun):
    """A paper and what its panel said, quotes verified."""

    paper: Paper
    text: FullText
    reviews: tuple[Review, ...]
    prior_work: tuple[PriorWork, ...]
    today: date


class DirectionsBrief(Noun):
    """A paper, its reviews and the memory's neighbours, to think on from."""

    paper: Paper
    text: FullText
    reviews: tuple[Review, ...]
    meta_review: MetaReview | None
    prior_work: tuple[PriorWork, ...]
    today: date


class OpenReviewBrief(Noun):
    """A forum whose reviews are to be joined; the decision and the area chair's text are not shown."""

    forum: Forum


class RouterBrief(Noun):
    """A question that the rules could not place; `previous` is the question before it in a conversation."""

    asked: str
    previous: Question | None = None


class AnswerBrief(Noun):
    """A question and the passages to answer it from, best first."""

    question: Question
    sources: tuple[Source, ...]
    today: date


class UncheckedClaim(Noun):
    """A claim of an answer and the passages that it cites."""

    number: int
    text: str
    sources: tuple[Source, ...]


class SupportBrief(Noun):
    """Claims to be held against their passages."""

    claims: tuple[UncheckedClaim, ...]
