"""The forms that replies fill: sent to a model as JSON schema, so descriptions are instructions.

A `…Findings` form holds what any engine can find; its `…Form` adds the verdict, which only a model gives.
"""

from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError

from .openreview import Leaning, Sentiment
from .review import DirectionKind, Recommendation


class Form(BaseModel):
    """A reply: no field may be missing, none may be added."""

    model_config = ConfigDict(extra="forbid")


class PaperScore(Form):
    """Triage's row for one paper."""

    id: str = Field(description="the paper's id, copied")
    relevance: int = Field(ge=1, le=10)
    novelty: int = Field(ge=1, le=10)
    criterion: str = Field(description="name of the interest that matched; empty below relevance 5")
    reason: str = Field(description="at most 25 words; empty below relevance 5")


def _rows_that_fit(rows: Any) -> Any:
    """Drops the rows that do not fit: their papers count as unanswered and are asked for again."""
    if not isinstance(rows, list):
        return rows
    return [row for row in rows if _fits(row)]


def _fits(row: Any) -> bool:
    try:
        PaperScore.model_validate(row)
    except ValidationError:
        return False
    return True


class TriageForm(Form):
    """A batch of scores, matched to papers by id."""

    papers: Annotated[list[PaperScore], BeforeValidator(_rows_that_fit)]


class SummaryForm(Form):
    """The plain summary."""

    text: str


class QuotedPoint(Form):
    """A claim and the words of the paper that it rests on."""

    claim: str
    quote: str = Field(description="verbatim from the paper, 5 to 60 words, one passage, no ellipsis")


class ReviewFindings(Form):
    """A review without a verdict."""

    summary: str
    strengths: list[QuotedPoint]
    weaknesses: list[QuotedPoint]
    questions: list[str]


class ReviewForm(ReviewFindings):
    """A whole review; the scores come after what they rest on."""

    soundness: int = Field(ge=1, le=4)
    presentation: int = Field(ge=1, le=4)
    contribution: int = Field(ge=1, le=4)
    overall: int = Field(ge=1, le=10)
    confidence: int = Field(ge=1, le=5)


class FoundQuote(Form):
    """The second try at a quote."""

    number: int
    quote: str = Field(description="copied from the passages; empty if none of them carries the claim")


class RepairForm(Form):
    """Second tries, by number."""

    quotes: list[FoundQuote]


class MetaReviewFindings(Form):
    """What the panel found, joined; no verdict."""

    summary: str
    agreement: str
    disagreements: list[str]
    weaknesses: str
    technical_soundness: str
    novelty_and_significance: str
    limitations: str


class MetaReviewForm(MetaReviewFindings):
    """The meta-review with its verdict."""

    overall: str
    recommendation: Recommendation
    score: int = Field(ge=1, le=10)
    required_revisions: list[str]


class ProposedDirection(Form):
    """One direction."""

    kind: DirectionKind
    title: str
    idea: str
    rests_on: str = Field(
        description="the referee's weakness (name the lens) or the passage of the paper, in a few words"
    )
    first_experiment: str = Field(description="what to run first, on what, measured how")


class DirectionsForm(Form):
    """The directions, best first."""

    directions: list[ProposedDirection]


class ReviewedPoint(Form):
    """A claim about the paper and the words of a review that it rests on."""

    claim: str
    quote: str = Field(description="verbatim from one review, 6 to 50 words, one passage, no ellipsis")


class OpenReviewForm(Form):
    """The reviews of one paper, joined."""

    sentiment: Sentiment
    strengths: list[ReviewedPoint]
    concerns: list[ReviewedPoint]
    consensus: str
    leaning: Leaning
