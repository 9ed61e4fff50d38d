"""An estimate of novelty from what the abstract says of itself and from what stands near it. Not a judgement.

Cue phrases weigh most: on labelled days, words of theory and explanation go with papers that a model called
novel, words of evaluation, data sets and applications with those it did not.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ...domain import Paper

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Vectors = NDArray[np.float32]
    Numbers = NDArray[np.float64]
    Embed = Callable[[Sequence[str]], Vectors]


@dataclass(frozen=True)
class _Cue:
    label: str
    weight: float
    pattern: re.Pattern[str]


def _cue(label: str, weight: float, *patterns: str) -> _Cue:
    return _Cue(label, weight, re.compile("|".join(rf"(?<!\w)(?:{p})" for p in patterns), re.IGNORECASE))


_CUES = (
    _cue("theory", 0.5, "theor", r"prov(?:e|es|en|ably)\b", r"bounds?\b", "converge", "characteri[sz]", "closed.form"),
    _cue("explanation", 0.3, "dynamics", "mechanis", "insight", "understand", "expressiv", "emergen"),
    _cue("claims a first", 0.3, r"for the first time", r"(?:the|a) first (?:to|time|theor|work|end|provabl|method)"),
    _cue("new paradigm", 0.3, r"new (?:paradigm|class|family|theory)", "novel (?:theory|paradigm)", "principled"),
    _cue("survey", -1.0, "survey", r"review of\b", r"systematic review", r"position paper", "perspective"),
    _cue("benchmark or data", -0.5, "benchmark", r"datasets?\b", "leaderboard", "competition", "challenge track"),
    _cue("evaluation", -0.4, "case stud", "empirical study", "evaluat", "compar(?:ison|ative)"),
    _cue(
        "application",
        -0.6,
        "application",
        "clinical",
        "medical",
        "patient",
        "traffic",
        "financ",
        "robot",
        "education",
        "legal",
        "health",
        "real-world",
        "diagnos",
        "industr",
        "deploy",
        "users?\b",
    ),
    _cue("fine-tuning", -0.2, "fine-?tun", "prompt(?:s|ing)?\b", "off-the-shelf"),
)
_FRESH = (
    "A new theory with proofs that explains how learning works",
    "A fundamentally new method or architecture, derived from first principles",
    "A surprising finding that overturns a common assumption",
)
_ROUTINE = (
    "A survey of existing work",
    "A benchmark or data set that evaluates existing models",
    "An existing method applied to a practical problem in one domain",
    "A case study of a deployed system",
)
# The evidence is weak: it goes with labels of machine-learning papers (AUC 0.7) and with no astronomer's. Few points
# for it keep scores as near together as labels are, so that relevance decides the order; set on days of May 2025.
_MIDDLE, _CUE_POINTS, _ANCHOR_POINTS, _ANCHOR_MEAN = 6.5, 0.55, 3.0, 0.0
_CROWDED, _KNOWN = 0.75, 0.8


@dataclass(frozen=True)
class Novelty:
    """One paper's estimate: 1 to 10, the unrounded figure, and the labels of the cues that moved it."""

    score: int
    raw: float
    cues: tuple[str, ...]


def rate_novelty(
    papers: Sequence[Paper],
    vectors: "Vectors",
    embed: "Embed",
    familiar: "Callable[[Vectors], Vectors | None] | None" = None,
) -> list[Novelty]:
    """Novelty of each paper; `vectors` are their `title. abstract`, shape (n, d), unit norm.

    `familiar` gives for each vector the cosine to the nearest paper remembered from before, or None.
    """
    leaning = _anchors(vectors, embed)
    crowded = _crowding(vectors, familiar)
    rows = []
    for paper, lean, crowd in zip(papers, leaning, crowded, strict=True):
        moved, labels = _cues(f"{paper.title}. {paper.abstract}")
        raw = _MIDDLE + _CUE_POINTS * moved + _ANCHOR_POINTS * (float(lean) - _ANCHOR_MEAN) - float(crowd)
        near = ("close to an earlier paper",) if crowd >= 1 else ()
        rows.append(Novelty(max(1, min(10, round(raw))), raw, labels + near))
    return rows


def _cues(text: str) -> tuple[float, tuple[str, ...]]:
    total, labels = 0.0, []
    for cue in _CUES:
        hits = min(3, len(cue.pattern.findall(text)))
        if hits:
            total += cue.weight * hits
            labels.append(cue.label)
    return total, tuple(labels)


def _anchors(vectors: "Vectors", embed: "Embed") -> "Numbers":
    import numpy as np

    lean = (vectors @ embed(_FRESH).T).mean(1) - (vectors @ embed(_ROUTINE).T).mean(1)
    return np.asarray(lean, dtype=np.float64)


def _crowding(vectors: "Vectors", familiar: "Callable[[Vectors], Vectors | None] | None") -> "Numbers":
    """Points to take off for near-doubles: up to 1 within the batch, up to 2 against the memory."""
    import numpy as np

    among = vectors @ vectors.T
    np.fill_diagonal(among, 0)
    points = np.clip((among.max(1) - _CROWDED) / (1 - _CROWDED), 0, 1) if len(vectors) > 1 else np.zeros(len(vectors))
    known = familiar(vectors) if familiar is not None else None
    if known is not None:
        points = points + 2 * np.clip((np.asarray(known) - _KNOWN) / (1 - _KNOWN), 0, 1)
    return np.asarray(points, dtype=np.float64)
