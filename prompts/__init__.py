"""What agents are told: one Markdown file a prompt, versioned."""

from .fence import fence
from .prompt import Message, Prompt, PromptError, all_prompts, load_prompt, parse_prompt

__all__ = ["Message", "Prompt", "PromptError", "all_prompts", "fence", "load_prompt", "parse_prompt"]
