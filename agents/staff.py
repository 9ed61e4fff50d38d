"""Who thinks with what: the desk that hands out assignments, and the prompt of each agent."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from ..engines.assignment import Fulfils
from ..prompts import Prompt, load_prompt
from ..settings import AgentChoice

AGENTS = (
    "triage",
    "summary",
    "reviewer",
    "repair",
    "meta_review",
    "directions",
    "openreview_synthesis",
    "router",
    "answer",
    "support",
    "analyst",
    "topic_synthesis",
    "week_synthesis",
    "prediction_check",
)

# Room for an answer and, with models that think first, for the thinking that servers count as output.
_OUTPUT_TOKENS = {
    "triage": 16_000,
    "summary": 2_000,
    "reviewer": 10_000,
    "repair": 4_000,
    "meta_review": 8_000,
    "directions": 8_000,
    "openreview_synthesis": 6_000,
    "router": 1_000,
    "answer": 6_000,
    "support": 3_000,
    "analyst": 5_000,
    "topic_synthesis": 6_000,
    "week_synthesis": 8_000,
    "prediction_check": 4_000,
}


@dataclass(frozen=True)
class Staff:
    """The agents' common ground. `paper_chars` bounds the text that a reviewer is given, in characters."""

    desk: Fulfils
    choices: Mapping[str, AgentChoice] = field(default_factory=dict)
    paper_chars: int = 120_000

    def prompt(self, agent: str) -> Prompt:
        """The prompt the settings name for `agent`, or its newest one."""
        choice = self.choices.get(agent)
        return load_prompt((choice and choice.prompt) or agent)

    def output_tokens(self, agent: str) -> int:
        choice = self.choices.get(agent)
        return (choice and choice.max_output_tokens) or _OUTPUT_TOKENS[agent]
