"""The vector memory: found by meaning, filtered by day and paper, and rebuilt from SQLite when Chroma is lost."""

import os
import signal
import subprocess
import sys
import zlib
from datetime import date
from pathlib import Path

import numpy as np
import pytest

from paperwire.domain import FullText, Section
from paperwire.domain.errors import ArchiveError
from paperwire.memory import Record, VectorMemory, day_number, day_of, passages
from paperwire.memory.database import open_database


def embed(texts):
    """Words hashed into 64 places, unit norm: texts that share words are near."""
    vectors = np.zeros((len(texts), 64), dtype=np.float32)
    for vector, text in zip(vectors, texts, strict=True):
        for word in text.lower().split():
            vector[zlib.crc32(word.encode()) % 64] += 1
        vector[0] += 0.01
    return vectors / np.linalg.norm(vectors, axis=1, keepdims=True)


def record(id_: str, text: str, seen: int = 20260105, **more) -> Record:
    kind, paper_id, *_ = id_.split(":")
    return Record(id=id_, kind=kind, paper_id=paper_id, title=f"On {paper_id}", text=text, seen_day=seen, **more)


class Shelf:
    """An archive's database and vector folder; every memory it opens is closed with it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder / "vectors"
        self.file = folder / "archive.db"
        self._open: list = []

    def memory(self, name: str = "words-64", write: bool = True, embed=embed) -> VectorMemory:
        database = open_database(self.file, write=write)
        memory = VectorMemory(self.folder, embed, name, database)
        self._open += [memory, database]
        return memory

    def close(self) -> None:
        while self._open:
            self._open.pop().close()


@pytest.fixture
def shelf(tmp_path):
    shelf = Shelf(tmp_path)
    yield shelf
    shelf.close()


@pytest.fixture
def memory(shelf):
    return shelf.memory()


THREE = [
    record("paper:a", "sparse attention kernels", 20251201, published_day=20251130, relevance=9, novelty=7),
    record("paper:b", "sparse graph kernels", 20260104, edition="arxiv"),
    record("paper:c", "weather on mars", 20260105),
]


def ids(recollections) -> list[str]:
    return [r.record.id for r in recollections]


def test_what_is_near_comes_first_and_whole(memory):
    memory.remember(THREE)
    found = memory.recall("sparse attention kernels", limit=2)
    assert ids(found) == ["paper:a", "paper:b"]
    assert found[0].record == THREE[0]
    assert found[0].similarity == pytest.approx(1, abs=1e-5)
    assert found[1].similarity == pytest.approx(float(np.dot(*embed([THREE[0].text, THREE[1].text]))), abs=1e-5)


def test_a_vector_asks_as_well_as_a_text(memory):
    memory.remember(THREE)
    assert ids(memory.recall(embed(["weather on mars"])[0], limit=1)) == ["paper:c"]


def test_given_vectors_are_used_and_not_embedded(shelf):
    def refuse(texts):
        raise AssertionError("embedded")

    memory = shelf.memory(embed=refuse)
    memory.remember(THREE, embed(["x", "y", "z"]))
    assert ids(memory.recall(embed(["y"])[0], limit=1)) == ["paper:b"]
    with pytest.raises(ValueError, match="3 records cannot have 1"):
        memory.remember(THREE, embed(["x"]))


@pytest.mark.parametrize("write", [True, False])
def test_filters(shelf, memory, write):
    memory.remember([*THREE, record("passage:a:S1:0", "sparse attention"), record("review:b:method", "sparse review")])
    asked = shelf.memory(write=False) if not write else memory

    def find(**filters):
        return ids(asked.recall("sparse attention kernels", **filters))

    assert find(kinds=("paper",)) == ["paper:a", "paper:b", "paper:c"]
    assert find(kinds=("passage", "review")) == ["passage:a:S1:0", "review:b:method"]
    assert find(kinds=("paper",), seen_before=date(2026, 1, 5)) == ["paper:a", "paper:b"]
    assert find(kinds=("paper",), seen_before=date(2026, 1, 4)) == ["paper:a"]
    assert find(seen_before=date(2025, 1, 1)) == []
    assert sorted(find(exclude={"a", "c"})) == ["paper:b", "review:b:method"]
    assert len(find()) == 5


def test_filters_hold_where_nearly_everything_nearer_is_filtered_out(memory):
    near = [record(f"paper:n{n}", "sparse attention kernels", 20260105) for n in range(300)]
    memory.remember([*near, record("paper:old", "kernels of corn", 20200101)])
    assert ids(memory.recall("sparse attention kernels", seen_before=date(2026, 1, 5))) == ["paper:old"]


def test_reader_and_writer_recall_the_same(shelf, memory):
    random = np.random.default_rng(3)
    vectors = random.normal(size=(2500, 64)).astype(np.float32)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    memory.remember([record(f"paper:{n}", f"t{n}", 20260101 + n % 9) for n in range(2500)], vectors)
    reader = shelf.memory(write=False)
    for query in vectors[:20] + 0.1:
        query /= np.linalg.norm(query)
        for day in (None, date(2026, 1, 3)):
            written, read = (m.recall(query, seen_before=day, limit=5) for m in (memory, reader))
            assert ids(written) == ids(read)
            assert [r.similarity for r in written] == pytest.approx([r.similarity for r in read], abs=1e-5)


def test_an_empty_memory_recalls_nothing(memory):
    assert memory.recall("anything") == []
    assert memory.count() == {}
    assert memory.nearest_similarity(embed(["a", "b"]), date(2026, 1, 5)) is None
    memory.remember([])


def test_nearest_similarity_is_that_of_papers_of_earlier_days(memory):
    memory.remember([*THREE, record("passage:d:S1:0", "weather on mars", 20250101)])
    near = memory.nearest_similarity(embed(["sparse attention kernels", "weather on mars"]), date(2026, 1, 5))
    assert near.shape == (2,)
    assert near[0] == pytest.approx(1, abs=1e-5)
    assert near[1] < 0.5
    assert memory.nearest_similarity(embed(["x"]), date(2025, 12, 1)) is None


def test_remembering_again_replaces_and_keeps_the_first_seen_day(memory):
    memory.remember([record("paper:a", "old words", 20260103)])
    memory.remember([record("paper:a", "stale", 20260105), record("paper:a", "new words", 20260105)])
    [only] = memory.recall("new words")
    assert (only.record.text, only.record.seen_day) == ("new words", 20260103)
    assert only.similarity == pytest.approx(1, abs=1e-5)
    memory.remember([record("paper:a", "new words", 20260101)])
    assert memory.recall("new words")[0].record.seen_day == 20260101
    assert memory.count() == {"paper": 1}


def test_forgetting(shelf, memory):
    memory.remember([*THREE, record("review:a:method", "sparse review")])
    memory.forget(["paper:a", "review:a:method", "paper:unknown"])
    assert memory.count() == {"paper": 2}
    assert "paper:a" not in ids(memory.recall("sparse attention kernels"))
    memory.close()
    assert ids(shelf.memory().recall("sparse attention kernels")) == ["paper:b", "paper:c"]


def test_more_than_chroma_takes_at_once(memory):
    vectors = np.eye(64, dtype=np.float32)[np.arange(6000) % 64]
    memory.remember([record(f"paper:{n}", "t") for n in range(6000)], vectors)
    assert memory.count() == {"paper": 6000}
    assert len(memory.recall(vectors[7], limit=90)) == 90


def test_vectors_of_another_model_are_refused(shelf, memory):
    memory.remember(THREE)
    other = shelf.memory("better-64")
    for use in (
        lambda: other.recall("x"),
        lambda: other.remember(THREE),
        lambda: shelf.memory("better-64", write=False).recall("x"),
    ):
        with pytest.raises(ArchiveError, match="made by words-64, not by better-64") as raised:
            use()
        assert "`paperwire memory rebuild`" in raised.value.remedy


def test_rebuilding_embeds_anew_for_another_model(shelf, memory):
    memory.remember(THREE)
    memory.close()

    def reversed_embed(texts):
        return embed(texts)[:, ::-1].copy()

    other = shelf.memory("better-64", embed=reversed_embed)
    aside = other.rebuild()
    assert aside.is_dir()
    assert ids(other.recall("weather on mars", limit=1)) == ["paper:c"]
    with pytest.raises(ArchiveError, match="made by better-64"):
        memory.recall("x")


@pytest.mark.parametrize("harm", ["no database", "garbage", "emptied", "no index", "cut pickle"])
def test_a_damaged_index_is_reported_untouched_and_rebuilt(shelf, memory, harm):
    many = [record(f"paper:{n}", f"word{n} word{n + 1}") for n in range(1500)]
    memory.remember(many)
    memory.close()
    damage(shelf.folder, harm)
    before = listing(shelf.folder)

    again = shelf.memory()
    with pytest.raises(ArchiveError, match="damaged") as raised:
        again.recall("word7 word8", limit=1)
    assert "`paperwire memory rebuild`" in raised.value.remedy
    if harm in ("no database", "garbage", "emptied"):
        assert listing(shelf.folder) == before
    again.rebuild()
    assert ids(again.recall(many[7].text, limit=1)) == ["paper:7"]
    assert again.count() == {"paper": 1500}


def test_a_folder_moved_aside_is_made_anew(shelf, memory):
    memory.remember(THREE)
    memory.close()
    shelf.folder.rename(shelf.folder.with_name("aside"))
    again = shelf.memory()
    assert ids(again.recall("weather on mars", limit=1)) == ["paper:c"]
    again.close()

    shelf.folder.rename(shelf.folder.with_name("aside-2"))
    other = shelf.memory("better-64", embed=lambda texts: embed(texts)[:, ::-1].copy())
    assert ids(other.recall("weather on mars", limit=1)) == ["paper:c"]
    assert ids(shelf.memory("better-64", write=False).recall(embed(["weather on mars"])[0, ::-1], limit=1)) == [
        "paper:c"
    ]


def damage(folder: Path, harm: str) -> None:
    database = folder / "chroma.sqlite3"
    if harm == "no database":
        database.unlink()
    elif harm == "garbage":
        database.write_bytes(b"junk" * 4096)
    elif harm == "emptied":
        database.write_bytes(b"")
    elif harm == "no index":
        for part in folder.glob("*/*.bin"):
            part.unlink()
    else:
        [pickle] = folder.glob("*/index_metadata.pickle")
        os.truncate(pickle, 40)


def listing(folder: Path) -> dict[str, bytes]:
    return {str(file): file.read_bytes() for file in folder.rglob("*") if file.is_file()}


def test_a_record_is_safe_in_sqlite_though_the_index_fails(shelf, memory):
    memory.remember(THREE)
    memory.close()
    damage(shelf.folder, "garbage")
    again = shelf.memory()
    with pytest.raises(ArchiveError, match="damaged"):
        again.remember([record("paper:late", "one more thing")])
    again.rebuild()
    assert ids(again.recall("one more thing", limit=1)) == ["paper:late"]


def test_readers_do_not_touch_the_index_and_see_the_latest(shelf, memory):
    reader = shelf.memory(write=False)
    memory.remember(THREE)
    before = listing(shelf.folder)
    assert ids(reader.recall("weather on mars", limit=1)) == ["paper:c"]
    assert listing(shelf.folder) == before
    memory.remember([record("paper:late", "one more thing")])
    assert ids(reader.recall("one more thing", limit=1)) == ["paper:late"]
    for use in (lambda: reader.remember(THREE), lambda: reader.forget(["paper:a"]), reader.rebuild):
        with pytest.raises(ArchiveError, match="reading only"):
            use()


_WRITER = """
import sys, itertools
from pathlib import Path
from datetime import UTC, date, datetime
import numpy as np
from paperwire.domain import Paper
from paperwire.memory import Ledger, Record, VectorMemory
from paperwire.memory.database import open_database
folder = Path(sys.argv[1])
db = open_database(folder / "archive.db")
ledger = Ledger(db)
run = ledger.open_run(date(2026, 1, 5), "arxiv", "extractive", datetime(2026, 1, 5, tzinfo=UTC))
ledger.enter(run.id, [Paper(id=str(n), title="t", abstract="a") for n in range(2000)])
memory = VectorMemory(folder / "vectors", None, "words-64", db)
for batch in itertools.count():
    numbers = range(batch * 60, batch * 60 + 60)
    vectors = np.random.default_rng(batch).normal(size=(60, 64)).astype(np.float32)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    same = dict(kind="paper", title="t", text="t", seen_day=20260105)
    records = [Record(id=f"paper:{n}", paper_id=str(n), **same) for n in numbers]
    memory.remember(records, vectors)
    ledger.settle(run.id, batch, "scored", f"batch {batch}")
    print(batch, flush=True)
