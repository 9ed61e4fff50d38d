"""What the panel says of a paper. Every point is pinned to a quote from the text."""

from datetime import date
from typing import Literal

from pydantic import Field

from .noun import Noun
from .provenance import Provenance

Lens = Literal["method", "evidence", "novelty"]
Recommendation = Literal["accept", "minor revision", "major revision", "reject"]
DirectionKind = Literal["extension", "new direction", "open problem", "application"]


class Quote(Noun):
    """Verbatim text and the section it was found in; `match` is the similarity to that text, 0 to 100."""

    text: str
    section_id: str = ""
    section_title: str = ""
    url: str = ""
    match: float = 100.0


class Point(Noun):
    """One claim about the paper and the quote that carries it."""

    claim: str
    quote: Quote


class Scores(Noun):
    """The review form's numbers: three of 1 to 4, overall 1 to 10, confidence 1 to 5."""

    soundness: int = Field(ge=1, le=4)
    presentation: int = Field(ge=1, le=4)
    contribution: int = Field(ge=1, le=4)
    overall: int = Field(ge=1, le=10)
    confidence: int = Field(ge=1, le=5)


class Review(Noun):
    """One reviewer's reading. `scores` is None where the engine gives no verdict."""

    lens: Lens
    summary: str
    strengths: tuple[Point, ...] = ()
    weaknesses: tuple[Point, ...] = ()
    questions: tuple[str, ...] = ()
    scores: Scores | None = None
    repaired: int = 0
    """Points whose quote was found only after the reviewer was asked again."""
    dropped: int = 0
    """Points left out because their quote is not in the paper."""
    provenance: Provenance


class PriorWork(Noun):
    """A paper of the memory that this one stands near; `similarity` is a cosine, -1 to 1."""

    paper_id: str
    title: str
    published: date | None = None
    seen: date
    similarity: float
    url: str = ""
    excerpt: str = ""


class Calibrated(Noun):
    """What the panel's scores have gone with at a real conference; fitted, not asked of a model."""

    accept_probability: float = Field(ge=0, le=1)
    expected_rating: float = Field(ge=1, le=10)
    """The mean rating, 1 to 10, that human referees gave to papers with such scores."""
    base_rate: float = Field(ge=0, le=1)
    """The share of accepted papers among those it was fitted on."""
    fitted_on: str
    """Whose decisions: `ICLR 2022`."""


class MetaReview(Noun):
    """The area chair's view of the panel; disagreement is named, not averaged away."""

    summary: str
    agreement: str
    disagreements: tuple[str, ...] = ()
    weaknesses: str = ""
    technical_soundness: str = ""
    novelty_and_significance: str = ""
    limitations: str = ""
    overall: str = ""
    recommendation: Recommendation | None = None
    score: int | None = Field(default=None, ge=1, le=10)
    required_revisions: tuple[str, ...] = ()
    calibrated: Calibrated | None = None
    """None where fewer than two reviewers gave scores."""
    provenance: Provenance


class Direction(Noun):
    """Something to try next; `rests_on` names the weakness or quote it grows from."""

    kind: DirectionKind
    title: str
    idea: str
    rests_on: str
    first_experiment: str = ""
    done_by: tuple[PriorWork, ...] = ()
    """Papers of the memory close enough that they may have done it already."""
    provenance: Provenance


class PlainSummary(Noun):
    """One paragraph for a reader outside the subfield."""

    text: str
    provenance: Provenance
