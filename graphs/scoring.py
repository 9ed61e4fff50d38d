"""The day's scores: those that stand, those that are asked for, and whether they mean anything."""

from collections.abc import Sequence
from dataclasses import dataclass

from ..agents.triage import TriageResult
from ..agents.triage import triage as ask_for_scores
from ..domain import Item, Paper, State, Triage
from ..domain.noun import Noun
from ..memory.ledger import Settlement
from .collapse import collapsed
from .newsroom import Newsroom
from .standing import QUESTION, question, standing_scores

_REMEDY = "choose another model with agents.triage.model"


class Attempt(Noun):
    """A recorded call that was to score a paper and did not."""

    call: str


@dataclass(frozen=True)
class Scoring:
    """`scored` by paper id, `ends` of the rows without a score; `stopped` and `notice` are empty on a good day."""

    scored: dict[str, Triage]
    ends: list[Settlement]
    stopped: str = ""
    notice: str = ""


async def score_day(room: Newsroom, run_id: int, rows: Sequence[tuple[Item, Paper]]) -> Scoring:
    """Scores the papers of open rows and keeps what was found; nothing is settled yet."""
    standing = standing_scores(room, run_id, [row for row, _ in rows])
    room.tell("triage", total=len(rows), advance=len(standing))
    asked = [paper for _, paper in rows if paper.id not in standing]
    room.foresee(asked, len(rows))
    result = await ask_for_scores(
        room.staff,
        asked,
        room.settings.profile,
        room.triage_batch,
        done=lambda more: room.tell("triage", advance=more),
    )
    scored = standing | result.scored
    flat = collapsed(scored)
    # A followed author selects a paper by itself, whatever the scores are worth.
    void = {key: one for key, one in scored.items() if flat and not one.author_match}
    valid = {key: one for key, one in scored.items() if key not in void}
    _keep(room, run_id, valid, void, result)
    return Scoring(
        scored=valid,
        ends=[(row.position, *_end(paper.id, result, flat)) for row, paper in rows if paper.id not in valid],
        stopped=f"{result.stopped.kind}: {result.stopped}" if result.stopped else "",
        notice=f"The scores of this day mean nothing ({flat}): {_REMEDY} and run the day again." if flat else "",
    )


def _keep(room: Newsroom, run_id: int, valid: dict[str, Triage], void: dict[str, Triage], result: TriageResult) -> None:
    """All in one, so that scores are never taken for answers to another question."""
    ledger = room.archive.ledger
    vain = {key: [Attempt(call=call) for call in calls] for key, calls in result.in_vain.items()}
    with room.archive.connection.transaction():
        ledger.keep_many(run_id, "triage", valid, alone=True)
        ledger.keep_many(run_id, "void triage", void, alone=True)
        ledger.keep_many(run_id, "attempt", vain, alone=True)
        ledger.keep(run_id, "", QUESTION, question(room))


def _end(paper_id: str, result: TriageResult, flat: str) -> tuple[State, str]:
    if paper_id in result.unanswered and result.stopped:
        return "deferred", f"{result.stopped.kind}: {result.stopped}"
    return "failed", result.unanswered.get(paper_id, flat)
