"""What a week has to tell from: the finished days with their digests, and the news that those days brought."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from ..domain import (
    Digest,
    LeftOut,
    NewsEdition,
    NewsItem,
    Report,
    Run,
    SourceOutcome,
    Suspicion,
    Topic,
    WeekCounts,
    week_days,
)
from ..memory import Archive
from ..screening import screened_items
from ..sources.schedule import is_announcement_day

_WORST = ("failed", "new", "unchanged", "empty")
"""A source that once brought something was not empty, whatever else it did; that it failed once is told."""


@dataclass(frozen=True)
class WeekMaterial:
    """A week as the archive holds it. `runs` and `digests` are those of finished days, by day."""

    week: str
    runs: tuple[Run, ...]
    digests: tuple[Digest, ...]
    editions: tuple[NewsEdition, ...]
    asked: date
    """The day on which it is looked at: weekdays after it are not missing."""
    digest_folders: tuple[Path, ...] = ()
    """Where the digest of each run is."""

    @property
    def empty(self) -> bool:
        """Whether there is nothing to write about."""
        return not any(digest.counts.announced for digest in self.digests) and not self.items

    @property
    def items(self) -> list[NewsItem]:
        """The week's news as it was fetched, each item under the day that brought it first."""
        return [item for edition in self.editions for item in edition.items]

    @property
    def daily(self) -> dict[str, Path]:
        """By paper id, the page of the daily digest that reviewed it."""
        return {
            report.paper.id: folder / "digest.html"
            for digest, folder in zip(self.digests, self.digest_folders, strict=True)
            for report in digest.reports
        }

    @property
    def today(self) -> date:
        """The last day that brought something: the week's own today, the same whenever it is written."""
        days = [*(run.day for run in self.runs), *(edition.day for edition in self.editions)]
        return max(days, default=week_days(self.week)[0])

    @property
    def reports(self) -> list[Report]:
        """The reviewed papers of the week, best first: by the panel's score, then by triage."""
        reports = {report.paper.id: report for digest in self.digests for report in digest.reports}
        return sorted(reports.values(), key=_place)


def week_material(archive: Archive, week: str, asked: date) -> WeekMaterial:
    """What the archive holds of a week.

    Raises:
        ArchiveError: another version of Paperwire kept it.
    """
    first, last = week_days(week)
    runs = [run for run in archive.ledger.runs() if first <= run.day <= last and run.finished]
    kept = [archive.ledger.kept(run.id, "", "digest", Digest) for run in runs]
    editions = [archive.news.edition(day) for day in archive.news.days(first, last)]
    told = [(run, digest[0]) for run, digest in zip(runs, kept, strict=True) if digest]
    return WeekMaterial(
        week=week,
        runs=tuple(run for run, _ in told),
        digests=tuple(digest for _, digest in told),
        digest_folders=tuple(_digest_folder(archive, run) for run, _ in told),
        editions=tuple(edition for edition in editions if edition),
        asked=asked,
    )


def readable(items: Iterable[NewsItem]) -> tuple[list[NewsItem], dict[str, tuple[Suspicion, ...]]]:
    """The items as agents may read them, and what was taken out, by item id."""
    clean: list[NewsItem] = []
    found: dict[str, tuple[Suspicion, ...]] = {}
    for item in items:
        [one], suspicions = screened_items([item])
        clean.append(one)
        if suspicions:
            found[item.id] = tuple(suspicions)
    return clean, found


def taken_out(topic: Topic, found: dict[str, tuple[Suspicion, ...]]) -> tuple[Suspicion, ...]:
    """What was taken out of the items of a topic."""
    return tuple(suspicion for item in topic.items for suspicion in found.get(item.id, ()))


def missing_days(material: WeekMaterial) -> tuple[date, ...]:
    """Weekdays up to the day of asking without a finished run."""
    first, last = week_days(material.week)
    read = {run.day for run in material.runs}
    days = (first + timedelta(days=number) for number in range((min(last, material.asked) - first).days + 1))
    return tuple(day for day in days if is_announcement_day(day) and day not in read)


def week_counts(material: WeekMaterial, stories: int) -> WeekCounts:
    """What the week rests on, added up over its days."""
    digests = material.digests
    items = material.items
    return WeekCounts(
        days=tuple(run.day for run in material.runs),
        missing=missing_days(material),
        announced=sum(digest.counts.announced for digest in digests),
        scanned=sum(digest.scanned for digest in digests),
        selected=sum(digest.selected for digest in digests),
        reviewed=len({report.paper.id for digest in digests for report in digest.reports}),
        items=len(items),
        stories=stories,
        sources=len({item.source for item in items}),
    )


def joined_outcomes(editions: Sequence[NewsEdition]) -> tuple[SourceOutcome, ...]:
    """One outcome a source for the whole week, those that failed first; items are added up."""
    by_source: dict[str, list[SourceOutcome]] = {}
    for edition in editions:
        for outcome in edition.outcomes:
            by_source.setdefault(outcome.source, []).append(outcome)
    joined = [_joined(outcomes) for outcomes in by_source.values()]
    return tuple(sorted(joined, key=lambda one: (_WORST.index(one.state), -one.fresh, one.source)))


def joined_left_out(editions: Sequence[NewsEdition]) -> tuple[LeftOut, ...]:
    """What the week's editions left out, by reason, the commonest first."""
    counts: Counter[str] = Counter()
    for edition in editions:
        counts.update({one.reason: one.items for one in edition.left_out})
    return tuple(LeftOut(reason=reason, items=items) for reason, items in counts.most_common())


def week_notices(material: WeekMaterial) -> list[str]:
    """What a reader has to know of the week's days beside what the digest's own numbers show."""
    half = [str(run.day) for run in material.runs if run.outcome == "incomplete"]
    return [f"Incomplete days, of which papers or news may be missing: {', '.join(half)}."] if half else []


def _digest_folder(archive: Archive, run: Run) -> Path:
    """In the archive where it is there, which may have been moved since; else where the run wrote it."""
    own = archive.digests / run.day.isoformat()
    return own if own.is_dir() else Path(run.digest)


def _place(report: Report) -> tuple[int, int, int, str]:
    score = report.meta_review.score if report.meta_review else None
    scores = report.triage
    return -(score or 0), -(scores.relevance + scores.novelty), -scores.relevance, report.paper.id


def _joined(outcomes: Sequence[SourceOutcome]) -> SourceOutcome:
    worst = min(outcomes, key=lambda one: _WORST.index(one.state))
    failures = [one for one in outcomes if one.state == "failed"]
    reason = worst.reason
    if failures and len(outcomes) > 1:
        reason = f"on {len(failures)} of {len(outcomes)} days: {failures[-1].reason}"
    return worst.model_copy(
        update={
            "items": sum(one.items for one in outcomes),
            "fresh": sum(one.fresh for one in outcomes),
            "reason": reason,
        }
    )
