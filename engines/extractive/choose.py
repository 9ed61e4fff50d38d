"""Choosing sentences: the strongest first, none that says what another has said."""

import re
from collections.abc import Callable, Iterable, Sequence

from .sentences import Sentence

_PLACES = {
    "abstract": 3.0,
    "conclusion": 2.0,
    "introduction": 1.5,
    "limitations": 2.0,
    "discussion": 1.0,
    "experiments": 1.0,
    "method": 0.5,
}
_DANGLING = re.compile(
    r"(?:it|its|they|their|these|those|this(?! (?:paper|work|article|study|survey))|that|such|even those|he|she|here|"
    r"both|nor|without (?:it|them|this)|the (?:former|latter)|as a result|consequently|"
    r"thus|therefore|hence|to (?:this|that) end|for this|in this case|then|also|instead|moreover|furthermore|finally|"
    r"additionally|secondly?|firstly?|thirdly?|by doing so|for example|for instance|we leave (?:this|these|it|that))\b",
    re.IGNORECASE,
)
_PRONOUN = re.compile(r"(?:it|they|these|those|this(?! (?:paper|work|article|study))|such|we leave)\b", re.IGNORECASE)
_POINTING = re.compile(r"^(?:while|although|table|fig)|\[\d|alternative", re.IGNORECASE)
_WORD = re.compile(r"[^\W\d_]{4,}")


def place(sentence: Sentence) -> float:
    """How much a sentence's place speaks for it: abstract before conclusion before body; mid-length before long."""
    length = len(sentence.text.split())
    leaning = 0.5 * dangling(sentence) + bool(_POINTING.search(sentence.text))
    return _PLACES.get(sentence.part, 0.0) - max(0, length - 35) / 20 - leaning


def dangling(sentence: Sentence) -> bool:
    """Whether the sentence leans on the one before it (`This shows …`)."""
    return bool(_DANGLING.match(sentence.text))


def leaning(sentence: Sentence) -> bool:
    """Whether it begins with a word that stands for something said before (`It makes …`)."""
    return bool(_PRONOUN.match(sentence.text))


def strongest(
    sentences: Iterable[Sentence],
    limit: int,
    weight: Callable[[Sentence], float] = place,
    taken: Sequence[Sentence] = (),
) -> list[Sentence]:
    """At most `limit` sentences by weight; the earlier one wins a tie, near-repeats of `taken` are left out."""
    chosen: list[Sentence] = []
    for sentence in sorted(sentences, key=lambda s: (-weight(s), s.order)):
        if len(chosen) == limit:
            break
        if not any(alike(sentence, other) for other in (*taken, *chosen)):
            chosen.append(sentence)
    return chosen


def alike(one: Sentence, other: Sentence) -> bool:
    """Half of the longer words in common."""
    first, second = _words(one.text), _words(other.text)
    return len(first & second) >= 0.5 * max(1, min(len(first), len(second)))


def _words(text: str) -> frozenset[str]:
    return frozenset(word.lower() for word in _WORD.findall(text))
