"""Which days are still to be read: those that nobody ran, and those that a run left open."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from ..domain import Report, Run
from ..domain.noun import Noun
from ..memory import Archive
from ..sources.schedule import is_announcement_day, latest_announcement

EDITION = "arxiv"
TRIES = 3
"""A day that only failures keep open is tried so often: what a model refuses today it refuses next week too."""
_TRIES = "catch-up"


class Tries(Noun):
    """How often a day was caught up without coming to its end."""

    number: int


@dataclass(frozen=True)
class Plan:
    """`days` to read, oldest first; `left_alone` are open days that reading again would not mend, with the reason."""

    days: tuple[date, ...]
    left_alone: tuple[tuple[date, str], ...] = ()


def plan_catch_up(archive: Archive, today: date) -> Plan:
    """The plan as of `today`, which belongs to it; in an archive without a run it is the latest announcement alone."""
    runs = {run.day: run for run in archive.ledger.runs()}
    newest = latest_announcement(today)
    first = min((day for day, run in runs.items() if run.edition == EDITION), default=newest)
    missing = [day for day in _days(first, newest) if is_announcement_day(day) and day not in runs]
    why = {run.day: _why_not(archive, run) for run in runs.values() if _is_open(archive, run)}
    return Plan(
        days=tuple(sorted([*missing, *(day for day, reason in why.items() if not reason)])),
        left_alone=tuple((day, reason) for day, reason in sorted(why.items()) if reason),
    )


def note_try(archive: Archive, run: Run) -> None:
    """Counts a walk that left a day open."""
    if run.outcome == "incomplete":
        archive.ledger.keep(run.id, "", _TRIES, Tries(number=_tries(archive, run) + 1))


def _days(first: date, last: date) -> Iterator[date]:
    yield from (first + timedelta(days=number) for number in range((last - first).days + 1))


def _is_open(archive: Archive, run: Run) -> bool:
    """Left in the middle, incomplete, or empty because it was asked for before arXiv had announced it."""
    if run.outcome in ("running", "incomplete"):
        return True
    asked_early = run.edition == EDITION and run.started.date() <= run.day and is_announcement_day(run.day)
    return asked_early and not archive.ledger.counts(run.id).announced


def _why_not(archive: Archive, run: Run) -> str:
    """Why an open day is left alone; empty if it is to be read."""
    if run.edition != EDITION:
        return f"it is of the edition {run.edition}: run it with --edition and its file"
    if run.outcome != "incomplete" or archive.ledger.items(run.id, "deferred"):
        return ""
    if not _can_be_mended(archive, run):
        return "only rows that arXiv gave in no readable form are open"
    if _tries(archive, run) >= TRIES:
        return f"tried {TRIES} times: see `paperwire status {run.day}`, or run it with --date {run.day}"
    return ""


def _can_be_mended(archive: Archive, run: Run) -> bool:
    listing = archive.listings.kept(run.id)
    if listing is None or not listing.complete or any(row.paper_id for row in archive.ledger.items(run.id, "failed")):
        return True
    reports = archive.ledger.kept_for_day(run.id, "report", Report).values()
    return any(report.problems for [report] in reports)


def _tries(archive: Archive, run: Run) -> int:
    kept = archive.ledger.kept(run.id, "", _TRIES, Tries)
    return kept[0].number if kept else 0
