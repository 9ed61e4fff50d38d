"""An answer as Markdown that reads well as plain text too; references are set by code."""

import re
from collections.abc import Sequence

from ..domain.answer import Answer, Claim, Searched, Source
from ..domain.window import span_told
from .text import clean

_PASSAGE_CHARS = 320
_CITATION = re.compile(r"\s*\[\d+(?:\s*[,–-]\s*\d+)*\]")
_SUPPORT = {"in part": " (its passage says so only in part)"}


def answer_text(answer: Answer) -> str:
    """The whole answer: window, claims with numbers, what was left out, what was searched, references."""
    parts = [
        _window(answer),
        _verdict(answer),
        _claims(answer),
        _missing(answer),
        _left_out(answer),
        "\n".join(f"Note: {notice}" for notice in answer.notices),
        searched_text(answer) if answer.state != "answered" else "",
        references(answer),
    ]
    return clean("\n\n".join(part for part in parts if part)) + "\n"


def references(answer: Answer) -> str:
    """The cited sources by number: title, id, date and the passage."""
    lines = [_reference(number, source, answer) for number, source in enumerate(answer.sources, start=1)]
    return "References\n" + "\n".join(lines) if lines else ""


def searched_text(answer: Answer) -> str:
    """What was looked through: `14 digests, 1 March to 21 November 2026; 'quantization' is first seen 12 May 2026.`"""
    found = answer.searched
    counted = [(found.papers, "paper"), (found.digests, "digest"), (found.reviewed, "reviewed paper")]
    held = [f"{number:,} {noun}{'' if number == 1 else 's'}" for number, noun in counted if number]
    held += [f"{found.stories:,} news {'story' if found.stories == 1 else 'stories'}"] if found.stories else []
    if not held:
        return "Searched: an archive that holds nothing yet."
    days = f", {span_told(found.first, found.last)}" if found.first else ""
    filters = f" ({'; '.join(found.filters)})" if found.filters else ""
    mentions = f"; {_mentions(found)}" if answer.state in ("no_evidence", "out_of_range") and found.topic else ""
    return f"Searched: {', '.join(held)}{days}{filters}{mentions}."


def _mentions(found: Searched) -> str:
    if found.first_mention is None or found.last_mention is None:
        words = found.topic.split()
        together = " and ".join(map(repr, words)) + " together" if len(words) > 1 else repr(found.topic)
        return f"no title, abstract or news story mentions {together}"
    within = any(window.holds(found.first_mention) or window.holds(found.last_mention) for window in found.windows)
    if found.windows and not within:
        return f"nothing on {found.topic!r} in that time, only {span_told(found.first_mention, found.last_mention)}"
    return f"{found.topic!r} is mentioned, {span_told(found.first_mention, found.last_mention)}"


def _window(answer: Answer) -> str:
    if not answer.question.windows:
        return ""
    told = [f"{w.told}" if w.role == "asked" else f"{w.role}: {w.told}" for w in answer.question.windows]
    return f"Window: {'; '.join(told)}."


def _verdict(answer: Answer) -> str:
    match answer.state:
        case "out_of_range":
            return "The archive holds nothing of that time."
        case "no_evidence":
            return "The archive does not answer this."
        case "partial":
            return "In part:"
    return ""


def _claims(answer: Answer) -> str:
    parts = list(dict.fromkeys(claim.part for claim in answer.claims))
    if len(parts) < 2:
        return "\n".join(_claim(claim, answer) for claim in answer.claims)
    blocks = []
    for part in parts:
        window = next((w for w in answer.question.windows if w.role == part), None)
        title = f"{part} ({window.told})" if window else part or "All"
        blocks.append("\n".join([f"{title}:", *(_claim(c, answer) for c in answer.claims if c.part == part)]))
    return "\n\n".join(blocks)


def _claim(claim: Claim, answer: Answer) -> str:
    numbers = "".join(f"[{answer.number(key)}]" for key in claim.sources)
    text = _quotation(claim, answer) if claim.support == "quoted" else claim.text
    return f"- {text} {numbers}{_SUPPORT.get(claim.support, '')}".rstrip()


def _quotation(claim: Claim, answer: Answer) -> str:
    """The words of a paper under its name; the paper's own reference numbers would be taken for ours."""
    title = next(source.title for source in answer.sources if source.key == claim.sources[0])
    name = title.partition(":")[0] if ":" in title else title
    return f'{name}: "{_CITATION.sub("", claim.text)}"'


def _missing(answer: Answer) -> str:
    return f"Not answered: {answer.missing}" if answer.missing else ""


def _left_out(answer: Answer) -> str:
    if not answer.left_out:
        return ""
    number = len(answer.left_out)
    lines = [f"- {one.text} ({one.reason})" for one in answer.left_out]
    return "\n".join([f"Left out, {number} {'claim' if number == 1 else 'claims'} without support:", *lines])


def _reference(number: int, source: Source, answer: Answer) -> str:
    dates = [f"published {source.published}"] if source.published else []
    dates += [f"seen {source.seen}"] if source.seen else []
    about = ", ".join(part for part in (source.whose, *dates, _place(source)) if part)
    where = f"paperwire show {source.record.removeprefix('digest:')}" if source.kind == "digest" else source.url
    return f"[{number}] {source.title.rstrip('.')}. {about}. {where}\n    > {_passage(source, answer.claims)}"


def _place(source: Source) -> str:
    return " ".join(part for part in (source.kind if source.kind != "paper" else "", source.section) if part)


def _passage(source: Source, claims: Sequence[Claim]) -> str:
    """The passage around the words that were quoted of it."""
    text = " ".join(source.text.split())
    if len(text) <= _PASSAGE_CHARS:
        return text
    wanted = [" ".join(claim.quote.split()) for claim in claims if claim.quote and source.key in claim.sources]
    wanted += [claim.text for claim in claims if claim.support == "quoted" and source.key in claim.sources]
    at = next((text.find(quote) for quote in wanted if quote in text), 0)
    start = max(0, at - 60)
    start = text.find(" ", start) + 1 if start else 0
    piece = text[start : start + _PASSAGE_CHARS].rsplit(" ", 1)[0]
    return f"{'… ' if start else ''}{piece} …"
