"""The desk hands assignments to engines: looks up what is kept, asks for the rest, records it, minds the budget."""

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Protocol
from weakref import WeakValueDictionary

from pydantic import ValidationError

from ..domain import Call, Provenance, Usage
from ..domain.errors import EngineError
from ..settings import EngineName, Settings
from .assignment import Assignment, Engine, F, Reply
from .budget import Charge, Purse
from .choice import chosen_engine, settled
from .desk_event import DeskEvent, OnEvent
from .errand import Errand
from .tally import Tally, TallyRow

__all__ = ["CallStore", "Desk", "chosen_engine", "open_desk"]


class CallStore(Protocol):
    """Where calls are kept."""

    def find(self, key: str) -> Call | None: ...

    def record(self, call: Call) -> str: ...


class Desk:
    """What agents call. Each engine is made when it is first needed; `tally` counts what the run asked for.

    Prices are looked up by `settings.engine.base_url`, where empty means OpenAI: `open_desk` has settled it.
    """

    def __init__(
        self,
        settings: Settings,
        calls: CallStore,
        engines: Mapping[EngineName, Callable[[], Engine]],
        default: EngineName,
        clock: Callable[[], datetime],
        on_event: OnEvent | None = None,
        month: Charge | None = None,
    ) -> None:
        self.tally = Tally()
        self._settings = settings
        self._calls = calls
        self._engines = engines
        self._made: dict[EngineName, Engine] = {}
        self._default = default
        self._clock = clock
        self._on_event = on_event
        self._purse = Purse(settings.budget, month)
        self._under_way: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()

    def engine_of(self, agent: str) -> EngineName:
        """The engine that the agent's assignments go to."""
        own = self._settings.agents.get(agent)
        return (own.engine if own else None) or self._default

    async def fulfil(self, assignment: Assignment[F]) -> Reply[F]:
        """The filled form, from what is kept or from the agent's engine.

        Equal assignments under way at once are asked once. Replies of the extractive engine are not kept.

        Raises:
            EngineError: this assignment came to nothing.
            RunStopped: no further assignment can succeed; `BudgetSpent` comes before a call is made.
        """
        name = self.engine_of(assignment.agent)
        started = DeskEvent("started", assignment.agent, assignment.label, name)
        self._tell(started)
        try:
            if name == "extractive":
                reply = await self._extracted(assignment)
            else:
                reply = await self._bought(Errand(assignment, name, self._settings))
        except EngineError as error:
            self._tell(replace(started, kind="failed", usage=error.usage, problem=error.kind))
            raise
        self._tell(replace(started, kind="finished", usage=reply.usage, cached=reply.cached))
        return reply

    async def aclose(self) -> None:
        """Closes the connections that engines hold on the running event loop."""
        for engine in self._made.values():
            close = getattr(engine, "aclose", None)
            if close:
                await close()

    async def _extracted(self, assignment: Assignment[F]) -> Reply[F]:
        reply = await self._engine("extractive").fulfil(assignment)
        self.tally.row(assignment.agent, "extractive", reply.provenance.model).add(reply.usage, 0.0)
        return reply

    async def _bought(self, errand: Errand[F]) -> Reply[F]:
        lock = self._under_way.setdefault(errand.key, asyncio.Lock())
        async with lock:
            kept = self._kept(errand)
            if kept:
                self._row(errand).cached += 1
                return kept
            return await self._asked(errand)

    def _kept(self, errand: Errand[F]) -> Reply[F] | None:
        """The reply of an earlier call; None as well if it no longer fits the form."""
        call = self._calls.find(errand.key)
        if call is None or call.reply is None:
            return None
        try:
            form = errand.assignment.form.model_validate_json(call.reply)
        except ValidationError:
            return None
        source = Provenance(
            prompt=call.prompt, prompt_hash=call.prompt_hash, engine=call.engine, model=call.model, call=call.id
        )
        return Reply(form=form, provenance=source, usage=Usage(), cached=True)

    async def _asked(self, errand: Errand[F]) -> Reply[F]:
        async with self._purse.reserve(errand.charge(errand.worst())) as taken:
            try:
                reply = await self._engine(errand.engine).fulfil(errand.assignment)
            except EngineError as error:
                taken.set(errand.charge(error.usage))
                self._record_failure(errand, error)
                raise
            text = reply.form.model_dump_json()
            taken.set(errand.charge(errand.guess(text) if reply.usage == Usage() else reply.usage))
        self._row(errand).add(reply.usage, errand.cost(reply.usage))
        call = self._calls.record(errand.call(self._clock(), reply.usage, reply=text))
        return replace(reply, provenance=reply.provenance.model_copy(update={"call": call}))

    def _record_failure(self, errand: Errand[F], error: EngineError) -> None:
        """A failure that cost nothing is only counted: it would be a row a retry makes untrue."""
        row = self._row(errand)
        row.add(error.usage, errand.cost(error.usage))
        row.failed += 1
        if error.usage != Usage():
            problem = f"{error.kind}: {error.message}"
            error.call = self._calls.record(errand.call(self._clock(), error.usage, problem=problem))

    def _row(self, errand: Errand[F]) -> TallyRow:
        return self.tally.row(errand.assignment.agent, errand.engine, errand.model)

    def _engine(self, name: EngineName) -> Engine:
        if name not in self._made:
            self._made[name] = self._engines[name]()
        return self._made[name]

    def _tell(self, event: DeskEvent) -> None:
        if self._on_event:
            self._on_event(event)


def open_desk(
    settings: Settings,
    calls: CallStore,
    extractive: Callable[[], Engine],
    env: Mapping[str, str],
    clock: Callable[[], datetime],
    on_event: OnEvent | None = None,
    month: Charge | None = None,
) -> Desk:
    """The desk of one run. No engine is made, and nothing is asked, before an assignment needs it.

    `month` is what this month has cost before.

    Raises:
        SettingsError: a model is wanted and there is no server for it, or money is to be counted without a price.
    """
    default = chosen_engine(settings, env)
    settings, key = settled(settings, env)

    def openai() -> Engine:
        from .openai import OpenAIEngine

        return OpenAIEngine(settings.engine, settings.agents, key)

    return Desk(settings, calls, {"openai": openai, "extractive": extractive}, default, clock, on_event, month)
