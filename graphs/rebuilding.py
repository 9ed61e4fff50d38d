"""The memory made again: what the ledger knows and the memory lost, then the index over all of it."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from ..domain import Digest, Paper, Report, Run, Triage, Weekly
from ..memory import Archive, Kind
from ..screening import screen_paper
from .remembering import remember_papers, remember_reading
from .remembering_told import digest_record, remember_directions, story_record, weekly_record


@dataclass(frozen=True)
class Rebuilt:
    """`restored` records came back from the ledger; `aside` is where the old index lies, if there was one."""

    counts: dict[Kind, int]
    restored: int
    aside: Path | None


def rebuild_memory(archive: Archive, done: Callable[[int], None] = lambda _: None) -> Rebuilt:
    """Indexes every record anew, with the vectors that are kept; embeds what is missing or another model's.

    `done` is told how many more records are indexed. Nothing is deleted. Safe to be killed and run again.

    Raises:
        ArchiveError: the archive cannot be written.
    """
    aside = archive.vectors.rebuild(done)
    before = sum(archive.vectors.count().values())
    for run in archive.ledger.runs():
        _restore_papers(archive, run)
        _restore_readings(archive, run)
    _restore_told(archive)
    archive.keep_words()
    counts = archive.vectors.count()
    return Rebuilt(counts=counts, restored=sum(counts.values()) - before, aside=aside)


def _restore_papers(archive: Archive, run: Run) -> None:
    triages = {key: one for key, [one] in archive.ledger.kept_for_day(run.id, "triage", Triage).items()}
    known = archive.vectors.known([f"paper:{key}" for key in triages])
    lost = [paper for paper in _papers(archive, triages) if f"paper:{paper.id}" not in known]
    remember_papers(archive, lost, triages, run.day, run.edition)


def _restore_readings(archive: Archive, run: Run) -> None:
    for [report] in archive.ledger.kept_for_day(run.id, "report", Report).values():
        ids = [f"passage:{report.paper.id}:0", *(f"review:{report.paper.id}:{one.lens}" for one in report.reviews)]
        if set(ids) - archive.vectors.known(ids):
            verdict = report.meta_review.recommendation if report.meta_review else None
            remember_reading(archive, report.paper, report.text, report.reviews, run.day, verdict)
        proposed = [f"direction:{report.paper.id}:{at}" for at in range(len(report.directions))]
        if set(proposed) - archive.vectors.known(proposed):
            remember_directions(archive, report.paper, report.directions, run.day)


def _restore_told(archive: Archive) -> None:
    """Digests and stories; of a story that several digests tell, the latest telling counts."""
    ledger, weeks = archive.ledger, archive.weeks
    days = [digest for run in ledger.runs() for digest in ledger.kept(run.id, "", "digest", Digest)]
    weeklies = [one for run in weeks.weeks() for [one] in weeks.kept(run.id, "weekly", Weekly).values()]
    told = [topic.topic.stories for weekly in weeklies for topic in weekly.topics]
    records = [story_record(story) for stories in (*(day.stories for day in days), *told) for story in stories]
    records += [*map(digest_record, days), *map(weekly_record, weeklies)]
    known = archive.vectors.known([record.id for record in records])
    archive.vectors.remember([record for record in records if record.id not in known])


def _papers(archive: Archive, ids: dict[str, Triage]) -> Iterator[Paper]:
    """As triage read them: the memory holds no passages that speak to models."""
    for paper_id in ids:
        if paper := archive.ledger.paper(paper_id):
            yield screen_paper(paper)[0]
