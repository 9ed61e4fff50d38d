"""What a run file holds: a header, a line for each case and epoch, and a closing line with the figures."""

import hashlib
import json
from datetime import datetime
from typing import Literal

from ..domain.noun import Noun
from ..domain.usage import Usage
from .task import Json, Metric, Score

FORMAT = 1
# What may differ between two sittings of one run.
NOT_IDENTITY = {"started", "command", "data", "kind", "commit"}


class Spent(Noun):
    """What answers took: tokens and US dollars of every reply behind them, whenever it was bought.

    `calls` were made and `paid` was spent in this sitting, `cached` replies were kept from before; money is None where
    a price is not known. The account of a group of cases is shared evenly among them, so that sums stay true.
    """

    calls: int = 0
    cached: int = 0
    usage: Usage = Usage()
    cost: float | None = 0.0
    paid: float | None = 0.0


class Header(Noun):
    """Everything that shapes a run, and what to type to have it again."""

    kind: Literal["header"] = "header"
    format: int = FORMAT
    paperwire: str
    commit: str
    """Git commit of the source, `+` added if it was changed since; empty where there is no repository."""
    code: str
    """Hash over the source files that shape answers and scores."""
    task: str
    task_version: int
    primary: str
    lower_is_better: tuple[str, ...] = ()
    data: str
    """The folder as given; empty for the cases that ship."""
    dataset: str
    """Hash over the cases, inputs and targets included."""
    cases: int
    limit: int | None = None
    epochs: int = 1
    engine: str
    model: str = ""
    prompt: str = ""
    prompt_hash: str = ""
    parameters: Json = {}
    options: dict[str, str] = {}
    started: datetime
    command: str

    @property
    def label(self) -> str:
        """Who answered: prompt, engine and model, as far as each applies."""
        return " · ".join(part for part in (self.prompt, self.engine, self.model) if part)

    @property
    def identity(self) -> str:
        """Runs of the same identity are sittings of one run (12 hex digits)."""
        shaping = self.model_dump(mode="json", exclude=NOT_IDENTITY)
        return hashlib.sha256(json.dumps(shaping, sort_keys=True).encode()).hexdigest()[:12]


class Line(Noun):
    """One case in one epoch: what came back, what it is worth, what it took. `seconds` is its share of the group's."""

    kind: Literal["case"] = "case"
    id: str
    cluster: str
    group: str
    epoch: int
    output: Json | None
    error: str = ""
    """`kind: message`; no scores stand beside it."""
    scores: tuple[Score, ...] = ()
    spent: Spent = Spent()
    seconds: float = 0.0

    def value(self, name: str) -> float | None:
        """The score called `name`; None if it was not given or does not apply."""
        return next((score.value for score in self.scores if score.name == name), None)

    @property
    def error_kind(self) -> str:
        return self.error.partition(":")[0]


class Closing(Noun):
    """The end of a run that asked every case. `errors` counts cases by the kind of what went wrong."""

    kind: Literal["closing"] = "closing"
    finished: datetime
    answered: int
    errors: dict[str, int]
    spent: Spent
    seconds: float
    metrics: tuple[Metric, ...]
