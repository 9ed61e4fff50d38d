"""Future directions, each resting on a weakness or a quote."""

from ..domain import Direction
from ..domain.briefs import DirectionsBrief
from ..domain.forms import DirectionsForm
from ..engines.assignment import Assignment
from .staff import Staff
from .wording import paper_text, prior_work_text, reviews_text, what_was_read

# Enough for method, limits and conclusion; the panel has already read the rest.
_PAPER_CHARS = 40_000


async def propose_directions(staff: Staff, brief: DirectionsBrief) -> list[Direction]:
    """The directions, best first; whether the memory knows them done is for the graph to check."""
    reply = await staff.desk.fulfil(
        Assignment(
            agent="directions",
            prompt=staff.prompt("directions"),
            variables={
                "today": brief.today.isoformat(),
                "title": brief.paper.title,
                "read": what_was_read(brief.text),
                "paper": paper_text(brief.paper, brief.text, min(_PAPER_CHARS, staff.paper_chars)),
                "reviews": reviews_text(brief.reviews),
                "prior_work": prior_work_text(brief.prior_work),
            },
            brief=brief,
            form=DirectionsForm,
            findings=DirectionsForm,
            label=f"directions from {brief.paper.id}",
            max_output_tokens=staff.output_tokens("directions"),
        )
    )
    return [Direction(**one.model_dump(), provenance=reply.provenance) for one in reply.form.directions]
