"""Lines of a PDF to paragraphs: without page furniture, words whole again."""

import re
from collections import defaultdict

from .pdfpage import Line
from .prose import HYPHEN, clean, mend_hyphens, one_line

_MARGIN = 0.09
"""The share of the page's height, at top and bottom, in which furniture stands."""
_STAMP = re.compile(r"^arXiv:\S+\s+\[[\w.-]+\]\s+\d{1,2} \w{3} \d{4}$")
_PAGE_NUMBER = re.compile(r"^[-–—\s]*(?:\d{1,4}|[ivxl]{1,6})[-–—\s]*$")
_FIGURE = re.compile(r"[-+−]?\d[\d.,]*%?$")
_NEW_BLOCK = re.compile(r"^(?:[•▪◦‣·∙–]\s|(?:Figure|Fig\.|Table|Algorithm)\s*\d+\s*[:.|]|\[\d+\]\s|\(\d+\)\s)")
_SENTENCE_END = re.compile(r"[.!?:][\"”’)\]]*$")
_INDENT = 4.0
"""Points."""
_DRAWN = 3.0
"""Smaller sizes are those of text in figures: pdfium gives them unscaled."""


def without_furniture(lines: list[Line]) -> list[Line]:
    """Drops running heads, page numbers and arXiv's stamp."""
    pages_of: defaultdict[str, set[int]] = defaultdict(set)
    for line in lines:
        if _in_margin(line):
            pages_of[_pattern(line)].add(line.page)
    often = max(3, len({line.page for line in lines}) // 4)
    edges = _edges(lines)

    def furniture(line: Line) -> bool:
        numbers_page = bool(_PAGE_NUMBER.match(line.text)) and line.y in edges[line.page]
        repeated = _in_margin(line) and len(pages_of[_pattern(line)]) >= often
        return numbers_page or repeated or bool(_STAMP.match(line.text))

    return [line for line in lines if not furniture(line)]


def _edges(lines: list[Line]) -> dict[int, tuple[float, float]]:
    """The heights of the lowest and the highest line of each page."""
    heights: defaultdict[int, list[float]] = defaultdict(list)
    for line in lines:
        heights[line.page].append(line.y)
    return {page: (min(found), max(found)) for page, found in heights.items()}


def _in_margin(line: Line) -> bool:
    return not _MARGIN * line.height < line.y < (1 - _MARGIN) * line.height


def _pattern(line: Line) -> str:
    """The line with its numbers levelled, since running heads count pages."""
    return re.sub(r"\d+", "#", one_line(line.text)).strip(" -–—|.")


def paragraphs(lines: list[Line], known: set[str]) -> str:
    """The text of lines that follow each other; rows of tables keep their lines."""
    out: list[str] = []
    before: Line | None = None
    for line in lines:
        text = clean(mend_hyphens(line.text, known))
        if before is None:
            out.append(text)
        elif _starts_block(line, before):
            out.append(f"\n\n{text}")
        elif _is_row(line.text) or _is_row(before.text):
            out.append(f"\n{text}")
        else:
            out.append(text if _joins(before.text, text) else f" {text}")
        before = line
    return "".join(out).strip()


def _joins(before: str, text: str) -> bool:
    """Whether no blank stands between two lines: before punctuation, and within a range of numbers."""
    return bool(re.match(r"[,.;:)\]]", text)) or (before.endswith("–") and text[:1].isdigit())


def _starts_block(line: Line, before: Line) -> bool:
    drawn = line.size < _DRAWN
    if _NEW_BLOCK.match(line.text) or drawn != (before.size < _DRAWN):
        return True
    if not _SENTENCE_END.search(before.text):
        return False
    size = min(max(line.size, before.size, 6.0), 14.0)
    # pdfium joins lines at a broken word: the line before may be several high.
    gap = before.y - line.y - before.text.count(HYPHEN) * 1.2 * size
    far = line.page == before.page and gap > 2 * size
    indented = _INDENT < line.x - before.x < 40 and gap > 0
    return far or indented or (line.bold and not before.bold)


def _is_row(text: str) -> bool:
    """Whether the line looks like a row of a table: mostly figures."""
    words = text.split()
    figures = sum(bool(_FIGURE.match(word)) for word in words)
    enough = 2 if re.search(r"\d\.\d", text) else 3
    return figures >= enough and figures / len(words) >= 0.4
