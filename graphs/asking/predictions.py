"""What weekly digests predicted and what became of it, read out of the archive; no model words it."""

import re
from collections import Counter
from collections.abc import Sequence
from datetime import date

from ...domain import FollowUp, Prediction, week_days
from ...domain.answer import Claim, Question, Source, mint_key
from ...domain.mentions import mentioned
from ...domain.weekly import Fate
from ...domain.window import Window
from .gathered import Told
from .room import ReadingRoom

_SHOWN = 10
_NEVER = "9999-W53"
# What `which of your predictions ...` asks for, if only for some of them.
_FATES: tuple[tuple[Fate, str], ...] = (
    (
        "did not",
        r"\b(?:wrong|false|incorrect|fail(?:ed)?|missed|(?:did|has|have)(?: not|n['’]t) (?:come|turn|prove|hold))",
    ),
    ("open", r"\b(?:open|pending|undecided|unsettled|outstanding|still due)\b"),
    ("cannot tell", r"\bcan(?:not|['’]t) (?:be )?(?:tell|told|settled?|decided?)\b"),
    ("came true", r"\b(?:true|right|correct|held|fulfilled)\b"),
)


async def recall_predictions(room: ReadingRoom, question: Question) -> Told:
    """How the predictions of the window on the topic fared, in one line; then each, newest first, with its fate."""
    weeks = room.archive.weeks
    fates = {one.prediction.id: one for one in weeks.before(_NEVER, "follow-up", FollowUp)}
    made = [one for one in weeks.before(_NEVER, "prediction", Prediction) if _asked_for(one, question)]
    if not made:
        return [], [], _why_none(room)
    known = [fates.get(one.id) for one in made]
    wanted = _fate_asked(question.understood)
    asked = [pair for pair in zip(made, known, strict=True) if wanted in (None, _fate(pair[1]))]
    pairs = [_recorded(*pair) for pair in asked[::-1][:_SHOWN]]
    sources = [source for _, source in pairs]
    summary = Claim(text=_summary(known), sources=tuple(one.key for one in sources), support="recorded")
    more = [f"The latest {_SHOWN} of {len(asked)} are shown."] if len(asked) > _SHOWN else []
    return [summary, *(claim for claim, _ in pairs)], sources, more


def _asked_for(one: Prediction, question: Question) -> bool:
    topic = question.scope.topic
    said = " ".join((one.statement, *one.terms))
    within = not question.windows or any(_made_in(window, one.week) for window in question.windows)
    return within and len(mentioned(topic, said)) == len(topic)


def _made_in(window: Window, week: str) -> bool:
    """Whether the week and the window share a day: a digest is written at the end of the week that it names."""
    first, last = week_days(week)
    return (window.first or date.min) <= last and first <= (window.last or date.max)


def _summary(fates: Sequence[FollowUp | None]) -> str:
    counted = Counter(map(_fate, fates))
    told = [f"{counted[fate]} {fate}" for fate in ("came true", "did not", "cannot tell", "open") if counted[fate]]
    return f"{len(fates)} {'prediction' if len(fates) == 1 else 'predictions'}: {', '.join(told)}."


def _fate(settled: FollowUp | None) -> Fate:
    return settled.fate if settled else "open"


def _fate_asked(question: str) -> Fate | None:
    """The fate that a question names; none if it names several, or none."""
    named = [fate for fate, pattern in _FATES if re.search(pattern, question, re.IGNORECASE)]
    return named[0] if named and not re.search(r"\b(?:or|and|fate)\b", question, re.IGNORECASE) else None


def _recorded(one: Prediction, fate: FollowUp | None) -> tuple[Claim, Source]:
    became = f"{fate.fate}: {fate.reason}" if fate else f"open; it is due by {one.due}."
    text = f"In {one.week} it was predicted: {one.statement.rstrip('.')}. {became[0].upper()}{became[1:]}"
    record = f"digest:{one.week}"
    source = Source(
        key=mint_key(f"{record}:{one.id}", text),
        record=record,
        kind="digest",
        title=f"Weekly digest {one.week}",
        text=" ".join(part for part in (one.statement, one.shown_by and f"Shown by: {one.shown_by}") if part),
        section="prediction",
        seen=week_days(one.week)[1],
    )
    return Claim(text=text, sources=(source.key,), support="recorded"), source


def _why_none(room: ReadingRoom) -> list[str]:
    written = len(room.archive.weeks.weeks())
    if not written:
        return ["No week has been written yet; `paperwire weekly` makes predictions."]
    return [f"{written} {'week was' if written == 1 else 'weeks were'} written; none predicted that."]
