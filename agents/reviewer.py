"""One referee of the panel: full text, one lens, a quote for every point."""

from ..domain import Lens, Provenance
from ..domain.briefs import ReviewBrief
from ..domain.forms import ReviewFindings, ReviewForm
from ..domain.noun import Noun
from ..engines.assignment import Assignment
from .staff import Staff
from .wording import paper_text, prior_work_text, what_was_read

LENSES: tuple[Lens, ...] = ("method", "evidence", "novelty")


class Draft(Noun):
    """A review as the referee gave it, quotes not yet checked. `findings` is a whole `ReviewForm` if it has scores."""

    lens: Lens
    findings: ReviewForm | ReviewFindings
    provenance: Provenance


async def review(staff: Staff, brief: ReviewBrief) -> Draft:
    """The draft review of `brief.paper` through `brief.lens`."""
    prompt = staff.prompt("reviewer")
    reply = await staff.desk.fulfil(
        Assignment(
            agent="reviewer",
            prompt=prompt,
            variables={
                "today": brief.today.isoformat(),
                "read": what_was_read(brief.text),
                "paper": paper_text(brief.paper, brief.text, staff.paper_chars),
                "lens": prompt.fragments[brief.lens],
                "prior_work": prior_work_text(brief.prior_work),
            },
            brief=brief,
            form=ReviewForm,
            findings=ReviewFindings,
            label=f"{brief.lens} review of {brief.paper.id}",
            max_output_tokens=staff.output_tokens("reviewer"),
        )
    )
    return Draft(lens=brief.lens, findings=reply.form, provenance=reply.provenance)
