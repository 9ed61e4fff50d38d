"""Saved news: JSON lines with title, summary, url, source and published, in one file a day or a folder of them."""

import json
import re
from datetime import date, datetime
from pathlib import Path
from typing import Any

from ...domain.errors import SourceError
from ..saved import content_of
from .dates import moment
from .raw import Answer, RawItem
from .text import LONGEST_TITLE, plain

_DAY = re.compile(r"(?<!\d)(\d{4}-\d{2}-\d{2})(?!\d)")
_ENDINGS = (".jsonl", ".jsonl.gz", ".ndjson", ".ndjson.gz")
_ROWS = "Give a .jsonl file or a folder of them, each named after its day (2026-04-20.jsonl)."


def listing_files(place: Path) -> dict[date, Path]:
    """The listings of a folder, or the file itself, by the day in the name, oldest first.

    Raises:
        SourceError: there is nothing of the kind.
    """
    try:
        files = [place] if place.is_file() else sorted(f for f in place.iterdir() if f.name.lower().endswith(_ENDINGS))
    except OSError as error:
        raise SourceError(f"{place} cannot be read: {error.strerror or error}.", _ROWS) from error
    days = {day: file for file in files if (day := _day_of(file.name))}
    if not files or (not days and place.is_dir()):
        raise SourceError(f"{place} holds no news listing.", _ROWS)
    return dict(sorted(days.items()))


def read_listing(place: Path, day: date | None) -> tuple[date, list[Answer]]:
    """The day and what each source gave, in the order of the rows; without a day, a folder's newest.

    Raises:
        SourceError: it has no such day, cannot be read, or is no news listing.
    """
    files = listing_files(place)
    chosen = day or max(files, default=None)
    if chosen is None:
        raise SourceError(f"{place} does not tell its day.", "Give the day with --date YYYY-MM-DD.")
    if place.is_dir() and chosen not in files:
        first, last = min(files), max(files)
        raise SourceError(f"{place} has no news of {chosen}.", f"It has {len(files)} days, {first} to {last}.")
    file = place if place.is_file() else files[chosen]
    return chosen, parse_listing(content_of(file), file.name)


def parse_listing(content: bytes, name: str) -> list[Answer]:
    """The items of JSON lines, source by source; rows that are none are counted under the listing's `name`.

    Raises:
        SourceError: no line is an object, so that the file is something else.
    """
    rows = [_row(line) for line in content.split(b"\n") if line.strip()]
    items = [_item(row, name) for row in rows if row is not None]
    if rows and not items:
        raise SourceError(f"{name}: no line is a JSON object.", _ROWS)
    answers = [Answer(source, items=tuple(i for i in items if i.source == source)) for source in _sources(items)]
    spoilt = rows.count(None)
    return [*answers, Answer(name, spoilt=spoilt)] if spoilt else answers


def _sources(items: list[RawItem]) -> list[str]:
    return list(dict.fromkeys(item.source for item in items))


def _day_of(name: str) -> date | None:
    found = _DAY.search(name)
    try:
        return date.fromisoformat(found[1]) if found else None
    except ValueError:
        return None


def _row(line: bytes) -> dict[str, Any] | None:
    try:
        row = json.loads(line.decode("utf-8", errors="replace").removeprefix("\ufeff"))
    except (ValueError, RecursionError):
        return None
    return row if isinstance(row, dict) else None


def _item(row: dict[str, Any], name: str) -> RawItem:
    return RawItem(
        title=plain(_string(row, "title"), 4 * LONGEST_TITLE),
        summary=plain(_string(row, "summary")),
        url=_string(row, "url"),
        source=plain(_string(row, "source") or _string(row, "source_id"), 80) or name,
        channel=plain(_string(row, "channel") or _string(row, "feed"), 80),
        published=_published(row),
        points=next((row[key] for key in ("points", "hn_score") if type(row.get(key)) is int), None),
    )


def _published(row: dict[str, Any]) -> datetime | None:
    return next((found for key in ("published", "published_raw") if (found := moment(_string(row, key)))), None)


def _string(row: dict[str, Any], name: str) -> str:
    value = row.get(name)
    return value.strip() if isinstance(value, str) else ""
