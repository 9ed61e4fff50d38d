"""The tables that close a digest of any length: what it cost, and what made every part of it."""

from collections.abc import Sequence

from ..domain import Digest, Weekly
from .markdown_escape import folded, table
from .reading import Made, Of, no_usage, usage_lines, usage_total


def usage_table(digest: Digest | Weekly) -> list[str]:
    """Tokens and money by agent and model, or why there are none."""
    if not digest.usage:
        return [no_usage(digest), ""]
    head = ["Agent", "Model", "Calls", "Prompt tokens", "of them cached", "Completion tokens", "Cost (USD)"]
    rows = [list(line) for line in (*usage_lines(digest.usage), usage_total(digest.usage))]
    return ["## Tokens and money", "", *table(head, rows, 2)]


def provenance_table(made: Sequence[Made], about: str) -> list[str]:
    """Prompt, engine and model of every output, folded; the last column, `about`, names what the output is about."""
    head = ["Output", "Prompt", "Hash", "Engine", "Model", about]
    rows = [
        [m.output, p.prompt, p.prompt_hash, p.engine, p.model, ", ".join(_told(of) for of in m.of)]
        for m in made
        for p in (m.provenance,)
    ]
    return folded("Provenance: what made every output", table(head, rows, 6)) if made else []


def _told(of: Of) -> str:
    return f"{of.text} (call {of.call})" if of.call else of.text
