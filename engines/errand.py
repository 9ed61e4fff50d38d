"""One assignment on its way to an engine that costs something: its key, its worst case, its record."""

import json
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Generic

from ..domain import Call, Usage
from ..settings import EngineName, Settings
from .assignment import Assignment, F
from .budget import Charge
from .estimate import estimate_prompt, estimate_tokens
from .key import reply_key
from .parameters import Parameters, parameters_for
from .prices import cost_usd


@dataclass(frozen=True)
class Errand(Generic[F]):
    """An assignment with the engine it goes to."""

    assignment: Assignment[F]
    engine: EngineName
    settings: Settings

    @cached_property
    def parameters(self) -> Parameters:
        return parameters_for(self.assignment, self.settings.engine, self.settings.agents)

    @property
    def model(self) -> str:
        return self.parameters.model

    @cached_property
    def key(self) -> str:
        return reply_key(self.assignment, self.engine, self.parameters)

    def worst(self) -> Usage:
        """The most that one request should take: prompt and schema as estimated, the whole output limit."""
        texts = [m.text for m in self.assignment.messages()]
        schema = json.dumps(self.assignment.form.model_json_schema())
        return Usage(
            prompt_tokens=estimate_prompt([*texts, schema]), completion_tokens=self.parameters.max_output_tokens
        )

    def guess(self, reply: str) -> Usage:
        """What a server that counts nothing has probably taken; without it the budget would have no floor."""
        return Usage(prompt_tokens=self.worst().prompt_tokens, completion_tokens=estimate_tokens(reply))

    def cost(self, usage: Usage) -> float | None:
        return cost_usd(self.model, self.settings.engine.base_url, usage)

    def charge(self, usage: Usage) -> Charge:
        return Charge(usage.prompt_tokens + usage.completion_tokens, self.cost(usage) or 0.0)

    def call(self, at: datetime, usage: Usage, reply: str | None = None, problem: str = "") -> Call:
        """The record of this errand, ended at `at`."""
        prompt = self.assignment.prompt
        return Call(
            key=self.key,
            agent=self.assignment.agent,
            label=self.assignment.label,
            engine=self.engine,
            model=self.model,
            prompt=prompt.id,
            prompt_hash=prompt.hash,
            usage=usage,
            cost=self.cost(usage),
            reply=reply,
            problem=problem,
            at=at,
        )
