"""Where to go next, as far as the authors say so themselves: future work first, then stated limits."""

import re
from collections.abc import Sequence

from ...domain import DirectionKind
from ...domain.briefs import DirectionsBrief
from ...domain.forms import DirectionsForm, ProposedDirection
from . import cues
from .choose import leaning, place, strongest
from .sentences import Sentence, read_sentences

_MOST = 5
_KINDS: tuple[tuple[DirectionKind, str], ...] = (
    ("open problem", r"\bopen\b|unclear|unknown|unresolved|remains? (?:a |an )?(?:challeng|difficult|to be)"),
    ("application", r"\bapplication|\bappl(?:y|ied|ying) |real-world|deploy|clinical|industr|in practice|downstream"),
    ("new direction", r"\bnew\b|novel|alternative|paradigm|integrat|combin|promising (?:direction|avenue)"),
)
_LINK = re.compile(
    r"^(?:however|moreover|furthermore|in particular|in addition|additionally|thus|finally|first|second|third|lastly|"
    r"also|"
    r"nevertheless|specifically|(?:firstly|secondly|thirdly)), ",
    re.IGNORECASE,
)
_LEAD = re.compile(
    r"^(?:(?:in|for|as) (?:the |our |a )?future(?: (?:work|research|stud(?:y|ies)|direction)s?)?,? (?:we|it)? ?|"
    r"(?:our |potential |promising |important )?future (?:works?|research|stud(?:y|ies)|directions?|efforts?) |we )"
    r"(?:(?:\w+ ){1,4}(?=includes?\b))?"
    r"(?:(?:will|could|should|may|might|can|would|also|plan|hope|intend|aims?|like|to|focus|on|includes?|involves?|comprises?|"
    r"be|is|are|leave) )*",
    re.IGNORECASE,
)
_TRIAL = re.compile(
    r"\b(?:experiments? (?:on|with)|evaluat\w+ (?:on|with)|test\w* (?:on|with)|benchmark\w* on)\b", re.IGNORECASE
)
_TITLE_WORDS = 10


def propose(brief: DirectionsBrief) -> DirectionsForm:
    """At most five directions in the authors' words; none where they state none."""
    sentences = read_sentences(brief.text)
    future = strongest((s for s in sentences if cues.is_future(s)), 3)
    limits = strongest((s for s in sentences if cues.is_limit(s)), _MOST - len(future), place, future)
    return DirectionsForm(
        directions=[_direction(s, sentences, "") for s in future]
        + [_direction(s, sentences, "Limit: ") for s in limits]
    )


def _direction(sentence: Sentence, sentences: Sequence[Sentence], lead: str) -> ProposedDirection:
    idea = sentence.plain
    before = sentences[sentence.order - 1] if sentence.order else None
    if leaning(sentence) and before and before.section == sentence.section:
        idea = f"{before.plain} {idea}"
    return ProposedDirection(
        kind=_kind(idea),
        title=lead + _title(sentence.plain),
        idea=idea,
        rests_on=f"“{sentence.plain}” ({sentence.section})",
        first_experiment=_first_experiment(sentence, sentences),
    )


def _kind(text: str) -> DirectionKind:
    return next((kind for kind, cue in _KINDS if re.search(cue, text, re.IGNORECASE)), "extension")


def _title(text: str) -> str:
    """The first ten words after `However,` or `In future work, we plan to`."""
    words = _LEAD.sub("", _LINK.sub("", text), count=1).split()
    title = re.sub(r"[\s,;:.(]*(?:\((?:e\.g|i\.e)?)?$", "", " ".join(words[:_TITLE_WORDS]))
    return title[:1].upper() + title[1:] + ("…" if len(words) > _TITLE_WORDS else "")


def _first_experiment(sentence: Sentence, sentences: Sequence[Sentence]) -> str:
    near = [
        s
        for s in sentences
        if s.section == sentence.section and s.order - sentence.order in (0, 1) and cues.is_future(s)
    ]
    return next((s.plain for s in near if _TRIAL.search(s.text)), "")
