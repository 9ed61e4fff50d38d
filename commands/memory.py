"""`paperwire memory rebuild`: the vectors made again from the archive's database."""

import json as jsonlib
import sys
import time

from rich.console import Console

from ..domain.kinds import counted
from ..graphs.rebuilding import Rebuilt, rebuild_memory
from ..memory import open_archive
from . import WHOLE
from .order import Order
from .progress import StageBars


def rebuild(order: Order, *, quiet: bool, json: bool) -> int:
    """Rebuilds the index and tells what it holds.

    Raises:
        ArchiveError: the archive is in use, or cannot be written.
    """
    started = time.monotonic()
    with (
        open_archive(order.folder, write=True) as archive,
        StageBars(Console(stderr=True, highlight=False), quiet) as bars,
    ):
        bars("remember", total=sum(archive.vectors.count().values()))
        rebuilt = rebuild_memory(archive, lambda more: bars("remember", advance=more))
    seconds = time.monotonic() - started
    if json:
        aside = str(rebuilt.aside) if rebuilt.aside else None
        whole = {"records": rebuilt.counts, "restored": rebuilt.restored, "old_index": aside, "seconds": round(seconds)}
        sys.stdout.write(jsonlib.dumps(whole, indent=2) + "\n")
    else:
        sys.stdout.write(_told(rebuilt, seconds) + "\n")
    return WHOLE


def _told(rebuilt: Rebuilt, seconds: float) -> str:
    held = ", ".join(counted(number, kind) for kind, number in rebuilt.counts.items()) or "nothing"
    lines = [f"The memory is rebuilt in {seconds:.0f} s: {held}."]
    if rebuilt.restored:
        lines.append(f"{rebuilt.restored:,} of these had been lost and came back from the ledger.")
    if rebuilt.aside:
        lines.append(f"The old index lies in {rebuilt.aside}; delete it when you like.")
    return "\n".join(lines)
