"""Where the sections of a PDF begin: from its outline, else from numbered headings."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from .headings import depth_of, follows, is_known, number_of
from .pdfpage import Document, Line, Outlined
from .prose import HYPHEN, clean, one_line

_MAX_TITLE = 120
_LEAST_OUTLINE = 3
"""Fewer entries found on the pages than this, and the outline is not the paper's."""


@dataclass
class Heading:
    """The line it starts at, how many lines it takes, and what it says."""

    at: int
    span: int
    title: str
    level: int


def find_headings(document: Document, lines: list[Line]) -> list[Heading]:
    """Headings in the order of `lines`."""
    outlined = list(_from_outline(document.outline, lines))
    found = outlined if len(outlined) >= _LEAST_OUTLINE else list(_numbered(lines))
    taken = {at for heading in found for at in range(heading.at, heading.at + heading.span)}
    found += [heading for heading in _known(lines) if heading.at not in taken]
    return sorted(found, key=lambda heading: heading.at)


def _from_outline(outline: list[Outlined], lines: list[Line]) -> Iterator[Heading]:
    start = 0
    for entry in outline:
        wanted = _letters(re.sub(r"^(?:[\dIVX]+(?:\.\d+)*|[A-Z](?:\.\d+)*)\.?\s+", "", entry.title))
        here = (at for at in range(start, len(lines)) if entry.page <= lines[at].page <= entry.page + 1)
        found = next(filter(None, (_matching(lines, at, wanted, entry.level) for at in here)), None)
        if found and wanted:
            yield found
            start = found.at + found.span


def _matching(lines: list[Line], at: int, wanted: str, level: int) -> Heading | None:
    """The heading that starts at a line, if its words are the outline's; it may run over three lines."""
    title = ""
    for span, line in enumerate(lines[at : at + 3], start=1):
        title = f"{title} {_plain(line.text)}".strip()
        bare = _letters(title.removeprefix(number_of(title)))
        if bare == wanted or _letters(title) == wanted:
            return Heading(at, span, title, level)
        if len(title) > _MAX_TITLE or not (wanted.startswith(bare) and bare):
            return None
    return None


def _numbered(lines: list[Line]) -> Iterator[Heading]:
    """Lines that look like headings and whose numbers go on where the last left off."""
    body = _body_size(lines)
    previous = ""
    for at, line in enumerate(lines):
        title = _plain(line.text)
        number = number_of(title)
        if number and _stands_out(line, title, body) and follows(number, previous):
            yield Heading(at, 1, title, depth_of(number))
            previous = number


def _known(lines: list[Line]) -> Iterator[Heading]:
    """Unnumbered headings that papers share."""
    body = _body_size(lines)
    for at, line in enumerate(lines):
        title = _plain(line.text)
        if is_known(title) and _stands_out(line, title, body):
            yield Heading(at, 1, title, 1)


def _stands_out(line: Line, title: str, body: float) -> bool:
    words = title.removeprefix(number_of(title)).lstrip(". ")
    plausible = len(title) <= _MAX_TITLE and len(re.findall(r"[^\W\d_]", words)) >= 3 and not title.endswith((".", ","))
    return plausible and words[0].isupper() and (line.bold or line.size > body + 0.5 or words.isupper())


def _body_size(lines: list[Line]) -> float:
    """The font size that most characters are set in, to half a point."""
    amount: dict[float, int] = {}
    for line in lines:
        size = round(line.size * 2) / 2
        amount[size] = amount.get(size, 0) + len(line.text)
    return max(amount, key=lambda size: amount[size], default=0.0)


def _plain(text: str) -> str:
    """A heading's line as one reads it; pdfium's hyphens are the heading's own."""
    return one_line(clean(text.replace(HYPHEN, "-")))


def _letters(text: str) -> str:
    return re.sub(r"[\W_]+", "", text).lower()
