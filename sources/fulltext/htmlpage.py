"""An HTML page to a draft. Runs in the reading process: see `apart.py`."""

from .drafts import Draft, DraftSection, NotAPaper, without_empty
from .htmlwalk import Walk
from .prose import clean, one_line
from .sight import hiding_classes

_LOOSE_CHARS = 80
"""Shorter text outside every section is page furniture."""
_NOTE_CHARS = 300
_NO_HTML = ("HTML is not available for the source", "No HTML for ", "Conversion to HTML had a Fatal error")


def read_html(content: bytes, min_chars: int) -> Draft:
    """The sections and references of a page; the note is how the page describes itself.

    Raises:
        NotAPaper: the page says itself that there is no HTML, or holds less than `min_chars` of text.
    """
    from selectolax.lexbor import LexborHTMLParser

    page = content.decode("utf-8", errors="replace")
    if any(phrase in page for phrase in _NO_HTML):
        raise NotAPaper("HTML not available from arXiv")
    tree = LexborHTMLParser(page)
    root = tree.css_first("article.ltx_document") or tree.body
    if root is None:
        raise NotAPaper("HTML page empty")
    walk = Walk(hiding_classes(" ".join(sheet.text() for sheet in tree.css("style"))))
    walk.over(root)
    sections = _with_loose(without_empty(walk.sections()), walk.loose)
    if sum(len(section.text) for section in sections) < min_chars:
        raise NotAPaper("HTML page too short for a paper")
    about = tree.css_first('meta[name="description"]')
    note = one_line(clean((about.attributes.get("content") or "") if about else ""))
    return Draft(sections, walk.references, note[:_NOTE_CHARS], walk.hidden)


def _with_loose(sections: list[DraftSection], loose: str) -> list[DraftSection]:
    """A letter without headings is all loose text; in other papers it is what stands before the first."""
    if len(loose) < _LOOSE_CHARS:
        return sections
    after_abstract = 1 if sections and sections[0].anchor == "abstract" else 0
    title = "Text" if len(sections) == after_abstract else "Front matter"
    return [*sections[:after_abstract], DraftSection("", title, loose), *sections[after_abstract:]]
