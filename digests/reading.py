"""How the day was read: engines, tokens, money and prompts."""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from ..domain import Digest, Provenance, Report, Shortlisted, UsageRow, Weekly
from .links import anchor
from .words import LENSES

EXTRACTIVE = (
    "Read by the extractive engine. It needs no model: it ranks papers by their likeness to the interests and "
    "selects sentences of the papers themselves. It writes nothing of its own and gives no verdict on merit."
)
CONFIGURE = (
    "To have papers refereed by a model, set the environment variable OPENAI_API_KEY, or base_url and model under "
    "[engine] in paperwire.toml (any OpenAI-compatible server will do)."
)


class UsageLine(NamedTuple):
    """A row of the token table, in words."""

    agent: str
    model: str
    calls: str
    prompt: str
    cached: str
    completion: str
    cost: str


class Of(NamedTuple):
    """What an output is about, the anchor where that stands (or empty), and the call that made it."""

    text: str
    target: str
    call: str


class Made(NamedTuple):
    """What one prompt with one model made."""

    output: str
    provenance: Provenance
    of: tuple[Of, ...]


def is_extractive(digest: Digest | Weekly) -> bool:
    """Whether the day or week as a whole was read without a model."""
    return digest.engine.split(" ")[0] == "extractive"


def how_read(digest: Digest) -> list[str]:
    """Sentences on the engine; for an extractive day, also what it cannot do and how to configure a model."""
    if is_extractive(digest):
        return [EXTRACTIVE, CONFIGURE]
    read = [f"Read with {digest.engine}."]
    selecting = sorted({made.output.lower() for made in provenances(digest) if made.provenance.engine == "extractive"})
    if selecting:
        read.append(f"Made by the extractive engine, from sentences of the papers: {', '.join(selecting)}.")
    return read


def no_usage(digest: Digest | Weekly) -> str:
    """What to say where the token table has no rows."""
    return "No model was called." if is_extractive(digest) else "No tokens were spent in this run."


def usage_summary(digest: Digest | Weekly) -> str:
    """Calls, tokens and cost in one line."""
    if not digest.usage:
        return no_usage(digest)
    total = usage_total(digest.usage)
    return f"{total.calls} calls, {total.prompt} prompt and {total.completion} completion tokens, {total.cost}"


def money(cost: float | None) -> str:
    """US dollars to the cent, below one cent to the hundredth of one; `unknown` for None."""
    if cost is None:
        return "unknown"
    if 0 < cost < 0.0001:
        return "under $0.0001"
    return f"${cost:.4f}" if 0 < cost < 0.01 else f"${cost:,.2f}"


def usage_lines(rows: tuple[UsageRow, ...]) -> list[UsageLine]:
    """The token table, one line a row."""
    return [
        _usage_line(row.agent, row.model or row.engine, (row,), money(row.cost))
        for row in sorted(rows, key=lambda row: (row.agent, row.engine, row.model))
    ]


def usage_total(rows: tuple[UsageRow, ...]) -> UsageLine:
    """The sum of the table; a total with a part of unknown price says `at least`."""
    known = [row.cost for row in rows if row.cost is not None]
    if not known and rows:
        return _usage_line("Total", "", rows, money(None))
    least = "at least " if len(known) < len(rows) else ""
    return _usage_line("Total", "", rows, least + money(sum(known)))


def _usage_line(agent: str, model: str, rows: tuple[UsageRow, ...], cost: str) -> UsageLine:
    return UsageLine(
        agent=agent,
        model=model,
        calls=f"{sum(row.calls for row in rows):,}",
        prompt=f"{sum(row.prompt_tokens for row in rows):,}",
        cached=f"{sum(row.cached_tokens for row in rows):,}",
        completion=f"{sum(row.completion_tokens for row in rows):,}",
        cost=cost,
    )


def provenances(digest: Digest) -> list[Made]:
    """Every output of the digest, grouped by kind, prompt, engine and model, in reading order."""
    return grouped((output, paper_id, anchor("paper", paper_id), made) for output, paper_id, made in _outputs(digest))


def grouped(outputs: Iterable[tuple[str, str, str, Provenance]]) -> list[Made]:
    """Outputs with what they are about and where that stands, grouped by kind, prompt, engine and model."""
    groups: dict[tuple[str, Provenance], list[Of]] = {}
    for output, text, target, made in outputs:
        key = (output, made.model_copy(update={"call": ""}))
        groups.setdefault(key, []).append(Of(text, target, made.call))
    return [Made(output, made, tuple(dict.fromkeys(of))) for (output, made), of in groups.items()]


def _outputs(digest: Digest) -> Iterator[tuple[str, str, Provenance]]:
    entries: list[Report | Shortlisted] = [*digest.reports, *digest.shortlist]
    for entry in entries:
        if entry.triage.provenance:
            yield "Triage", entry.paper.id, entry.triage.provenance
    for report in digest.reports:
        yield from ((output, report.paper.id, made) for output, made in report_outputs(report))


def report_outputs(report: Report) -> Iterator[tuple[str, Provenance]]:
    """What the panel made of one paper, in reading order."""
    if report.summary:
        yield "Summary", report.summary.provenance
    for review in report.reviews:
        yield f"Review ({LENSES[review.lens].lower()})", review.provenance
    if report.meta_review:
        yield "Meta-review", report.meta_review.provenance
    if report.openreview:
        yield "Human reviews joined", report.openreview.provenance
    for direction in report.directions:
        yield "Directions", direction.provenance
