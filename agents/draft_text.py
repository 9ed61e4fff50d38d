"""What can be shown of an answer whose JSON is still being written: the sentences of its claims, so far."""

import json
import re
from collections.abc import Callable, Sequence
from typing import Any

from pydantic_core import from_json

OnDraft = Callable[[Sequence[str]], None]
"""Told the sentences of an answer so far, unchecked; the last one may be unfinished."""

# Fences, and what a model thinks aloud, may stand before it.
_BEGINS = re.compile(r'\{\s*"claims"\s*:')


def watch_for(draft: OnDraft) -> Callable[[str], None]:
    """From a reply's text to its claims: `draft` is told whenever they have grown."""
    known: list[str] = []

    def watch(text: str) -> None:
        found = sentences(text)
        if found and found != known:
            known[:] = found
            draft(found)

    return watch


def sentences(text: str) -> list[str]:
    """The claims' sentences in an answer form that may be cut off anywhere; none where it cannot be read."""
    begin = _BEGINS.search(text)
    form = _partial(text[begin.start() :]) if begin else None
    claims = form.get("claims") if isinstance(form, dict) else None
    said = [claim.get("text") for claim in claims if isinstance(claim, dict)] if isinstance(claims, list) else []
    return [" ".join(one.split()) for one in said if isinstance(one, str) and one.strip()]


def _partial(text: str) -> Any:
    try:
        return from_json(text, allow_partial="trailing-strings")
    except (ValueError, TypeError):
        # A TypeError where half of a character's surrogate pair has come: it waits for the other half.
        pass
    try:
        # Whole, with words behind it.
        return json.JSONDecoder().raw_decode(text)[0]
    except (ValueError, RecursionError):
        return None
