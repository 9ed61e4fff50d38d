"""Joins the analysts of a topic, and puts together what the reader gets of it."""

from collections.abc import Iterable, Sequence
from datetime import date

from ..domain import Analysis, CitedClaim, Suspicion, Topic, TopicReport, TopicSynthesis
from ..domain.week_briefs import SynthesisBrief
from ..domain.week_forms import SynthesisForm
from ..domain.window import day_told
from ..engines.assignment import Assignment
from ..engines.extractive import topic_excerpts
from .board import Board, panel
from .staff import Staff
from .topic_wording import topic_text

_TITLES = {"technical": "technical", "market": "market and industry", "policy": "policy and society"}


async def synthesise_topic(
    staff: Staff, topic: Topic, analyses: Sequence[Analysis], today: date
) -> TopicSynthesis | None:
    """Consensus, divergence, what would change the view, and a final take; None where no analyst claims anything.

    Raises:
        EngineError: there is no answer.
    """
    if not any(one.claims for one in analyses):
        return None
    board = Board()
    cited = {cite for one in analyses for claim in _all_claims(one) for cite in claim.cites}
    reply = await staff.desk.fulfil(
        Assignment(
            agent="topic_synthesis",
            prompt=staff.prompt("topic_synthesis"),
            variables={
                "today": day_told(today),
                "topic": topic_text(topic, board, only=cited),
                "analyses": "\n".join(_analysis_text(one, board) for one in analyses),
            },
            brief=SynthesisBrief(topic=topic, analyses=tuple(analyses), today=today),
            form=SynthesisForm,
            findings=SynthesisForm,
            label=f"synthesis of {topic.name[:40]!r}",
            max_output_tokens=staff.output_tokens("topic_synthesis"),
        )
    )
    parts = {name: board.checked(getattr(reply.form, name)) for name in SynthesisForm.model_fields}
    return TopicSynthesis(
        **{name: claims for name, (claims, _) in parts.items()},
        dropped=sum(dropped for _, dropped in parts.values()),
        provenance=reply.provenance,
    )


def topic_report(
    topic: Topic,
    analyses: Iterable[Analysis] = (),
    synthesis: TopicSynthesis | None = None,
    suspicions: Iterable[Suspicion] = (),
    problems: Iterable[str] = (),
) -> TopicReport:
    """What the reader gets of a topic: with a synthesis all analyses, also the empty ones, which say that an eye found
    nothing; without one, sentences of its items and whatever analysts did say."""
    said = tuple(analyses)
    return TopicReport(
        topic=topic,
        excerpts=() if synthesis else topic_excerpts(topic),
        analyses=said if synthesis else tuple(one for one in said if one.claims),
        synthesis=synthesis,
        suspicions=tuple(suspicions),
        problems=tuple(problems),
    )


def _all_claims(analysis: Analysis) -> tuple[CitedClaim, ...]:
    return (*analysis.claims, *analysis.would_change)


def _analysis_text(analysis: Analysis, board: Board) -> str:
    lines = [_claim_text(claim, board) for claim in analysis.claims] or ["(nothing in the items for these eyes)"]
    if analysis.would_change:
        lines += ["What would change the view:", *(_claim_text(claim, board) for claim in analysis.would_change)]
    return panel("analysis", "\n".join(lines), eyes=_TITLES[analysis.eye])


def _claim_text(claim: CitedClaim, board: Board) -> str:
    keys = ", ".join(one.key for one in board.find(claim.cites))
    return f"- {claim.text} [{keys}]"
