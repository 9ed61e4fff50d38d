"""Text from outside, made harmless for a page or a terminal before it is escaped for either."""

import re
from typing import Literal, NamedTuple

# Control characters drive terminals; bidirectional overrides make text read other than it is written.
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff\ufffe\uffff]")
_SPACE = re.compile(r"\s+")
_PARAGRAPH = re.compile(r"\n\s*\n")
_BULLET = re.compile(r"^\s*(?:[-*•]|\d{1,2}[.)])\s+")


class Block(NamedTuple):
    """A paragraph of one item, or a list of several."""

    kind: Literal["paragraph", "list"]
    items: tuple[str, ...]


def clean(text: str) -> str:
    """`text` without characters that steer a terminal or turn the reading direction."""
    return _CONTROL.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


def one_line(text: str) -> str:
    """`text` cleaned, every run of white space a single blank."""
    return _SPACE.sub(" ", clean(text)).strip()


def blocks(text: str) -> list[Block]:
    """Paragraphs and lists, as models write them in plain text."""
    found: list[Block] = []
    for part in _PARAGRAPH.split(clean(text)):
        found += _blocks_of(part.strip("\n").split("\n"))
    return found


def _blocks_of(lines: list[str]) -> list[Block]:
    found: list[Block] = []
    for line in lines:
        bullet = _BULLET.match(line)
        item = one_line(line[bullet.end() :] if bullet else line)
        if not item:
            continue
        if bullet and found and found[-1].kind == "list":
            found[-1] = Block("list", (*found[-1].items, item))
        elif bullet:
            found.append(Block("list", (item,)))
        elif found:
            # A line without a bullet goes on with what the line before it said.
            *before, last = found[-1].items
            found[-1] = Block(found[-1].kind, (*before, f"{last} {item}"))
        else:
            found.append(Block("paragraph", (item,)))
    return found
