"""Papers by where they ended or what was recommended, with no topic: read out of the ledger, never searched for."""

from collections.abc import Sequence
from typing import get_args

from ...domain import Report
from ...domain.answer import Claim, Question, Source
from ...domain.review import Recommendation
from ...domain.scope import Scope
from ...domain.window import Window
from ...memory import Record
from ...memory.holdings import Ended
from .gathered import Told
from .room import ReadingRoom
from .sources import announced, made_source
from .why import recommended

_SHOWN = 10


def asks_for_rows(scope: Scope) -> bool:
    """Whether nothing but an end or a recommendation is asked for."""
    narrowed = scope.topic or scope.paper_ids or scope.records or scope.least_novelty or scope.least_relevance
    return bool(scope.standing or scope.verdict) and not narrowed and set(scope.kinds) <= {"paper"}


def asks_why(scope: Scope) -> bool:
    """Whether it asks if papers that it names ended so: `did you select 2505.17117?` is told with the reasons."""
    return bool(scope.standing or scope.verdict) and bool(scope.paper_ids) and not scope.topic


async def list_rows(room: ReadingRoom, question: Question) -> Told:
    """How many papers ended so, or were recommended so, and the latest of them with the reason recorded."""
    window = question.windows[0] if question.windows else None
    if question.scope.verdict:
        return _recommended(room, question.scope, question.scope.verdict, window)
    return _ended(room, question.scope, window)


def without_verdicts(room: ReadingRoom) -> list[str]:
    """A notice where no paper of the archive has any recommendation."""
    if any(room.holdings.judged(one) for one in get_args(Recommendation)):
        return []
    return ["No paper of the archive has a recommendation: only a panel with a model gives them."]


def _ended(room: ReadingRoom, scope: Scope, window: Window | None) -> Told:
    assert scope.standing, "asks_for_rows has seen to it"
    rows = room.holdings.ended(scope.standing, window, scope)[::-1]
    when = f", {window.told.replace('published', 'on days')}" if window else ""
    pairs = [_row(one) for one in rows[:_SHOWN]]
    return _told(f"{_so_many(len(rows))} ended as {scope.standing}{when}.", pairs, len(rows), [])


def _recommended(room: ReadingRoom, scope: Scope, verdict: str, window: Window | None) -> Told:
    ids = room.holdings.judged(verdict)
    within = scope.model_copy(update={"paper_ids": tuple(ids)})
    papers = room.holdings.mentioning((), window, within)[::-1] if ids else []
    when = f", {window.told}" if window else ""
    pairs = [pair for paper in papers[:_SHOWN] for pair in _verdict(room, paper, verdict)]
    told = f"{_so_many(len(papers))} {'has' if len(papers) == 1 else 'have'} the recommendation {verdict!r}{when}."
    return _told(told, pairs, len(papers), [] if ids else without_verdicts(room))


def _told(summary: str, pairs: Sequence[tuple[Claim, Source]], number: int, notices: list[str]) -> Told:
    sources = [source for _, source in pairs]
    first = Claim(text=summary, sources=(), support="recorded")
    more = [f"The latest {_SHOWN} of {number:,} are shown."] if number > _SHOWN else []
    return [first, *(claim for claim, _ in pairs)], sources, [*notices, *more]


def _row(one: Ended) -> tuple[Claim, Source]:
    item = one.item
    name = f"{item.title} ({item.paper_id})" if item.paper_id else item.title or f"row {item.position}"
    reason = f": {item.reason.rstrip('.')}" if item.reason else ""
    text = f"{name}, {one.day}, {item.state}{reason}."
    return _recorded(announced(one.day, item), f"ledger{one.day}.{item.position}", "ledger", text)


def _verdict(room: ReadingRoom, paper: Record, verdict: str) -> list[tuple[Claim, Source]]:
    ledger = room.archive.ledger
    for run, _ in reversed(ledger.runs_of_paper(paper.paper_id)):
        for report in ledger.kept(run.id, paper.paper_id, "report", Report):
            meta = report.meta_review
            if meta and meta.recommendation == verdict:
                text = f"{paper.title} ({paper.paper_id}): {recommended(meta)}"
                return [_recorded(paper, f"meta{run.id}", "meta-review", text)]
    return []


def _recorded(paper: Record, name: str, kind: str, text: str) -> tuple[Claim, Source]:
    source = made_source(paper, name, kind, text)
    return Claim(text=text, sources=(source.key,), support="recorded"), source


def _so_many(number: int) -> str:
    return f"{number:,} {'paper' if number == 1 else 'papers'}"
