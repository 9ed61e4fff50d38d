"""How near a paper stands to what a reader wants: cosines to the phrases of the interests, and keywords."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ...domain import Interest, Paper, Profile
from .keywords import Keywords

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Vectors = NDArray[np.float32]
    Numbers = NDArray[np.float64]
    Embed = Callable[[Sequence[str]], Vectors]

_PHRASES = re.compile(r"[;.\n]+|,(?=\s)")
_CLAUSES = re.compile(r"[;.\n]+")

# Set once on four days of May 2025, looking at the direction and size of a logistic regression's weights, and
# checked on later days and on an astronomer's profile; round numbers, never fitted to a day.
_TEXT_SHARES = {"centre": 0.4, "phrases": 0.2, "whole": 0.2, "title": 0.2}
_WANTED, _UNWANTED, _NEUTRAL = 0.2, 0.3, 0.17
_HIT, _TITLE_HIT, _MISS, _TITLE_MISS = 0.02, 0.02, 0.01, 0.04
_LOWEST, _HIGHEST = 0.05, 0.43
_USUAL_MIDDLE, _USUAL_SPREAD = 0.216, 0.078


@dataclass(frozen=True)
class Relevance:
    """One paper's relevance: the score of 1 to 10, the raw sum behind it, and the evidence."""

    score: int
    raw: float
    interest: str
    similarity: float
    wanted: tuple[str, ...]
    unwanted: tuple[str, ...]


@dataclass(frozen=True)
class _Evidence:
    wanted: tuple[str, ...]
    unwanted: tuple[str, ...]
    bonus: float


def rate_relevance(papers: Sequence[Paper], vectors: "Vectors", profile: Profile, embed: "Embed") -> list[Relevance]:
    """Relevance of each paper.

    Args:
        papers: n papers.
        vectors: their `title. abstract`, shape (n, d), unit norm.
        profile: at least one interest or keyword.
        embed: texts to vectors of unit norm.
    """
    import numpy as np

    titles = embed([paper.title for paper in papers])
    near = _interest_cosines(profile.interests, vectors, embed)
    raw = _topic(profile.interests, vectors, titles, embed) + _keyword_pull(profile, vectors, titles, embed)
    evidence = _evidence(papers, profile)
    totals = _tightened(raw + [found.bonus for found in evidence])
    best = near.argmax(1) if near.size else np.zeros(len(papers), dtype=int)
    rows = []
    for at, found in enumerate(evidence):
        name = profile.interests[best[at]].name if near.size else ""
        cosine = float(near[at, best[at]]) if near.size else 0.0
        total = float(totals[at])
        rows.append(Relevance(_score(total), total, name, cosine, found.wanted, found.unwanted))
    return rows


def phrases(text: str) -> list[str]:
    """What a reader wrote, cut at full stops, semicolons and commas; each is embedded by itself."""
    return [part for part in (p.strip() for p in _PHRASES.split(text)) if len(part) > 3] or [text]


def _topic(interests: Sequence[Interest], vectors: "Vectors", titles: "Vectors", embed: "Embed") -> "Numbers":
    import numpy as np

    if not interests:
        return np.zeros(len(vectors))
    clauses = embed([c.strip() for i in interests for c in _CLAUSES.split(i.relevant) if c.strip()] or [""])
    wholes = embed([f"{i.name}. {i.relevant}" for i in interests])
    cosines, in_title = vectors @ clauses.T, titles @ clauses.T
    few = max(1, min(4, round(len(clauses) / 4)))
    parts = {
        "centre": cosines.mean(1),
        "phrases": _best(cosines, few),
        "whole": (vectors @ wholes.T).max(1),
        "title": (_best(in_title, few) + in_title.mean(1)) / 2,
    }
    return np.asarray(sum(share * parts[name] for name, share in _TEXT_SHARES.items()), dtype=np.float64)


def _keyword_pull(profile: Profile, vectors: "Vectors", titles: "Vectors", embed: "Embed") -> "Numbers":
    """Keywords draw and push by meaning too: `sparsity` is near a paper on pruned weights."""
    import numpy as np

    pull = np.zeros(len(vectors))
    for words, weight, few in ((profile.keywords_for, _WANTED, 3), (profile.keywords_against, -_UNWANTED, 2)):
        if words:
            known = embed(list(words))
            nearness = 0.6 * _best(vectors @ known.T, few) + 0.2 * _best(titles @ known.T, few)
            pull += weight * (nearness + 0.2 * (vectors @ known.T).mean(1) - _NEUTRAL)
    return pull


def _interest_cosines(interests: Sequence[Interest], vectors: "Vectors", embed: "Embed") -> "Numbers":
    """Shape (papers, interests): nearest phrase, less a share of what the reader does not want of that interest."""
    import numpy as np

    columns = []
    for interest in interests:
        nearness = (vectors @ embed(phrases(interest.relevant)).T).max(1)
        if interest.not_relevant.strip():
            unwanted = (vectors @ embed(phrases(interest.not_relevant)).T).max(1)
            nearness = nearness - 0.25 * np.clip(unwanted - nearness, 0, None)
        columns.append(nearness)
    return np.stack(columns, 1).astype(np.float64) if columns else np.zeros((len(vectors), 0))


def _evidence(papers: Sequence[Paper], profile: Profile) -> list[_Evidence]:
    wanted, unwanted = Keywords(profile.keywords_for), Keywords(profile.keywords_against)
    rows = []
    for paper in papers:
        good, bad = wanted.found(f"{paper.title}\n{paper.abstract}"), unwanted.found(f"{paper.title}\n{paper.abstract}")
        bonus = _HIT * min(3, len(good)) - _MISS * min(3, len(bad))
        bonus += _TITLE_HIT * bool(wanted.found(paper.title)) - _TITLE_MISS * bool(unwanted.found(paper.title))
        rows.append(_Evidence(good, bad, bonus))
    return rows


def _tightened(raw: "Numbers") -> "Numbers":
    """The same order on a stricter scale where the whole batch stands near the interests.

    An astronomer's every paper is near an astronomer's interests, and still only a tenth is worth reading. A batch
    that stands far away is never lifted: nothing relevant stays nothing relevant. Small batches say little of
    the day, so they tighten less.
    """
    import numpy as np

    trust = 0.9 * len(raw) / (len(raw) + 15)
    low, middle, high = np.percentile(raw, [25, 50, 75])
    shift = trust * max(0.0, middle - _USUAL_MIDDLE)
    narrow = 1 + trust * (max(1.0, (high - low) / _USUAL_SPREAD) - 1)
    centre = middle - shift
    return np.asarray(centre + (raw - middle) / narrow, dtype=np.float64)


def _best(cosines: "Vectors", few: int) -> "Vectors":
    import numpy as np

    top: Vectors = np.sort(cosines, axis=1)[:, -few:].mean(1)
    return top


def _score(raw: float) -> int:
    return max(1, min(10, round(1 + 9 * (raw - _LOWEST) / (_HIGHEST - _LOWEST))))
