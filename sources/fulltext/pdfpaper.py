"""A PDF to a draft. Runs in the reading process: see `apart.py`."""

from .drafts import Draft, DraftSection, NotAPaper, without_empty
from .headings import is_references
from .pdfheadings import Heading, find_headings
from .pdflines import paragraphs, without_furniture
from .pdfpage import Document, Line, read_document
from .prose import words_of
from .references import split_by_indent

MAX_PAGES = 200


def read_pdf(content: bytes, min_chars: int) -> Draft:
    """The sections and references of a PDF, at most its first 200 pages.

    Raises:
        NotAPaper: encrypted, damaged, scanned without a text layer, or with less than `min_chars` of text.
    """
    document = read_document(content, MAX_PAGES)
    lines = without_furniture(document.lines)
    if sum(len(line.text) for line in lines) < min_chars:
        raise NotAPaper("PDF without enough text (a scan?)")
    known = words_of("\n".join(line.text for line in lines))
    sections, references = _cut(lines, find_headings(document, lines), known)
    return Draft(without_empty(sections), references, _note(document), document.hidden)


def _note(document: Document) -> str:
    cut = f"The first {document.read} of {document.pages} pages were read." if document.read < document.pages else ""
    torn = f"Damaged pages left out: {', '.join(map(str, document.damaged))}." if document.damaged else ""
    return f"{cut} {torn}".strip()


def _cut(lines: list[Line], headings: list[Heading], known: set[str]) -> tuple[list[DraftSection], list[str]]:
    """Sections between the headings; authors and title, before the first, are left out."""
    if not headings:
        return [DraftSection("", "Text", paragraphs(lines, known), page=1)], []
    sections: list[DraftSection] = []
    references: list[str] = []
    ends = [heading.at for heading in headings[1:]] + [len(lines)]
    for heading, end in zip(headings, ends, strict=True):
        body = lines[heading.at + heading.span : end]
        if is_references(heading.title):
            references += split_by_indent(body, known)
            continue
        anchor = "abstract" if heading.title.lower().startswith("abstract") else ""
        text = paragraphs(body, known)
        sections.append(DraftSection(anchor, heading.title, text, heading.level, lines[heading.at].page))
    return sections, references
