"""The second chance of a quote that was not found."""

from ..domain import Paper
from ..domain.briefs import LostQuote, RepairBrief
from ..domain.forms import RepairForm
from ..engines.assignment import Assignment
from ..prompts import fence
from .staff import Staff


async def repair(staff: Staff, paper: Paper, lost: tuple[LostQuote, ...]) -> dict[int, str]:
    """New quotes by number; a number without one is missing or empty."""
    reply = await staff.desk.fulfil(
        Assignment(
            agent="repair",
            prompt=staff.prompt("repair"),
            variables={"title": paper.title, "lost": "\n\n".join(map(_lost_text, lost))},
            brief=RepairBrief(paper=paper, lost=lost),
            form=RepairForm,
            findings=RepairForm,
            label=f"{len(lost)} quotes of {paper.id}",
            max_output_tokens=staff.output_tokens("repair"),
        )
    )
    return {found.number: found.quote for found in reply.form.quotes}


def _lost_text(lost: LostQuote) -> str:
    passages = "\n".join(fence("passage", passage) for passage in lost.candidates)
    return f'{lost.number}. Point: {lost.claim}\nQuote given: "{lost.quote}"\n{passages}'
