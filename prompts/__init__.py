"""What agents are told: one Markdown file a prompt, versioned."""

from .fence import defused, fence
from .prompt import Message, Prompt, PromptError, all_prompts, load_prompt, parse_prompt

__all__ = ["Message", "Prompt", "PromptError", "all_prompts", "defused", "fence", "load_prompt", "parse_prompt"]
