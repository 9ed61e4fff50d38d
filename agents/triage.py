"""Triage: relevance and novelty for every paper of the day, in concurrent batches, matched by id."""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from ..domain import Paper, Profile, Triage
from ..domain.briefs import TriageBrief
from ..domain.errors import EngineError, RunStopped
from ..domain.forms import PaperScore, TriageForm
from ..domain.provenance import Provenance
from ..engines.assignment import Assignment
from ..prompts import Prompt
from .staff import Staff
from .wording import listing_text, profile_text

_ROUNDS = 3
NO_ANSWER = "triage gave no answer for this paper"


@dataclass
class TriageResult:
    """Scores by paper id; `unanswered` by id with the reason; `stopped` if the run must end here.

    `in_vain` names, by paper id, the recorded calls that were to score a paper and did not.
    """

    scored: dict[str, Triage]
    unanswered: dict[str, str]
    stopped: RunStopped | None = None
    in_vain: dict[str, list[str]] = field(default_factory=dict)


async def triage(
    staff: Staff, papers: Sequence[Paper], profile: Profile, batch: int, done: Callable[[int], None] = lambda _: None
) -> TriageResult:
    """Scores `papers`. Those without an answer are asked again in smaller batches, twice, then given up by name.

    `done` is told how many more papers have their scores.
    """
    result = TriageResult({}, {})
    open_papers = list(papers)
    for attempt in range(_ROUNDS):
        await _one_round(staff, open_papers, profile, max(1, batch >> (2 * attempt)), result, done)
        open_papers = [paper for paper in open_papers if paper.id not in result.scored]
        if not open_papers or result.stopped:
            break
    result.unanswered = {p.id: result.unanswered.get(p.id, NO_ANSWER) for p in open_papers}
    return result


async def _one_round(
    staff: Staff,
    papers: Sequence[Paper],
    profile: Profile,
    size: int,
    result: TriageResult,
    done: Callable[[int], None],
) -> None:
    async def ask(batch: Sequence[Paper]) -> None:
        try:
            scores, call = await _score(staff, batch, profile)
        except RunStopped as stop:
            result.stopped = stop
        except EngineError as error:
            result.unanswered |= {paper.id: f"{error.kind}: {error.message}" for paper in batch}
            _blame(result, error.call, batch)
        else:
            result.scored |= scores
            _blame(result, call, [paper for paper in batch if paper.id not in scores])
            done(len(scores))

    await asyncio.gather(*(ask(papers[i : i + size]) for i in range(0, len(papers), size)))


def _blame(result: TriageResult, call: str, papers: Sequence[Paper]) -> None:
    for paper in papers if call else ():
        result.in_vain.setdefault(paper.id, []).append(call)


async def _score(staff: Staff, batch: Sequence[Paper], profile: Profile) -> tuple[dict[str, Triage], str]:
    """The scores of a batch by id, and the call that brought them."""
    reply = await staff.desk.fulfil(assignment(staff, batch, profile))
    asked = {paper.id: paper for paper in batch}
    rows = {row.id: row for row in reply.form.papers if row.id in asked}
    scores = {row.id: _triage(asked[row.id], row, profile, reply.provenance) for row in rows.values()}
    return scores, reply.provenance.call


def assignment(staff: Staff, batch: Sequence[Paper], profile: Profile) -> Assignment[TriageForm]:
    """The question for one batch; its system message is the same for every batch of a run."""
    return Assignment(
        agent="triage",
        prompt=staff.prompt("triage"),
        variables={"profile": profile_text(profile), "papers": listing_text(batch)},
        brief=TriageBrief(papers=tuple(batch), profile=profile),
        form=TriageForm,
        findings=TriageForm,
        label=f"{len(batch)} papers from {batch[0].id}",
        max_output_tokens=staff.output_tokens("triage"),
    )


def selection_prompt(prompt: Prompt, profile: Profile) -> str:
    """The triage prompt as sent, without the papers: what the reader checks a selection against."""
    messages = prompt.render({"profile": profile_text(profile), "papers": "[titles and abstracts]"})
    return "\n\n".join(message.text for message in messages)


def _triage(paper: Paper, row: PaperScore, profile: Profile, provenance: Provenance) -> Triage:
    names = {interest.name.casefold(): interest.name for interest in profile.interests}
    return Triage(
        paper_id=paper.id,
        relevance=row.relevance,
        novelty=row.novelty,
        criterion=names.get(row.criterion.strip().casefold(), ""),
        reason=row.reason.strip(),
        author_match=bool(followed_authors(paper, profile)),
        provenance=provenance,
    )


def followed_authors(paper: Paper, profile: Profile) -> list[str]:
    """The authors of `paper` that the reader follows, by full name without regard to case and spacing."""
    followed: Mapping[str, str] = {_name(author): author for author in profile.authors}
    return [author for author in paper.authors if _name(author) in followed]


def _name(author: str) -> str:
    return " ".join(author.casefold().split())
