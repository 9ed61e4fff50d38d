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
_TRIAL = re.compile(
    r"\b(?:experiments? (?:on|with)|evaluat\w+ (?:on|with)|test\w* (?:on|with)|benchmark\w* on)\b", re.IGNORECASE
)


def propose(brief: DirectionsBrief) -> DirectionsForm:
    """At most five directions in the authors' words; none where they state none."""
    sentences = read_sentences(brief.text)
    future = strongest((s for s in sentences if cues.is_future(s)), 3)
    limits = strongest((s for s in sentences if cues.is_limit(s)), _MOST - len(future), place, future)
    return DirectionsForm(
        directions=[_direction(s, sentences, "Future work named in") for s in future]
        + [_direction(s, sentences, "A limit stated in") for s in limits]
    )


def _direction(sentence: Sentence, sentences: Sequence[Sentence], what: str) -> ProposedDirection:
    idea = sentence.plain
    before = sentences[sentence.order - 1] if sentence.order else None
    if leaning(sentence) and before and before.section == sentence.section:
        idea = f"{before.plain} {idea}"
    return ProposedDirection(
        kind=_kind(idea),
        title=f"{what} “{sentence.section}”",
        idea=idea,
        rests_on="the authors' own words, as they stand",
        first_experiment=_first_experiment(sentence, sentences),
    )


def _kind(text: str) -> DirectionKind:
    return next((kind for kind, cue in _KINDS if re.search(cue, text, re.IGNORECASE)), "extension")


def _first_experiment(sentence: Sentence, sentences: Sequence[Sentence]) -> str:
    near = [
        s
        for s in sentences
        if s.section == sentence.section and s.order - sentence.order in (0, 1) and cues.is_future(s)
    ]
    return next((s.plain for s in near if _TRIAL.search(s.text)), "")
