"""The text of a paper as it was read, as a page of its own that quotes lead to."""

from ..domain import FullText, Paper, Section
from .html import render
from .links import place_anchor


def to_text_page(paper: Paper, text: FullText) -> str:
    """A page with an anchor a section; it stands in `texts/` beside `digest.html`."""
    return render("text.html", paper=paper, text=text, section_anchor=section_anchor)


def section_anchor(section: Section) -> str:
    """The id of `section` on its page: what its own address leads to, else made of its id."""
    _, _, place = section.url.partition("#")
    return place_anchor(place or section.id)
