"""Three analysts read a news topic, each with other eyes; every claim cites what it rests on."""

from datetime import date

from ..domain import Analysis, Eye, Topic
from ..domain.week_briefs import AnalystBrief
from ..domain.week_forms import AnalystFindings, AnalystForm
from ..domain.window import day_told
from ..engines.assignment import Assignment
from .board import Board
from .staff import Staff
from .topic_wording import topic_text, what_is_shown

EYES: tuple[Eye, ...] = ("technical", "market", "policy")


async def analyse(staff: Staff, topic: Topic, eye: Eye, today: date) -> Analysis:
    """One eye's reading of a topic whose items are screened already; without claims where it finds nothing.

    The eye is named last, so that the three calls of a topic begin alike and a provider can read them from its cache.

    Raises:
        EngineError: there is no answer.
    """
    prompt, board = staff.prompt("analyst"), Board()
    reply = await staff.desk.fulfil(
        Assignment(
            agent="analyst",
            prompt=prompt,
            variables={
                "today": day_told(today),
                "topic": topic_text(topic, board),
                "shown": what_is_shown(topic),
                "eye": prompt.fragments[eye],
            },
            brief=AnalystBrief(topic=topic, eye=eye, today=today),
            form=AnalystForm,
            findings=AnalystFindings,
            label=f"{eye} reading of {topic.name[:40]!r}",
            max_output_tokens=staff.output_tokens("analyst"),
        )
    )
    form: AnalystFindings = reply.form
    claims, dropped = board.checked(form.claims)
    changes, more = board.checked(form.would_change) if isinstance(form, AnalystForm) else ((), 0)
    return Analysis(eye=eye, claims=claims, would_change=changes, dropped=dropped + more, provenance=reply.provenance)
