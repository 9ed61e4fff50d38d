"""The forms of the agents that answer questions; descriptions are instructions to the model."""

from typing import Literal

from pydantic import Field

from .answer import QuestionKind
from .forms import Form


class RoutingForm(Form):
    """What kind of question it is, written so that it stands by itself."""

    kind: QuestionKind
    question: str = Field(description="the question, complete without the conversation; time words kept as they are")


class CitedClaim(Form):
    """One sentence of the answer."""

    text: str = Field(description="one sentence, one claim")
    sources: list[str] = Field(description="keys of the passages that say so, copied")
    quote: str = Field(description="verbatim from one of these passages, 6 to 40 words, no ellipsis")
    part: str = Field(description="the side of the question it is about, copied from the passage; may be empty")


class AnswerFindings(Form):
    """What the passages say to the question."""

    claims: list[CitedClaim]


class AnswerForm(AnswerFindings):
    """The whole answer; whether it is one is judged last."""

    complete: bool = Field(description="whether the claims answer the whole question")
    missing: str = Field(description="what of the question the passages do not answer; empty if complete")


class ClaimVerdict(Form):
    """Whether its passages carry one claim."""

    number: int
    verdict: Literal["supported", "in part", "unsupported"]
    reason: str = Field(description="at most 15 words; empty if supported")


class SupportForm(Form):
    """One verdict for each claim."""

    verdicts: list[ClaimVerdict]
