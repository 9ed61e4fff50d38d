"""`paperwire run`: one day through the daily graph."""

import asyncio
import json as jsonlib
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from rich.console import Console

from ..digests import show_digest
from ..domain import Digest, Item, Outcome, Run
from ..engines import Desk
from ..graphs.newsroom import Newsroom
from ..graphs.trouble import kinds_of_trouble
from ..graphs.walk import Walked, walk_day
from ..memory import open_archive
from . import INCOMPLETE, NOTHING_SELECTED, TROUBLE_CODES, WHOLE
from .forecast import print_forecast
from .hire import hire
from .order import Order
from .progress import StageBars

EXIT_CODES: dict[Outcome, int] = {"whole": WHOLE, "nothing selected": NOTHING_SELECTED, "incomplete": INCOMPLETE}


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
            room, desk = hire(order, archive, bars, out, None if quiet else errors)
            walked = asyncio.run(_walk(room, desk, order))
        if json:
            sys.stdout.write(jsonlib.dumps(summary(walked, desk.tally.calls, desk.tally.cached), indent=2) + "\n")
        elif quiet:
            sys.stdout.write(f"{Path(walked.run.digest) / 'digest.md'}\n")
        else:
            show_digest(walked.digest, Console(highlight=False))
            _tell_files(order, walked.run)
        _tell_outcome(errors, walked, desk, quiet=quiet)
    return exit_code(walked.run.outcome, walked.digest.open_items)


def exit_code(outcome: Outcome, items: Iterable[Item]) -> int:
    """The code of a day that ended so; `items` are its rows, of which the open ones matter."""
    kinds = kinds_of_trouble(items)
    if outcome == "incomplete" and len(kinds) == 1:
        return TROUBLE_CODES.get(next(iter(kinds)), INCOMPLETE)
    return EXIT_CODES.get(outcome, WHOLE)


async def _walk(room: Newsroom, desk: Desk, order: Order) -> Walked:
    try:
        return await walk_day(room, order.edition, order.date)
    finally:
        await desk.aclose()


def summary(walked: Walked, calls: int, cached: int) -> dict[str, Any]:
    """A walked day as JSON: how it went, what it counted and asked, and where its files are."""
    run, digest = walked.run, walked.digest
    folder = Path(run.digest)
    return {
        "day": str(run.day),
        "edition": run.edition,
        "engine": run.engine,
        "outcome": run.outcome,
        "counts": {"announced": digest.counts.announced, "scanned": digest.scanned, "selected": digest.selected}
        | digest.counts.model_dump(),
        "trouble": kinds_of_trouble(digest.open_items),
        "stopped": list(walked.stopped),
        "calls": calls,
        "replies_from_cache": cached,
        "files": {ending: str(folder / f"digest.{ending}") for ending in ("md", "html", "json")},
    }


def _tell_files(order: Order, run: Run) -> None:
    again = " --edition sample" if order.edition == "sample" else ""
    place = f" --archive {order.archive}" if order.archive else again
    sys.stdout.write(f"\nThe whole digest: {Path(run.digest) / 'digest.html'} (and digest.md, digest.json beside it)\n")
    sys.stdout.write(f"One paper in full: paperwire show ARXIV_ID{place}\n")


def _tell_outcome(errors: Console, walked: Walked, desk: Desk, *, quiet: bool) -> None:
    run, digest, tally = walked.run, walked.digest, desk.tally
    if run.outcome == "incomplete":
        errors.print(f"paperwire: incomplete: {told_trouble(digest)}.", markup=False)
        errors.print(f"  remedy: paperwire status {run.day} gives the reasons; the same run goes on where it stopped.")
    elif run.outcome == "nothing selected":
        errors.print("paperwire: read whole; no paper is above the cut.")
    if tally.cached and not tally.calls and not quiet:
        errors.print(f"paperwire: no model was called: all {tally.cached} replies were kept from before.")
    elif tally.cached and not quiet:
        errors.print(f"paperwire: {tally.calls} calls; {tally.cached} replies were kept from before.")


def told_trouble(digest: Digest) -> str:
    """What kept a day from being whole, in one line."""
    kinds = ", ".join(f"{number} {kind}" for kind, number in kinds_of_trouble(digest.open_items).items())
    counted = f"{digest.counts.failed} failed, {digest.counts.deferred} deferred"
    return "; ".join([f"{counted} ({kinds})" if kinds else counted, *(notice.rstrip(".") for notice in digest.notices)])
