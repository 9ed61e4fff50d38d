"""TeX in running text: finding it, and turning it into MathML that can be trusted."""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

# `$` opens before a non-blank and closes after one, never before a digit: prices stay prices.
_FORMULA = re.compile(
    r"\\\$"
    r"|\$\$(?P<display>(?:\\.|[^$\\])++)\$\$"
    r"|\$(?!\s)(?P<inline>(?:\\.|[^$\\])++)(?<!\s)\$(?!\d)"
    r"|\\\((?P<round>.{1,3000}?)\\\)"
    r"|\\\[(?P<square>.{1,3000}?)\\\]",
    re.DOTALL,
)
_TEX_MARK = re.compile(r"[\\^_{}=<>+|]")
_WORDS = re.compile(r"[A-Za-z]{2,}\s+[A-Za-z]{2,}")
_EMPTY = re.compile(r"<(\w+)((?:\s[^<>]*)?)/>")
_FUNCTION = re.compile(r"<(mi|mo)>(?P<name>[A-Za-z]{2,})</\1>(?P<open><mo[^<>]*>&#x00028;)?")
_LONGEST = 3000
_DEEPEST = 30

_TAGS = {
    *("math", "mrow", "mstyle", "mpadded", "mphantom", "menclose", "mspace", "mi", "mo", "mn", "ms", "mtext"),
    *("msup", "msub", "msubsup", "mover", "munder", "munderover", "mmultiscripts", "mprescripts", "none"),
    *("mfrac", "msqrt", "mroot", "mtable", "mtr", "mtd"),
}
_ATTRIBUTES = {
    "math": {"display"},
    "mi": {"mathvariant"},
    "mo": {
        *("stretchy", "fence", "form", "separator", "movablelimits", "largeop", "minsize", "maxsize"),
        *("lspace", "rspace"),
    },
    "mfrac": {"linethickness"},
    "mover": {"accent"},
    "munder": {"accentunder"},
    "mspace": {"width", "linebreak"},
    "mstyle": {"displaystyle", "scriptlevel"},
    "mtable": {"displaystyle", "rowspacing", "columnspacing"},
    "mtd": {"columnalign"},
    "menclose": {"notation"},
}


class Piece(NamedTuple):
    """A stretch of text, or of TeX without its delimiters."""

    text: str
    tex: bool = False
    display: bool = False


def split_formulas(text: str) -> Iterator[Piece]:
    """Text and formulas in turn; delimiters that do not pair, and prices, stay text."""
    end = 0
    for found in _FORMULA.finditer(text):
        tex = _tex(found)
        if tex is None:
            continue
        if found.start() > end:
            yield Piece(_unescaped(text[end : found.start()]))
        yield Piece(tex.strip(), tex=True, display=found["display"] is not None or found["square"] is not None)
        end = found.end()
    if end < len(text):
        yield Piece(_unescaped(text[end:]))


def _tex(found: re.Match[str]) -> str | None:
    tex = found["display"] or found["inline"] or found["round"] or found["square"]
    if not tex or not tex.strip():
        return None
    prose = _WORDS.search(tex) and not _TEX_MARK.search(tex)
    return None if prose else tex


def _unescaped(text: str) -> str:
    return text.replace("\\$", "$")


@lru_cache(maxsize=4096)
def mathml(tex: str, display: bool) -> str | None:
    """`tex` as a `<math>` element of allowed elements and attributes only, or None where that cannot be had."""
    if len(tex) > _LONGEST or _depth(tex) > _DEEPEST:
        return None
    from latex2mathml.converter import convert

    try:
        raw = convert(tex, display="block" if display else "inline")
    except Exception:
        # The converter raises whatever it trips over; the caller then shows the TeX itself.
        return None
    return _trusted(raw)


def _depth(tex: str) -> int:
    deepest = level = 0
    for char in tex:
        level += (char == "{") - (char == "}")
        deepest = max(deepest, level)
    return deepest


def _trusted(raw: str) -> str | None:
    """The converter copies the text of `\\text{}` unescaped, so its output is no safer than its input."""
    import nh3

    offered = _spelled_out(raw)
    kept = nh3.clean(offered, tags=_TAGS, attributes=_ATTRIBUTES, link_rel=None)
    # Fewer tags than before: something was in there that no formula needs.
    return kept if kept.count("<") == offered.count("<") else None


def _spelled_out(raw: str) -> str:
    """Empty elements with their end tags, and named functions with the space that TeX gives them."""
    spaced = _FUNCTION.sub(_function, raw)
    return _EMPTY.sub(r"<\1\2></\1>", spaced)


def _function(found: re.Match[str]) -> str:
    after = found["open"] or ""
    return f'<mo lspace="0.17em" rspace="{"0" if after else "0.17em"}">{found["name"]}</mo>{after}'
