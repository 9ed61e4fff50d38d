"""Which words of a PDF page a human reader does not see. Runs in the reading process: see `apart.py`.

Colour alone proves nothing: white words stand on dark tables, and a scan's text layer is never painted. So words that
may be hidden are looked for on the rendered page: where nothing differs from the ground, there is nothing to read.
"""

import ctypes
import re
from collections import Counter
from typing import Any, NamedTuple

from .drafts import MOST_HIDDEN, DraftHidden

_WORD = re.compile(r"\S+")
_LIGHT = 225
"""Of 255: paler in every channel is looked for on the page."""
_FAINT = 40
"""Of 255: more transparent is looked for on the page."""
_UNPAINTED = 3
"""PDF's text rendering mode for text that is neither filled nor drawn."""
_SMALLEST = 1.6
"""Points: the height of letters that nobody reads without a microscope."""
_SCALE = 2.0
_CONTRAST = 20
"""Of 255: a grey that differs by less from the ground is not seen."""
_INK = 0.02
"""The share of a word's box that letters cover at least."""


class Box(NamedTuple):
    """In points of the page, from its bottom left."""

    left: float
    bottom: float
    right: float
    top: float


class PageSight:
    """One page: tells seen words from hidden ones. `hidden` are the passages found so far."""

    def __init__(self, page: Any, text_page: Any, number: int) -> None:
        self.hidden: list[DraftHidden] = []
        self._page = page
        self._text_page = text_page
        self._number = number
        self._size = page.get_size()
        self._image: Any = None

    def seen(self, text: str, start: int) -> tuple[str, int]:
        """The visible words of a line, and where the first of them begins; `start` is the line's place in the page."""
        words = list(_WORD.finditer(text))
        ways = [self._how(start + word.start(), start + word.end() - 1) for word in words]
        if not any(ways):
            return text, start
        for word, how in zip(words, ways, strict=True):
            if how:
                self._note(word[0], how)
        left = [word for word, how in zip(words, ways, strict=True) if not how]
        return " ".join(word[0] for word in left), start + (left[0].start() if left else 0)

    def _note(self, word: str, how: str) -> None:
        last = self.hidden[-1] if self.hidden else None
        if last and last.how == how and len(last.text) < 2000:
            last.text = f"{last.text} {word}"
        elif len(self.hidden) < MOST_HIDDEN:
            self.hidden.append(DraftHidden(f"page {self._number}", word, how))

    def _how(self, first: int, last: int) -> str:
        """By what means a word, given by the places of its first and last character, is hidden; empty if it is not."""
        import pypdfium2.raw as pdfium

        index = pdfium.FPDFText_GetCharIndexFromTextIndex(self._text_page.raw, first)
        if index < 0:
            return ""
        box = self._box(index, pdfium.FPDFText_GetCharIndexFromTextIndex(self._text_page.raw, last))
        if box is None:
            return ""
        width, height = self._size
        if box.right < 0 or box.top < 0 or box.left > width or box.bottom > height:
            return "outside the page"
        if box.top - box.bottom < _SMALLEST and box.right - box.left < 40 * _SMALLEST:
            return "too small to read"
        means = self._means(index)
        return means if means and not self._painted(box) else ""

    def _means(self, index: int) -> str:
        """What may hide a character: nothing for most of them."""
        import pypdfium2.raw as pdfium

        red, green, blue, alpha = (ctypes.c_uint() for _ in range(4))
        raw = self._text_page.raw
        if pdfium.FPDFText_GetFillColor(raw, index, red, green, blue, alpha):
            if alpha.value < _FAINT:
                return "transparent"
            if min(red.value, green.value, blue.value) >= _LIGHT:
                return "of the colour of the page"
        drawn = pdfium.FPDFText_GetTextObject(raw, index)
        return "not painted" if drawn and pdfium.FPDFTextObj_GetTextRenderMode(drawn) == _UNPAINTED else ""

    def _box(self, first: int, last: int) -> Box | None:
        import pypdfium2.raw as pdfium

        found = []
        for index in (first, last if last >= 0 else first):
            rectangle = pdfium.FS_RECTF()
            if not pdfium.FPDFText_GetLooseCharBox(self._text_page.raw, index, rectangle):
                return None
            found.append(rectangle)
        one, other = found
        return Box(
            min(one.left, other.left),
            min(one.bottom, other.bottom),
            max(one.right, other.right),
            max(one.top, other.top),
        )

    def _painted(self, box: Box) -> bool:
        """Whether something in the box differs from its ground on the rendered page."""
        if self._image is None:
            self._image = self._page.render(scale=_SCALE, grayscale=True)
        left, top = self._pixel(box.left, box.top)
        right, bottom = self._pixel(box.right, box.bottom)
        stride, content = self._image.stride, memoryview(self._image.buffer)
        rows = range(max(0, min(top, bottom)), min(self._image.height, max(top, bottom) + 1))
        start, end = max(0, min(left, right)), min(self._image.width, max(left, right) + 1)
        greys: Counter[int] = Counter()
        for row in rows:
            greys.update(bytes(content[row * stride + start : row * stride + end]))
        if not greys:
            return False
        ground = greys.most_common(1)[0][0]
        ink = sum(number for grey, number in greys.items() if abs(grey - ground) >= _CONTRAST)
        return ink >= _INK * greys.total()

    def _pixel(self, x: float, y: float) -> tuple[int, int]:
        import pypdfium2.raw as pdfium

        across, down = ctypes.c_int(), ctypes.c_int()
        size = (self._image.width, self._image.height)
        pdfium.FPDF_PageToDevice(self._page.raw, 0, 0, *size, 0, x, y, across, down)
        return across.value, down.value
