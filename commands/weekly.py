"""`paperwire weekly`: a week through the weekly graph, its open days first where an edition is named."""

import asyncio
import json as jsonlib
import sys
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from functools import partial
from pathlib import Path
from typing import Any

from rich.console import Console

from ..digests import show_weekly
from ..domain import week_days
from ..domain.errors import SourceError
from ..engines import Desk
from ..graphs.news import try_news
from ..graphs.newsroom import Newsroom
from ..graphs.walk import Walked, walk_day
from ..graphs.week_forecast import forecast_week
from ..graphs.week_material import week_material
from ..graphs.week_walk import WalkedWeek, walk_week
from ..memory import Archive, open_archive
from ..sources.news import NONE
from . import INCOMPLETE, NOTHING_SELECTED, TROUBLE_CODES, WHOLE
from .estimate import tell_rows
from .hire import hire
from .order import Order, now
from .progress import StageBars
from .run import told_trouble
from .week_days import Offer, chosen_week, news_days_told, offered


@dataclass
class Round:
    """What a command did: days walked first, days that could not be fetched, and then the week, if there is one."""

    week: str
    walked: list[Walked] = field(default_factory=list)
    unfetched: dict[date, SourceError] = field(default_factory=dict)
    newsless: list[str] = field(default_factory=list)
    written: WalkedWeek | None = None

    @property
    def days_whole(self) -> bool:
        half = any(walked.run.outcome == "incomplete" for walked in self.walked)
        return not (self.unfetched or self.newsless or half)

    @property
    def whole(self) -> bool:
        return self.days_whole and self.written is not None and self.written.run.outcome != "incomplete"


def weekly(
    order: Order, week: str | None, edition: str | None, *, dry_run: bool, out: Path | None, quiet: bool, json: bool
) -> int:
    """Writes the week and shows its digest on stdout; progress and reasons go to stderr.

    Without an `edition` the week is written from the days that were read already.

    Raises:
        PaperwireError: the week could not be written, or the archive failed; what was done is kept.
    """
    errors = Console(stderr=True, highlight=False)
    with open_archive(order.folder, write=True) as archive:
        chosen = chosen_week(week, edition, archive, now().date())
        days = _open_days(archive, chosen, offered(edition, now().date())(*week_days(chosen)))
        if dry_run:
            from .week_forecast import print_week_forecast

            return print_week_forecast(order, archive, chosen, days, json=json)
        with StageBars(errors, quiet) as bars:
            room, desk = hire(order, archive, bars, estimates=None if quiet else errors)
            estimate = partial(_tell_estimate, errors, room, desk, chosen) if not quiet else None
            done = asyncio.run(_walk(room, desk, chosen, days, out, estimate))
        _show(done, desk, quiet=quiet, json=json)
        _tell(errors, done, desk, quiet=quiet)
    return _exit_code(done)


def _open_days(archive: Archive, week: str, offer: Offer) -> Offer:
    """The days that the edition has and no run has finished."""
    finished = {run.day for run in archive.ledger.runs() if run.finished}
    return {day: spec for day, spec in offer.items() if day not in finished}


async def _tell_estimate(errors: Console, room: Newsroom, desk: Desk, week: str) -> None:
    """What the week may cost, before its first call; days told it of themselves."""
    if desk.engine_of("analyst") == "extractive":
        return
    first = now().replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    _, rows = await forecast_week(room, week)
    tell_rows(errors, room.settings, desk, room.calls.spent_since(first), rows)


async def _walk(
    room: Newsroom,
    desk: Desk,
    week: str,
    days: Offer,
    out: Path | None,
    estimate: Callable[[], Awaitable[None]] | None = None,
) -> Round:
    done = Round(week)
    try:
        told = news_days_told(room.news)
        for day, spec in days.items():
            try:
                done.walked.append(await walk_day(room if told(day) else replace(room, news=NONE), spec, day))
            except SourceError as error:
                done.unfetched[day] = error
        done.newsless = await _take_other_news(room, week, told)
        if not week_material(room.archive, week, now().date()).empty:
            if estimate:
                await estimate()
            done.written = await walk_week(replace(room, out=out), week)
        elif done.unfetched:
            raise next(iter(done.unfetched.values()))
    finally:
        await desk.aclose()
    return done


async def _take_other_news(room: Newsroom, week: str, told: Callable[[date], bool]) -> list[str]:
    """News of the week's days without papers, the weekend among them; gives what could not be fetched."""
    first, last = week_days(week)
    kept = room.archive.news.days(first, last)
    days = (first + timedelta(days=number) for number in range(7))
    wanted = [day for day in days if day <= room.now().date() and day not in kept and told(day)]
    return [why for day in wanted for why in await try_news(room, room.news, day)]


def _show(done: Round, desk: Desk, *, quiet: bool, json: bool) -> None:
    if json:
        sys.stdout.write(jsonlib.dumps(_as_json(done, desk), indent=2) + "\n")
    elif done.written and quiet:
        sys.stdout.write(f"{Path(done.written.run.digest) / 'weekly.md'}\n")
    elif done.written:
        show_weekly(done.written.weekly, Console(highlight=False))
        folder = Path(done.written.run.digest)
        sys.stdout.write(f"\nThe whole digest: {folder / 'weekly.html'} (and weekly.md, weekly.json beside it)\n")


def _as_json(done: Round, desk: Desk) -> dict[str, Any]:
    written = done.written
    folder = Path(written.run.digest) if written else None
    return {
        "week": done.week,
        "outcome": written.run.outcome if written else "nothing",
        "days": {str(walked.run.day): walked.run.outcome for walked in done.walked},
        "unfetched": {str(day): str(error) for day, error in done.unfetched.items()},
        "counts": written.weekly.counts.model_dump(mode="json") if written else {},
        "trouble": written.troubles if written else {},
        "stopped": list(written.stopped) if written else [],
        "calls": desk.tally.calls,
        "replies_from_cache": desk.tally.cached,
        "files": {ending: str(folder / f"weekly.{ending}") for ending in ("md", "html", "json")} if folder else {},
    }


def _tell(errors: Console, done: Round, desk: Desk, *, quiet: bool) -> None:
    for walked in done.walked:
        if walked.run.outcome == "incomplete":
            errors.print(f"paperwire: {walked.run.day} incomplete: {told_trouble(walked.digest)}.", markup=False)
    for why in [*(f"{day} could not be fetched: {error}" for day, error in done.unfetched.items()), *done.newsless]:
        errors.print(f"paperwire: {why}", markup=False)
    if done.written is None:
        first, last = week_days(done.week)
        errors.print(f"paperwire: {done.week} ({first} to {last}) has no papers and no news: nothing to write.")
        errors.print("  remedy: read its days with --edition, or name another week with --week.")
    elif done.written.run.outcome == "incomplete":
        told = ", ".join(f"{number} {kind}" for kind, number in done.written.troubles.items())
        why = "; ".join(done.written.stopped) or told
        errors.print(f"paperwire: {done.week} is incomplete: {why.rstrip('.')}.", markup=False)
        errors.print("  remedy: the same command goes on where it stopped; what was answered is not paid for twice.")
    if desk.tally.cached and not quiet:
        errors.print(f"paperwire: {desk.tally.calls} calls; {desk.tally.cached} replies were kept from before.")


def _exit_code(done: Round) -> int:
    if done.written is None:
        return NOTHING_SELECTED
    if done.whole:
        return WHOLE
    if len(done.written.troubles) == 1 and done.days_whole:
        return TROUBLE_CODES.get(next(iter(done.written.troubles)), INCOMPLETE)
    return INCOMPLETE
