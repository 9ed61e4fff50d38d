"""Editions: a listing with its texts and what was read before, opened by name."""

import json
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from paperwire.domain import Paper
from paperwire.domain.errors import SourceError
from paperwire.settings import Settings
from paperwire.sources.editions import Edition, open_edition
from paperwire.sources.http import PoliteClient

FEED = """<rss><channel><pubDate>Mon, 05 Jan 2026 00:00:00 -0500</pubDate><item><title>Kites</title>
<guid>oai:arXiv.org:2601.00001v1</guid></item></channel></rss>"""
EARLIER = {"id": "1409.0473", "title": "Strings", "abstract": "Tied.", "published": "2014-09-01", "seen": "2025-10-02"}
TODAY = date(2026, 3, 7)


@pytest.fixture
def samples(tmp_path: Path) -> Path:
    for name in ("2026-01-05", "2025-12-01"):
        folder = tmp_path / "samples" / name
        (folder / "texts").mkdir(parents=True)
        (folder / "listing.rss.xml").write_text(FEED)
        (folder / "earlier.jsonl").write_text(json.dumps(EARLIER) + "\n\n")
    return tmp_path / "samples"


@pytest.fixture
def opened(tmp_path: Path):
    async def by_name(spec: str, day: date | None = None, samples: Path | None = None) -> Edition:
        now = datetime(2026, 3, 7, tzinfo=UTC)
        client = PoliteClient(tmp_path, interval_s=0, timeout_s=1, max_bytes=1, contact="", clock=lambda: now)
        return await open_edition(spec, day, TODAY, Settings(), client, samples)

    return by_name


async def test_the_newest_sample_is_opened(samples: Path, opened) -> None:
    edition = await opened("sample", None, samples)
    assert (edition.listing.day, edition.listing.edition) == (date(2026, 1, 5), "sample")
    assert edition.texts == samples / "2026-01-05" / "texts"
    ((paper, seen),) = edition.earlier
    assert isinstance(paper, Paper)
    assert (paper.id, paper.published, seen) == ("1409.0473", date(2014, 9, 1), date(2025, 10, 2))


async def test_a_sample_is_chosen_by_its_day(samples: Path, opened) -> None:
    assert (await opened("sample", date(2025, 12, 1), samples)).listing.day == date(2025, 12, 1)
    with pytest.raises(SourceError, match="There is: 2025-12-01, 2026-01-05"):
        await opened("sample", date(2025, 12, 2), samples)


async def test_a_sample_day_comes_with_what_was_read_before_the_days_before_it(samples: Path, opened) -> None:
    newer = {**EARLIER, "id": "1508.07909", "seen": "2025-12-20"}
    (samples / "2026-01-05" / "earlier.jsonl").write_text(json.dumps(newer))
    first = await opened("sample", date(2025, 12, 1), samples)
    second = await opened("sample", date(2026, 1, 5), samples)
    assert [paper.id for paper, _ in first.earlier] == ["1409.0473"]
    assert [paper.id for paper, _ in second.earlier] == ["1409.0473", "1508.07909"]


async def test_a_mistake_in_what_was_read_before_is_an_error(samples: Path, opened) -> None:
    (samples / "2026-01-05" / "earlier.jsonl").write_text(json.dumps({**EARLIER, "seen": "lately"}))
    with pytest.raises(SourceError, match="Row 1"):
        await opened("sample", None, samples)


async def test_the_packaged_sample_opens(opened) -> None:
    edition = await opened("sample")
    assert edition.listing.entries
    assert edition.texts is not None


async def test_a_saved_listing_is_an_edition(samples: Path, opened) -> None:
    edition = await opened(str(samples / "2025-12-01" / "listing.rss.xml"))
    assert (edition.listing.edition, edition.listing.day) == ("listing", date(2026, 1, 5))
    assert (edition.texts, edition.earlier) == (None, ())


async def test_arxiv_without_a_day_is_today(opened) -> None:
    # A Saturday, so that nothing is asked for.
    assert (await opened("arxiv")).listing.day == TODAY


@pytest.mark.parametrize("spec", ["no such file", "~nobody-of-this-name/x", ""])
async def test_there_is_no_such_edition(opened, spec: str) -> None:
    with pytest.raises(SourceError, match="sample"):
        await opened(spec)
