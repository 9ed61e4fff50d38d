"""Public reviews joined without a model: their own sentences, those first that several referees come near to."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from statistics import fmean, pstdev

from ...domain import Forum, HumanReview, Leaning, Sentiment
from ...domain.briefs import OpenReviewBrief
from ...domain.forms import OpenReviewForm, ReviewedPoint
from .sentences import split_sentences

_CONCERNS = 6
_STRENGTHS = 4
_WORD = re.compile(r"[^\W\d_]{5,}")
_HEAD = re.compile(r"^(?:[-*•>#\s]|\*\*|\(?[A-Za-z]?\d{1,2}[.):]\s*)+")
# Means from which papers were rather accepted than not, by the venue's rating scale.
_BARS = ((re.compile(r"NeurIPS.*20(?:2[5-9]|[3-9]\d)"), 4.0), (re.compile("ICLR.*2017"), 6.0))
_USUAL_BAR = 5.0
_NEAR = 0.35
_APART = 1.5


@dataclass(frozen=True)
class _Said:
    """One sentence of one review."""

    text: str
    review: int
    words: frozenset[str]


def join_human_reviews(brief: OpenReviewBrief) -> OpenReviewForm:
    """Sentences of the reviews as points; sentiment and leaning from the mean rating against the venue's bar."""
    forum = brief.forum
    leaning, sentiment = _lean(forum)
    return OpenReviewForm(
        sentiment=sentiment,
        strengths=_points("strength", _said(r.strengths for r in forum.reviews), _STRENGTHS),
        concerns=_points("concern", _said(r.weaknesses for r in forum.reviews), _CONCERNS),
        consensus=_consensus(forum),
        leaning=leaning,
    )


def _said(texts: Iterable[str]) -> list[_Said]:
    found = []
    for number, text in enumerate(texts):
        for paragraph in re.split(r"\n+", text):
            for piece in split_sentences(paragraph):
                bare = _HEAD.sub("", piece)
                if 6 <= len(bare.split()) <= 50:
                    found.append(_Said(bare, number, frozenset(w.lower() for w in _WORD.findall(bare))))
    return found


def _chosen(said: Sequence[_Said], limit: int) -> list[_Said]:
    """The sentences most shared between reviews, one of each review first, none that repeats another."""
    ranked = sorted(said, key=lambda s: -_shared(s, said))
    chosen: list[_Said] = []
    for again in (False, True):
        for one in ranked:
            heard = any(one.review == other.review for other in chosen)
            if len(chosen) < limit and (again or not heard) and not any(_alike(one, other) for other in chosen):
                chosen.append(one)
    return chosen


def _shared(one: _Said, said: Sequence[_Said]) -> float:
    """How many words of the sentence, for each of the root of its length, other reviews use too."""
    others: dict[int, set[str]] = {}
    for other in said:
        if other.review != one.review:
            others.setdefault(other.review, set()).update(other.words)
    hits = sum(word in words for words in others.values() for word in one.words)
    return float(hits / (4 + len(one.words)))


def _alike(one: _Said, other: _Said) -> bool:
    return len(one.words & other.words) >= 0.5 * max(1, min(len(one.words), len(other.words)))


def _points(kind: str, said: Sequence[_Said], limit: int) -> list[ReviewedPoint]:
    return [ReviewedPoint(claim=_claim(kind, one, said), quote=one.text) for one in _chosen(said, limit)]


def _claim(kind: str, one: _Said, said: Sequence[_Said]) -> str:
    near = sorted({s.review + 1 for s in said if s.review != one.review and _alike(s, one)})
    others = f"; in words near to it by {' and '.join(map(str, near))}" if near else ""
    return f"A {kind} named by referee {one.review + 1}{others}"


def _ratings(reviews: Sequence[HumanReview]) -> list[float]:
    return [r.rating for r in reviews if r.rating is not None]


def _lean(forum: Forum) -> tuple[Leaning, Sentiment]:
    ratings = _ratings(forum.reviews)
    if not ratings:
        return "undecided", "mixed"
    away = fmean(ratings) - _bar(forum.venue)
    leaning: Leaning = "accept" if away >= 0 else "reject"
    if pstdev(ratings) > _APART or abs(away) < _NEAR:
        return leaning, "mixed"
    return leaning, "positive" if away > 0 else "negative"


def _bar(venue: str) -> float:
    return next((bar for pattern, bar in _BARS if pattern.search(venue)), _USUAL_BAR)


def _consensus(forum: Forum) -> str:
    ratings = _ratings(forum.reviews)
    count = f"{len(forum.reviews)} review{'s' * (len(forum.reviews) != 1)}"
    if not ratings:
        return f"{count}, without ratings."
    listed = ", ".join(f"{rating:g}" for rating in ratings)
    bar = f"{_bar(forum.venue):g} as this venue's usual bar"
    return f"{count}; ratings {listed}, mean {fmean(ratings):.1f}, against {bar}."
