"""The items that stories are found in, with the story each belongs to: our own few, or those of the real data."""

import gzip
import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, date, datetime
from importlib.resources import files
from pathlib import Path

from ...domain.errors import SettingsError
from ...domain.news import NewsItem
from ..task import Json, Sample

WEEK = "week"
"""The group whose figures have plain names; those of any other carry its name in front."""
UCI = "uci"
_WEEKS = "news/story_week"
_UCI = "news/uci_story_sample.jsonl.gz"


def story_cases(data: Path | None) -> list[Sample]:
    """One case an item; the items of a group are put to the solver together.

    Raises:
        SettingsError: the folder has no labelled items, or they cannot be read.
    """
    if data is None:
        folder = files("paperwire.evals") / "data" / "stories" / "items.jsonl"
        return _cases(WEEK, map(json.loads, folder.read_text(encoding="utf-8").splitlines()))
    weeks = sorted((data / _WEEKS).glob("*.items.jsonl.gz"))
    if not weeks:
        raise SettingsError(f"{data} has no {_WEEKS}.", "Name another folder with --data, or none for our own items.")
    try:
        return [*_cases(WEEK, (row for file in weeks for row in _rows(file))), *_uci_cases(data / _UCI)]
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise SettingsError(f"The stories in {data} cannot be read: {error!r}.", "Mend the folder.") from error


def item_of(sample: Sample) -> NewsItem:
    """The item of a case, as the sources would have given it."""
    return NewsItem.model_validate({"id": sample.id, **sample.input})


def _uci_cases(file: Path) -> list[Sample]:
    """Headlines without summaries, dated by their time stamps; the sample may be missing."""
    rows = [
        {
            "title": row["title"],
            "source": row["publisher"] or "",
            "published": datetime.fromtimestamp((row["timestamp_ms"] or 0) / 1000, UTC).isoformat(),
            "story": row["story"],
        }
        for row in (_rows(file) if file.exists() else ())
    ]
    return _cases(UCI, rows)


def _cases(group: str, rows: Iterable[Json]) -> list[Sample]:
    listed = [(f"{group}:{number:04}", row) for number, row in enumerate(rows)]
    stories: dict[str, list[str]] = defaultdict(list)
    for id_, row in listed:
        if not row.get("ambiguous"):
            stories[row["story"] or id_].append(id_)
    return [_case(group, id_, row, stories[row["story"] or id_]) for id_, row in listed]


def _case(group: str, id_: str, row: Json, same: Sequence[str]) -> Sample:
    published = _moment(row.get("published"))
    seen = date.fromisoformat(row["day"]) if row.get("day") else published.date() if published else date(2026, 1, 1)
    return Sample(
        id=id_,
        cluster=f"{group}:{row['story'] or id_}",
        group=group,
        input={
            "title": row["title"],
            "summary": row.get("summary") or "",
            "url": row.get("url") or f"https://example.org/{id_}",
            "source": row["source"],
            "published": published.isoformat() if published else None,
            "seen": seen.isoformat(),
        },
        target={"ambiguous": bool(row.get("ambiguous")), "same": list(same)},
    )


def _moment(text: str | None) -> datetime | None:
    """A time in UTC; what is no ISO date counts as none, as sources that write dates in words are met with."""
    if not text:
        return None
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        return None
    return found.astimezone(UTC) if found.tzinfo else found.replace(tzinfo=UTC)


def _rows(file: Path) -> Iterator[Json]:
    with gzip.open(file, "rt", encoding="utf-8") as lines:
        yield from map(json.loads, lines)
