"""Lists of references to one string each."""

import re
from collections.abc import Sequence
from itertools import pairwise

from .pdfpage import Line
from .prose import clean, mend_hyphens, one_line

_MARKED = re.compile(r"^(?:[-*•]\s+)?(?:\[(?:\d{1,4}|[A-Z][\w+-]{1,11})\]|\(\d{1,3}\)|\d{1,3}\.)\s+(?=\S)")
_MOSTLY = 0.25
"""Of the lines, at least: a marked list has three or four lines a reference, seldom more."""
_TOLERANCE = 2.5
"""Points by which lines with the same indentation differ."""


def split_by_marks(lines: Sequence[str]) -> list[str]:
    """References that open with `[7]` or `7.`; what stands between two marks is one reference.

    Returns nothing where too few lines carry a mark for that.
    """
    marked = [bool(_MARKED.match(line)) for line in lines]
    if sum(marked) < max(2, _MOSTLY * len(lines) * 0.5):
        return []
    return _joined(lines, marked)


def split_by_indent(lines: list[Line], known: set[str]) -> list[str]:
    """References of a PDF: by their marks, else by the hanging indent of each column."""
    texts = [mend_hyphens(line.text, known) for line in lines]
    marked = split_by_marks(texts)
    if marked:
        return marked
    margins = [_margin(line, lines) for line in lines]
    hanging = any(line.x > margin + _TOLERANCE for line, margin in zip(lines, margins, strict=True))
    if not hanging:
        return split_by_year(texts)
    starts = [line.x <= margin + _TOLERANCE for line, margin in zip(lines, margins, strict=True)]
    return _joined(texts, starts)


def split_by_year(texts: Sequence[str]) -> list[str]:
    """References without mark or indent: a new one begins where the last ended in a full stop."""
    starts = [True] + [before.rstrip().endswith(".") and text[:1].isupper() for before, text in pairwise(texts)]
    return _joined(texts, starts) if texts else []


def _margin(line: Line, lines: list[Line]) -> float:
    """Where the line's column begins: the leftmost start of the lines on its page that are less than 40 points off."""
    return min(other.x for other in lines if other.page == line.page and abs(other.x - line.x) < 40)


def _joined(texts: Sequence[str], starts: Sequence[bool]) -> list[str]:
    groups: list[list[str]] = []
    for text, starting in zip(texts, starts, strict=True):
        if starting or not groups:
            groups.append([])
        groups[-1].append(text)
    return [entry for group in groups if (entry := one_line(clean(" ".join(group))))]
