"""The plain summary that opens each paper."""

from ..domain import FullText, Paper, PlainSummary
from ..domain.briefs import SummaryBrief
from ..domain.forms import SummaryForm
from ..engines.assignment import Assignment
from ..prompts import fence
from ..sources.fulltext.layout import lay_out
from .staff import Staff

# Abstract, introduction, results and conclusion of a usual paper; the proofs do not help here.
_EXCERPT_CHARS = 24_000


async def summarise(staff: Staff, paper: Paper, text: FullText) -> PlainSummary:
    """One paragraph for a researcher of another field."""
    reply = await staff.desk.fulfil(
        Assignment(
            agent="summary",
            prompt=staff.prompt("summary"),
            variables={"title": paper.title, "excerpts": fence("excerpts", lay_out(text, _EXCERPT_CHARS))},
            brief=SummaryBrief(paper=paper, text=text),
            form=SummaryForm,
            findings=SummaryForm,
            label=f"summary of {paper.id}",
            max_output_tokens=staff.output_tokens("summary"),
        )
    )
    return PlainSummary(text=reply.form.text.strip(), provenance=reply.provenance)
