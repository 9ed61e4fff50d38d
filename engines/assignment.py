"""The contract between agents and engines."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Generic, Protocol, TypeVar

from ..domain import Provenance, Usage
from ..domain.forms import Form
from ..domain.noun import Noun
from ..prompts import Message, Prompt

F = TypeVar("F", bound=Form)


@dataclass(frozen=True)
class Assignment(Generic[F]):
    """One question of an agent, in both forms that engines understand.

    A model gets `prompt` filled with `variables` and must answer in `form`; the extractive engine works from
    `brief` and answers in the findings that `form` builds on. `label` tells calls apart in progress and ledger.
    """

    agent: str
    prompt: Prompt
    variables: Mapping[str, str]
    brief: Noun
    form: type[F]
    findings: type[F]
    label: str
    max_output_tokens: int = 4096

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
