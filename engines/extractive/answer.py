"""An answer without a model: the sentences of the passages that come nearest to the question, word for word."""

from collections.abc import Sequence

from ...domain.answer import QuestionKind, Source
from ...domain.answer_forms import AnswerFindings, CitedClaim, RoutingForm
from ...domain.briefs import AnswerBrief, RouterBrief
from ...domain.mentions import mentioned
from . import cues
from .sentences import readable, split_sentences

_MOST: dict[QuestionKind, int] = {"find": 6, "compare": 3, "change": 4, "directions": 6}
"""Quotations an answer; of a question with sides, a side."""
_TELLING = 0.75
_STATED = 0.4


def quote_passages(brief: AnswerBrief) -> AnswerFindings:
    """One sentence a source, of as many sources as are to the point; it quotes and does not reason."""
    topic, kind = brief.question.scope.topic, brief.question.kind
    claims: list[CitedClaim] = []
    taken: dict[str, int] = {}
    for source in _spread(brief.sources) if kind == "find" else brief.sources:
        sentence = _best(source, topic)
        if sentence and taken.get(source.part, 0) < _MOST.get(kind, 6):
            taken[source.part] = taken.get(source.part, 0) + 1
            claims.append(CitedClaim(text=sentence, sources=[source.key], quote=sentence, part=source.part))
    return AnswerFindings(claims=claims)


def take_as_it_is(brief: RouterBrief) -> RoutingForm:
    """Without a model, what no rule can place is looked up."""
    return RoutingForm(kind="find", question=brief.asked)


def _spread(sources: Sequence[Source]) -> list[Source]:
    """One passage a paper or story, unless there is only one."""
    first = list({source.whose: source for source in reversed(sources)}.values())[::-1]
    return first if len(first) > 1 else list(sources)


def _best(source: Source, topic: Sequence[str]) -> str:
    """The sentence with the most of the topic's words; among equals what is contributed or found, then the first.

    A proposed direction is its name and its idea, with which it begins.
    """
    if source.kind == "direction":
        return _beginning(source.text)
    # A story's items repeat its title; what they say besides tells more.
    sentences = [one for one in split_sentences(source.text) if one.rstrip(".") != source.title.rstrip(".")]
    whole = [one for one in sentences if readable(one)] or [one for one in sentences if len(one.split()) >= 4]
    if not whole:
        return source.text.strip()
    best = max(whole, key=lambda one: (_weight(one, topic), -whole.index(one)))
    headline = source.kind == "story" and source.title in source.text
    return source.title if headline and _weight(source.title, topic) > _weight(best, topic) else best


def _beginning(text: str, sentences: int = 2) -> str:
    """The first sentences as they stand."""
    first = split_sentences(text)[:sentences]
    end = text.find(first[-1]) + len(first[-1]) if first else len(text)
    return text[:end].strip()


def _weight(sentence: str, topic: Sequence[str]) -> float:
    told = bool(cues.CONTRIBUTION.search(sentence)) * _TELLING + bool(cues.GAIN.search(sentence)) * _STATED
    return len(mentioned(topic, sentence)) + told
