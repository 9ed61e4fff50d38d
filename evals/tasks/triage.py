"""Triage, measured: does it find what the labelled runs selected, and are its scores what the labels say?

Comparisons are about `standing`: for each paper that the label selected, the share of its day that it is ranked
above. It needs no threshold, every selected paper moves it by as much as its place moves, and its mean is the AUC
but for a constant; nineteen papers in twenty are selected by nobody, so that a score on all of them hardly moves.
"""

import sys
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path

from ...agents.triage import triage
from ...domain import Triage
from ...domain.errors import SettingsError
from ...settings import EngineChoice, Selection
from ..task import Bench, Json, Sample, Score, Task
from . import triage_baselines as baselines
from .triage_cases import Wanted, labelled_cases, paper_of, profile_of
from .triage_figures import LOWER_IS_BETTER
from .triage_learned import Learned
from .triage_order import placed
from .triage_summary import calibration, figures, summary
from .triage_tally import AXES

READERS = ("foundational-ml", "vlm-embodied", "astro")


async def solve(bench: Bench, samples: Sequence[Sample]) -> Mapping[str, Json]:
    """One day for one reader, by the agent as the daily run uses it.

    The bench's options `batch`, `relevance` and `novelty` stand for the settings of these names; the extractive
    engine reads the day at once, as it does there. Papers that get no answer are left out.
    """
    batch = _option(bench, "batch", sys.maxsize if bench.engine == "extractive" else EngineChoice().triage_batch)
    papers = {case.id: paper_of(case) for case in samples}
    result = await triage(bench.staff, list(papers.values()), profile_of(samples[0]), batch)
    answers = {case: _plain(result.scored[paper.id]) for case, paper in papers.items() if paper.id in result.scored}
    return placed(answers, _cut(bench))


def score(sample: Sample, answer: Json) -> list[Score]:
    """What one answer is worth, as far as its label can tell."""
    return [*_selection_scores(sample.target, answer), *_axis_scores(sample.target, answer)]


def triage_task(name: str, description: str, wanted: Wanted = lambda _family, _day: True) -> Task:
    """A triage task over the families and days that `wanted` accepts."""
    cases: list[Sample] = []

    def samples(data: Path | None) -> Sequence[Sample]:
        cases[:] = labelled_cases(data, wanted)
        return list(cases)

    return Task(
        name=name,
        description=description,
        agent="triage",
        samples=samples,
        solver=solve,
        scorer=score,
        summary=summary,
        figures=figures,
        calibration=calibration,
        primary="standing",
        baselines={
            "keyword": baselines.keyword,
            "tfidf": Learned(lambda: cases),
            "random": baselines.random,
            "prior": baselines.prior,
        },
        lower_is_better=(
            *(f"{axis} error" for axis in AXES),
            *(f"{reader}: {figure}" for reader in READERS for figure in LOWER_IS_BETTER),
        ),
    )


def _selection_scores(target: Json, answer: Json) -> list[Score]:
    label = target["selected"]
    if label is None:
        return []
    others = answer["of"] - 1
    standing = (answer["of"] - answer["place"]) / others if label and others else None
    said = "selected" if answer["selected"] else "not selected"
    place = f"place {answer['place']:g} of {answer['of']}, {said}"
    return [
        Score(name="standing", value=standing, explanation=place),
        Score(name="caught", value=float(answer["selected"]) if label else None, explanation=place),
        Score(name="agreement", value=float(answer["selected"] == label), explanation=place),
    ]


def _axis_scores(target: Json, answer: Json) -> list[Score]:
    return [
        Score(
            name=f"{axis} error",
            value=abs(answer[axis] - target[axis]),
            explanation=f"given {answer[axis]:g}, label {target[axis]}",
        )
        for axis in AXES
        if target[axis] is not None
    ]


def _plain(one: Triage) -> Json:
    return one.model_dump(include={"relevance", "novelty", "criterion", "reason"})


def _cut(bench: Bench) -> Selection:
    usual = Selection()
    return Selection(
        relevance=_option(bench, "relevance", usual.relevance), novelty=_option(bench, "novelty", usual.novelty)
    )


def _option(bench: Bench, name: str, usual: int) -> int:
    given = bench.options.get(name, str(usual))
    if not given.isdecimal() or int(given) < 1:
        raise SettingsError(f"The option {name}={given} of the triage task is no number above 0.", "Mend the option.")
    return int(given)


TASK = triage_task("triage", "finds the papers of a day that a reader wants, with scores that mean what they say")
DEVELOPMENT = triage_task(
    "triage-development",
    "the days of May 2025 alone, to try changes on before they are measured on all days",
    lambda _family, day: day < date(2025, 6, 1),
)
