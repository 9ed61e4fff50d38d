"""XML from the wire: read strictly, repaired where it is slightly off, taken apart item by item where it is broken."""

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass
from html.entities import html5
from xml.etree.ElementTree import Element, ParseError, fromstring

from ..domain import Unreadable
from ..domain.errors import SourceError
from .rows import EXCERPT, unreadable

_PROLOG = re.compile(r"(?>\s+|<\?.*?\?>|<!--.*?-->)*+", re.DOTALL)
_ROOT = re.compile(r"<(?:[A-Za-z_][\w.-]*:)?([A-Za-z_][\w.-]*)[\s/>]")
_DECLARED = re.compile(rb"""^\s*<\?xml[^>]{0,100}encoding=["']([A-Za-z0-9-]+)["']""")
# The encodings feeds come in; any other name is taken for UTF-8, since some codecs can be made to run for ever.
_ENCODINGS = {"utf-8", "us-ascii", "iso-8859-1", "windows-1252"}
_ILLEGAL = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_AMPERSAND = re.compile(r"&(?!(?:amp|lt|gt|quot|apos|#[0-9]{1,7}|#x[0-9a-fA-F]{1,6});)([A-Za-z][A-Za-z0-9]{1,31};)?")
_NAMESPACE = re.compile(r"""\sxmlns(?::[\w.-]+)?\s*=\s*(?:"[^"<]*"|'[^'<]*')""")


@dataclass(frozen=True)
class Document:
    """A feed: its root for what concerns it as a whole, and its items in order."""

    root: Element
    items: tuple[Element | Unreadable, ...]


def decode(content: bytes) -> str:
    """Text of a feed by its byte order mark or declaration, else UTF-8; bytes that do not fit are replaced."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content.decode("utf-16", errors="replace")
    declared = _DECLARED.match(content[:400])
    name = declared[1].decode().lower() if declared else "utf-8"
    return content.decode(name if name in _ENCODINGS else "utf-8", errors="replace").removeprefix("\ufeff")


def root_name(text: str) -> str:
    """The local name of the first element, or an empty string."""
    found = _ROOT.match(_without_prolog(text))
    return found[1] if found else ""


def _without_prolog(text: str) -> str:
    """The text from its root element on. What stands before is dropped unread, above all its encoding."""
    found = _PROLOG.match(text)
    return text[found.end() :] if found else text


def read_document(content: bytes, *, root: str, item: str, closing: str) -> Document:
    """A feed of `root` elements holding `item` elements; `closing` are the end tags that follow the last item.

    Raises:
        SourceError: it is something else, or it breaks off.
    """
    text = _without_prolog(decode(content))
    if text[:9].upper() == "<!DOCTYPE":
        raise SourceError("The feed declares a document type, which arXiv's never do; it was not read.")
    if root_name(text) != root:
        raise SourceError(f"Not an arXiv feed: it begins with {text[:60].strip()!r}.", "Try again later.")
    for candidate in (text, _repaired(text)):
        element = _parse(candidate)
        if element is not None:
            return Document(element, tuple(e for e in element.iter() if local(e) == item))
    return _piecewise(_repaired(text), item, closing)


def _parse(text: str) -> Element | None:
    try:
        return fromstring(text)  # noqa: S314 - text begins at its root: no document type, so no entities to expand
    except (ParseError, ValueError):
        return None


def _repaired(text: str) -> str:
    """Illegal characters out, HTML's entities replaced, stray ampersands escaped."""
    return _AMPERSAND.sub(_entity, _ILLEGAL.sub("", text))


def _entity(found: re.Match[str]) -> str:
    named = found[1]
    return html.escape(html5[named]) if named in html5 else f"&amp;{named or ''}"


def _piecewise(text: str, item: str, closing: str) -> Document:
    pieces = list(_pieces(text, item))
    if not pieces or text.rfind(f"</{root_name(text)}") < pieces[-1][1]:
        raise SourceError("The feed is broken: it is not well-formed XML.", "Try again later, or fetch the file anew.")
    head = text[: pieces[0][0]]
    root = _parse(head + closing)
    if root is None:
        raise SourceError("The feed is broken before its first item.", "Try again later, or fetch the file anew.")
    names = "".join(dict.fromkeys(_NAMESPACE.findall(head)))
    return Document(root, tuple(_item(text[start:end], names) for start, end in pieces))


def _pieces(text: str, item: str) -> Iterator[tuple[int, int]]:
    """Where the items lie. An item that is not closed ends where the next one begins."""
    opening = re.compile(rf"<{item}[\s>]")
    starts = [found.start() for found in opening.finditer(text)]
    for start, following in zip(starts, [*starts, len(text)][1:], strict=True):
        end = text.find(f"</{item}>", start, following)
        yield start, following if end < 0 else end + len(item) + 3


def _item(piece: str, namespaces: str) -> Element | Unreadable:
    wrapped = _parse(f"<wrapped{namespaces}>{piece}</wrapped>")
    if wrapped is None or len(wrapped) != 1:
        return unreadable(re.sub(r"<[^<>]*>", " ", piece[: 8 * EXCERPT]), "the item is not well-formed XML")
    return wrapped[0]


def local(element: Element) -> str:
    """The element's name without namespace: dialects differ in where they declare it."""
    return element.tag.rpartition("}")[2]


def children(element: Element, name: str) -> list[Element]:
    """Direct children of that local name."""
    return [child for child in element if local(child) == name]


def text_of(element: Element, name: str) -> str:
    """All text in the first child of that local name that has any, or an empty string."""
    texts = ("".join(child.itertext()).strip() for child in children(element, name))
    return next((text for text in texts if text), "")
