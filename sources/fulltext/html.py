"""arXiv's HTML, as LaTeXML makes it, to a FullText."""

from typing import Literal

from ...domain import FullText
from .apart import read_apart
from .assemble import assemble

_MIN_CHARS = {"html": 1500, "edition": 200}
"""A fetched page with less is a notice, not a paper; a local text was chosen by somebody."""


def parse_html(
    content: bytes, paper_id: str, base_url: str, source: Literal["html", "edition"], deadline_s: float = 30.0
) -> FullText:
    """The paper of an HTML page: sections with LaTeXML's anchors, formulas as `$TeX$`, rows of tables as `a | b`.

    Text that the page does not show is in `hidden` and in no section. The note of a local text is its own description
    of itself, which says whose words it holds.

    Raises:
        SourceError: the page is not a paper, or was not read within `deadline_s` seconds.
    """
    draft = read_apart("html", content, min_chars=_MIN_CHARS[source], deadline_s=deadline_s)
    if source == "html":
        draft.note = ""
    return assemble(draft, paper_id, source, base_url)
