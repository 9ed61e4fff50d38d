"""Headings: their numbers, their depth, and the few whose names matter."""

import re

_REFERENCES = re.compile(
    r"^(?:\S{1,6}\s+)?(?:references?|bibliography|literature cited|works cited)[.:]?$", re.IGNORECASE
)
_NUMBER = re.compile(r"^(?P<number>\d{1,2}(?:\.\d{1,2}){0,3}|[A-Z](?:\.\d{1,2}){0,3}|[IVX]{1,5}(?=\.))\.?\s+(?=\S)")
_KNOWN = re.compile(
    r"^(?:abstract|introduction|conclusions?|limitations?|acknowledge?ments?|appendix|appendices|references|bibliography"
    r"|discussion|(?:ethics|impact|reproducibility) statement|broader impacts?|neurips paper checklist"
    r"|supplementary materials?|technical appendices.*)[.:]?$",
    re.IGNORECASE,
)


def is_references(title: str) -> bool:
    """Whether the heading opens the list of references."""
    return bool(_REFERENCES.match(title.strip()))


def is_known(title: str) -> bool:
    """Whether this is a name that papers give to an unnumbered section."""
    return bool(_KNOWN.match(title.strip()))


def number_of(title: str) -> str:
    """The section number that the title starts with (`3.1`, `A.2`, `IV`), or nothing."""
    found = _NUMBER.match(title)
    return found["number"] if found else ""


def follows(number: str, previous: str) -> bool:
    """Whether a heading numbered `number` can come next after `previous` (empty at the start).

    `3` is followed by `3.1` or `4`; `3.1` by `3.1.1`, `3.2` or `4`; any number by the appendix `A`.
    """
    if not previous:
        return number in ("1", "I", "0")
    if number == "A":
        return True
    now, before = _counted(number), _counted(previous)
    if now[0] != before[0]:
        return False
    steps, last = now[1], before[1]
    if len(steps) > len(last):
        return steps == (*last, 1) or steps == (*last, 0)
    head = len(steps) - 1
    return steps[:head] == last[:head] and steps[head] == last[head] + 1


def _counted(number: str) -> tuple[str, tuple[int, ...]]:
    """The kind of numbering and its steps; letters and Roman numerals count as numbers."""
    first, *rest = number.split(".")
    tail = tuple(int(step) for step in rest)
    if first.isdigit():
        return "number", (int(first), *tail)
    if len(first) > 1 or (first in "IVX" and not rest):
        return "roman", (_roman(first), *tail)
    return "letter", (ord(first) - ord("A") + 1, *tail)


def _roman(number: str) -> int:
    values = [{"I": 1, "V": 5, "X": 10}[letter] for letter in number]
    following = [*values[1:], 0]
    return sum(-v if v < after else v for v, after in zip(values, following, strict=True))


def depth_of(number: str) -> int:
    """1 for `3` and `A`, 2 for `3.1`, and so on."""
    return number.count(".") + 1
