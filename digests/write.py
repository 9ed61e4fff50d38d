"""Writing the digest, so that a reader never meets half a file."""

import os
from collections.abc import Mapping
from pathlib import Path

from ..domain import Digest, FullText
from ..domain.errors import ArchiveError
from .html import to_html
from .json import to_json
from .links import text_file
from .markdown import to_markdown
from .text_page import to_text_page


def write_digest(digest: Digest, folder: Path, texts: Mapping[str, FullText]) -> dict[str, Path]:
    """Writes the digest's files into `folder` and returns their paths by name relative to it.

    `digest.md`, `digest.html`, `digest.json`, and `texts/ID.html` for every reviewed paper whose text came with
    the edition. `texts` holds texts by paper id; a report's own text serves where it has none.

    Raises:
        ArchiveError: the folder cannot be written to; files of an earlier writing are left as they were.
    """
    pages = _text_pages(digest, texts)
    pages |= {"digest.json": to_json(digest), "digest.md": to_markdown(digest), "digest.html": to_html(digest)}
    try:
        return {name: _replace(folder / name, content) for name, content in pages.items()}
    except OSError as error:
        raise ArchiveError(
            f"The digest could not be written to {folder}: {error}.",
            "Free space there or make it writable, or name another folder with `archive` in paperwire.toml.",
        ) from error


def _text_pages(digest: Digest, texts: Mapping[str, FullText]) -> dict[str, str]:
    pages = {}
    for report in digest.reports:
        text = texts.get(report.paper.id, report.text)
        if text.source == "edition" and text.sections:
            pages[text_file(report.paper.id)] = to_text_page(report.paper, text)
    return pages


def _replace(path: Path, content: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    # The same name every time: what a killed run leaves behind is taken over by the next.
    temporary = path.with_name(f".{path.name}.part")
    try:
        with temporary.open("w", encoding="utf-8", newline="\n") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(path)
    finally:
        temporary.unlink(missing_ok=True)
    return path
