"""The fit of how long questions are read: what it learns from, and that it computes as search does."""

import gzip
import json
from itertools import islice
from random import Random

import numpy as np
import pytest

from paperwire.evals.adapter.batches import BATCH, batches, pace
from paperwire.evals.adapter.candidates import FOUND, FirstSearch
from paperwire.evals.adapter.pairs import CRITIQUES, Field, Pair, _pairs
from paperwire.evals.adapter.second import WIDTH, Maps
from paperwire.evals.adapter.second import nearness as learnt_nearness
from paperwire.evals.tasks.retrieval import query_cases
from paperwire.memory.late_interaction import Words, nearness
from paperwire.memory.query_adapter import Maps as Fitted
from paperwire.memory.token_vectors import packed

REVIEW = {"sections": {"summary": "s " * 70, "weaknesses": "SmallCache is slow. " * 50, "questions": "why?"}}


def test_a_review_gives_queries_without_the_systems_name():
    first, second, summary = _pairs("SmallCache: keys dropped", REVIEW, 7)
    assert (first.critique, second.critique, summary.critique) == (True, False, False)
    assert len(summary.query.split()) == 60
    assert "SmallCache" not in first.query + second.query
    assert "the method is slow" in first.query
    assert {one.paper for one in (first, second, summary)} == {7}


def test_no_critique_was_written_of_a_paper_that_the_task_asks_for(data):
    asked = {case.target["paper"] for case in query_cases(data)}
    with gzip.open(CRITIQUES, "rt", encoding="utf-8") as lines:
        written = [json.loads(line) for line in lines]
    assert len(written) == len({one["id"] for one in written}) > 3000
    assert not asked & {one["id"] for one in written}
    assert all(40 <= len(one["critique"].split()) <= 100 for one in written)


def test_every_pair_is_met_once_before_any_is_met_again():
    pairs = [Pair(f"query {at} " * (at % 9 + 1), at, critique=True) for at in range(4 * BATCH)]
    met = [pair for batch in islice(batches(pairs, 8, Random(0)), 4) for pair in batch]
    assert len(met) == len(set(met)) == len(pairs)
    assert len(list(batches(pairs, 8, Random(0)))) == 8


def test_the_pace_rises_and_then_falls_to_nothing():
    paces = [pace(step, 400) for step in range(401)]
    assert paces[0] == 0
    assert max(paces) == paces[50]
    assert paces[400] < 0.01


def test_candidates_are_the_best_others_behind_the_right_one():
    titles = [f"Title {at}" for at in range(FOUND + 30)]
    vectors = np.random.default_rng(0).standard_normal((len(titles), 384)).astype(np.float32)
    search = FirstSearch(Field(titles, [f"{title}. about caches {at}" for at, title in enumerate(titles)], vectors))
    found = search.candidates("title 17 caches", vectors[5], 5)
    assert found.papers[0] == 5
    assert len(set(found.papers.tolist())) == FOUND + 1
    assert found.first[1:].tolist() == sorted(found.first[1:].tolist(), reverse=True)
    assert found.rank == 1 + int((found.first[1:] > found.first[0]).sum())


def test_what_is_learnt_is_what_search_computes():
    torch = pytest.importorskip("torch")
    chance = np.random.default_rng(0)
    maps = Maps(chance.standard_normal((500, 384)).astype(np.float32))
    texts = [chance.standard_normal((rows, 384)).astype(np.float32) for rows in (3, 9, 5)]
    hidden = torch.tensor(chance.standard_normal((1, 6, 384)).astype(np.float32))
    with torch.no_grad():
        asked, weights = maps.asked(hidden, torch.ones(1, 6))
        told = maps.told(torch.tensor(np.concatenate(texts)))
        learnt = learnt_nearness(asked[0], weights[0], told, torch.tensor([3, 9, 5])).numpy()
    held = {name.removeprefix("maps."): value.astype(np.float32) for name, value in maps.arrays().items()}
    fitted = Fitted(held["centre"], held["question"], held["text"], held["gate"], "a fit")
    blobs = [packed(text, ["word"] * len(text), fitted) for text in texts]
    searched = nearness(Words(asked[0].numpy(), weights[0].numpy()), blobs)
    assert asked.shape == (1, 6, WIDTH)
    # Four bits a number, and half precision, are all that lies between them.
    np.testing.assert_allclose(searched, learnt, atol=0.02)
