"""One week from start to end, as a command walks it."""

from collections import Counter
from dataclasses import dataclass

from ..domain import Weekly, WeekRun
from .newsroom import Newsroom
from .weekly import WeekState, build_weekly_graph, weekly_of

_WINDOW = 16


@dataclass(frozen=True)
class WalkedWeek:
    """A finished week. `troubles` counts by kind what came to nothing; `stopped` says why no more was asked."""

    run: WeekRun
    weekly: Weekly
    troubles: dict[str, int]
    stopped: tuple[str, ...] = ()


async def walk_week(room: Newsroom, week: str) -> WalkedWeek:
    """Runs the weekly graph on a week of the archive.

    Raises:
        PaperwireError: the archive failed; what was done is kept.
    """
    try:
        end = await build_weekly_graph(room).ainvoke(WeekState(week=week), {"max_concurrency": _WINDOW})
    finally:
        room.calls.week_id = None
    run = room.archive.weeks.week(week)
    assert run is not None, "the graph has just closed it"
    troubles = dict(Counter(end.get("troubles", [])).most_common())
    return WalkedWeek(run, weekly_of(room, run.id), troubles, tuple(dict.fromkeys(end.get("stopped", []))))
