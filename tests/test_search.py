"""Search: by meaning and by words, within filters, and in step with what is remembered."""

import zlib
from datetime import date

import numpy as np
import pytest

from paperwire.domain.errors import ArchiveError
from paperwire.memory import Filters, Record, Search, open_archive
from paperwire.memory.record_table import RecordTable


class Hashes:
    """Words hashed into 64 places, unit norm: texts that share words are near."""

    name = "words-64"

    def embed(self, texts):
        vectors = np.zeros((len(texts), 64), dtype=np.float32)
        for vector, text in zip(vectors, texts, strict=True):
            for word in text.lower().split():
                vector[zlib.crc32(word.encode("utf-8", "replace")) % 64] += 1
            vector[0] += 0.01
        return vectors / np.linalg.norm(vectors, axis=1, keepdims=True)


def record(id_: str, text: str, seen: int = 20260105, **more) -> Record:
    kind, paper_id, *_ = id_.split(":")
    return Record(id=id_, kind=kind, paper_id=paper_id, title=f"On {paper_id}", text=text, seen_day=seen, **more)


SHELF = (
    record("paper:a", "caches of keys pruned", published_day=20251201, relevance=9, novelty=7, categories=("cs.LG",)),
    record("paper:b", "caches of values quantised", 20260110, relevance=4, novelty=8, categories=("cs.CL", "cs.LG")),
    record("paper:c", "galaxies in clusters", 20260201, published_day=20260131, categories=("astro-ph.GA",)),
    record("passage:a:0", "the pruned caches lose nothing"),
    record("review:a:method", "the caches are pruned without a baseline", recommendation="reject"),
    record("paper:d", "caches as rumours have it", 20260301, edition="sample"),
)


@pytest.fixture
def archive(tmp_path):
    with open_archive(tmp_path / "archive", write=True, embedder=Hashes()) as archive:
        keep(archive, *SHELF)
        yield archive


def keep(archive, *records: Record) -> None:
    RecordTable(archive.connection).put(records, Hashes().embed([one.text for one in records]), "words-64")


def ids(archive, query: str = "caches", **filters) -> set[str]:
    return {one.record.id for one in Search(archive).find(query, Filters(**filters), limit=100)}


def test_what_shares_meaning_and_words_comes_first(archive):
    first, *_ = Search(archive).find("galaxies in clusters")
    assert first.record.id == "paper:c"
    assert (first.dense_rank, first.lexical_rank) == (1, 1)
    assert first.similarity == pytest.approx(1, abs=1e-3)


def test_a_record_without_a_word_of_the_query_has_no_rank_by_words(archive):
    found = {one.record.id: one for one in Search(archive).find("galaxies")}
    assert found["paper:a"].lexical_rank is None
    assert found["paper:c"].lexical_rank == 1


def test_ranks_count_among_what_the_filters_let_through(archive):
    [only] = Search(archive).find("galaxies", Filters(paper_ids=("d",)))
    assert only.dense_rank == 1


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        ({"kinds": ("review",)}, {"review:a:method"}),
        ({"kinds": ("paper", "passage"), "seen_to": date(2026, 1, 5)}, {"paper:a", "passage:a:0"}),
        ({"seen_from": date(2026, 1, 10), "seen_to": date(2026, 2, 1)}, {"paper:b", "paper:c"}),
        ({"published_from": date(2026, 1, 1)}, {"paper:c"}),
        ({"published_to": date(2025, 12, 1)}, {"paper:a"}),
        ({"published_from": date(2026, 2, 1), "published_or_seen": True}, {"paper:d"}),
        ({"categories": ("cs.CL",)}, {"paper:b"}),
        ({"categories": ("astro-ph", "cs.CL")}, {"paper:b", "paper:c"}),
        ({"categories": ("cs",), "kinds": ("paper",)}, {"paper:a", "paper:b"}),
        ({"relevance_from": 9, "kinds": ("paper",)}, {"paper:a"}),
        ({"relevance_to": 8}, {"paper:b"}),
        ({"novelty_from": 7, "novelty_to": 7, "kinds": ("paper",)}, {"paper:a"}),
        ({"editions": ("sample",)}, {"paper:d"}),
        ({"paper_ids": ("c", "unheard of")}, {"paper:c"}),
        ({"paper_ids": ()}, set()),
        ({"exclude": ("a", "b")}, {"paper:c", "paper:d"}),
        ({"kinds": ()}, set()),
    ],
)
def test_every_filter_narrows(archive, filters, expected):
    assert ids(archive, **filters) == expected


