"""`paperwire show`: the digest of a day or a week, or all that is known of one paper."""

import re
import sys

from rich.console import Console

from ..digests import show_digest, show_report, show_weekly, to_json
from ..digests.words import suspicion_lines
from ..domain import Digest, Report, Run, Screening, Triage, Weekly
from ..domain.errors import ArchiveError, SettingsError
from ..memory import Archive, open_archive
from ..sources.ids import paper_id
from . import WHOLE
from .order import Order, parse_day

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_WEEK = re.compile(r"\d{4}-W\d{2}", re.IGNORECASE)


def show_kept(order: Order, what: str | None, *, json: bool) -> int:
    """Shows the digest of a day (default: the latest) or of a week, or the paper with that arXiv id.

    Raises:
        ArchiveError: the archive holds no such thing.
        SettingsError: it is no day, week or paper.
    """
    what = what.strip() if what is not None else None
    with open_archive(order.folder, write=False) as archive:
        if what is None or _DAY.fullmatch(what):
            return _show_day(archive, what, json=json)
        if _WEEK.fullmatch(what):
            return _show_week(archive, what.upper(), json=json)
        return _show_paper(archive, _paper_id(what), json=json)


def _paper_id(text: str) -> str:
    """The id in `1706.03762v2`, `arXiv:hep-th/9901001` or an address at arXiv.

    Raises:
        SettingsError: it is none.
    """
    if found := paper_id(text):
        return found
    raise SettingsError(
        f"{text!r} is neither a day, nor a week, nor an arXiv id.", "Write 2026-01-05, 2026-W17 or 1706.03762."
    )


def _show_day(archive: Archive, what: str | None, *, json: bool) -> int:
    run = archive.ledger.run(parse_day(what)) if what else archive.ledger.latest_run()
    digests = archive.ledger.kept(run.id, "", "digest", Digest) if run else []
    if not digests:
        raise ArchiveError(f"There is no digest of {what or 'any day'} in {archive.folder}.", _days(archive))
    if json:
        sys.stdout.write(to_json(digests[0]))
    else:
        show_digest(digests[0], Console(highlight=False))
        assert run is not None, "a digest belongs to a run"
        sys.stdout.write(f"\nThe whole digest: {run.digest}/digest.html\n")
    return WHOLE


def _show_week(archive: Archive, week: str, *, json: bool) -> int:
    run = archive.weeks.week(week)
    kept = archive.weeks.kept(run.id, "weekly", Weekly) if run else {}
    if not run or not kept:
        known = ", ".join(one.week for one in archive.weeks.weeks()[-10:]) or "none"
        raise ArchiveError(
            f"There is no digest of {week} in {archive.folder}.",
            f"Write it with `paperwire weekly --week {week}`; written so far: {known}.",
        )
    [weekly] = kept[""]
    if json:
        sys.stdout.write(to_json(weekly))
    else:
        show_weekly(weekly, Console(highlight=False))
        sys.stdout.write(f"\nThe whole digest: {run.digest}/weekly.html\n")
    return WHOLE


def _days(archive: Archive) -> str:
    days = [str(run.day) for run in archive.ledger.runs()]
    return f"Read it with `paperwire run --date`; read so far: {', '.join(days[-10:]) or 'no day'}."


def _show_paper(archive: Archive, paper_id: str, *, json: bool) -> int:
    runs = archive.ledger.runs_of_paper(paper_id)
    for run, _ in reversed(runs):
        for report in archive.ledger.kept(run.id, paper_id, "report", Report):
            if json:
                sys.stdout.write(report.model_dump_json(indent=2) + "\n")
            else:
                show_report(report, Console(highlight=False))
            return WHOLE
    if not runs:
        raise ArchiveError(f"No day in {archive.folder} announced {paper_id}.", _days(archive))
    return _show_rows(archive, paper_id, [run for run, _ in runs], json=json)


def _show_rows(archive: Archive, paper_id: str, runs: list[Run], *, json: bool) -> int:
    """A paper that no panel read: its triage, and where it ended on each day."""
    paper = archive.ledger.paper(paper_id)
    console = Console(highlight=False)
    if json:
        sys.stdout.write((paper.model_dump_json(indent=2) if paper else "null") + "\n")
        return WHOLE
    if paper:
        console.print(f"{paper.title}\n{', '.join(paper.authors)}\n{paper.url}\n", markup=False)
    for run, item in archive.ledger.runs_of_paper(paper_id):
        console.print(f"{run.day}  {item.state}: {item.reason}", markup=False)
    for run in runs:
        for line in _found(archive, run, paper_id):
            console.print(f"{run.day}  {line}", markup=False)
    if paper:
        console.print(f"\n{paper.abstract}", markup=False)
    return WHOLE


def _found(archive: Archive, run: Run, paper_id: str) -> list[str]:
    """The run's scores of a paper, and the passages that were taken out of it."""
    kept = archive.ledger.kept
    scores = kept(run.id, paper_id, "triage", Triage)
    lines = [f"relevance {one.relevance}, novelty {one.novelty}. {one.reason}" for one in scores]
    screened = kept(run.id, paper_id, "screening", Screening)
    return lines + [line for one in screened for line in suspicion_lines(one.suspicions)]
