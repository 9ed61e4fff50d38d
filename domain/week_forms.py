"""The forms of the analysts and editors of a week; descriptions are instructions to the model."""

from pydantic import Field

from .forms import Form
from .weekly import Fate


class KeyedClaim(Form):
    """One claim and the keys of what it rests on."""

    text: str = Field(description="one claim, as the instructions say")
    keys: list[str] = Field(description="keys of everything shown that carries it, copied")


class AnalystFindings(Form):
    """What one analyst sees in a topic."""

    claims: list[KeyedClaim] = Field(description="weightiest first; empty where the items hold nothing for your eye")


class AnalystForm(AnalystFindings):
    """The analyst's reading with what would change it."""

    would_change: list[KeyedClaim] = Field(description="at most two; keys of the items whose reading would change")


class SynthesisForm(Form):
    """The analysts joined."""

    consensus: list[KeyedClaim]
    divergence: list[KeyedClaim] = Field(description="who holds what against whom; empty where nobody differs")
    would_change: list[KeyedClaim]
    final_take: list[KeyedClaim] = Field(description="one or two sentences")


class Recommended(Form):
    """One thing to read, and why."""

    key: str = Field(description="key of one paper or story, copied")
    reason: str = Field(description="one sentence: why before the others")
    keys: list[str] = Field(description="keys of everything shown that the reason rests on, copied")


class WeekFindings(Form):
    """The week's opening and what to read first."""

    opening: list[KeyedClaim]
    read_first: list[Recommended]


class Expected(Form):
    """A prediction that can be held against later weeks."""

    statement: str = Field(description="one sentence that will be plainly true or plainly false")
    weeks: int = Field(ge=1, le=8, description="in how many weeks from this one it should show")
    shown_by: str = Field(description="what to look at then: which count, share, release or document")
    keys: list[str] = Field(description="keys of what it is expected from, copied")


class WeekForm(WeekFindings):
    """The editor's whole work: what is expected comes after what it rests on."""

    predictions: list[Expected]


class PredictionVerdict(Form):
    """What became of one prediction."""

    number: int
    reason: str = Field(description="one sentence: what decides it")
    keys: list[str] = Field(description="keys of what decides it, copied; empty if nothing shown does")
    fate: Fate


class PredictionCheckForm(Form):
    """One verdict for each prediction."""

    verdicts: list[PredictionVerdict]
