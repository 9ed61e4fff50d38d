"""The writing side of the walk over a page: open sections, and text that can be taken back and set elsewhere."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field

from .prose import one_line

LINE, PARAGRAPH = "\x1e", "\x1d"
"""Breaks, as characters that clean text cannot hold."""
_BREAKS = re.compile(f"[ {LINE}{PARAGRAPH}]*{PARAGRAPH}[ {LINE}{PARAGRAPH}]*")


@dataclass
class Opened:
    """A section being written. `flat` ones were opened by a heading and end with the next."""

    anchor: str = ""
    title: str = ""
    level: int = 0
    flat: bool = False
    parts: list[str] = field(default_factory=list)


Mark = tuple[Opened, int]


class Pen:
    """Text goes to the innermost open section; `root` takes what stands outside all of them."""

    def __init__(self) -> None:
        self.root = Opened()
        self.order: list[Opened] = []
        self._open = [self.root]

    @property
    def inside_section(self) -> bool:
        return len(self._open) > 1

    @property
    def last_character(self) -> str:
        written = next((part for part in reversed(self._open[-1].parts) if part), "")
        return written[-1:]

    @property
    def here(self) -> str:
        """The title of the innermost section that has one; empty outside all of them."""
        return next((section.title for section in reversed(self._open) if section.title), "")

    def write(self, text: str) -> None:
        self._open[-1].parts.append(text)

    def mark(self) -> Mark:
        """A place to take text back from."""
        return self._open[-1], len(self._open[-1].parts)

    def take(self, mark: Mark) -> str:
        """The text written to the marked section since, removed from it."""
        section, start = mark
        taken = "".join(section.parts[start:])
        del section.parts[start:]
        return taken

    def take_line(self, mark: Mark) -> str:
        """The same on one line."""
        return one_line(re.sub(f"[{LINE}{PARAGRAPH}]", " ", self.take(mark)))

    def open(self, anchor: str, title: str = "", *, front: bool = False) -> Callable[[], None]:
        """Opens a section within the one that is open; the returned call closes it with all that opened inside."""
        depth = len(self._open)
        level = 1 + sum(not section.flat for section in self._open[1:])
        section = Opened(anchor, title, level)
        self._open.append(section)
        self.order.insert(0 if front else len(self.order), section)

        def close() -> None:
            del self._open[depth:]

        return close

    def open_flat(self, anchor: str, title: str, level: int) -> None:
        """Opens a section that lasts until the next heading of its kind or the end of the one around it."""
        if self._open[-1].flat:
            self._open.pop()
        section = Opened(anchor, title, level, flat=True)
        self._open.append(section)
        self.order.append(section)

    def name_section(self, title: str) -> bool:
        """Gives the open section its title; False if it has one, or already text."""
        section = self._open[-1]
        if section is self.root or section.flat or (section.title and section.anchor != "abstract"):
            return False
        if any(part.strip(f" {LINE}{PARAGRAPH}") for part in section.parts):
            return False
        section.title = title or section.title
        return True


def settle(text: str) -> str:
    """Written text with its breaks as line feeds: one within a paragraph, two between paragraphs."""
    paragraphs = (
        "\n".join(filter(None, (one_line(line) for line in paragraph.split(LINE)))) for paragraph in _BREAKS.split(text)
    )
    return "\n\n".join(filter(None, paragraphs))
