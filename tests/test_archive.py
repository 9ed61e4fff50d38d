"""The archive: one writer at a time, readers beside it, and a remedy for every trouble with the folder."""

import os
import re
import subprocess
import sys
from datetime import UTC, date, datetime

import pytest

from paperwire.domain import Counts, Paper
from paperwire.domain.errors import ArchiveError
from paperwire.memory import open_archive

NOW = datetime(2026, 1, 5, 6, 30, tzinfo=UTC)
_HOLDER = """
import sys
from pathlib import Path
from paperwire.memory import open_archive
with open_archive(Path(sys.argv[1]), write=True):
    print("open", flush=True)
    sys.stdin.read()
"""


@pytest.fixture
def holder(tmp_path):
    """A process that has the archive open for writing."""
    process = subprocess.Popen(
        [sys.executable, "-c", _HOLDER, str(tmp_path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert process.stdout.readline() == "open\n"
    yield process
    process.kill()
    process.communicate()


def test_an_archive_is_made_and_found_again(tmp_path):
    folder = tmp_path / "deep" / "archive"
    with open_archive(folder, write=True) as archive:
        run = archive.ledger.open_run(date(2026, 1, 5), "arxiv", "extractive", NOW)
        archive.ledger.enter(run.id, [Paper(id="a", title="t", abstract="x")])
        archive.vector_cache.put_many({"k": b"v"})
        assert (archive.http_cache, archive.digests) == (folder / "http", folder / "digests")
    with open_archive(folder, write=False) as archive:
        assert archive.ledger.counts(1) == Counts(fetched=1)
        assert archive.vector_cache.get_many(["k"]) == {"k": b"v"}
        assert archive.embedder.name
        assert archive.vectors.count() == {}


def test_a_second_writer_is_told_who_is_first(tmp_path, holder):
    with pytest.raises(ArchiveError) as raised:
        open_archive(tmp_path, write=True)
    assert re.search(rf"process {holder.pid} since \d{{4}}-\d\d-\d\d \d\d:\d\d:\d\d UTC", raised.value.message)
    assert "Wait until it is over" in raised.value.remedy


def test_a_killed_writer_holds_nobody_up(tmp_path, holder):
    holder.kill()
    holder.wait()
    with open_archive(tmp_path, write=True) as archive:
        assert archive.ledger.runs() == []


def test_the_writer_lets_go_even_after_an_error(tmp_path):
    with pytest.raises(RuntimeError), open_archive(tmp_path, write=True):
        raise RuntimeError
    (tmp_path / "archive.db").write_bytes(b"not a database" * 100)
    for _ in range(2):
        with pytest.raises(ArchiveError, match="Nothing was overwritten"):
            open_archive(tmp_path, write=True)


def test_reading_works_while_a_run_is_under_way(tmp_path):
    with open_archive(tmp_path, write=True) as writer:
        run = writer.ledger.open_run(date(2026, 1, 5), "arxiv", "extractive", NOW)
        with open_archive(tmp_path, write=False) as reader, writer.connection.transaction():
            assert reader.ledger.run(date(2026, 1, 5)) == run
            writer.ledger.close_run(run.id, "whole", NOW, "x")
            assert reader.ledger.run(date(2026, 1, 5)).outcome == "running"
        with open_archive(tmp_path, write=False) as reader:
            assert reader.ledger.run(date(2026, 1, 5)).outcome == "whole"


def test_reading_what_is_not_there(tmp_path):
    with pytest.raises(ArchiveError, match="no archive") as raised:
        open_archive(tmp_path / "nowhere", write=False)
    assert "paperwire run" in raised.value.remedy
    assert not (tmp_path / "nowhere").exists()


def test_a_folder_that_cannot_be_written(tmp_path):
    (tmp_path / "file").write_text("mine")
    with pytest.raises(ArchiveError, match="cannot be written") as raised:
        open_archive(tmp_path / "file", write=True)
    assert "`archive`" in raised.value.remedy


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_folder_without_permission(tmp_path):
    tmp_path.chmod(0o500)
    with pytest.raises(ArchiveError, match="cannot be written"):
        open_archive(tmp_path, write=True)
    tmp_path.chmod(0o700)


def test_a_disk_nearly_full(tmp_path):
    with pytest.raises(ArchiveError, match=r"nearly full: \d+ MB are free, 1000000000000 needed") as raised:
        open_archive(tmp_path, write=True, room=10**18)
    assert "Free some space" in raised.value.remedy
    assert list(tmp_path.iterdir()) == []


def test_opening_is_light(tmp_path):
    script = (
        "import sys; from pathlib import Path; from paperwire.memory import open_archive\n"
        f"open_archive(Path({str(tmp_path)!r}), write=True).close()\n"
        "print([m for m in ('torch', 'chromadb', 'sentence_transformers', 'numpy') if m in sys.modules])"
    )
    assert subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True).stdout == "[]\n"
