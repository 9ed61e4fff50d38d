"""What a server answered, before anybody has read it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from ..domain import Usage


@dataclass(frozen=True)
class Answer:
    """The server's reply, unread. `finish` is its finish_reason, as far as it gave one."""

    text: str = ""
    finish: str = ""
    refusal: str = ""
    usage: Usage = field(default_factory=Usage)


def usage_of(counted: Any) -> Usage:
    """The server's own count; nought where it gives none."""
    if not isinstance(counted, Mapping):
        return Usage()
    details = counted.get("prompt_tokens_details")
    cached = details.get("cached_tokens") if isinstance(details, Mapping) else 0
    prompt = _count(counted.get("prompt_tokens"))
    return Usage(
        prompt_tokens=prompt,
        cached_tokens=min(_count(cached), prompt),
        completion_tokens=_count(counted.get("completion_tokens")),
    )


def _count(value: Any) -> int:
    return max(value, 0) if isinstance(value, int) else 0
