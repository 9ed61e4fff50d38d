"""matplotlib's SVG made fit to stand inside a page: small, described, in the page's inks, its ids its own."""

import re
from collections.abc import Mapping, Sequence
from xml.etree import ElementTree

from ..text import one_line
from .canvas import FONT
from .ink import VARIABLES

_NS = "http://www.w3.org/2000/svg"
_HREF = "{http://www.w3.org/1999/xlink}href"
_FINE = re.compile(r"\d+\.\d{2,}")
_REFERENCE = re.compile(r"(?<=url\(#)[^)]+")
_COLOUR = re.compile(r"#[0-9a-f]{6}\b")
_FONT = re.compile(rf"'{FONT}'(?:, *(?:'[^']*'|[\w-]+))*")
_DROPPED = {f"{{{_NS}}}metadata", f"{{{_NS}}}style"}
_PLAIN = {"id", _HREF, "href"}


def finished(raw: str, name: str, title: str, desc: str, tips: Mapping[str, Sequence[str]] | None = None) -> str:
    """The drawing as an `<svg>` element for a page of HTML.

    Ids are renamed by `name`, as several drawings share a page; metadata and the style sheet, which would reach all of
    the page, are gone. `title` and `desc` describe it to who does not see it; `tips` holds, by a group's gid, one
    text for each of its marks, shown under the pointer.
    """
    root = ElementTree.fromstring(_without_doctype(raw))  # noqa: S314 - our own drawing
    _drop(root)
    _tip(root, tips or {})
    _rename(root, name)
    for node in root.iter():
        _tidy(node)
    _share_styles(root)
    _describe(root, name, title, desc)
    ElementTree.register_namespace("", _NS)
    return ElementTree.tostring(root, encoding="unicode")


def _without_doctype(raw: str) -> str:
    return raw[raw.index("<svg") :]


def _drop(node: ElementTree.Element) -> None:
    """Takes out what a page must not hold, and the definitions that this leaves empty."""
    for child in list(node):
        _drop(child)
        empty = child.tag == f"{{{_NS}}}defs" and not len(child)
        if child.tag in _DROPPED or empty:
            node.remove(child)


def _tip(root: ElementTree.Element, tips: Mapping[str, Sequence[str]]) -> None:
    for group in root.iter(f"{{{_NS}}}g"):
        marks = group.findall(f".//{{{_NS}}}use")
        texts = tips.get(group.get("id", ""), ())
        if len(texts) != len(marks):
            continue
        for mark, text in zip(marks, texts, strict=True):
            ElementTree.SubElement(mark, f"{{{_NS}}}title").text = one_line(text)


def _rename(root: ElementTree.Element, name: str) -> None:
    """Ids that something refers to become `NAME-1`, `NAME-2` in the order of the drawing; the others go."""
    used = {found for node in root.iter() for value in node.attrib.values() for found in _REFERENCE.findall(value)}
    used |= {node.attrib[_HREF].removeprefix("#") for node in root.iter() if _HREF in node.attrib}
    kept = [node for node in root.iter() if node.get("id") in used]
    names = {node.attrib["id"]: f"{name}-{number}" for number, node in enumerate(kept, 1)}
    for node in root.iter():
        old = node.attrib.pop("id", "")
        if old in names:
            node.set("id", names[old])
        if _HREF in node.attrib:
            node.set("href", "#" + names[node.attrib.pop(_HREF).removeprefix("#")])
        for key, value in node.attrib.items():
            node.set(key, _REFERENCE.sub(lambda found: names[found[0]], value))


def _tidy(node: ElementTree.Element) -> None:
    for key, value in node.attrib.items():
        if key in _PLAIN:
            continue
        short = _FINE.sub(lambda found: f"{float(found[0]):.1f}".removesuffix(".0"), value)
        short = _FONT.sub("var(--sans, sans-serif)", short)
        node.set(key, _COLOUR.sub(_in_the_page_s_ink, short) if key == "style" else short)
    if node.tail is not None:
        node.tail = "\n"
    if node.text is not None and not node.text.strip():
        node.text = None


def _share_styles(root: ElementTree.Element) -> None:
    """Marks of one style leave it to their group, which makes a map of many papers half as large."""
    for group in root.iter(f"{{{_NS}}}g"):
        styles = {child.get("style") for child in group}
        style = styles.pop() if len(styles) == 1 and {child.tag for child in group} == {f"{{{_NS}}}use"} else None
        if style and "style" not in group.attrib:
            group.set("style", style)
            for child in group:
                del child.attrib["style"]


def _in_the_page_s_ink(found: re.Match[str]) -> str:
    variable = VARIABLES.get(found[0])
    return f"var({variable}, {found[0]})" if variable else found[0]


def _describe(root: ElementTree.Element, name: str, title: str, desc: str) -> None:
    for key in ("width", "height", "version"):
        root.attrib.pop(key, None)
    labelled = {"role": "img", "aria-labelledby": f"{name}-title {name}-desc", "stroke-linejoin": "round"}
    root.attrib.update(labelled)
    for at, (tag, text) in enumerate((("title", title), ("desc", desc))):
        node = ElementTree.Element(f"{{{_NS}}}{tag}", {"id": f"{name}-{tag}"})
        node.text = one_line(text)
        root.insert(at, node)
