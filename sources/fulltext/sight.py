"""Which elements of an HTML page a human reader does not see."""

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from selectolax.lexbor import LexborNode

_DECLARATION = re.compile(r"([a-z-]+)\s*:\s*([^;]+)")
_RULE = re.compile(r"([^{}]{1,300})\{([^{}]{0,2000})\}")
_CLASS = re.compile(r"(?:^|,)\s*[a-z]*\.([\w-]+)\s*(?=,|$)", re.IGNORECASE)
_SIZE = re.compile(r"([\d.]+)(px|pt|em|rem|%)")
_LEAST = {"px": 3.0, "pt": 2.5, "em": 0.2, "rem": 0.2, "%": 20.0}
"""Smaller letters cannot be read; LaTeX's `\\tiny` is half the size of the text around it."""
_NAMES = {"white": (255, 255, 255), "snow": (255, 250, 250), "ivory": (255, 255, 240), "black": (0, 0, 0)}
_HEX = re.compile(r"#([0-9a-f]{3}|[0-9a-f]{6})$")
_RGB = re.compile(r"rgba?\(\s*(\d{1,3})[\s,]+(\d{1,3})[\s,]+(\d{1,3})")
_FOR_SCREEN_READERS = frozenset(("sr-only", "visually-hidden", "visuallyhidden"))
_ALIKE = 24
"""Colours that differ by less in every channel cannot be told apart."""

Style = dict[str, str]
Colour = tuple[int, int, int]


def hiding_classes(sheet: str) -> frozenset[str]:
    """The classes that a page's own style sheet hides by themselves."""
    hidden: set[str] = set()
    for selectors, body in _RULE.findall(sheet[:200_000].lower()):
        if _hidden_by_style(_style(body)):
            hidden |= set(_CLASS.findall(selectors))
    return frozenset(hidden)


def how_hidden(node: "LexborNode", classes: frozenset[str], hiding: frozenset[str]) -> str:
    """By what means the element is kept from human eyes; empty if it is not."""
    attributes = node.attributes
    if "hidden" in attributes or classes & _FOR_SCREEN_READERS:
        return "not displayed"
    if {name.lower() for name in classes} & hiding:
        return "hidden by the style sheet"
    style = _style_of(node)
    if not style:
        return ""
    return _hidden_by_style(style) or _hidden_by_colour(node, style)


def _style_of(node: "LexborNode") -> Style:
    style = _style((node.attributes.get("style") or "").lower())
    if node.tag == "font" and node.attributes.get("color"):
        style.setdefault("color", (node.attributes.get("color") or "").lower())
    return style


def _style(text: str) -> Style:
    return {name: value.replace("!important", "").strip() for name, value in _DECLARATION.findall(text[:5000])}


def _hidden_by_style(style: Style) -> str:
    if style.get("display") == "none" or style.get("visibility") in ("hidden", "collapse"):
        return "not displayed"
    if style.get("color") == "transparent" or _number(style.get("opacity", "1")) < 0.1:
        return "transparent"
    if _too_small(style.get("font-size", "")):
        return "too small to read"
    if style.get("overflow") == "hidden" and any(_number(style.get(s, "9")) == 0 for s in ("height", "width")):
        return "cut off"
    if any(_number(style.get(s, "0")) <= -500 for s in ("left", "top", "right", "text-indent", "margin-left")):
        return "outside the page"
    return ""


def _hidden_by_colour(node: "LexborNode", style: Style) -> str:
    colour = _colour(style.get("color", ""))
    # Drawings lay light words on shapes that are no ancestors of theirs.
    if colour is None or _inside_drawing(node):
        return ""
    ground = _ground(node)
    return "of the colour of the page" if all(abs(a - b) < _ALIKE for a, b in zip(colour, ground, strict=True)) else ""


def _ground(node: "LexborNode") -> Colour:
    """The nearest background colour around the element; paper is white."""
    at: LexborNode | None = node
    while at is not None:
        style = _style((at.attributes.get("style") or "").lower()) if at.is_element_node else {}
        ground = style.get("background-color") or style.get("background") or ""
        if ground and ground not in ("transparent", "none", "inherit"):
            # A picture or a colour we cannot read may well be dark.
            return _colour(ground) or (128, 128, 128)
        at = at.parent
    return (255, 255, 255)


def _inside_drawing(node: "LexborNode") -> bool:
    at: LexborNode | None = node
    while at is not None:
        if at.tag == "svg":
            return True
        at = at.parent
    return False


def _colour(value: str) -> Colour | None:
    if value in _NAMES:
        return _NAMES[value]
    if found := _HEX.match(value):
        digits = found[1] if len(found[1]) == 6 else "".join(2 * c for c in found[1])
        return int(digits[:2], 16), int(digits[2:4], 16), int(digits[4:], 16)
    if found := _RGB.match(value):
        return int(found[1]), int(found[2]), int(found[3])
    return None


def _too_small(value: str) -> bool:
    found = _SIZE.match(value)
    return _number(found[1]) < _LEAST[found[2]] if found else value == "0"


def _number(value: str) -> float:
    found = re.match(r"-?\d{1,9}(?:\.\d{1,9})?|-?\.\d{1,9}", value)
    return float(found[0]) if found else 9.0
