"""Judges one sentence: does it speak to a model in order to steer it, or only speak of such things?"""

import re
from functools import cache
from typing import Literal, NamedTuple

from .cues import ATTACKS, FRAME_TALK, NAMED_MACHINE, OF_ATTACKS, QUOTED, TRIGGER, WE
from .english import FOLLOWS, STRONG, WEAK
from .languages import OVERRIDE, VERDICT
from .views import View, has_invisible_writing, views

Place = Literal["title", "abstract", "body", "news", "review", "question"]

_VERDICTS = ("asks for a verdict", "asks for faults to be passed over", "dictates words of the review")
_FRAME = "imitates the frame of a conversation"
_ASKED_FOR = "asks for a verdict"


class Finding(NamedTuple):
    """What a sentence does; `meaning` is what it says in the clear, if it was disguised."""

    rule: str
    meaning: str = ""
    hidden: bool = False


def judge(words: str, place: Place, context: str = "") -> Finding | None:
    """What the sentence does to steer a model, or None. `context` is the sentence before it, which may explain it."""
    if invisible := has_invisible_writing(words):
        return Finding("is written in letters that are not shown", invisible, hidden=True)
    if not TRIGGER.search(words):
        return None
    for view in views(words):
        rule = _rule(view, place, context.lower())
        if rule and view.disguise:
            return Finding(f"{rule}, in {view.disguise}", view.words, hidden="not shown" in view.disguise)
        if rule:
            return Finding(rule)
    return None


def goes_on(words: str) -> bool:
    """Whether a sentence beside an order reads like more of it."""
    return bool(FOLLOWS.search(next(iter(views(words))).words))


def _rule(view: View, place: Place, context: str) -> str:
    words = view.words
    for rule, patterns in _strong():
        if (rule in _VERDICTS and not _may_not_judge(words, place)) or (rule == _FRAME and FRAME_TALK.search(words)):
            continue
        for pattern in patterns:
            if any(not _only_reported(words, found, place, context) for found in pattern.finditer(words)):
                return rule
    return _ASKED_FOR if _all_four(words, place) and not QUOTED.search(words) else ""


def _may_not_judge(words: str, place: Place) -> bool:
    """Reviews and questions ask for verdicts as a matter of course, unless they ask a machine."""
    return place not in ("review", "question") or bool(NAMED_MACHINE.search(words))


def _only_reported(words: str, found: re.Match[str], place: Place, context: str) -> bool:
    """Whether the match stands between quotation marks in a sentence that speaks of attacks or gives an example.

    Titles do without marks: `Ignore Previous Prompt: Attack Techniques for Language Models`.
    """
    if place == "title" and len(words.split()) <= 5 and ATTACKS.search(context):
        return True
    inside = any(
        quote.start() <= found.start() + 1 and found.end() <= quote.end() + 1 for quote in QUOTED.finditer(words)
    )
    around = words[: found.start()] + words[found.end() :]
    return inside and bool(OF_ATTACKS.search(around) or OF_ATTACKS.search(context) or WE.search(around))


def _all_four(words: str, place: Place) -> bool:
    """A machine, a duty, a kind outcome and this very paper in one sentence that is not the authors' report."""
    if WE.search(words) or not _may_not_judge(words, place):
        return False
    return all(pattern.search(words) for pattern in _weak())


@cache
def _strong() -> tuple[tuple[str, tuple[re.Pattern[str], ...]], ...]:
    english = [(rule, tuple(map(re.compile, patterns))) for rule, patterns in STRONG.items()]
    elsewhere = [
        ("tells a model to set its instructions aside", tuple(map(re.compile, OVERRIDE))),
        (_ASKED_FOR, tuple(map(re.compile, VERDICT))),
    ]
    return (*english, *elsewhere)


@cache
def _weak() -> tuple[re.Pattern[str], ...]:
    return tuple(map(re.compile, WEAK.values()))
