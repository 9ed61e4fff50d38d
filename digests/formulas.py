"""TeX in running text: finding it, and turning it into MathML that can be trusted."""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

_FORMULA = re.compile(
    r"\\\$"
    r"|\$\$(?P<display>(?:\\.|[^$\\])++)\$\$"
    r"|\$(?P<inline>(?:\\.|[^$\\])++)\$(?P<digit>(?=\d))?"
    r"|\\\((?P<round>(?:[^\\]|\\[^()])++)\\\)"
    r"|\\\[(?P<square>(?:[^\\]|\\[^\[\]])++)\\\]",
    re.DOTALL,
)
_COMMAND = re.compile(r"\\[A-Za-z]|[\^_]")
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
    end = start = 0
    while found := _FORMULA.search(text, start):
        tex = _tex(found)
        if tex is None:
            # A delimiter that opened nothing may have hidden one that does.
            start = found.end() if found.group() == "\\$" else found.start() + 1
            continue
        if found.start() > end:
            yield Piece(_unescaped(text[end : found.start()]))
        yield Piece(tex, tex=True, display=found["display"] is not None or found["square"] is not None)
        end = start = found.end()
    if end < len(text):
        yield Piece(_unescaped(text[end:]))


def _tex(found: re.Match[str]) -> str | None:
    inline = found["inline"]
    tex = found["display"] or inline or found["round"] or found["square"] or ""
    if inline and _like_prices(inline, found["digit"] is not None):
        return None
    return tex.strip() or None


def _like_prices(between: str, before_digit: bool) -> bool:
    """Whether two dollar signs rather stand for money: blanks inside, a digit behind, prose between."""
    if _COMMAND.search(between):
        return False
    loose = before_digit or between[0].isspace() or between[-1].isspace()
    return loose or (_WORDS.search(between) is not None and not _TEX_MARK.search(between))


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
