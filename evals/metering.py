"""The store of calls as an evaluation sees it: each epoch has replies of its own, each group of cases its account."""

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field

from ..domain import Call, Usage
from ..domain.errors import RunStopped
from ..engines import DeskEvent
from ..engines.desk import CallStore
from .records import Spent


@dataclass
class Meter:
    """What one group of cases asked for in one epoch; `problems` are the kinds of its failures, in order."""

    epoch: int
    calls: int = 0
    cached: int = 0
    usage: Usage = field(default_factory=Usage)
    cost: float | None = 0.0
    paid: float | None = 0.0
    problems: list[str] = field(default_factory=list)

    @property
    def stopped(self) -> str:
        """The kind of failure after which nothing more can be asked; empty if there was none."""
        kinds = {RunStopped.kind, *(one.kind for one in RunStopped.__subclasses__())}
        return next((problem for problem in self.problems if problem in kinds), "")

    def add(self, call: Call, *, bought: bool) -> None:
        self.calls += bought
        self.cached += not bought
        self.usage = _sum(self.usage, call.usage)
        self.cost = _money(self.cost, call.cost)
        self.paid = _money(self.paid, call.cost) if bought else self.paid

    def share(self, part: int, parts: int) -> Spent:
        """The even share of case `part` (from 0) of `parts`; the shares add up to the whole."""

        def of(total: int) -> int:
            return total * (part + 1) // parts - total * part // parts

        return Spent(
            calls=of(self.calls),
            cached=of(self.cached),
            usage=Usage(**{name: of(number) for name, number in self.usage.model_dump().items()}),
            cost=None if self.cost is None else self.cost / parts,
            paid=None if self.paid is None else self.paid / parts,
        )


_METER: ContextVar[Meter | None] = ContextVar("meter", default=None)


@contextmanager
def metered(epoch: int) -> Iterator[Meter]:
    """What is asked inside, by tasks begun inside too, belongs to this epoch and is counted on this meter."""
    meter = Meter(epoch)
    token = _METER.set(meter)
    try:
        yield meter
    finally:
        _METER.reset(token)


class EpochCalls:
    """A store of calls that keeps a reply for each epoch. Outside of `metered` it is the plain store."""

    def __init__(self, calls: CallStore) -> None:
        self._calls = calls

    def find(self, key: str) -> Call | None:
        """The kept reply of the running epoch."""
        meter = _METER.get()
        call = self._calls.find(epoch_key(key, meter))
        if call and meter:
            meter.add(call, bought=False)
        return call

    def record(self, call: Call) -> str:
        """Keeps a call under the running epoch and puts it on the account."""
        meter = _METER.get()
        if meter:
            meter.add(call, bought=True)
        return self._calls.record(call.model_copy(update={"key": epoch_key(call.key, meter)}))


def note(event: DeskEvent) -> None:
    """Notes failures on the running meter; the desk's listener."""
    meter = _METER.get()
    if meter and event.kind == "failed":
        meter.problems.append(event.problem)


def epoch_key(key: str, meter: Meter | None) -> str:
    """The key of a reply in an epoch. The first epoch keeps the plain key: more epochs later do not buy it again."""
    if meter is None or meter.epoch == 0:
        return key
    return hashlib.sha256(f"{key} epoch {meter.epoch}".encode()).hexdigest()


def _sum(first: Usage, second: Usage) -> Usage:
    other = second.model_dump()
    return Usage(**{name: number + other[name] for name, number in first.model_dump().items()})


def _money(total: float | None, cost: float | None) -> float | None:
    return None if total is None or cost is None else total + cost
