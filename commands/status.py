"""`paperwire status`: the ledger of a day, with counts that add up."""

import json as jsonlib
import sys
from collections import Counter
from collections.abc import Mapping, Sequence

from rich.console import Console
from rich.table import Table
from rich.text import Text

from ..domain import Counts, Item, Run
from ..domain.errors import ArchiveError
from ..graphs.trouble import kinds_of_trouble
from ..memory import Archive, open_archive
from .order import Order
from .run import exit_code

_QUIET = ("duplicate", "filtered", "scored")
"""States whose rows are told by their number and commonest reasons unless every row is asked for."""


def show_status(order: Order, *, every: bool, json: bool) -> int:
    """Shows the ledger of the day ordered, or of the latest run; exits as that run did.

    Raises:
        ArchiveError: no such run.
    """
    with open_archive(order.folder, write=False) as archive:
        run = archive.ledger.run(order.date) if order.date else archive.ledger.latest_run()
        if run is None:
            raise ArchiveError(f"{archive.folder} holds no run of {order.date or 'any day'}.", "Try `paperwire run`.")
        items, counts = archive.ledger.items(run.id), archive.ledger.counts(run.id)
        if json:
            sys.stdout.write(_as_json(archive, run, counts, items))
        else:
            _print(Console(highlight=False), archive, run, counts, items, every)
    return exit_code(run.outcome, items)


def _spans(calls: Sequence[str]) -> str:
    """`c3 c7–c12`."""
    numbers = [int(call[1:]) for call in calls]
    starts = [number for number in numbers if number - 1 not in numbers]
    ends = [number for number in numbers if number + 1 not in numbers]
    return " ".join(f"c{a}" if a == b else f"c{a}–c{b}" for a, b in zip(starts, ends, strict=True))


def _as_json(archive: Archive, run: Run, counts: Counts, items: list[Item]) -> str:
    calls = archive.ledger.call_ids(run.id)
    whole = {
        "run": run.model_dump(mode="json"),
        "announced": counts.announced,
        "counts": counts.model_dump(),
        "trouble": kinds_of_trouble(items),
        "items": [
            item.model_dump(mode="json") | {"calls": calls.get(item.paper_id, ()), "digest": run.digest}
            for item in items
        ],
    }
    return jsonlib.dumps(whole, indent=2) + "\n"


def _print(console: Console, archive: Archive, run: Run, counts: Counts, items: list[Item], every: bool) -> None:
    finished = f"finished {run.finished:%Y-%m-%d %H:%M} UTC" if run.finished else "not finished: run it again to go on"
    console.print(f"{run.day} · edition {run.edition} · {run.engine} · {run.outcome} · {finished}", markup=False)
    console.print(_equation(counts), markup=False)
    for state in _QUIET:
        if not every:
            _print_reasons(console, state, [item for item in items if item.state == state])
    shown = [item for item in items if every or item.state not in _QUIET]
    if shown:
        console.print(_rows(shown, archive.ledger.call_ids(run.id)))
    if run.digest:
        console.print(f"Digest: {run.digest}/digest.html", markup=False)
    days = archive.ledger.runs()
    if len(days) > 1:
        told = ", ".join(f"{one.day} {one.outcome}" for one in days[-7:])
        console.print(f"Latest days: {told}", markup=False)
    if weeks := archive.weeks.weeks():
        told = ", ".join(f"{one.week} {one.outcome}" for one in weeks[-4:])
        console.print(f"Latest weeks: {told}", markup=False)


def _equation(counts: Counts) -> str:
    parts = [f"{number} {state}" for state, number in counts.model_dump().items() if number or state != "fetched"]
    return f"{counts.announced} announced = " + " + ".join(parts)


def _print_reasons(console: Console, state: str, items: list[Item]) -> None:
    common = Counter(item.reason for item in items).most_common(4)
    for reason, number in common:
        console.print(f"  {state:9} {number:5} × {reason}", markup=False)
    if rest := len(items) - sum(number for _, number in common):
        console.print(f"  {state:9} {rest:5} × other reasons (--all shows them)", markup=False)


def _rows(items: list[Item], calls: Mapping[str, Sequence[str]]) -> Table:
    table = Table("Row", "arXiv id", "State", "Title", "Reason", "Calls")
    for item in items:
        # Titles and reasons come from outside: never rich markup.
        since = f"since {item.since}: " if item.since else ""
        told = Text(f"{since}{item.reason}")
        table.add_row(
            str(item.position), item.paper_id, item.state, Text(item.title), told, _spans(calls.get(item.paper_id, ()))
        )
    return table
