"""`paperwire run`: one day through the daily graph."""

import asyncio
import json as jsonlib
import sys
from pathlib import Path
from typing import Any

from rich.console import Console

from ..digests import show_digest
from ..domain import Digest, Outcome, Run
from ..engines import Desk
from ..graphs.daily import DailyState, build_daily_graph
from ..graphs.newsroom import Newsroom
from ..memory import open_archive
from . import INCOMPLETE, NOTHING_SELECTED, WHOLE
from .forecast import print_forecast
from .hire import hire
from .order import Order
from .progress import StageBars

EXIT_CODES: dict[Outcome, int] = {"whole": WHOLE, "nothing selected": NOTHING_SELECTED, "incomplete": INCOMPLETE}
# Papers in flight at once; more only costs memory, since the desk bounds the calls.
_WINDOW = 48


def run_day(order: Order, *, dry_run: bool, out: Path | None, quiet: bool, json: bool) -> int:
    """Runs the day and shows its digest on stdout; progress and reasons go to stderr.

    Raises:
        PaperwireError: the run could not start, or the archive failed; what was done is kept.
    """
    if dry_run:
        return print_forecast(order, json=json)
    errors = Console(stderr=True, highlight=False)
    with open_archive(order.folder, write=True) as archive:
        with StageBars(errors, quiet) as bars:
            room, desk = hire(order, archive, bars, out)
            run, digest = asyncio.run(_walk(room, desk, order))
        if json:
            sys.stdout.write(jsonlib.dumps(_summary(run, digest, desk), indent=2) + "\n")
        elif quiet:
            sys.stdout.write(f"{Path(run.digest) / 'digest.md'}\n")
        else:
            show_digest(digest, Console(highlight=False))
            _tell_files(order, run)
        _tell_outcome(errors, order, run, digest, desk, quiet=quiet)
    return EXIT_CODES[run.outcome]


async def _walk(room: Newsroom, desk: Desk, order: Order) -> tuple[Run, Digest]:
    start = DailyState(edition=order.edition, day=order.date.isoformat() if order.date else None)
    try:
        end = await build_daily_graph(room).ainvoke(start, {"max_concurrency": _WINDOW})
    finally:
        await desk.aclose()
    ledger = room.archive.ledger
    [digest] = ledger.kept(end["run_id"], "", "digest", Digest)
    run = ledger.run(digest.day)
    assert run is not None, "the graph has just closed it"
    return run, digest


def _summary(run: Run, digest: Digest, desk: Desk) -> dict[str, Any]:
    folder = Path(run.digest)
    return {
        "day": str(run.day),
        "edition": run.edition,
        "engine": run.engine,
        "outcome": run.outcome,
        "counts": {"announced": digest.counts.announced, "scanned": digest.scanned, "selected": digest.selected}
        | digest.counts.model_dump(),
        "calls": desk.tally.calls,
        "replies_from_cache": desk.tally.cached,
        "files": {ending: str(folder / f"digest.{ending}") for ending in ("md", "html", "json")},
    }


def _tell_files(order: Order, run: Run) -> None:
    again = " --edition sample" if order.edition == "sample" else ""
    place = f" --archive {order.archive}" if order.archive else again
    sys.stdout.write(f"\nThe whole digest: {Path(run.digest) / 'digest.html'} (and digest.md, digest.json beside it)\n")
    sys.stdout.write(f"One paper in full: paperwire show ARXIV_ID{place}\n")


def _tell_outcome(errors: Console, order: Order, run: Run, digest: Digest, desk: Desk, *, quiet: bool) -> None:
    counts, tally = digest.counts, desk.tally
    if run.outcome == "incomplete":
        parts = [f"{counts.failed} failed, {counts.deferred} deferred", *digest.notices]
        errors.print(f"paperwire: incomplete: {'; '.join(parts)}.", markup=False)
        errors.print(f"  remedy: paperwire status {run.day} gives the reasons; the same run goes on where it stopped.")
    elif run.outcome == "nothing selected":
        errors.print("paperwire: read whole; no paper is above the cut.")
    if tally.cached and not tally.calls and not quiet:
        errors.print(f"paperwire: no model was called: all {tally.cached} replies were kept from before.")
    elif tally.cached and not quiet:
        errors.print(f"paperwire: {tally.calls} calls; {tally.cached} replies were kept from before.")
