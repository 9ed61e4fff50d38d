"""The area chair: joins the panel without averaging its disagreements away."""

from ..domain import MetaReview
from ..domain.briefs import MetaReviewBrief
from ..domain.forms import MetaReviewFindings, MetaReviewForm
from ..engines.assignment import Assignment
from .calibrator import calibrate
from .staff import Staff
from .wording import abstract_text, prior_work_text, reviews_text, what_was_read


async def meta_review(staff: Staff, brief: MetaReviewBrief) -> MetaReview:
    """The meta-review; without a verdict where the engine gives none. `calibrated` comes from the panel's scores."""
    reply = await staff.desk.fulfil(
        Assignment(
            agent="meta_review",
            prompt=staff.prompt("meta_review"),
            variables={
                "today": brief.today.isoformat(),
                "title": brief.paper.title,
                "read": what_was_read(brief.text),
                "abstract": abstract_text(brief.paper, brief.text),
                "reviews": reviews_text(brief.reviews),
                "prior_work": prior_work_text(brief.prior_work),
            },
            brief=brief,
            form=MetaReviewForm,
            findings=MetaReviewFindings,
            label=f"meta-review of {brief.paper.id}",
            max_output_tokens=staff.output_tokens("meta_review"),
        )
    )
    return MetaReview(**reply.form.model_dump(), calibrated=calibrate(brief.reviews), provenance=reply.provenance)
