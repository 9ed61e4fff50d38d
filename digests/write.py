"""Writing the digest of a day."""

from collections.abc import Mapping
from pathlib import Path

from ..domain import Digest, FullText
from .files import write_files
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
    return write_files(folder, pages, "digest")


def _text_pages(digest: Digest, texts: Mapping[str, FullText]) -> dict[str, str]:
    pages = {}
    for report in digest.reports:
        text = texts.get(report.paper.id, report.text)
        if text.source == "edition" and text.sections:
            pages[text_file(report.paper.id)] = to_text_page(report.paper, text)
    return pages
