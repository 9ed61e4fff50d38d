"""The task of queries by example: its cases, its scores by hand, search and its baselines on a small collection."""

import gzip
import hashlib
import json
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pytest

from paperwire.agents.staff import Staff
from paperwire.domain.errors import SettingsError
from paperwire.evals.cases import cases_of, grouped
from paperwire.evals.task import Bench
from paperwire.evals.tasks import load_task
from paperwire.evals.tasks.csfcube import average_precision, csfcube_task, discounted_gain, query_cases, score

DOCS = (
    ("1", "Pruned caches", "We drop keys from the cache of a transformer."),
    ("2", "Smaller caches", "Keys leave the cache of a transformer early."),
    ("3", "Galaxies in clusters", "We count galaxies with a telescope."),
    ("4", "Robots that fold towels", "A policy folds towels from video."),
    ("5", "Caches on disk", "The cache of a transformer is kept on disk."),
    ("6", "Towels", "Towels are folded by hand."),
)


class Hashes:
    """Words hashed into 64 places."""

    name = "words-64"

    def embed(self, texts):
        rows = np.full((len(texts), 64), 0.01, dtype=np.float32)
        for row, text in zip(rows, texts, strict=True):
            for word in text.lower().split():
                row[int(hashlib.sha256(word.encode()).hexdigest(), 16) % 64] += 1
            row /= np.linalg.norm(row)
        return rows


@pytest.fixture
def collection(tmp_path: Path) -> Path:
    folder = tmp_path / "data/noncommercial/csfcube"
    folder.mkdir(parents=True)
    put(folder / "docs.jsonl.gz", [{"id": i, "year": "2020", "title": t, "abstract": a} for i, t, a in DOCS])
    judged = {"2": 3, "5": 2, "3": 0, "4": 0, "6": 1}
    rows = [{"query_id": "1", "facet": facet, "relevance": judged} for facet in ("method", "result")]
    put(folder / "qrels.jsonl.gz", rows)
    return tmp_path / "data"


def put(path: Path, rows: list) -> None:
    with gzip.open(path, "wt", encoding="utf-8") as lines:
        lines.write("\n".join(json.dumps(row) for row in rows))


def a_bench(folder: Path) -> Bench:
    def engine(*_):
        raise AssertionError("search asks no engine")

    return Bench(Staff(engine), "extractive", lambda: datetime(2026, 1, 5, tzinfo=UTC), {"corpus": str(folder)})


def test_a_query_is_the_papers_own_text_and_its_pool_the_papers_judged(collection):
    first, second = query_cases(collection)
    assert first.input == {"query": f"{DOCS[0][1]}. {DOCS[0][2]}", "pool": ["2", "3", "4", "5", "6"]}
    assert (first.cluster, second.cluster, first.id, second.id) == ("1", "1", "1/method", "1/result")


def test_grades_become_figures():
    assert average_precision([3, 0, 2, 1, 0]) == pytest.approx((1 + 2 / 3) / 2)
    assert average_precision([1, 0]) is None, "similar in part is not similar"
    assert discounted_gain([0, 3, *[0] * 8]) == pytest.approx((3 / np.log2(3)) / 3)
    assert discounted_gain([3, 2, *[0] * 8]) == 1
    assert discounted_gain([0] * 10) is None


def test_scores_are_given_over_all_and_by_facet(collection):
    case = query_cases(collection)[0]
    scores = {one.name: one.value for one in score(case, {"ranked": ["5", "2", "6", "3", "4"]})}
    assert scores["MAP"] == scores["method: MAP"] == 1
    assert scores["NDCG@20%"] == pytest.approx(2 / 3)


@pytest.mark.parametrize("solver", ["", "tfidf", "dense", "lexical", "ranks"])
async def test_every_way_ranks_the_whole_pool_and_the_near_first(collection, tmp_path, solver):
    task = csfcube_task(Hashes())
    [group] = grouped(cases_of(task, collection)).values()
    solve = task.baselines[solver] if solver else task.solver
    for answer in (await solve(a_bench(tmp_path / "corpus"), group)).values():
        assert sorted(answer["ranked"]) == ["2", "3", "4", "5", "6"]
        assert set(answer["ranked"][:2]) == {"2", "5"}


def test_without_data_the_remedy_is_named(tmp_path):
    with pytest.raises(SettingsError, match="PAPERWIRE_DATA"):
        query_cases(None)
    with pytest.raises(SettingsError, match="cannot be read"):
        query_cases(tmp_path)
    assert load_task("csfcube").primary == "MAP"


def test_the_real_collection_has_its_queries(data):
    if not (data / "noncommercial" / "csfcube").is_dir():
        pytest.skip("the folder has no CSFCube")
    cases = query_cases(data)
    assert {case.target["facet"] for case in cases} == {"background", "method", "result"}
    assert all(len(case.input["pool"]) > 80 for case in cases)
