"""What the process held is not saved with an index that has room to spare."""

from pathlib import Path

import numpy as np
import pytest

from paperwire.memory.chroma import ChromaIndex
from paperwire.memory.chroma_blank import blank_unused
from paperwire.memory.records import Record

SECRET = b"sk-held-once-and-let-go "


def records(count: int) -> list[Record]:
    return [
        Record(id=f"paper:{n}", kind="paper", paper_id=str(n), title="A", text="A", seen_day=20260105)
        for n in range(count)
    ]


def vectors(count: int) -> np.ndarray:
    drawn = np.random.default_rng(0).normal(size=(count, 384)).astype(np.float32)
    return drawn / np.linalg.norm(drawn, axis=1, keepdims=True)


def soil(folder: Path) -> list[Path]:
    """Every slot file filled as if the memory it was saved from had held the secret."""
    files = [*folder.glob("*/length.bin"), *folder.glob("*/data_level0.bin")]
    for file in files:
        file.write_bytes((SECRET * file.stat().st_size)[: file.stat().st_size])
    return files


@pytest.fixture
def index(tmp_path: Path):
    opened = ChromaIndex(tmp_path, "some-model", {})
    yield opened
    opened.close()


def test_the_slots_of_a_new_index_hold_nothing(index: ChromaIndex, tmp_path: Path) -> None:
    index.upsert(records(1), vectors(1))
    files = [*tmp_path.glob("*/length.bin"), *tmp_path.glob("*/data_level0.bin")]
    assert files, "the index is kept in these files"
    assert all(not any(file.read_bytes()) for file in files)


def test_slots_that_were_soiled_before_are_blanked_when_the_index_is_used(index: ChromaIndex, tmp_path: Path) -> None:
    index.upsert(records(2), vectors(2))
    files = soil(tmp_path)
    index.upsert(records(3), vectors(3))
    assert all(SECRET not in file.read_bytes() for file in files)
    assert [id_ for id_, _ in index.nearest("paper", vectors(3)[2], 1)] == ["paper:2"]


def test_slots_in_use_stay_as_they_are(index: ChromaIndex, tmp_path: Path) -> None:
    index.upsert(records(1000), vectors(1000))
    index.upsert(records(1200)[1000:], vectors(1200)[1000:])
    kept = {file: file.read_bytes() for file in tmp_path.glob("*/*.bin")}
    assert any(any(content) for content in kept.values())
    blank_unused(tmp_path)
    assert {file: file.read_bytes() for file in kept} == kept