"""


@pytest.mark.parametrize("batches", [1, 19])
def test_a_killed_writer_loses_nothing_that_it_acknowledged(tmp_path, shelf, batches):
    writer = subprocess.Popen([sys.executable, "-c", _WRITER, str(tmp_path)], stdout=subprocess.PIPE, text=True)
    for _ in range(batches):
        assert writer.stdout.readline()
    writer.send_signal(signal.SIGKILL)
    rest = writer.communicate()[0].splitlines()
    acknowledged = batches + len(rest)

    memory = shelf.memory()
    assert memory.count()["paper"] >= 60 * acknowledged
    for batch in range(acknowledged):
        vector = np.random.default_rng(batch).normal(size=(60, 64)).astype(np.float32)[41]
        assert ids(memory.recall(vector / np.linalg.norm(vector), limit=1)) == [f"paper:{batch * 60 + 41}"]
    states = memory._db.rows("SELECT position FROM items WHERE state = 'scored' ORDER BY position")
    assert [row["position"] for row in states][:acknowledged] == list(range(acknowledged))

    counted = memory.count()
    memory.rebuild()
    assert memory.count() == counted
    memory.close()
    assert shelf.memory().recall(vector / np.linalg.norm(vector), limit=1)


def test_days_as_numbers():
    assert day_number(date(2026, 1, 5)) == 20260105
    assert day_of(20261231) == date(2026, 12, 31)


def text_of(*sections: tuple[str, str]) -> FullText:
    return FullText(
        paper_id="a",
        source="html",
        url="https://arxiv.org/html/a",
        sections=tuple(
            Section(id=id_, title=f"Part {id_}", text=text, url=f"#{id_}" if id_ == "S1" else "")
            for id_, text in sections
        ),
    )


def test_passages_stay_within_their_section_and_know_where_they_stand():
    found = passages(text_of(("S1", "One two.\n\nThree."), ("S2", "Four."), ("S3", " \n ")))
    assert [(p.section_id, p.section, p.number, p.text, p.url) for p in found] == [
        ("S1", "Part S1", 0, "One two. Three.", "#S1"),
        ("S2", "Part S2", 0, "Four.", "https://arxiv.org/html/a"),
    ]


def test_long_paragraphs_are_cut_at_sentence_ends_only():
    sentence = "We follow Smith et al. (2020) and J. Doe, cf. Fig. 3 and Eq. (4), i.e. the $p < 0.05$ case."
    found = passages(text_of(("S1", " ".join([sentence] * 9))), max_words=45)
    assert len(found) > 2
    assert all(p.text.startswith("We follow") and p.text.endswith("case.") for p in found)
    assert [p.number for p in found] == list(range(len(found)))


def test_passages_hold_every_word_and_no_more_than_asked():
    words = [f"w{n}" for n in range(1000)]
    found = passages(text_of(("S1", " ".join(words)), ("S1", "The end.")), max_words=180)
    assert " ".join(p.text for p in found).split() == [*words, "The", "end."]
    assert max(len(p.text.split()) for p in found) == 180
    assert len({(p.section_id, p.number) for p in found}) == len(found)
