"""Support: a claim is kept if its words stand in a passage that it cites, or if a model judges that one says it."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from ..domain import FullText, Section
from ..domain.answer import Claim, LeftOut, Source, Support
from ..domain.answer_forms import CitedClaim, ClaimVerdict, SupportForm
from ..domain.briefs import SupportBrief, UncheckedClaim
from ..domain.errors import EngineError
from ..domain.noun import Noun
from ..engines.assignment import Assignment
from ..prompts import fence
from .answerer import passages_text
from .quotes import QuoteFinder
from .staff import Staff

_FIGURE = re.compile(r"(?<![\w.])\d+(?:[.,]\d+)*(?:\.\d+)?(?![\w])")
_UNKNOWN = "it cites no passage that was shown"


@dataclass(frozen=True)
class _Open:
    """A claim that only a judge can decide on; `quote` as it stands in a passage, or empty."""

    number: int
    draft: CitedClaim
    cited: Sequence[Source]
    quote: str


_Judged = tuple[dict[int, Claim], list[LeftOut], list[str]]


class Checked(Noun):
    """The claims that may be shown, those left out, and what the reader should know of the check."""

    claims: tuple[Claim, ...] = ()
    left_out: tuple[LeftOut, ...] = ()
    notices: tuple[str, ...] = ()


async def check_support(staff: Staff, drafts: Sequence[CitedClaim], sources: Sequence[Source]) -> Checked:
    """Every draft claim ends among the kept or among the left out, never silently.

    A claim that is a quotation needs no judge. Where no judge can be had, a quote found in a cited passage is enough,
    and a notice says so.
    """
    shown = {source.key: source for source in sources}
    quoted: dict[int, Claim] = {}
    open_: list[_Open] = []
    left: list[LeftOut] = []
    for number, draft in enumerate(drafts):
        keys = dict.fromkeys(key.strip(" []") for key in draft.sources)
        cited = [shown[key] for key in keys if key in shown]
        reason = _plainly_unsupported(draft, cited)
        if reason:
            left.append(LeftOut(text=draft.text, reason=reason))
        elif find_quote(draft.text, cited):
            quoted[number] = _claim(draft, cited, "quoted", "")
        else:
            open_.append(_Open(number, draft, cited, find_quote(draft.quote, cited)))
    judged, more, notices = await _judged(staff, open_) if open_ else ({}, [], [])
    kept = quoted | judged
    return Checked(
        claims=tuple(kept[number] for number in sorted(kept)), left_out=(*left, *more), notices=tuple(notices)
    )


def find_quote(quote: str, sources: Sequence[Source]) -> str:
    """The words of a source that `quote` repeats, or nothing."""
    for source in sources:
        text = f"{source.title}. {source.text}"
        sections = tuple(Section(id=str(at), title="", text=part) for at, part in enumerate((source.text, text)))
        found = QuoteFinder(FullText(paper_id=source.paper_id, source="abstract", sections=sections)).find(quote)
        if found:
            return found.text
    return ""


def strange_figures(text: str, sources: Sequence[Source]) -> list[str]:
    """Figures of two digits or more in the text that stand in none of the sources, their dates and ids included."""
    known = " ".join(
        f"{s.title} {s.text} {s.section} {s.paper_id} {s.published or ''} {s.seen or ''}".replace("-", " ")
        for s in sources
    )
    figures = {_bare(figure) for figure in (*_FIGURE.findall(known), *re.findall(r"\d+", known))}
    return [one for one in _FIGURE.findall(text) if len(one) > 1 and _bare(one) not in figures]


def _bare(figure: str) -> str:
    return figure.replace(",", "").lstrip("0")


def _plainly_unsupported(draft: CitedClaim, cited: Sequence[Source]) -> str:
    if not draft.text.strip():
        return "it is empty"
    if not cited:
        return _UNKNOWN
    strange = strange_figures(draft.text, cited)
    return f"{', '.join(strange)} stands in no passage that it cites" if strange else ""


async def _judged(staff: Staff, open_: Sequence[_Open]) -> _Judged:
    try:
        verdicts = await _ask(staff, open_)
    except EngineError as error:
        notice = f"The support check failed ({error.message.rstrip('.')}); only claims with a quote are kept."
        return _by_quote(open_, notice)
    kept, left = dict[int, Claim](), list[LeftOut]()
    for one in open_:
        verdict = verdicts.get(one.number)
        if verdict is None:
            left.append(LeftOut(text=one.draft.text, reason="its support was not judged"))
        elif verdict.verdict == "unsupported":
            left.append(LeftOut(text=one.draft.text, reason=verdict.reason.strip() or "its passages do not say so"))
        else:
            support: Support = "entailed" if verdict.verdict == "supported" else "in part"
            kept[one.number] = _claim(one.draft, one.cited, support, one.quote)
    return kept, left, []


def _by_quote(open_: Sequence[_Open], notice: str) -> _Judged:
    kept = {one.number: _claim(one.draft, one.cited, "in part", one.quote) for one in open_ if one.quote}
    reason = "its quote stands in no passage that it cites"
    return kept, [LeftOut(text=one.draft.text, reason=reason) for one in open_ if not one.quote], [notice]


async def _ask(staff: Staff, open_: Sequence[_Open]) -> dict[int, ClaimVerdict]:
    claims = [UncheckedClaim(number=one.number, text=one.draft.text, sources=tuple(one.cited)) for one in open_]
    text = "\n\n".join(
        fence("claim", f"{claim.text}\n{passages_text(claim.sources)}", number=str(claim.number)) for claim in claims
    )
    reply = await staff.desk.fulfil(
        Assignment(
            agent="support",
            prompt=staff.prompt("support"),
            variables={"claims": text},
            brief=SupportBrief(claims=tuple(claims)),
            form=SupportForm,
            findings=SupportForm,
            label=f"support of {len(claims)} claims",
            max_output_tokens=staff.output_tokens("support"),
        )
    )
    return {verdict.number: verdict for verdict in reply.form.verdicts}


def _claim(draft: CitedClaim, cited: Sequence[Source], support: Support, quote: str) -> Claim:
    parts = {source.part for source in cited}
    only = next(iter(parts)) if len(parts) == 1 else ""
    return Claim(
        text=" ".join(draft.text.split()),
        sources=tuple(source.key for source in cited),
        support=support,
        quote=quote,
        part=draft.part if draft.part in parts else only,
    )
