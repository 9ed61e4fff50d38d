"""Lines of a PDF with their place on the page, by pdfium. Runs in the reading process: see `apart.py`."""

import contextlib
import ctypes
import math
import re
from dataclasses import dataclass
from typing import Any

from .drafts import MOST_HIDDEN, DraftHidden, NotAPaper
from .pdfsight import PageSight

_MAX_CHARS = 5_000_000
_BOLD = re.compile(r"bold|medi|demi|black|heavy|cmbx|cmb\d", re.IGNORECASE)
_SIDEWAYS = math.radians(20)


@dataclass
class Line:
    """A line as pdfium joins it. `x` and `y` are its start in points from the bottom left of the page."""

    text: str
    page: int
    x: float
    y: float
    size: float
    bold: bool
    height: float
    """Of the page."""


@dataclass
class Outlined:
    """An entry of the PDF's outline; pages count from 1."""

    title: str
    level: int
    page: int


@dataclass
class Document:
    """What was read; of the PDF's `pages` the first `read` were looked at, and `damaged` ones gave nothing.

    Words that a reader of the page does not see are in no line, but in `hidden`.
    """

    lines: list[Line]
    outline: list[Outlined]
    pages: int
    read: int
    damaged: list[int]
    hidden: list[DraftHidden]


def read_document(content: bytes, max_pages: int) -> Document:
    """The lines of the first `max_pages` pages, in pdfium's reading order.

    Raises:
        NotAPaper: encrypted, damaged, or not a PDF.
    """
    import pypdfium2

    try:
        with pypdfium2.PdfDocument(content) as pdf:
            read = min(len(pdf), max_pages)
            lines: list[Line] = []
            damaged: list[int] = []
            hidden: list[DraftHidden] = []
            size = 0
            for index in range(read):
                try:
                    found, unseen = _page_lines(pdf, index)
                except pypdfium2.PdfiumError:
                    damaged.append(index + 1)
                    continue
                lines += found
                hidden += unseen
                size += sum(len(line.text) for line in found)
                if size > _MAX_CHARS:
                    read = index + 1
                    break
            return Document(lines, _outline(pdf), len(pdf), read, damaged, hidden[:MOST_HIDDEN])
    except pypdfium2.PdfiumError as error:
        locked = "password" in str(error).lower() or "security" in str(error).lower()
        raise NotAPaper("PDF encrypted" if locked else "PDF damaged") from error


def _page_lines(pdf: Any, index: int) -> tuple[list[Line], list[DraftHidden]]:
    page = pdf[index]
    text_page = page.get_textpage()
    height = page.get_height()
    sight = PageSight(page, text_page, index + 1)
    found: list[Line] = []
    start = 0
    for text in text_page.get_text_range().split("\r\n"):
        blanks = len(text) - len(text.lstrip())
        if text.strip():
            seen, first = sight.seen(text.strip(), start + blanks)
            line = _line(text_page, seen, first, index + 1, height) if seen else None
            found += [line] if line else []
        start += len(text) + 2
    text_page.close()
    page.close()
    return found, sight.hidden


def _line(text_page: Any, text: str, start: int, page: int, height: float) -> Line | None:
    """The line, or None if it runs sideways, as arXiv's stamp does."""
    import pypdfium2.raw as pdfium

    index = pdfium.FPDFText_GetCharIndexFromTextIndex(text_page.raw, start)
    if index < 0:
        return Line(text, page, 0.0, height / 2, 0.0, False, height)
    angle = pdfium.FPDFText_GetCharAngle(text_page.raw, index) % math.pi
    if _SIDEWAYS < angle < math.pi - _SIDEWAYS:
        return None
    left, bottom, _, _ = text_page.get_charbox(index)
    size = pdfium.FPDFText_GetFontSize(text_page.raw, index)
    return Line(text, page, left, bottom, size, bool(_BOLD.search(_font(text_page, index))), height)


def _font(text_page: Any, index: int) -> str:
    import pypdfium2.raw as pdfium

    flags = ctypes.c_int()
    name = ctypes.create_string_buffer(128)
    length = pdfium.FPDFText_GetFontInfo(text_page.raw, index, name, len(name), flags)
    return name.value.decode("utf-8", errors="replace") if 0 < length <= len(name) else ""


def _outline(pdf: Any) -> list[Outlined]:
    found: list[Outlined] = []
    for bookmark in pdf.get_toc(max_depth=4):
        target = bookmark.get_dest()
        page = target.get_index() if target else None
        # A title that is not UTF-16 names no heading that could be found.
        with contextlib.suppress(UnicodeDecodeError):
            if page is not None and len(found) < 1000:
                found.append(Outlined(bookmark.get_title(), bookmark.level + 1, page + 1))
    return found
