"""Listings as JSON lines: one paper a line with id, title, abstract, authors, categories, comment."""

import json
from datetime import date
from typing import Any

from ..domain import Paper, Unreadable
from ..domain.errors import SourceError
from .days import iso_day
from .rows import Row, split_authors, unreadable


def parse_jsonl(content: bytes, day: date | None) -> list[Paper | Unreadable]:
    """A row for every line that is not blank. `published` defaults to `day` for new papers; further fields are ignored.

    Raises:
        SourceError: no line is an object, so that the file is something else.
    """
    lines = [line for line in content.split(b"\n") if line.strip()]
    found = [_object(line) for line in lines]
    if lines and not any(isinstance(row, dict) for row in found):
        raise SourceError(
            "No line of the file is a JSON object.", "Save one paper a line, with id, title and abstract."
        )
    return [_paper(row, day) if isinstance(row, dict) else row for row in found]


def parse_seen(content: bytes) -> list[tuple[Paper, date]]:
    """Papers with the day they were seen, from lines that have `seen` besides a listing's fields.

    Raises:
        SourceError: a line is not such a paper; the file ships with an edition, so that a bad line is a mistake.
    """
    pairs: list[tuple[Paper, date]] = []
    for number, line in enumerate(filter(bytes.strip, content.split(b"\n")), start=1):
        row = _object(line)
        paper = _paper(row, None) if isinstance(row, dict) else row
        seen = iso_day(str(row.get("seen", ""))) if isinstance(row, dict) else None
        if isinstance(paper, Unreadable) or seen is None:
            raise SourceError(f"Row {number} of the papers read before is no paper with a day in `seen`.", "Mend it.")
        pairs.append((paper, seen))
    return pairs


def _object(line: bytes) -> dict[str, Any] | Unreadable:
    text = line.decode("utf-8", errors="replace").removeprefix("\ufeff")
    try:
        row = json.loads(text)
    except (ValueError, RecursionError) as error:
        return unreadable(text, f"not JSON: {error}")
    return row if isinstance(row, dict) else unreadable(text, "not a JSON object")


def _paper(row: dict[str, Any], day: date | None) -> Paper | Unreadable:
    try:
        announcement = _text(row, "announcement") or _text(row, "announce_type") or "new"
        published = iso_day(_text(row, "published")) or (day if announcement == "new" else None)
        return Row(
            id=_text(row, "id"),
            title=_text(row, "title"),
            abstract=_text(row, "abstract"),
            authors=_texts(row, "authors"),
            categories=_texts(row, "categories"),
            comment=_text(row, "comment"),
            announcement=announcement,
            published=published,
            license=_text(row, "license"),
        ).read()
    except ValueError as error:
        return unreadable(f"{row.get('id')} {row.get('title')}", str(error))


def _text(row: dict[str, Any], name: str) -> str:
    value = row.get(name)
    if value is None:
        return ""
    if not isinstance(value, str):
        raise ValueError(f"`{name}` is not a string")
    return value


def _texts(row: dict[str, Any], name: str) -> list[str]:
    """A list of strings; one string is split as arXiv writes such lists: authors at commas, categories at spaces."""
    value = row.get(name) or []
    if isinstance(value, str):
        return list(split_authors(value)) if name == "authors" else value.replace(",", " ").split()
    if not isinstance(value, list) or not all(isinstance(one, str) for one in value):
        raise ValueError(f"`{name}` is not a list of strings")
    return value
