"""The contract of an evaluation: what a case is, who answers it, and what its answer is worth."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any, Protocol

from ..agents.staff import Staff
from ..domain.noun import Noun

Json = dict[str, Any]


class Sample(Noun):
    """One case. Cases of a `cluster` (a paper, a day) are not independent and are resampled together;
    cases of a `group` are put to the solver at once, as the agent would meet them."""

    id: str
    cluster: str
    group: str
    input: Json
    target: Json


class Score(Noun):
    """One number for one case; `value` is None where the scorer does not apply. Binary scores are 0.0 or 1.0."""

    name: str
    value: float | None
    explanation: str = ""


class Metric(Noun):
    """One figure for a whole run, with a 95% interval where one can be given. `n` counts the cases it rests on."""

    name: str
    value: float | None
    low: float | None = None
    high: float | None = None
    n: int = 0
    note: str = ""


class Bin(Noun):
    """One point of a calibration curve: the mean of what was said against the mean of what was so, over `n` cases."""

    said: float
    so: float
    n: int


class Answered(Noun):
    """A case with its raw output and scores; `error` is set, and `output` None, where there was no answer."""

    sample: Sample
    epoch: int = 0
    output: Json | None
    error: str = ""
    scores: tuple[Score, ...] = ()


@dataclass(frozen=True)
class Bench:
    """What a solver works with: the agents as users have them. `engine` is `openai`, `extractive` or a baseline."""

    staff: Staff
    engine: str
    now: Callable[[], datetime]
    options: Mapping[str, str] = field(default_factory=dict)


class Solver(Protocol):
    """Answers the cases of one group.

    An answer is plain JSON by sample id; a case without one is an error, never a 0. An `EngineError` is an error of
    the whole group.
    """

    def __call__(self, bench: Bench, samples: Sequence[Sample]) -> Awaitable[Mapping[str, Json]]: ...


Scorer = Callable[[Sample, Json], Sequence[Score]]
Summary = Callable[[Sequence[Answered]], Sequence[Metric]]


@dataclass(frozen=True)
class Task:
    """An evaluation. `data` is a folder laid out as the project's real data, or None for the cases that ship."""

    name: str
    description: str
    agent: str
    """The agent whose prompt is measured; empty where no prompt is."""
    samples: Callable[[Path | None], Sequence[Sample]]
    solver: Solver
    scorer: Scorer
    summary: Summary
    """Figures that need all cases at once, such as AUC; means of scores are added by the harness."""
    primary: str
    """The score that comparisons are about; higher is better."""
    baselines: Mapping[str, Solver] = field(default_factory=dict)
    version: int = 1
    """Raised when cases or scoring change, so that runs of different versions are not compared."""
    lower_is_better: tuple[str, ...] = ()
    """Scores and figures where less is more, such as errors made."""
    figures: Callable[[Sequence[Answered]], Mapping[str, float | None]] | None = None
    """The values of `summary` without intervals: comparisons resample these. Left out, `summary` itself is resampled,
    which is slow if it makes intervals of its own."""
    calibration: Callable[[Sequence[Answered]], Mapping[str, Sequence[Bin]]] | None = None
    """Curves to draw, by name."""
