"""The states an announced row can end in, and the counts that must add up."""

from datetime import date, datetime
from typing import Literal

from .noun import Noun

State = Literal["fetched", "duplicate", "filtered", "scored", "selected", "reviewed", "deferred", "failed"]
Outcome = Literal["running", "whole", "nothing selected", "incomplete"]


class Item(Noun):
    """One announced row of a run: where it ended and why. `fetched` is only seen while a run is under way."""

    position: int
    paper_id: str
    title: str
    state: State
    reason: str = ""
    since: date | None = None
    """The earlier day that announced the paper and put it off; None for a row of the day's own listing."""


class Counts(Noun):
    """Rows by state. `scored` means read and below the cut; `selected` above it but not sent to the panel."""

    fetched: int = 0
    """Rows still without an end: 0 when the run is settled."""
    duplicate: int = 0
    filtered: int = 0
    scored: int = 0
    selected: int = 0
    reviewed: int = 0
    deferred: int = 0
    failed: int = 0

    @property
    def announced(self) -> int:
        """Every row of the listing, duplicates and replacements among them."""
        return sum(self.model_dump().values())


class Run(Noun):
    """One day's run in the ledger."""

    id: int
    day: date
    edition: str
    engine: str
    started: datetime
    finished: datetime | None = None
    outcome: Outcome = "running"
    digest: str = ""
    """The folder that the digest was written to."""


class WeekRun(Noun):
    """One weekly digest in the ledger; `week` as `2026-W17`."""

    id: int
    week: str
    engine: str
    started: datetime
    finished: datetime | None = None
    outcome: Outcome = "running"
    digest: str = ""
    """The folder that the digest was written to."""
