"""The contract between agents and engines."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Generic, Protocol, TypeVar

from ..domain import Provenance, Usage
from ..domain.forms import Form
from ..domain.noun import Noun
from ..prompts import Message, Prompt

F = TypeVar("F", bound=Form)
OnText = Callable[[str], None]
"""Told the whole of a reply's text so far; it begins anew where the reply has to be asked for again."""


@dataclass(frozen=True)
class Assignment(Generic[F]):
    """One question of an agent, in both forms that engines understand.

    A model gets `prompt` filled with `variables` and must answer in `form`; the extractive engine works from
    `brief` and answers in the findings that `form` builds on. `label` tells calls apart in progress and ledger. `watch`
    is told what a model has written so far, where its server streams; a reply that is kept comes at once instead.
    """

    agent: str
    prompt: Prompt
    variables: Mapping[str, str]
    brief: Noun
    form: type[F]
    findings: type[F]
    label: str
    max_output_tokens: int = 4096
    watch: OnText | None = field(default=None, compare=False)

    def messages(self) -> list[Message]:
        return self.prompt.render(self.variables)


@dataclass(frozen=True)
class Reply(Generic[F]):
    """A filled form and where it comes from. `cached` replies cost nothing."""

    form: F
    provenance: Provenance
    usage: Usage
    cached: bool = False


class Fulfils(Protocol):
    """Whoever takes assignments: the desk, or an engine by itself."""

    async def fulfil(self, assignment: Assignment[F]) -> Reply[F]:
        """The filled form.

        Raises:
            EngineError: this assignment came to nothing.
            RunStopped: no further assignment can succeed.
        """
        ...


class Engine(Fulfils, Protocol):
    """What agents think with."""

    name: str
