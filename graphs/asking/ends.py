"""Papers by where they ended: what `did you select` or `were filtered` leaves to be searched through."""

import re

from ...domain.answer import Question
from ...domain.scope import Scope, Standing
from .room import ReadingRoom

_DECIDED = re.compile(
    r"\byou\b(?:\s+\w+){0,2}?\s+(?:select|pick|shortlist|choose|chose|review|defer|filter|fail)\w*|"
    r"\b(?:were|was|been|got|get|gets)\s+(?:\w+ly\s+)?(?:not\s+)?(?:selected|picked|shortlisted|chosen|reviewed|refereed|"
    r"deferred|filtered|turned down|passed over)\b",
    re.IGNORECASE,
)


def of_that_end(room: ReadingRoom, question: Question) -> Scope:
    """The scope, narrowed where the question says how the reader's own papers ended; `agents that fail` is a topic."""
    scope = question.scope
    if scope.standing is None or scope.paper_ids or not _DECIDED.search(question.asked):
        return scope
    return narrowed_to(room, scope, scope.standing)


def narrowed_to(room: ReadingRoom, scope: Scope, standing: Standing) -> Scope:
    """Only papers of that end, of any day; the window is looked after by the search."""
    ids = dict.fromkeys(one.item.paper_id for one in room.holdings.ended(standing) if one.item.paper_id)
    return scope.model_copy(update={"paper_ids": tuple(ids) or ("none",)})
