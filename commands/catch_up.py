"""`paperwire run --catch-up`: every day that was never read or is still open, oldest first."""

import asyncio
import json as jsonlib
import sys
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from rich.console import Console

from ..domain import Outcome
from ..domain.errors import SettingsError, SourceError
from ..engines import Desk
from ..graphs.catch_up import EDITION, Plan, note_try, plan_catch_up
from ..graphs.newsroom import Newsroom
from ..graphs.walk import Walked, walk_day
from ..memory import open_archive
from . import INCOMPLETE, WHOLE
from .hire import hire
from .order import Order, now
from .progress import StageBars
from .run import EXIT_CODES, summary, told_trouble

_GIVE_UP = 3
"""Days in a row that cannot be fetched: then it is arXiv or the network, not the day."""


@dataclass
class Round:
    """How far it came: the days walked, those that could not be fetched, and those that are left."""

    walked: list[dict[str, Any]] = field(default_factory=list)
    unfetched: dict[date, SourceError] = field(default_factory=dict)
    left: list[date] = field(default_factory=list)
    stopped: str = ""


def catch_up(order: Order, *, dry_run: bool, out: Path | None, quiet: bool, json: bool) -> int:
    """Reads what is open, a line a day on stdout; 4 if a day is still open or left, else 0.

    The budget for one run holds for the whole round.

    Raises:
        PaperwireError: the round could not start, or the archive failed; what was done is kept.
    """
    if order.edition != EDITION or order.day or dry_run or out:
        raise SettingsError(
            "--catch-up chooses days and folders itself.", "Leave out --date, --edition, --out, --dry-run."
        )
    errors = Console(stderr=True, highlight=False)
    with open_archive(order.folder, write=True) as archive, StageBars(errors, quiet) as bars:
        room, desk = hire(order, archive, bars, estimates=None if quiet else errors)
        plan = plan_catch_up(archive, now().date())
        done = asyncio.run(_read_all(room, desk, plan, errors, tell=not json))
    if json:
        sys.stdout.write(jsonlib.dumps(_as_json(plan, done), indent=2) + "\n")
    _tell_rest(errors, plan, done)
    whole = all(EXIT_CODES[day["outcome"]] != INCOMPLETE for day in done.walked)
    return WHOLE if whole and not done.left and not done.unfetched else INCOMPLETE


async def _read_all(room: Newsroom, desk: Desk, plan: Plan, errors: Console, *, tell: bool) -> Round:
    done = Round(left=list(plan.days))
    failures = 0
    try:
        while done.left and failures < _GIVE_UP and not done.stopped:
            day = done.left.pop(0)
            calls, cached = desk.tally.calls, desk.tally.cached
            try:
                walked = await walk_day(room, EDITION, day)
            except SourceError as error:
                done.unfetched[day] = error
                failures += 1
                continue
            failures = 0
            note_try(room.archive, walked.run)
            done.walked.append(summary(walked, desk.tally.calls - calls, desk.tally.cached - cached))
            done.stopped = walked.stopped[0] if walked.stopped else ""
            if tell:
                sys.stdout.write(_line(walked) + "\n")
    finally:
        await desk.aclose()
    return done


def _line(walked: Walked) -> str:
    run, digest = walked.run, walked.digest
    outcome: Outcome = run.outcome
    why = f": {told_trouble(digest)}" if outcome == "incomplete" else ""
    counts = f"{digest.counts.announced} announced, {digest.selected} selected, {digest.counts.reviewed} reviewed"
    return f"{run.day}  {outcome}, {counts}{why}  {run.digest}/digest.html"


def _as_json(plan: Plan, done: Round) -> dict[str, Any]:
    return {
        "days": done.walked,
        "unfetched": {str(day): str(error) for day, error in done.unfetched.items()},
        "left": [str(day) for day in done.left],
        "left_alone": {str(day): reason for day, reason in plan.left_alone},
        "stopped": done.stopped,
    }


def _tell_rest(errors: Console, plan: Plan, done: Round) -> None:
    if not plan.days:
        errors.print("paperwire: nothing to catch up.")
    for day, error in done.unfetched.items():
        errors.print(f"paperwire: {day} could not be fetched: {error}", markup=False)
    for day, reason in plan.left_alone:
        errors.print(f"paperwire: {day} is left alone: {reason}.", markup=False)
    if done.left:
        why = f" ({done.stopped})" if done.stopped else ""
        days = f"{len(done.left)} days are left, from {done.left[0]} on"
        errors.print(f"paperwire: {days}{why}.\n  remedy: run --catch-up again.", markup=False)
