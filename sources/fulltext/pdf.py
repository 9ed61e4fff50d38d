"""A PDF to a FullText."""

from ...domain import FullText
from .apart import read_apart
from .assemble import assemble

_MIN_CHARS = 1000


def parse_pdf(content: bytes, paper_id: str, base_url: str, deadline_s: float = 60.0) -> FullText:
    """The paper of a PDF: sections by its outline or its numbered headings, linked as `base_url#page=N`.

    Of more than 200 pages the first 200 are read, and `note` says so.

    Raises:
        SourceError: encrypted, damaged, without text, or not read within `deadline_s` seconds.
    """
    draft = read_apart("pdf", content, min_chars=_MIN_CHARS, deadline_s=deadline_s)
    return assemble(draft, paper_id, "pdf", base_url)
