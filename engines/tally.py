"""What a run asked for, counted as it happens."""

from dataclasses import dataclass, field

from ..domain import Usage, UsageRow


@dataclass
class TallyRow:
    """One agent with one model. `cost` is in US dollars, None as soon as one price is unknown."""

    agent: str
    engine: str
    model: str
    calls: int = 0
    """Assignments put to the engine, failed ones among them."""
    cached: int = 0
    """Assignments answered from what is kept."""
    failed: int = 0
    prompt_tokens: int = 0
    cached_tokens: int = 0
    completion_tokens: int = 0
    cost: float | None = 0.0

    def add(self, usage: Usage, cost: float | None) -> None:
        self.calls += 1
        self.prompt_tokens += usage.prompt_tokens
        self.cached_tokens += usage.cached_tokens
        self.completion_tokens += usage.completion_tokens
        self.cost = None if cost is None or self.cost is None else self.cost + cost


@dataclass
class Tally:
    """The rows of a run, in the order of their first call."""

    rows: dict[tuple[str, str, str], TallyRow] = field(default_factory=dict)

    def row(self, agent: str, engine: str, model: str) -> TallyRow:
        return self.rows.setdefault((agent, engine, model), TallyRow(agent, engine, model))

    @property
    def calls(self) -> int:
        return sum(row.calls for row in self.rows.values())

    @property
    def cached(self) -> int:
        return sum(row.cached for row in self.rows.values())

    @property
    def failed(self) -> int:
        return sum(row.failed for row in self.rows.values())

    def usage(self) -> tuple[UsageRow, ...]:
        """Rows that called an engine; replies from the cache cost nothing and are left out."""
        return tuple(
            UsageRow(
                agent=row.agent,
                engine=row.engine,
                model=row.model,
                calls=row.calls,
                prompt_tokens=row.prompt_tokens,
                cached_tokens=row.cached_tokens,
                completion_tokens=row.completion_tokens,
                cost=row.cost,
            )
            for row in self.rows.values()
            if row.calls
        )
