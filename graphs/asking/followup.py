"""A question in a conversation, completed from the one before it: `and the second one?`, `what about June?`"""

import re

from ...domain.answer import Answer, QuestionKind, Source
from ...domain.noun import Noun
from ...domain.scope import Scope, read_scope
from ...domain.window import TimeReading

_ORDINALS = {"first": 1, "second": 2, "third": 3, "fourth": 4, "fifth": 5, "sixth": 6, "last": -1}
_NTH = re.compile(
    r"\b(?:the\s+)?(?P<word>first|second|third|fourth|fifth|sixth|last)\s+"
    r"(?:one|paper|source|story|of (?:them|these|those))\b|"
    r"\b(?:the\s+)?(?P<bare>first|second|third|fourth|fifth|sixth|last)\s*\??$|"
    r"(?:#|\b(?:number|no\.?|source|paper|story)\s+|\[)(?P<digit>\d{1,2})\b\]?(?!\.\d)",
    re.IGNORECASE,
)
_FIRST_FEW = re.compile(r"\b(?:the\s+)?(?P<end>first|last)\s+(?P<n>two|three|four|2|3|4)\b", re.IGNORECASE)
_FEW = {"two": 2, "three": 3, "four": 4}
_ONE = re.compile(
    r"\b(?:it|its|that one|this one|(?:that|this|the same) (?:paper|work|article|study|story|news|digest))\b",
    re.IGNORECASE,
)
_MANY = re.compile(
    r"\b(?:they|them|their|these|those|both|(?:these|those|the) (?:two |three )?(?:papers|works|stories|digests))\b",
    re.IGNORECASE,
)
_LINK = re.compile(
    r"^\W*(?:and|so|but|or|ok(?:ay)?|then|also|now)?\W*(?:what|how)?\s*(?:about|is it)?\s*", re.IGNORECASE
)
_CONTINUES = re.compile(r"\W*(?:and|what about|how about)\b", re.IGNORECASE)
_SHORT_WORDS = 6


class FollowUp(Noun):
    """What a follow-up takes over from the question before it."""

    paper_ids: tuple[str, ...] = ()
    records: tuple[str, ...] = ()
    """Ids of stories and digests."""
    topic_of: str = ""
    """The previous question, where its topic still holds."""
    kind: QuestionKind | None = None
    windows: bool = False
    """Whether the previous windows still hold."""


def follow_up(reading: TimeReading, previous: Answer | None) -> FollowUp | None:
    """What is taken over, by rules; None if the question stands by itself, or no rule understands it."""
    if previous is None:
        return None
    text = reading.rest
    scope = own_scope(reading)
    if scope.paper_ids:
        return None
    pointed = _pointed(text, previous)
    if pointed:
        alone = len(scope.topic) == 0 and _elliptic(_NTH.sub("", text))
        kind: QuestionKind | None = "find" if alone else None
        return FollowUp(
            paper_ids=tuple(dict.fromkeys(source.paper_id for source in pointed if source.paper_id)),
            records=tuple(dict.fromkeys(source.record for source in pointed if not source.paper_id)),
            topic_of=previous.question.understood if alone else "",
            kind=kind,
        )
    bare = _LINK.sub("", text, count=1).strip(" ?.!")
    if scope.kinds and not scope.topic and _CONTINUES.match(text):
        return FollowUp(topic_of=previous.question.understood, kind="find", windows=not reading.windows)
    if reading.windows and not scope.topic and len(bare.split()) <= 2:
        return FollowUp(topic_of=previous.question.understood, kind=previous.question.kind)
    if scope.topic and len(text.split()) <= _SHORT_WORDS and _CONTINUES.match(text):
        # What follows a why about one paper is about another subject, not about why.
        kind = previous.question.kind if previous.question.kind != "why" else "find"
        return FollowUp(kind=kind, windows=not reading.windows)
    return None


def own_scope(reading: TimeReading) -> Scope:
    """What a follow-up itself is about; `the second one` is no topic."""
    return read_scope(_NTH.sub(" ", _FIRST_FEW.sub(" ", reading.rest)))


def leans(question: str) -> bool:
    """Whether a question points to something said before it."""
    return bool(_FIRST_FEW.search(question) or _ONE.search(question) or _MANY.search(question) or _NTH.search(question))


def _pointed(text: str, previous: Answer) -> list[Source]:
    """Those of the previous answer's papers, stories and digests that the words point to, a source of each."""
    told = list({source.whose: source for source in reversed(previous.sources)}.values())[::-1]
    if not told:
        return []
    if match := _FIRST_FEW.search(text):
        number = _FEW.get(match["n"].lower()) or int(match["n"])
        return told[:number] if match["end"].lower() == "first" else told[-number:]
    if match := _NTH.search(text):
        if match["digit"]:
            number = int(match["digit"])
            return list(previous.sources[number - 1 : number])
        place = _ORDINALS[(match["word"] or match["bare"]).lower()]
        return [told[place - 1 if place > 0 else -1]] if place <= len(told) else []
    if _MANY.search(text):
        return told[:6]
    return told[:1] if _ONE.search(text) else []


def _elliptic(text: str) -> bool:
    return len(_LINK.sub("", text, count=1).split()) <= 3
