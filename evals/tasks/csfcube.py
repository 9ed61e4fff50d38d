"""Query by example, measured: of the papers that experts judged beside a paper, do those near it come first?

CSFCube (Mysore, O'Gorman, McCallum and Zamani, 2021) has experts grade some hundred papers a query from 0 to 3 by
background, method or result. Here the query is the paper's whole title and abstract, whatever the facet, and search
ranks the papers judged, among the titles and abstracts of all. The data are CC BY-NC: for evaluation only, they do not
ship. Nothing of search was chosen on them.
"""

import gzip
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from math import log2
from pathlib import Path

from ...domain.errors import SettingsError
from ...memory import Filters, Record, Search
from ...memory.embedding import Embeds
from ...memory.search import Fusion
from ..task import Bench, Json, Sample, Score, Solver, Task
from .retrieval_corpus import FUSIONS, Corpus, by_tfidf, in_a_thread

FOLDER = "noncommercial/csfcube"
_RELEVANT = 2
"""The least grade that average precision takes as relevant: `similar` and `near identical`."""
_TOP = 0.2
_SEEN_DAY = 20210101


def query_cases(data: Path | None) -> list[Sample]:
    """The queries in `data`, clustered by the paper that asks: one may ask by several facets.

    Raises:
        SettingsError: there are none, or they cannot be read.
    """
    if data is None:
        raise SettingsError(
            "The task csfcube has no cases of its own.", "Name the folder of the real data: --data or PAPERWIRE_DATA."
        )
    texts = {record.paper_id: record.text for record in judged_papers(data)}
    return [
        Sample(
            id=f"{row['query_id']}/{row['facet']}",
            cluster=row["query_id"],
            group="queries",
            input={"query": texts[row["query_id"]], "pool": sorted(row["relevance"])},
            target={"facet": row["facet"], "relevance": row["relevance"]},
        )
        for row in _rows(data / FOLDER / "qrels.jsonl.gz")
    ]


def judged_papers(data: Path) -> list[Record]:
    """Every paper of the collection by title and abstract.

    Raises:
        SettingsError: they cannot be read.
    """
    return [
        Record(
            id=f"paper:{row['id']}",
            kind="paper",
            paper_id=row["id"],
            title=row["title"],
            text=f"{row['title']}. {row['abstract']}",
            seen_day=_SEEN_DAY,
        )
        for row in _rows(data / FOLDER / "docs.jsonl.gz")
    ]


def score(sample: Sample, answer: Json) -> list[Score]:
    """Average precision, and the discounted gain of the first fifth, over all and by facet."""
    grades = [sample.target["relevance"].get(paper, 0) for paper in answer["ranked"]]
    found = {"MAP": average_precision(grades), "NDCG@20%": discounted_gain(grades)}
    facet = sample.target["facet"]
    return [Score(name=f"{part}{name}", value=value) for part in ("", f"{facet}: ") for name, value in found.items()]


def average_precision(grades: Sequence[int]) -> float | None:
    """Mean precision at the ranks of the relevant; None where nothing is."""
    ranks = [rank for rank, grade in enumerate(grades, start=1) if grade >= _RELEVANT]
    return sum(at / rank for at, rank in enumerate(ranks, start=1)) / len(ranks) if ranks else None


def discounted_gain(grades: Sequence[int]) -> float | None:
    """The grades of the first fifth, discounted by the logarithm of the rank, against those of the best order."""
    cut = max(1, int(len(grades) * _TOP))
    best = _gain(sorted(grades, reverse=True)[:cut])
    return _gain(grades[:cut]) / best if best else None


def _gain(grades: Sequence[int]) -> float:
    return sum(grade / log2(rank + 1) for rank, grade in enumerate(grades, start=1))


def csfcube_task(embedder: Embeds | None = None) -> Task:
    """The task; `embedder` stands in for the packaged model. The option `corpus` names the folder of the corpus."""
    corpus = Corpus("csfcube", embedder)
    return Task(
        name="csfcube",
        description="puts papers near a paper first, among those that experts judged; for evaluation only",
        agent="",
        samples=partial(_samples, corpus),
        solver=_by_search(corpus, "scores"),
        scorer=score,
        summary=lambda _: (),
        primary="MAP",
        baselines={"tfidf": _by_tfidf(corpus), **{fusion: _by_search(corpus, fusion) for fusion in FUSIONS}},
    )


def _samples(corpus: Corpus, data: Path | None) -> Sequence[Sample]:
    cases = query_cases(data)
    corpus.papers = judged_papers(data) if data else []
    return cases


def _by_search(corpus: Corpus, fusion: Fusion) -> Solver:
    def answer(bench: Bench, cases: Sequence[Sample]) -> Mapping[str, Json]:
        with corpus.searched(bench, fusion) as search:
            return _ranked(cases, lambda query, pool: _found(search, query, pool))

    return in_a_thread(answer)


def _by_tfidf(corpus: Corpus) -> Solver:
    def answer(_: Bench, cases: Sequence[Sample]) -> Mapping[str, Json]:
        nearest = by_tfidf(corpus.papers, len(corpus.papers))
        return _ranked(cases, lambda query, pool: [one for one in nearest(query) if one in set(pool)])

    return in_a_thread(answer)


def _ranked(cases: Sequence[Sample], rank: Callable[[str, list[str]], list[str]]) -> dict[str, Json]:
    return {case.id: {"ranked": rank(case.input["query"], case.input["pool"])} for case in cases}


def _found(search: Search, query: str, pool: list[str]) -> list[str]:
    found = search.find(query, Filters(kinds=("paper",), paper_ids=tuple(pool)), len(pool))
    return [one.record.paper_id for one in found]


def _rows(file: Path) -> Iterator[Json]:
    try:
        with gzip.open(file, "rt", encoding="utf-8") as lines:
            yield from map(json.loads, lines)
    except (OSError, ValueError) as error:
        raise SettingsError(f"{file} cannot be read: {error!r}.", "Mend the folder or name another.") from error


TASK = csfcube_task()
