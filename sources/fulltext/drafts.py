"""What a page or a PDF yields before it becomes a FullText; plain enough to cross a process boundary."""

import json
from dataclasses import asdict, dataclass, field


class NotAPaper(ValueError):
    """The bytes hold no readable paper; the message says why, in words that end a sentence."""


@dataclass
class DraftSection:
    """A section as found: `anchor` is what the document calls it, or empty; `page` counts from 1, 0 if unknown."""

    anchor: str
    title: str
    text: str
    level: int = 1
    page: int = 0


@dataclass
class DraftHidden:
    """Words that the document does not show: the heading or page they stand under, and how they are hidden."""

    place: str
    text: str
    how: str


MOST_HIDDEN = 200
"""Hidden passages of a document that are kept; a page made of nothing else is no paper."""


@dataclass
class Draft:
    """Sections in reading order, one string a reference, what the reader should know (`note`), and hidden text."""

    sections: list[DraftSection] = field(default_factory=list)
    references: list[str] = field(default_factory=list)
    note: str = ""
    hidden: list[DraftHidden] = field(default_factory=list)

    def to_json(self) -> str:
        return json.dumps(asdict(self))

    @classmethod
    def from_json(cls, source: str) -> "Draft":
        """The draft that `to_json` wrote. Raises ValueError, KeyError or TypeError on anything else."""
        found = json.loads(source)
        sections = [DraftSection(**section) for section in found["sections"]]
        hidden = [DraftHidden(**one) for one in found["hidden"]]
        return cls(sections, found["references"], found["note"], hidden)


def without_empty(sections: list[DraftSection]) -> list[DraftSection]:
    """Sections with text, and the headings that others stand under."""
    kept: list[DraftSection] = []
    for section in reversed(sections):
        if section.text or (section.title and kept and kept[-1].level > section.level):
            kept.append(section)
    return kept[::-1]
