"""What the models cost."""

from .noun import Noun


class Usage(Noun):
    """Tokens of one call as the server counted them; `cached_tokens` are part of `prompt_tokens`."""

    prompt_tokens: int = 0
    cached_tokens: int = 0
    completion_tokens: int = 0


class UsageRow(Noun):
    """The sum over the calls of one agent with one model; `cost` in US dollars, None where the price is unknown."""

    agent: str
    engine: str
    model: str
    calls: int
    prompt_tokens: int
    cached_tokens: int
    completion_tokens: int
    cost: float | None
