"""Triage without a model: two figures a paper, each from evidence that the reason names."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from ...domain.briefs import TriageBrief
from ...domain.errors import EngineError
from ...domain.forms import PaperScore, TriageForm
from .novelty import Novelty, rate_novelty
from .relevance import Relevance, rate_relevance

if TYPE_CHECKING:
    from .relevance import Embed, Vectors

_NAMED_FROM = 4


def triage(
    brief: TriageBrief, embed: "Embed", familiar: "Callable[[Vectors], Vectors | None] | None" = None
) -> TriageForm:
    """Relevance and novelty of every paper of the batch; none is left out.

    Raises:
        EngineError: the profile has neither interests nor keywords.
    """
    if not brief.profile.interests and not brief.profile.keywords_for:
        raise EngineError("There is nothing to triage for.", "Set `interests` or `keywords_for` in paperwire.toml.")
    if not brief.papers:
        return TriageForm(papers=[])
    vectors = embed([f"{paper.title}. {paper.abstract}" for paper in brief.papers])
    relevances = rate_relevance(brief.papers, vectors, brief.profile, embed)
    novelties = rate_novelty(brief.papers, vectors, embed, familiar)
    rows = zip(brief.papers, relevances, novelties, strict=True)
    return TriageForm(
        papers=[
            PaperScore(
                id=paper.id,
                relevance=near.score,
                novelty=new.score,
                criterion=near.interest if near.score >= _NAMED_FROM else "",
                reason=_reason(near, new),
            )
            for paper, near, new in rows
        ]
    )


def _reason(near: Relevance, new: Novelty) -> str:
    parts = []
    if near.interest:
        parts.append(f"Nearest to '{near.interest}' (similarity {near.similarity:.2f})")
    for label, words in (("keywords", near.wanted), ("against", near.unwanted), ("novelty cues", new.cues)):
        if words:
            parts.append(f"{label}: {', '.join(words[:3])}")
    return "; ".join(parts) or "No interest or keyword matched"
