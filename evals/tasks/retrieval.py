"""Retrieval, measured: is the paper found that a reviewer is talking about?

A query is what a reviewer of ICLR 2026 wrote of a paper, its weaknesses (`critique`) or its summary; the paper's own
title and abstract are to be found among those of thirty days. Reviews that name the paper's system are counted apart
(`… by name`). Nothing of search was chosen on these queries.
"""

import gzip
import json
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path

from ...domain.errors import SettingsError
from ...memory import Filters, Found
from ...memory.embedding import Embeds
from ...memory.search import Fusion
from ..task import Bench, Json, Sample, Score, Solver, Task
from .retrieval_corpus import FUSIONS, Corpus, by_tfidf, in_a_thread, listed_papers

QUERIES = "retrieval/review_queries.jsonl.gz"
DEPTH = 100
_SHOWN = 10
_GROUP = 100
"""Queries put at once."""
_PAPERS = Filters(kinds=("paper",))

Ranked = Callable[[str], Sequence[str]]
"""From a query to the ids of the papers it finds, best first, at most `DEPTH`."""


def query_cases(data: Path | None) -> list[Sample]:
    """The queries in `data`, clustered by paper.

    Raises:
        SettingsError: there are none, or they cannot be read. None ship with the package.
    """
    if data is None:
        raise SettingsError(
            "The retrieval task has no cases of its own.", "Name the folder of the real data: --data or PAPERWIRE_DATA."
        )
    try:
        with gzip.open(data / QUERIES, "rt", encoding="utf-8") as lines:
            return [_case(number, json.loads(line)) for number, line in enumerate(lines)]
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise SettingsError(
            f"{data / QUERIES} cannot be read: {error!r}.", "Mend the folder or name another."
        ) from error


def score(sample: Sample, answer: Json) -> list[Score]:
    """Whether the paper is first, among the first ten, among the first hundred; and its reciprocal rank."""
    rank, name = answer["rank"], sample.target["name"]
    told = f"rank {rank}" if rank else f"not among the first {DEPTH}"
    scores = [
        Score(name=f"{name} R@{depth}", value=float(bool(rank) and rank <= depth), explanation=told)
        for depth in (1, 10, DEPTH)
    ]
    return [*scores, Score(name=f"{name} MRR", value=1 / rank if rank else 0.0, explanation=told)]


def retrieval_task(embedder: Embeds | None = None) -> Task:
    """The task; `embedder` stands in for the packaged model. The option `corpus` names the folder of the corpus."""
    corpus = Corpus("retrieval", embedder)
    return Task(
        name="retrieval",
        description="finds the paper that a reviewer is talking about, among those of thirty days",
        agent="",
        samples=partial(_samples, corpus),
        solver=_by_search(corpus, "scores"),
        scorer=score,
        summary=lambda _: (),
        primary="critique R@10",
        baselines={"tfidf": _by_tfidf(corpus), **{fusion: _by_search(corpus, fusion) for fusion in FUSIONS}},
    )


def _samples(corpus: Corpus, data: Path | None) -> Sequence[Sample]:
    cases = query_cases(data)
    corpus.papers = list(listed_papers(data).values()) if data else []
    return cases


def _by_search(corpus: Corpus, fusion: Fusion) -> Solver:
    def answer(bench: Bench, cases: Sequence[Sample]) -> Mapping[str, Json]:
        with corpus.searched(bench, fusion) as search:
            return _answered(cases, lambda query: _ids(search.find(query, _PAPERS, DEPTH)))

    return in_a_thread(answer)


def _by_tfidf(corpus: Corpus) -> Solver:
    return in_a_thread(lambda _, cases: _answered(cases, by_tfidf(corpus.papers, DEPTH)))


def _case(number: int, row: Json) -> Sample:
    [paper] = row["relevant"]
    name = f"{row['kind']} by name" if row["name_leak"] else row["kind"]
    return Sample(
        id=row["qid"],
        cluster=paper,
        group=f"queries {number // _GROUP}",
        input={"query": row["query"]},
        target={"paper": paper, "name": name},
    )


def _ids(found: Sequence[Found]) -> list[str]:
    return [one.record.paper_id for one in found]


def _answered(cases: Sequence[Sample], ranked: Ranked) -> dict[str, Json]:
    answers = {}
    for case in cases:
        found = list(ranked(case.input["query"]))
        paper = case.target["paper"]
        answers[case.id] = {"rank": found.index(paper) + 1 if paper in found else None, "first": found[:_SHOWN]}
    return answers


TASK = retrieval_task()
