"""Listings from files: RSS, Atom, OAI-PMH or JSON lines, gzip'd or not."""

import re
import zlib
from datetime import date
from pathlib import Path

from ..domain import Listing, Paper, Unreadable
from ..domain.errors import SourceError
from .arxiv_atom import parse_atom
from .arxiv_oai import parse_oai
from .arxiv_rss import parse_rss
from .days import iso_day
from .jsonl import parse_jsonl, parse_seen
from .markup import decode, root_name

MAX_BYTES = 200_000_000
"""No listing comes near it; a file packed to deceive does."""
_FORMATS = "RSS, Atom and OAI-PMH of arXiv, and JSON lines, each also gzip'd"
_ENDINGS = (".gz", ".xml", ".rss", ".atom", ".json", ".jsonl", ".ndjson")
_RESERVED = ("arxiv", "sample")
_DAY = re.compile(r"(?<!\d)(\d{4}-\d{2}-\d{2})(?!\d)")

Parsed = tuple[list[Paper | Unreadable], date | None, list[str]]


def load_listing(path: Path, day: date | None) -> Listing:
    """The listing in a file, its edition named after the file.

    The day is the one given, else the feed's, else the YYYY-MM-DD in the file's name.

    Raises:
        SourceError: the file cannot be read, is no listing, or tells no day.
    """
    content = content_of(path)
    in_name = _DAY.search(path.name)
    named = iso_day(in_name[1]) if in_name else None
    try:
        entries, told, notices = _parse(content, day or named)
    except SourceError as error:
        raise SourceError(f"{path}: {error.message}", error.remedy) from error
    listed = day or told or named
    if listed is None:
        raise SourceError(f"{path} does not tell which day it lists.", "Give the day with --date YYYY-MM-DD.")
    if not entries:
        notices.append(f"{path.name} lists no papers.")
    return Listing(day=listed, edition=edition_name(path), entries=tuple(entries), notices=tuple(notices))


def load_earlier(path: Path) -> tuple[tuple[Paper, date], ...]:
    """The papers read before an edition, with the day they were seen; none if it has no such file.

    Raises:
        SourceError: the file cannot be read, or a row of it is no paper.
    """
    return tuple(parse_seen(content_of(path))) if path.exists() else ()


def edition_name(path: Path) -> str:
    """`2025-05-26` for `2025-05-26.jsonl.gz`; a name that means something else keeps its ending."""
    name = path.name
    while name.lower().endswith(_ENDINGS) and "." in name[1:]:
        name = name[: name.rindex(".")]
    return path.name if name in _RESERVED else name


def content_of(path: Path) -> bytes:
    """What a file holds, unpacked where it is a gzip file.

    Raises:
        SourceError: it cannot be read, or is larger than any listing.
    """
    try:
        with path.open("rb") as file:
            content = file.read(MAX_BYTES + 1)
    except (OSError, ValueError) as error:
        raise SourceError(f"{path} cannot be read: {error}.", "Give `sample`, `arxiv` or a file.") from error
    if content.startswith(b"\x1f\x8b"):
        content = _unpacked(path, content)
    if len(content) > MAX_BYTES:
        raise SourceError(f"{path} is larger than {MAX_BYTES // 1_000_000} MB.", "Save one day a file.")
    return content


def _unpacked(path: Path, packed: bytes) -> bytes:
    """Every member of a gzip file, up to one byte over the limit."""
    parts: list[bytes] = []
    room = MAX_BYTES + 1
    try:
        while packed.startswith(b"\x1f\x8b") and room > 0:
            member = zlib.decompressobj(wbits=31)
            parts.append(member.decompress(packed, room))
            room -= len(parts[-1])
            if not member.eof and room > 0:
                raise SourceError(f"{path} breaks off.", "Save it again.")
            packed = member.unused_data
    except zlib.error as error:
        raise SourceError(f"{path} is not a sound gzip file: {error}.", "Save it again.") from error
    return b"".join(parts)


def _parse(content: bytes, day: date | None) -> Parsed:
    # Only the start decides, and only a start that is no JSON is decoded.
    start = content[:20_000].removeprefix(b"\xef\xbb\xbf").lstrip()
    if not start:
        raise SourceError("The file is empty.", "Save the listing again.")
    if start.startswith((b"{", b"[")):
        return parse_jsonl(content, day), None, []
    match root_name(decode(start)):
        case "rss":
            entries, told = parse_rss(content)
            return entries, told, []
        case "feed":
            page = parse_atom(content)
            cut = page.total > page.start + len(page.entries)
            return list(page.entries), page.day, [_part(f"of {page.total} results")] if cut else []
        case "OAI-PMH":
            answer = parse_oai(content)
            return list(answer.entries), answer.day, [_part("of a longer answer")] if answer.more else []
    raise SourceError(f"No known listing: it begins with {start[:60]!r}.", f"Paperwire reads {_FORMATS}.")


def _part(whole: str) -> str:
    return f"The file holds only a part {whole}."
