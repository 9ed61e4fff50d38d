"""Papers of the memory by week: what is read, in which order, with which vectors."""

from datetime import date
from pathlib import Path

import numpy as np
import pytest

from paperwire.domain.errors import ArchiveError
from paperwire.memory import Record, open_archive
from paperwire.memory.record_table import RecordTable
from paperwire.memory.weeks import observed_weeks, papers_by_week, recent_weeks

DAYS = (20260302, 20260308, 20260309, 20260401)


class NoEmbedder:
    name = "given"

    def embed(self, texts):
        raise AssertionError("vectors are given here")


def a_record(number: int, day: int, **more) -> Record:
    values = {"title": f"Paper {number}", "text": f"Paper {number}. Abstract.", "categories": ("cs.LG", "cs.AI")}
    return Record(id=f"paper:{number}", kind="paper", paper_id=str(number), seen_day=day, **(values | more))


@pytest.fixture
def archive(tmp_path: Path):
    with open_archive(tmp_path / "archive", write=True, embedder=NoEmbedder()) as opened:
        records = [a_record(number, day) for number, day in enumerate(DAYS)]
        records.append(a_record(9, DAYS[0], relevance=8, novelty=7, categories=(), url="https://arxiv.org/abs/9v2"))
        records.append(Record(id="review:1", kind="review", paper_id="1", title="", text="Fine.", seen_day=DAYS[1]))
        RecordTable(opened.connection).put(records, np.eye(len(records), 8, dtype=np.float32), "given")
        yield opened


def test_papers_come_by_week_with_their_own_vectors_and_reviews_do_not(archive):
    weeks = papers_by_week(archive.connection, None, date(2026, 12, 31))
    assert [week.week for week in weeks] == ["2026-W10", "2026-W11", "2026-W14"]
    first = weeks[0]
    assert [paper.id for paper in first.papers] == ["0", "9", "1"]
    assert first.days == (date(2026, 3, 2), date(2026, 3, 2), date(2026, 3, 8))
    assert first.fields == ("cs.LG", "", "cs.LG")
    assert first.texts[0] == "Paper 0. Abstract."
    assert first.vectors.dtype == np.float32
    assert first.vectors.argmax(axis=1).tolist() == [0, 4, 1]
    assert (first.papers[1].relevance, first.papers[1].novelty) == (8, 7)
    assert [paper.url for paper in first.papers[:2]] == ["https://arxiv.org/abs/0", "https://arxiv.org/abs/9v2"]


def test_only_the_days_asked_for_are_read(archive):
    [week] = papers_by_week(archive.connection, date(2026, 3, 3), date(2026, 3, 8))
    assert [paper.id for paper in week.papers] == ["1"]
    assert papers_by_week(archive.connection, date(2026, 5, 1), date(2026, 6, 1)) == []


def test_weeks_with_papers_are_counted_back_from_the_one_asked_for(archive):
    assert observed_weeks(archive.connection, "2026-W14", 2) == ["2026-W11", "2026-W14"]
    assert observed_weeks(archive.connection, "2026-W13", 12) == ["2026-W10", "2026-W11"]
    assert [week.week for week in recent_weeks(archive.connection, "2026-W12", 1)] == ["2026-W11"]
    assert recent_weeks(archive.connection, "2026-W01", 12) == []


def test_vectors_of_two_models_are_refused_with_the_remedy(archive):
    RecordTable(archive.connection).put([a_record(5, 20260303)], np.eye(1, 8, dtype=np.float32), "another")
    with pytest.raises(ArchiveError, match="paperwire memory rebuild"):
        papers_by_week(archive.connection, None, date(2026, 12, 31))