def test_what_is_known_of_a_paper_chooses_among_its_passages_and_reviews(archive):
    assert ids(archive, relevance_from=9) == {"paper:a", "passage:a:0", "review:a:method"}
    assert ids(archive, recommendations=("reject",)) == {"paper:a", "passage:a:0", "review:a:method"}
    assert ids(archive, recommendations=("accept",)) == set()


def test_scores_do_not_depend_on_the_filters(archive):
    search = Search(archive)
    everywhere = {one.record.id: one.score for one in search.find("pruned caches", limit=100)}
    narrowed = search.find("pruned caches", Filters(exclude=("c", "d")), limit=100)
    assert narrowed
    assert all(one.score == pytest.approx(everywhere[one.record.id]) for one in narrowed)


def test_a_filter_never_costs_an_answer(archive):
    keep(archive, *(record(f"paper:near{n}", "pruned caches") for n in range(300)))
    assert ids(archive, "pruned caches", editions=("sample",)) == {"paper:d"}


@pytest.mark.parametrize("query", ["", "  ", "?!", "\udcff", "caches " * 5000, '"caches" OR NEAR(x) *'])
def test_any_query_is_only_words(archive, query):
    assert isinstance(Search(archive).find(query), list)


def test_an_empty_archive_answers_with_nothing(tmp_path):
    with open_archive(tmp_path, write=True, embedder=Hashes()) as archive:
        assert Search(archive).find("caches") == []


def test_what_is_remembered_replaced_or_forgotten_is_searched_so_at_once(archive):
    search = Search(archive)
    assert search.find("sundials", limit=1)[0].lexical_rank is None
    keep(archive, record("paper:e", "sundials at night"))
    assert search.find("sundials", limit=1)[0].record.id == "paper:e"
    keep(archive, record("paper:e", "barometers"))
    assert search.find("sundials", limit=1)[0].lexical_rank is None
    RecordTable(archive.connection).delete(["paper:e"])
    assert "paper:e" not in {one.record.id for one in search.find("barometers", limit=100)}


def test_a_reader_beside_the_writer_sees_what_was_just_remembered(archive):
    with open_archive(archive.folder, write=False, embedder=Hashes()) as reader:
        search = Search(reader)
        assert search.find("sundials", limit=1)[0].lexical_rank is None
        keep(archive, record("paper:e", "sundials at night"))
        assert search.find("sundials", limit=1)[0].record.id == "paper:e"


def test_records_of_an_older_archive_are_searchable_after_the_next_writer(tmp_path):
    with open_archive(tmp_path, write=True, embedder=Hashes()) as archive:
        keep(archive, *SHELF)
        with archive.connection.transaction() as cursor:
            cursor.execute("DELETE FROM searchable")
    with (
        open_archive(tmp_path, write=False, embedder=Hashes()) as archive,
        pytest.raises(ArchiveError, match="paperwire run"),
    ):
        Search(archive).find("caches")
    with open_archive(tmp_path, write=True, embedder=Hashes()) as archive:
        assert Search(archive).find("galaxies", limit=1)[0].record.id == "paper:c"


def test_vectors_of_another_model_are_an_error_that_says_what_to_do(archive):
    RecordTable(archive.connection).put([record("paper:z", "z")], Hashes().embed(["z"]), "another-model")
    with pytest.raises(ArchiveError, match=r"another-model.*rebuild"):
        Search(archive).find("caches")


def test_a_reranker_has_the_last_word_on_the_order(archive):
    def shortest(query, records):
        return [-len(one.text) for one in records]

    plain = Search(archive).find("caches", limit=3)
    [first, *_] = Search(archive, rerank=shortest).find("caches", limit=3)
    assert first.record.text == min((one.text for one in SHELF), key=len)
    assert plain[0].record.id != first.record.id


def test_fusion_by_ranks_finds_the_same_best(archive):
    best = [Search(archive, fusion=how).find("galaxies in clusters", limit=1)[0] for how in ("scores", "ranks")]
    assert {one.record.id for one in best} == {"paper:c"}
