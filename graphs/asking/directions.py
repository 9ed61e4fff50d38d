"""Open directions: what the panel proposed for papers on the topic, and the limits that their texts state."""

from collections.abc import Iterable

from ...domain import Direction, Report
from ...domain.answer import Question, Source
from ...domain.mentions import mentioned
from ...memory import Kind, Record
from .gather import PAPERS, look, named_papers
from .gathered import Gathered
from .room import Hit, ReadingRoom
from .sources import made_source, sources_of, to_the_point

_PROPOSED, _SHOWN, _PAPERS = 8, 10, 10
_READ: tuple[Kind, ...] = ("passage", "review")
_PROPOSALS: tuple[Kind, ...] = ("direction",)
_OPEN = "limitations, open problems and future work"


async def gather_directions(room: ReadingRoom, question: Question) -> Gathered:
    """The panel's directions for reviewed papers on the topic, then passages that state limits, then near papers."""
    scope, window = question.scope, question.windows[0] if question.windows else None
    named = named_papers(room, question)
    if named:
        scope = scope.model_copy(update={"paper_ids": tuple(record.paper_id for record in named)})
    read = await look(room, f"{scope.query} {_OPEN}", _READ, window, scope)
    near = await look(room, scope.query, PAPERS, window, scope)
    own = await look(room, scope.query, _PROPOSALS, window, scope)
    if not named:
        read, near, own = (to_the_point(room.find, hits, scope.topic) for hits in (read, near, own))
    papers = list({hit.record.paper_id: hit.record for hit in (*own, *read, *near)}.values())[:_PAPERS]
    proposed = _ranked(_proposed(room, papers), scope.topic)[:_PROPOSED]
    sources = [*proposed, *sources_of((*_limits(read), *near), max(3, _SHOWN - len(proposed)), per_paper=1)]
    if scope.kinds:
        sources = [source for source in sources if source.kind in scope.kinds]
    return sources, [] if proposed or not sources else ["The panel proposed no direction on it; limits are quoted."]


def _proposed(room: ReadingRoom, papers: Iterable[Record]) -> list[Source]:
    ledger = room.archive.ledger
    found = []
    for paper in papers:
        for run, _ in reversed(ledger.runs_of_paper(paper.paper_id)):
            reports = ledger.kept(run.id, paper.paper_id, "report", Report)
            found += [_source(paper, at, one) for report in reports for at, one in enumerate(report.directions)]
            if reports:
                break
    return found


def _source(paper: Record, number: int, direction: Direction) -> Source:
    done = "; ".join(f"{work.title} ({work.paper_id})" for work in direction.done_by)
    parts = [f"{direction.title.rstrip('.')}.", direction.idea]
    parts += [f"It rests on: {direction.rests_on}"] if direction.rests_on else []
    parts += [f"First experiment: {direction.first_experiment}"] if direction.first_experiment else []
    parts += [f"May have been done by: {done}."] if done else []
    return made_source(paper, f"direction{number}", "direction", " ".join(parts), section=direction.kind)


def _ranked(sources: list[Source], topic: tuple[str, ...]) -> list[Source]:
    """Those that speak of the topic first; the panel's order within."""
    return sorted(sources, key=lambda source: -len(mentioned(topic, f"{source.title} {source.text}")))


def _limits(hits: Iterable[Hit]) -> list[Hit]:
    telling = ("limitation", "future", "open", "unexplored", "fail", "restrict", "weakness")
    return [hit for hit in hits if mentioned(telling, f"{hit.record.section} {hit.record.text}")]
