"""Answers a question from passages of the archive; every claim cites the passages' keys."""

from collections.abc import Sequence
from datetime import date

from ..domain import Provenance
from ..domain.answer import Question, Source
from ..domain.answer_forms import AnswerFindings, AnswerForm, CitedClaim
from ..domain.briefs import AnswerBrief
from ..domain.noun import Noun
from ..domain.window import day_told
from ..engines.assignment import Assignment
from ..prompts import fence
from .draft_text import OnDraft, watch_for
from .staff import Staff


class Draft(Noun):
    """An answer whose citations nobody has checked yet. `complete` is None where the engine does not judge it."""

    claims: tuple[CitedClaim, ...]
    complete: bool | None = None
    missing: str = ""
    provenance: Provenance


async def answer(
    staff: Staff, question: Question, sources: Sequence[Source], today: date, watch: OnDraft | None = None
) -> Draft:
    """A draft from these sources alone; `watch` is told its sentences while a model writes them.

    Raises:
        EngineError: there is no answer.
    """
    prompt = staff.prompt("answer")
    reply = await staff.desk.fulfil(
        Assignment(
            agent="answer",
            prompt=prompt,
            variables={
                "task": prompt.fragments.get(question.kind, prompt.fragments["find"]),
                "today": day_told(today),
                "question": fence("question", question.understood),
                "windows": "; ".join(f"{w.role}: {w.told}" for w in question.windows) or "any time",
                "passages": passages_text(sources),
            },
            brief=AnswerBrief(question=question, sources=tuple(sources), today=today),
            form=AnswerForm,
            findings=AnswerFindings,
            label=f"answer to {question.asked[:40]!r}",
            max_output_tokens=staff.output_tokens("answer"),
            watch=None if watch is None else watch_for(watch),
        )
    )
    form: AnswerFindings = reply.form
    told = {"complete": form.complete, "missing": form.missing.strip()} if isinstance(form, AnswerForm) else {}
    return Draft.model_validate({"claims": form.claims, "provenance": reply.provenance} | told)


def passages_text(sources: Sequence[Source]) -> str:
    """The passages as they are shown, each fenced under its key."""
    return "\n".join(_passage(source) for source in sources)


def _passage(source: Source) -> str:
    facts = {
        "key": source.key,
        "kind": source.kind,
        "paper": source.paper_id,
        "section": source.section,
        "published": str(source.published or ""),
        "seen": str(source.seen or ""),
        "part": source.part,
    }
    return fence("passage", f"{source.title}\n{source.text}", **{name: value for name, value in facts.items() if value})
