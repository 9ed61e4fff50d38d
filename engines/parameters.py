"""What a call is made with, once an agent's own choices are laid over the engine's."""

from collections.abc import Mapping
from dataclasses import dataclass

from ..settings import AgentChoice, EngineChoice
from .assignment import Assignment, F


@dataclass(frozen=True)
class Parameters:
    """Model, temperature (None: the server's own) and output limit in tokens."""

    model: str
    temperature: float | None
    max_output_tokens: int


def parameters_for(assignment: Assignment[F], choice: EngineChoice, agents: Mapping[str, AgentChoice]) -> Parameters:
    """The parameters of one assignment: the agent's settings first, then the engine's, then the assignment's."""
    own = agents.get(assignment.agent, AgentChoice())
    return Parameters(
        model=own.model or choice.model,
        temperature=choice.temperature,
        max_output_tokens=own.max_output_tokens or assignment.max_output_tokens,
    )
