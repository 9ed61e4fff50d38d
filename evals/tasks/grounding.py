"""Whether reviews rest on the paper: quotes found, points dropped, false alarms over dates, filler, empty praise."""

import asyncio
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date

from ...agents.quotes import QuoteFinder
from ...agents.reviewer import LENSES, Draft, review
from ...agents.verifier import verify
from ...domain import FullText, Paper
from ...domain.briefs import ReviewBrief
from ...domain.forms import QuotedPoint
from ...engines.extractive.sentences import read_sentences
from ..task import Answered, Bench, Json, Metric, Sample, Score, Task
from .grounding_cases import grounding_samples, text_of
from .grounding_signs import date_alarm, empty_praise, filler

_VERBATIM = 100.0
_BASELINE_POINTS = 6
_GAP = 4


async def panel(bench: Bench, samples: Sequence[Sample]) -> Mapping[str, Json]:
    """Three reviews and their verification for each paper; without one of the three there is no answer."""
    found = await asyncio.gather(*(_one(bench, sample) for sample in samples))
    return {sample.id: output for sample, output in zip(samples, found, strict=True)}


async def _one(bench: Bench, sample: Sample) -> Json:
    paper, text = Paper.model_validate(sample.input["paper"]), await asyncio.to_thread(text_of, sample)
    today = date.fromisoformat(sample.input["today"])
    briefs = [ReviewBrief(paper=paper, text=text, lens=lens, prior_work=(), today=today) for lens in LENSES]
    drafts = await asyncio.gather(*(review(bench.staff, brief) for brief in briefs))
    verified = await verify(bench.staff, paper, text, drafts)
    return {
        "quotes": _quotes(text, [p.quote for p in _points(drafts)]),
        "reviews": [_review(draft) for draft in drafts],
        "repaired": sum(one.repaired for one in verified.reviews),
        "dropped": sum(one.dropped for one in verified.reviews),
        "problem": verified.problem,
    }


def _points(drafts: Sequence[Draft]) -> Iterator[QuotedPoint]:
    for draft in drafts:
        yield from (*draft.findings.strengths, *draft.findings.weaknesses)


def _quotes(text: FullText, quotes: Sequence[str]) -> Json:
    """How the quotes stood at the first try: letter by letter but for typography, nearly, or not at all."""
    finder = QuoteFinder(text)
    found = [finder.find(quote) for quote in quotes]
    verbatim = sum(one is not None and one.match >= _VERBATIM for one in found)
    return {"verbatim": verbatim, "near": sum(map(bool, found)) - verbatim, "lost": found.count(None)}


def _review(draft: Draft) -> Json:
    findings = draft.findings
    return {
        "lens": draft.lens,
        "summary": findings.summary,
        "strengths": [point.claim for point in findings.strengths],
        "weaknesses": [point.claim for point in findings.weaknesses],
        "questions": list(findings.questions),
    }


async def verbatim(bench: Bench, samples: Sequence[Sample]) -> Mapping[str, Json]:
    """The ceiling of the quotes and the floor of the prose: the paper's sentences under praise that fits any paper."""
    return {s.id: _mechanical(s, lambda sentence: sentence) for s in samples}


async def scrambled(bench: Bench, samples: Sequence[Sample]) -> Mapping[str, Json]:
    """The floor of the quotes: sentences with every fourth word left out, which none may count as found."""
    return {s.id: _mechanical(s, _with_gaps) for s in samples}


def _with_gaps(sentence: str) -> str:
    return " ".join(word for place, word in enumerate(sentence.split(), 1) if place % _GAP)


def _mechanical(sample: Sample, change: Callable[[str], str]) -> Json:
    text = text_of(sample)
    sentences = [s.text for s in read_sentences(text)]
    step = max(1, len(sentences) // _BASELINE_POINTS)
    chosen = [change(sentence) for sentence in sentences[::step][:_BASELINE_POINTS]]
    quotes = _quotes(text, chosen)
    praise = ["The paper is well written."] * len(chosen)
    told = {"lens": "method", "summary": "This paper presents an interesting method.", "strengths": praise}
    return {
        "quotes": quotes,
        "reviews": [{**told, "weaknesses": [], "questions": []}],
        "repaired": 0,
        "dropped": quotes["lost"],
        "problem": "",
    }


def score(sample: Sample, output: Json) -> Sequence[Score]:
    """Shares of the paper's points, and signs a review; None where there was no point to judge."""
    quotes, reviews = output["quotes"], output["reviews"]
    made = sum(quotes.values())
    texts = [text for one in reviews for text in _texts(one)]
    praise = [claim for one in reviews for claim in one["strengths"]]
    alarms = [text for text in texts if date_alarm(text)]
    return [
        _share("quotes found", quotes["verbatim"] + quotes["near"], made),
        _share("quotes verbatim", quotes["verbatim"], made),
        _share("repaired", output["repaired"], made),
        _share("dropped", output["dropped"], made, output["problem"]),
        _share("date alarms a review", len(alarms), len(reviews), " | ".join(alarms)[:500]),
        _share("filler openings", sum(filler(one["summary"]) for one in reviews), len(reviews)),
        _share("empty praise", sum(map(empty_praise, praise)), len(praise)),
    ]


def _texts(review: Json) -> list[str]:
    return [review["summary"], *review["strengths"], *review["weaknesses"], *review["questions"]]


def _share(name: str, part: int, whole: int, explanation: str = "") -> Score:
    return Score(name=name, value=part / whole if whole else None, explanation=explanation)


def summary(answered: Sequence[Answered]) -> Sequence[Metric]:
    """Totals over all papers, as counts: the shares above weigh papers alike, however many points they have."""
    known = [a.output for a in answered if a.output is not None]
    made = sum(sum(one["quotes"].values()) for one in known)
    lost = sum(one["quotes"]["lost"] for one in known)
    note = f"{lost} of them not found at the first try"
    return [Metric(name="points made", value=float(made), n=len(known), note=note)]


TASK = Task(
    name="grounding",
    description="Reviews of full texts: quotes found, points dropped, false date alarms, filler, empty praise.",
    agent="reviewer",
    samples=grounding_samples,
    solver=panel,
    scorer=score,
    summary=summary,
    primary="quotes found",
    lower_is_better=("repaired", "dropped", "date alarms a review", "filler openings", "empty praise"),
    baselines={"verbatim": verbatim, "scrambled": scrambled},
)
