"""What the graphs put into the memory and ask of it. Only days before the edition's own count as prior work,
so that a day read twice recalls the same and its replies keep their keys."""

from asyncio import get_running_loop
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from threading import Event

from ..domain import Direction, FullText, Paper, PriorWork, Recommendation, Review, Triage
from ..memory import Archive, Kind, Recollection, Record, day_number, day_of, passages
from ..screening import screen_paper

_PAPERS: tuple[Kind, ...] = ("paper",)
_PRIOR_WORKS = 5
_PART = 64
_EXCERPT_CHARS = 800
_NEAR = 0.35
"""Cosine below which two abstracts share little but the field (all-MiniLM-L6-v2)."""
_DONE = 0.60
"""Cosine from which a remembered paper may already have done what a direction proposes."""


def embedded_text(paper: Paper) -> str:
    """What stands for a paper in the memory; the same words that triage compares, so vectors are shared."""
    return f"{paper.title}. {paper.abstract}"


def nearest_papers(archive: Archive, paper: Paper, day: date) -> list[PriorWork]:
    """Papers seen before `day` that stand near `paper`, nearest first."""
    found = archive.vectors.recall(
        embedded_text(paper), kinds=_PAPERS, seen_before=day, exclude={paper.id}, limit=_PRIOR_WORKS
    )
    return [_prior_work(one) for one in found if one.similarity >= _NEAR]


def find_done(archive: Archive, paper: Paper, proposed: Sequence[Direction], day: date) -> list[Direction]:
    """The directions, each with the remembered papers that may have done it already."""
    return [one.model_copy(update={"done_by": _done_by(archive, paper, one, day)}) for one in proposed]


def _done_by(archive: Archive, paper: Paper, direction: Direction, day: date) -> tuple[PriorWork, ...]:
    found = archive.vectors.recall(
        f"{direction.title}. {direction.idea}", kinds=_PAPERS, seen_before=day, exclude={paper.id}, limit=2
    )
    return tuple(_prior_work(one) for one in found if one.similarity >= _DONE)


@contextmanager
def embedding_ahead(archive: Archive, papers: Sequence[Paper]) -> Iterator[Event]:
    """Embeds a long day's papers while the model reads them and the processor is idle.

    The event given stops it, and so does an error inside.

    What is made here is found in the cache when the day is remembered; a short day is not worth the start.
    """
    stop = Event()

    def embed() -> None:
        for start in range(0, len(papers), _PART):
            if not stop.is_set():
                archive.embedder.embed([embedded_text(paper) for paper in papers[start : start + _PART]])

    if len(papers) > _PART:
        get_running_loop().run_in_executor(None, embed)
    try:
        yield stop
    except BaseException:
        stop.set()
        raise


def remember_earlier(archive: Archive, earlier: Sequence[tuple[Paper, date]], edition: str) -> None:
    """What an edition brings along as read before it, screened: agents will read it as prior work."""
    if earlier:
        archive.vectors.remember([_paper_record(screen_paper(p)[0], None, seen, edition) for p, seen in earlier])


def remember_papers(
    archive: Archive, papers: Sequence[Paper], triages: dict[str, Triage], day: date, edition: str
) -> None:
    """Every scored paper of a day, by title and abstract."""
    archive.vectors.remember([_paper_record(p, triages.get(p.id), day, edition) for p in papers])


def remember_reading(
    archive: Archive,
    paper: Paper,
    text: FullText,
    reviews: Sequence[Review],
    day: date,
    recommendation: Recommendation | None = None,
) -> None:
    """The passages of a paper that the panel read, and its reviews with what the panel recommends."""
    parts = [
        Record(
            id=f"passage:{paper.id}:{number}",
            kind="passage",
            paper_id=paper.id,
            title=paper.title,
            text=passage.text,
            url=passage.url,
            section=passage.section,
            published_day=_published(paper),
            seen_day=day_number(day),
            categories=paper.categories,
        )
        for number, passage in enumerate(passages(text))
    ]
    archive.vectors.remember([*parts, *(_review_record(paper, review, day, recommendation) for review in reviews)])


def _paper_record(paper: Paper, triage: Triage | None, day: date, edition: str) -> Record:
    return Record(
        id=f"paper:{paper.id}",
        kind="paper",
        paper_id=paper.id,
        title=paper.title,
        text=embedded_text(paper),
        url=paper.url,
        published_day=_published(paper),
        seen_day=day_number(day),
        relevance=triage.relevance if triage else None,
        novelty=triage.novelty if triage else None,
        edition=edition,
        categories=paper.categories,
    )


def _review_record(paper: Paper, review: Review, day: date, recommendation: Recommendation | None) -> Record:
    points = (*review.strengths, *review.weaknesses)
    return Record(
        id=f"review:{paper.id}:{review.lens}",
        kind="review",
        paper_id=paper.id,
        title=paper.title,
        text="\n".join([review.summary, *(point.claim for point in points)]),
        url=paper.url,
        section=review.lens,
        published_day=_published(paper),
        seen_day=day_number(day),
        categories=paper.categories,
        recommendation=recommendation,
    )


def _published(paper: Paper) -> int | None:
    return day_number(paper.published) if paper.published else None


def _prior_work(found: Recollection) -> PriorWork:
    record = found.record
    return PriorWork(
        paper_id=record.paper_id,
        title=record.title,
        published=day_of(record.published_day) if record.published_day else None,
        seen=day_of(record.seen_day),
        similarity=round(found.similarity, 3),
        url=record.url,
        excerpt=_clipped(record.text.removeprefix(f"{record.title}. ")),
    )


def _clipped(text: str) -> str:
    """The text up to the last sentence end within the limit, and a mark where it goes on."""
    if len(text) <= _EXCERPT_CHARS:
        return text
    head = text[:_EXCERPT_CHARS]
    return head[: head.rfind(". ") + 1 or _EXCERPT_CHARS] + " […]"
