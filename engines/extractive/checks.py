"""Mechanical checks of a paper's text: is there an ablation, a spread, a second data set, code, a cost?

A check can only say that words were not found, so it says exactly that, beside the sentence it bears on. Nothing
is checked where only the abstract could be read.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass

from ...domain import FullText, Lens
from . import cues
from .choose import place, strongest
from .parts import with_parts
from .sentences import Sentence

_FEW_GAINS = 2


@dataclass(frozen=True)
class Gap:
    """What was looked for and not found: the claim, the sentence it bears on, and the question it raises."""

    claim: str
    sentence: Sentence
    question: str


@dataclass(frozen=True)
class _Check:
    lens: Lens
    looked_for: re.Pattern[str]
    claim: str
    question: str
    bears_on: tuple[Callable[[Sentence], bool], ...]
    """What the gap may be held against, best first."""


def _contribution(sentence: Sentence) -> bool:
    return bool(cues.CONTRIBUTION.search(sentence.text)) and sentence.part != "appendix"


def _implementation(sentence: Sentence) -> bool:
    return bool(re.search(r"\bwe implement|\bimplemented (?:in|with|using)|PyTorch|JAX\b", sentence.text))


_CHECKS = (
    _Check(
        "evidence",
        cues.SPREAD,
        "No spread over runs or seeds found in the text",
        "How do the results vary over seeds?",
        (cues.is_gain,),
    ),
    _Check(
        "evidence",
        cues.ABLATION,
        "No ablation found in the text",
        "Which part of the method carries the gain?",
        (_contribution,),
    ),
    _Check(
        "evidence",
        cues.SEVERAL_SETS,
        "No second data set or task found in the text",
        "Do the results hold on another data set?",
        (cues.is_gain,),
    ),
    _Check(
        "evidence",
        cues.BASELINE,
        "No comparison with other methods found in the text",
        "How do the closest existing methods do on the same tests?",
        (_contribution,),
    ),
    _Check(
        "method",
        cues.COST,
        "No figure on running time, memory or complexity found in the text",
        "What does the method cost in time and memory?",
        (_contribution,),
    ),
    _Check(
        "method",
        cues.CODE,
        "No link to code found in the text",
        "Will the code be released?",
        (_implementation, _contribution),
    ),
)


def gaps(text: FullText, sentences: list[Sentence], lens: Lens) -> list[Gap]:
    """What this lens looked for in vain, with a sentence to hold it against; none for a paper without experiments."""
    if text.source == "abstract" or not _empirical(sentences):
        return []
    whole = "\n".join(f"{s.title}\n{s.text}" for s, part in with_parts(text) if part != "skip")
    found: list[Gap] = []
    for check in _CHECKS:
        if check.lens == lens and not check.looked_for.search(whole):
            found.extend(_gap(check, sentences))
    return found


def _gap(check: _Check, sentences: list[Sentence]) -> list[Gap]:
    for bears in check.bears_on:
        bearing = strongest((s for s in sentences if bears(s)), 1, place)
        if bearing:
            return [Gap(check.claim, bearing[0], check.question)]
    return []


def _empirical(sentences: list[Sentence]) -> bool:
    tested = any(s.part == "experiments" for s in sentences)
    return tested or sum(cues.is_gain(s) for s in sentences) >= _FEW_GAINS
