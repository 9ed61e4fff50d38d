"""Public reviews joined, held against the decision and against what the area chair took up of them."""

import asyncio
import hashlib
import re
from collections.abc import Callable, Mapping, Sequence

from ...agents.openreview import synthesise
from ...domain import Forum, OpenReviewSynthesis
from ...engines.extractive.sentences import split_sentences
from ..task import Answered, Bench, Json, Metric, Sample, Score, Task
from .openreview_cases import openreview_samples
from .verdict_figures import balanced_metric

_WORD = re.compile(r"[^\W\d_]{5,}")
_POINTS = 10
_LEAST_SALIENT = 5


async def synthesis(bench: Bench, samples: Sequence[Sample]) -> Mapping[str, Json]:
    """The agent's synthesis of each forum."""
    found = await asyncio.gather(*(synthesise(bench.staff, _forum(s)) for s in samples))
    return {s.id: _output(one) for s, one in zip(samples, found, strict=True)}


def _output(found: OpenReviewSynthesis) -> Json:
    return {
        "leaning": found.leaning,
        "sentiment": found.sentiment,
        "strengths": [_point(p.claim, p.quote.text, p.quote.section_id) for p in found.strengths],
        "concerns": [_point(p.claim, p.quote.text, p.quote.section_id) for p in found.concerns],
        "consensus": found.consensus,
        "dropped": found.dropped,
    }


def _point(claim: str, quote: str, review: str) -> Json:
    return {"claim": claim, "quote": quote, "review": review}


async def first_sentences(bench: Bench, samples: Sequence[Sample]) -> Mapping[str, Json]:
    """The reviews' first sentences in turn; accepted if the plain mean rating is 5 or more."""
    return {s.id: _picked(s, lambda _, sentences: sentences) for s in samples}


async def chance(bench: Bench, samples: Sequence[Sample]) -> Mapping[str, Json]:
    """Sentences drawn by a hash, as many as the agent's own engine without a model takes."""
    return {s.id: _picked(s, _drawn, by_rating=False) for s in samples}


def _drawn(name: str, sentences: list[str]) -> list[str]:
    return sorted(sentences, key=lambda text: hashlib.sha256(f"{name}{text}".encode()).hexdigest())


def _picked(sample: Sample, order: Callable[[str, list[str]], list[str]], *, by_rating: bool = True) -> Json:
    forum = _forum(sample)
    ratings = [r.rating for r in forum.reviews if r.rating is not None]
    even = int(hashlib.sha256(sample.id.encode()).hexdigest(), 16) % 2 == 0
    accept = sum(ratings) >= 5 * len(ratings) if by_rating else even
    said = {r.id: order(r.id, split_sentences(f"{r.strengths}\n\n{r.weaknesses}".strip())) for r in forum.reviews}
    turns = [(name, texts[turn]) for turn in range(_POINTS) for name, texts in said.items() if turn < len(texts)]
    return {
        "leaning": "accept" if accept else "reject",
        "sentiment": "mixed",
        "strengths": [],
        "concerns": [_point("", text, name) for name, text in turns[:_POINTS]],
        "consensus": "",
        "dropped": 0,
    }


def score(sample: Sample, output: Json) -> Sequence[Score]:
    """Decision, reviewers heard, points traced, and how much of what the area chair took up is there."""
    forum = _forum(sample)
    points = [*output["strengths"], *output["concerns"]]
    made = len(points) + output["dropped"]
    decided = output["leaning"] == ("accept" if sample.target["accept"] else "reject")
    critics = {r.id for r in forum.reviews if r.weaknesses.strip()}
    heard = critics & {p["review"] for p in output["concerns"]}
    return [
        Score(name="decision", value=float(decided), explanation=f"leans to {output['leaning']}"),
        Score(name="reviewers heard", value=len(heard) / len(critics) if critics else None),
        Score(name="traced", value=len(points) / made if made else None, explanation=f"{output['dropped']} dropped"),
        *_taken_up(forum, sample.target["meta_review"], [f"{p['claim']} {p['quote']}" for p in points]),
    ]


def _taken_up(forum: Forum, chair: str, texts: Sequence[str]) -> list[Score]:
    """Words of the reviews that the area chair repeats and that the paper's own abstract doesn't have.

    `chair recall` is the share of them that the synthesis has, `chair precision` the share of the synthesis' words
    from reviews that are among them; `coverage` joins both (F1).
    """
    reviews = _words(" ".join(f"{r.strengths} {r.weaknesses}" for r in forum.reviews))
    own = reviews - _words(f"{forum.title} {forum.abstract}")
    salient, told = own & _words(chair), own & _words(" ".join(texts))
    if len(salient) < _LEAST_SALIENT:
        return [Score(name=name, value=None) for name in ("coverage", "chair recall", "chair precision")]
    both = len(salient & told)
    coverage = 2 * both / (len(salient) + len(told))
    return [
        Score(name="coverage", value=coverage),
        Score(name="chair recall", value=both / len(salient)),
        Score(name="chair precision", value=both / len(told) if told else 0.0),
    ]


def _words(text: str) -> set[str]:
    return {word.lower()[:7] for word in _WORD.findall(text)}


def _forum(sample: Sample) -> Forum:
    return Forum.model_validate(sample.input["forum"])


def summary(answered: Sequence[Answered]) -> Sequence[Metric]:
    """Balanced accuracy of the leaning (undecided counts as reject), and how many points a paper has."""
    import numpy as np

    known = [(a.sample.target, a.output) for a in answered if a.output is not None]
    real = np.array([float(target["accept"]) for target, _ in known])
    leans = np.array([float(output["leaning"] == "accept") for _, output in known])
    quoted = sum(len(output["strengths"]) + len(output["concerns"]) for _, output in known)
    points = Metric(name="points a paper", value=quoted / len(known) if known else None, n=len(known))
    return [balanced_metric("balanced accuracy", leans, real), points]


TASK = Task(
    name="openreview",
    description="Public reviews joined: decision, concerns that the area chair takes up, every point traced.",
    agent="openreview_synthesis",
    samples=openreview_samples,
    solver=synthesis,
    scorer=score,
    summary=summary,
    primary="coverage",
    baselines={"first_sentences": first_sentences, "chance": chance},
)
