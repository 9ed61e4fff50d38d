"""What the graphs put into the memory and ask of it. Only days before the edition's own count as prior work,
so that a day read twice recalls the same and its replies keep their keys."""

from collections.abc import Sequence
from datetime import date

from ..domain import Direction, FullText, Paper, PriorWork, Review, Triage
from ..memory import Archive, Kind, Recollection, Record, day_number, day_of, passages
from ..screening import screen_paper

_PAPERS: tuple[Kind, ...] = ("paper",)
_PRIOR_WORKS = 5
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


def remember_earlier(archive: Archive, earlier: Sequence[tuple[Paper, date]], edition: str) -> None:
    """What an edition brings along as read before it, screened: agents will read it as prior work."""
    if earlier:
        archive.vectors.remember([_paper_record(screen_paper(p)[0], None, seen, edition) for p, seen in earlier])


def remember_papers(
    archive: Archive, papers: Sequence[Paper], triages: dict[str, Triage], day: date, edition: str
) -> None:
    """Every scored paper of a day, by title and abstract."""
    archive.vectors.remember([_paper_record(p, triages.get(p.id), day, edition) for p in papers])


def remember_reading(archive: Archive, paper: Paper, text: FullText, reviews: Sequence[Review], day: date) -> None:
    """The passages of a paper that the panel read, and its reviews."""
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
        )
        for number, passage in enumerate(passages(text))
    ]
    archive.vectors.remember([*parts, *(_review_record(paper, review, day) for review in reviews)])


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
    )


def _review_record(paper: Paper, review: Review, day: date) -> Record:
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
