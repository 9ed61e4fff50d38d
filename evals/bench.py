"""Sets up the bench: the agents as users have them, on an archive that only evaluations use."""

import os
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from functools import partial
from pathlib import Path

from ..agents.staff import Staff
from ..engines import Desk, open_desk
from ..engines.assignment import Engine
from ..memory import Archive, Calls, open_archive
from ..settings import Settings
from .metering import EpochCalls, note
from .task import Bench


@contextmanager
def open_bench(
    settings: Settings,
    engine: str,
    folder: Path,
    now: Callable[[], datetime],
    options: Mapping[str, str],
) -> Iterator[tuple[Bench, Desk]]:
    """A bench on the archive in `folder`, and its desk, to be closed on the event loop that used it.

    The memory of papers there is empty and stays so: no case is judged by what other cases left behind.

    Raises:
        ArchiveError: another process works there.
        SettingsError: a model is wanted and there is no server for it.
    """
    with open_archive(folder, write=True) as archive:
        moment = now()
        run = archive.ledger.open_run(moment.date(), "evaluation", engine, moment)
        calls = EpochCalls(Calls(archive.connection, run.id))
        desk = open_desk(settings, calls, partial(_extractive, archive), os.environ, now, note)
        yield Bench(Staff(desk, settings.agents, settings.engine.paper_chars), engine, now, options), desk
        archive.ledger.close_run(run.id, "whole", now(), "")


def _extractive(archive: Archive) -> Engine:
    from ..engines.extractive import ExtractiveEngine

    return ExtractiveEngine(archive.embedder.embed)
