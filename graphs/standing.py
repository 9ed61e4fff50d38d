"""Scores that were paid for stand while the question is the same, whatever batch a paper would be in today."""

import hashlib
import json
from collections.abc import Sequence

from ..agents.triage import selection_prompt
from ..domain import Item, Triage
from ..domain.noun import Noun
from .newsroom import Newsroom

QUESTION = "question"


class Question(Noun):
    """What triage was asked in a run, as a hash over prompt, interests, engine and model."""

    hash: str


def question(room: Newsroom) -> Question:
    """The question that this run puts."""
    settings, prompt = room.settings, room.staff.prompt("triage")
    own = settings.agents.get("triage")
    thinker = [room.engine_label, own and own.engine, (own and own.model) or settings.engine.model]
    shaping = [selection_prompt(prompt, settings.profile), prompt.id, prompt.hash, thinker, settings.engine.temperature]
    return Question(hash=hashlib.sha256(json.dumps(shaping).encode()).hexdigest()[:16])


def standing_scores(room: Newsroom, run_id: int, rows: Sequence[Item]) -> dict[str, Triage]:
    """Scores for these rows, by paper id, from this run or from one that put the paper off.

    The extractive engine's are left out: they cost nothing, and compare the papers of a day with each other.
    """
    ledger, now = room.archive.ledger, question(room)
    before = {run.id for row in rows if row.since for run, _ in ledger.runs_of_paper(row.paper_id)}
    found: dict[str, Triage] = {}
    for each in (*sorted(before - {run_id}), run_id):
        if ledger.kept(each, "", QUESTION, Question) == [now]:
            scored = ledger.kept_for_day(each, "triage", Triage)
            found |= {key: one for key, [one] in scored.items() if one.provenance and one.provenance.call}
    wanted = {row.paper_id for row in rows}
    return {key: one for key, one in found.items() if key in wanted}
