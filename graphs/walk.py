"""One day from start to end, as a command walks it."""

from dataclasses import dataclass
from datetime import date

from ..domain import Digest, Run
from .daily import DailyState, build_daily_graph
from .newsroom import Newsroom

# Papers in flight at once; more only costs memory, since the desk bounds the calls.
_WINDOW = 48


@dataclass(frozen=True)
class Walked:
    """A finished walk. `stopped` says why nothing more could be asked of a model; empty if all was."""

    run: Run
    digest: Digest
    stopped: tuple[str, ...] = ()


async def walk_day(room: Newsroom, edition: str, day: date | None) -> Walked:
    """Runs the daily graph on an edition, of `day` or its newest.

    Raises:
        PaperwireError: the day could not be fetched, or the archive failed; what was done is kept.
    """
    start = DailyState(edition=edition, day=day.isoformat() if day else None)
    end = await build_daily_graph(room).ainvoke(start, {"max_concurrency": _WINDOW})
    ledger = room.archive.ledger
    [digest] = ledger.kept(end["run_id"], "", "digest", Digest)
    run = ledger.run(digest.day)
    assert run is not None, "the graph has just closed it"
    return Walked(run, digest, tuple(dict.fromkeys(end["stopped"])))
