"""The ask graph's way into the memory."""

from collections.abc import Collection, Sequence

from ..domain.scope import Scope
from ..domain.window import Window
from ..memory import Archive, Kind, day_of
from .ask_room import Finds, Hit

_ASKED_FOR_MORE = 20


def finder(archive: Archive) -> Finds:
    """Search by meaning, sifted by window and scope."""

    def find(query: str, *, kinds: Collection[Kind], window: Window | None, scope: Scope, limit: int) -> Sequence[Hit]:
        found = archive.vectors.recall(query, kinds=kinds, limit=limit * _ASKED_FOR_MORE)
        hits = [Hit(one.record, one.similarity) for one in found]
        return [hit for hit in hits if _within(hit, window) and _in_scope(archive, hit, scope)][:limit]

    return find


def _within(hit: Hit, window: Window | None) -> bool:
    if window is None:
        return True
    day = hit.record.seen_day
    if window.sense == "published":
        day = hit.record.published_day or day
    return window.holds(day_of(day))


def _in_scope(archive: Archive, hit: Hit, scope: Scope) -> bool:
    record = hit.record
    if scope.paper_ids and record.paper_id not in scope.paper_ids:
        return False
    if scope.least_novelty and (record.novelty or 0) < scope.least_novelty:
        return False
    if scope.least_relevance and (record.relevance or 0) < scope.least_relevance:
        return False
    if not scope.categories:
        return True
    paper = archive.ledger.paper(record.paper_id)
    return bool(paper and set(paper.categories) & set(scope.categories))
