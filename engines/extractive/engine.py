"""The engine that needs no model, no key and no network."""

import asyncio
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from ...domain import Provenance, Usage
from ...domain.briefs import (
    AnswerBrief,
    DirectionsBrief,
    MetaReviewBrief,
    OpenReviewBrief,
    ReviewBrief,
    RouterBrief,
    SummaryBrief,
    SupportBrief,
    TriageBrief,
)
from ...domain.errors import EngineError
from ...domain.forms import Form
from ...domain.noun import Noun
from ...domain.week_briefs import AnalystBrief, PredictionCheckBrief, WeekBrief
from ..assignment import Assignment, F, Reply
from .answer import quote_passages, take_as_it_is
from .directions import propose
from .meta_review import join_reviews
from .openreview import join_human_reviews
from .review import review
from .summary import summarise
from .support import overlap
from .triage import triage
from .week import hold_no_view, leave_unjudged, tell_week

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Vectors = NDArray[np.float32]

_RULES = "rules"
_FILLERS: dict[type[Noun], Callable[[Any], Form]] = {
    SummaryBrief: summarise,
    ReviewBrief: review,
    MetaReviewBrief: join_reviews,
    DirectionsBrief: propose,
    OpenReviewBrief: join_human_reviews,
    RouterBrief: take_as_it_is,
    AnswerBrief: quote_passages,
    SupportBrief: overlap,
    AnalystBrief: hold_no_view,
    WeekBrief: tell_week,
    PredictionCheckBrief: leave_unjudged,
}


class ExtractiveEngine:
    """Selects and measures; every sentence it gives stands in the paper, and it never judges merit."""

    name = "extractive"

    def __init__(
        self,
        embed: "Callable[[Sequence[str]], Vectors]",
        familiar: "Callable[[Vectors], Vectors | None] | None" = None,
        *,
        model: str = "",
    ) -> None:
        """An engine.

        Args:
            embed: texts to vectors of unit norm, shape (n, d); called from a worker thread.
            familiar: for each vector the cosine to the nearest paper remembered from before, or None.
            model: the embedder's name, for the provenance of triage; taken from `embed` where it is a method of
                an object that has a `name`.
        """
        self._embed = embed
        self._familiar = familiar
        self._model = model or str(getattr(getattr(embed, "__self__", None), "name", "")) or _RULES

    async def fulfil(self, assignment: Assignment[F]) -> Reply[F]:
        """The assignment's findings, worked out off the event loop; nothing is counted as used.

        Raises:
            EngineError: the brief is of a kind that needs a model, or holds nothing to work on.
        """
        filled, model = await asyncio.to_thread(self._fill, assignment.brief)
        if not isinstance(filled, assignment.findings):
            raise EngineError(
                f"The extractive engine fills {type(filled).__name__}, not {assignment.findings.__name__}.",
                f"Set `engine` of [agents.{assignment.agent}] to openai.",
            )
        provenance = Provenance(
            prompt=assignment.prompt.id, prompt_hash=assignment.prompt.hash, engine=self.name, model=model
        )
        return Reply(form=filled, provenance=provenance, usage=Usage())

    def _fill(self, brief: Any) -> tuple[Form, str]:
        if isinstance(brief, TriageBrief):
            return triage(brief, self._embed, self._familiar), self._model
        if fill := _FILLERS.get(type(brief)):
            return fill(brief), _RULES
        raise EngineError(
            f"The extractive engine cannot work on a {type(brief).__name__}.",
            "Configure a model: set OPENAI_API_KEY, or `base_url` under [engine].",
        )
