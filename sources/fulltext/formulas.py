"""Formulas as `$TeX$`."""

import re
from typing import TYPE_CHECKING

from .prose import clean, one_line

if TYPE_CHECKING:
    from selectolax.lexbor import LexborNode

_LINE_COMMENT = re.compile(r"(?<!\\)%\s*\n")
_STYLE = re.compile(r"^\\displaystyle\s*")
_BETWEEN = re.compile(r"(?<=[^\\ ])\$ +\$(?=\S)(?:\\displaystyle\s*)?")


def tex_of(math: "LexborNode") -> str:
    """The TeX of a `<math>` element between dollars: its `alttext`, else its annotation, else its symbols."""
    source = math.attributes.get("alttext") or _annotation(math) or math.text()
    tex = _STYLE.sub("", one_line(clean(_LINE_COMMENT.sub("", source or ""))))
    return f"${tex}$" if tex else ""


def _annotation(math: "LexborNode") -> str:
    note = math.css_first('annotation[encoding="application/x-tex"]')
    return note.text() if note else ""


def join_formulas(row: str) -> str:
    """One formula from the cells that an aligned equation is set in."""
    return _BETWEEN.sub(" ", row)
