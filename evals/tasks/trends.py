"""Trends, measured: do they recover what editors tagged in the same week, do their predictions hold, are they stable?

A case is a week of arXiv days; the weeks before are its history. Its trends are shown as names and terms. A tag of the
week's AINews issues is recovered `by words` if all its words stand in one of these, `by meaning` also if it is near
one. Many tags are about products and money, of which no paper speaks: `… in papers` counts only the tags that eight
papers of the week hold. Predictions are those of the week for the next one in the data, gaps and all.
"""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from pathlib import Path

from platformdirs import user_cache_path

from ...domain import Trends
from ...memory.embedding import Embedder, Embeds
from ...memory.weeks import WeekOfPapers
from ...trends import find_trends, follow_up, predict
from ..task import Answered, Bench, Json, Metric, Sample, Score, Solver, Task
from .trends_cases import LEAST, remembered_weeks, week_cases
from .trends_match import by_meaning, by_words
from .trends_rivals import frequent_terms, random_topics
from .trends_stability import stability

Tell = Callable[[list[WeekOfPapers], int, Trends], Json]
"""From all weeks, the place of one and its trends to the answer."""


def score(sample: Sample, answer: Json, embedder: Embeds) -> list[Score]:
    """Shares of tags recovered, of predictions that held, of trends found again; None where nothing can be counted."""
    terms = [text for row in answer["shown"] for text in (row["name"], *row["terms"]) if text]
    tags, held = sample.target["tags"], sample.target["in_papers"]
    words, meaning = by_words(tags, terms), by_meaning(tags, terms, embedder)
    scores = [
        _share("tags by words", words, tags),
        _share("tags by meaning", meaning, tags),
        _share("tags in papers by words", [tag for tag in words if tag in held], held),
        _share("tags in papers by meaning", [tag for tag in meaning if tag in held], held),
    ]
    fates, half = answer.get("fates", []), answer.get("half", {})
    return [
        *scores,
        _number("predictions held", fates.count("came true"), len(fates)),
        _number("trends found in half", half.get("again", 0), half.get("trends", 0)),
        _number("standings kept in half", half.get("same", 0), half.get("trends", 0)),
        _number("standings reversed in half", half.get("opposed", 0), half.get("trends", 0)),
    ]


def totals(cases: Sequence[Answered]) -> list[Metric]:
    """What the shares rest on, summed over weeks."""
    known = [case.output for case in cases if case.output is not None]
    fates = [fate for output in known for fate in output.get("fates", [])]
    shown = sum(len(output["shown"]) for output in known)
    return [
        Metric(name="trends shown", value=float(shown), n=len(known)),
        Metric(name="predictions checked", value=float(len(fates)), n=len(known)),
    ]


def trends_task(embedder: Embeds | None = None) -> Task:
    """The task; `embedder` stands in for the packaged model. The option `corpus` names the folder of the corpus."""
    model = embedder or Embedder()

    @lru_cache(maxsize=1)
    def weeks_in(data: str, folder: str) -> list[WeekOfPapers]:
        return remembered_weeks(Path(data), Path(folder), embedder)

    @lru_cache(maxsize=64)
    def found(data: str, folder: str, at: int) -> Trends:
        weeks = weeks_in(data, folder)
        return find_trends(weeks[at], weeks[:at], (), model.embed, LEAST)

    def solver(tell: Tell) -> Solver:
        def answer(folder: str, sample: Sample) -> Json:
            weeks = weeks_in(sample.input["data"], folder)
            at = [week.week for week in weeks].index(sample.input["week"])
            return tell(weeks, at, found(sample.input["data"], folder, at))

        async def solve(bench: Bench, samples: Sequence[Sample]) -> Mapping[str, Json]:
            folder = str(bench.options.get("corpus", user_cache_path("paperwire") / "retrieval"))
            return {sample.id: await asyncio.to_thread(answer, folder, sample) for sample in samples}

        return solve

    return Task(
        name="trends",
        description="finds what editors tagged in the same week; predicts the shares of the next; and is stable",
        agent="",
        samples=week_cases,
        solver=solver(_trends),
        scorer=lambda sample, answer: score(sample, answer, model),
        summary=totals,
        primary="tags in papers by meaning",
        lower_is_better=("standings reversed in half",),
        baselines={"frequent": solver(_frequent), "random": solver(_random)},
    )


def _trends(weeks: list[WeekOfPapers], at: int, trends: Trends) -> Json:
    told: Json = {"shown": [{"name": one.name, "terms": list(one.terms)} for one in trends.trends]}
    told["half"] = stability(trends, weeks[: at + 1], LEAST)
    if at + 1 < len(weeks):
        fates = follow_up(predict(trends, len(trends.trends)), weeks[: at + 1], weeks[at + 1])
        told["fates"] = [one.fate for one in fates]
    return told


def _frequent(weeks: list[WeekOfPapers], at: int, trends: Trends) -> Json:
    return {"shown": frequent_terms(weeks[at], [len(one.terms) for one in trends.trends])}


def _random(weeks: list[WeekOfPapers], at: int, trends: Trends) -> Json:
    return {"shown": random_topics(weeks[at], weeks[: at + 1], [one.weeks[-1].papers for one in trends.trends])}


def _share(name: str, found: Sequence[str], of: Sequence[str]) -> Score:
    return Score(name=name, value=len(found) / len(of) if of else None, explanation=", ".join(found))


def _number(name: str, part: int, whole: int) -> Score:
    return Score(name=name, value=part / whole if whole else None, explanation=f"{part} of {whole}")


TASK = trends_task()
