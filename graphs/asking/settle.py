"""The last node of the ask graph: the state of the answer, what was searched, and the numbers of its sources."""

from collections.abc import Sequence

from ...agents.answerer import Draft
from ...agents.support import Checked
from ...domain.answer import Answer, AnswerState, Claim, Question, Searched, Source
from ...domain.window import Window
from ...memory import Kind, day_of
from .room import ReadingRoom
from .sources import Relevance

_TELLING: tuple[Kind, ...] = ("paper", "story")
_QUOTES = "Quoted from the archive word for word: the extractive engine does not reason."


def settle(
    room: ReadingRoom,
    question: Question,
    sources: Sequence[Source],
    checked: Checked,
    draft: Draft | None,
    notices: Sequence[str],
) -> Answer:
    """The answer; a question that found nothing says what was looked through."""
    engine = draft.provenance.engine if draft else "rules"
    shown = cited(checked.claims, sources)
    missing = draft.missing if draft else ""
    if engine == "extractive" and shown and question.kind == "find":
        missing = _unmentioned(room, question, shown)
    state = _state(room, question, checked, draft, missing, notices)
    said = [_QUOTES] if engine == "extractive" and checked.claims else []
    return Answer(
        question=question,
        state=state,
        claims=checked.claims,
        left_out=checked.left_out,
        sources=shown,
        searched=searched(room, question, deep=state in ("no_evidence", "out_of_range")),
        missing=missing,
        notices=tuple(dict.fromkeys((*question.notices, *notices, *checked.notices, *said))),
        engine=engine,
        provenance=draft.provenance if draft else None,
    )


def out_of_range(room: ReadingRoom, question: Question) -> bool:
    """Whether the question names windows and the archive holds nothing at all of any of them."""
    return bool(question.windows) and not any(held_in(room, window, question) for window in question.windows)


def held_in(room: ReadingRoom, window: Window, question: Question) -> int:
    """What the window holds of the kind that is asked for: stories of the news, digests; else papers, else anything."""
    holdings, kinds = room.holdings, set(question.scope.kinds)
    stories = holdings.stories_in(window) if not kinds or "story" in kinds else 0
    digests = len(holdings.digests(window)) if not kinds or "digest" in kinds else 0
    if kinds and kinds <= {"story", "digest"}:
        return stories or digests
    held = holdings.papers_in(window) or (holdings.days_in(window) if window.sense == "seen" else 0)
    # How many papers a week of news alone had is no number: no day of it was read.
    of_papers = question.kind == "count" and not kinds and "digest" not in question.understood.lower()
    return held if of_papers else held or stories or digests


def cited(claims: Sequence[Claim], sources: Sequence[Source]) -> tuple[Source, ...]:
    """The sources that claims rest on, in the order of their first mention."""
    known = {source.key: source for source in sources}
    return tuple(known[key] for key in dict.fromkeys(key for claim in claims for key in claim.sources) if key in known)


def searched(room: ReadingRoom, question: Question, *, deep: bool) -> Searched:
    """What was looked through; if `deep`, also when the topic was seen at all."""
    extent = room.holdings.extent()
    topic = question.scope.topic
    found = room.holdings.mentioning(topic, kinds=_TELLING) if deep and topic else []
    days = [record.seen_day for record in found]
    return Searched(
        **extent.model_dump(),
        windows=question.windows,
        filters=tuple(question.scope.filters),
        topic=" ".join(topic),
        first_mention=day_of(min(days)) if days else None,
        last_mention=day_of(max(days)) if days else None,
    )


def _unmentioned(room: ReadingRoom, question: Question, shown: Sequence[Source]) -> str:
    """Who quotes cannot tell what a question wants; that the rare words in it are nowhere can be told."""
    words = Relevance(room.find, question.scope.topic).unmentioned(shown)
    return f"no passage mentions {', '.join(repr(word) for word in words)}." if words else ""


def _state(
    room: ReadingRoom,
    question: Question,
    checked: Checked,
    draft: Draft | None,
    missing: str,
    notices: Sequence[str],
) -> AnswerState:
    if not checked.claims:
        return "out_of_range" if out_of_range(room, question) else "no_evidence"
    short = bool(checked.left_out or missing) or bool(draft and draft.complete is False)
    one_sided = question.kind in ("compare", "change") and bool(notices)
    return "partial" if short or one_sided else "answered"
