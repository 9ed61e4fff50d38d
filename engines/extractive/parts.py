"""What a section is for, told by its title; what is no prose of the authors is left out."""

import re
from collections.abc import Iterator
from typing import Literal

from ...domain import FullText, Section

Part = Literal[
    "abstract",
    "introduction",
    "related",
    "method",
    "experiments",
    "discussion",
    "limitations",
    "conclusion",
    "appendix",
    "skip",
]

_PATTERNS: dict[Part, str] = {
    "skip": r"^references|bibliography|acknowledg|checklist|author contribution|^contents|funding|ethic|disclosure|"
    r"broader impact|impact statement|anonymous author|^algorithm \d|reproducibility statement|guidelines",
    "appendix": r"^appendi|supplement|technical appendices",
    "abstract": r"^abstract",
    "limitations": r"limitation|future (?:work|direction)|further work|open (?:problem|question)|outlook",
    "conclusion": r"conclu|summary$|closing|final remarks",
    "related": r"related|prior work|previous work|literature|background|preliminar",
    "introduction": r"introduction|motivation|contributions?\b",
    "discussion": r"discussion|implications",
    "experiments": r"experiment|evaluat|result|ablation|benchmark|empirical|case stud|comparison|setup|"
    r"dataset|performance",
}
_TITLES = [(part, re.compile(pattern, re.IGNORECASE)) for part, pattern in _PATTERNS.items()]
_LETTERED = re.compile(r"^[A-Z](?:\.\d+)*[.:]?\s+\S")
_NUMBER = re.compile(r"^(?:\d+|[A-Z](?=\.\d))(?:\.\d+)*")
_CHECKLIST = re.compile(
    r"the answer (?:NA|yes) means|question:[^\n]{20,400}\s*answer:|justification:\s|answer:\s*\[(?:yes|no|na)",
    re.IGNORECASE,
)
_AFTER_BODY = ("conclusion", "limitations", "discussion")


def with_parts(text: FullText) -> Iterator[tuple[Section, Part]]:
    """Each section and its part; a subsection that names none belongs to the part above it.

    The pages of a conference checklist quote their own guidelines and are skipped.
    """
    parts: dict[str, Part] = {}
    over = appendix = False
    for section in text.sections:
        named = "skip" if _CHECKLIST.search(section.text) else _named(section.title)
        appendix = appendix or named == "appendix" or bool(re.match(r"A\d+(?!\w)", section.id))
        appendix = appendix or (over and bool(_LETTERED.match(section.title)))
        key = _key(section)
        part = named or parts.get(key.rpartition(".")[0], "method")
        over = over or part in _AFTER_BODY
        parts[key] = part
        yield section, "appendix" if appendix and part not in ("skip", "limitations") else part


def _named(title: str) -> Part | None:
    bare = re.sub(r"^[\d.\s]+|^[IVX]+\.\s+|^[A-Z](?:\.\d+)*[.:]?\s+(?=[A-Z])", "", title)
    return next((part for part, pattern in _TITLES if pattern.search(bare)), None)


def _key(section: Section) -> str:
    """`4.1`, or the id `S4.SS1` where the title carries no number."""
    number = _NUMBER.match(section.title)
    return number.group() if number else section.id
