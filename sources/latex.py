"""The LaTeX and HTML that authors leave in titles, names and abstracts, as readable text."""

import html
import re
import unicodedata
from functools import lru_cache

_ENTITY = re.compile(r"&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")
_MATH = re.compile(r"(?<!\\)(\$\$[^$]+\$\$|\$(?:[^$\\]|\\.)+\$|\\\([^$]{1,1000}?\\\)|\\\[[^$]{1,1000}?\\\])", re.DOTALL)
# An accent and its letter, in the spellings \'e, \'{e}, \v{s}, \c c, \'\i; braces around it all are stripped later.
_LETTER = r"(?:\\[ij](?![A-Za-z])|[^\W\d_])"
_ACCENT = re.compile(
    rf"\\(?:[\"'`^~=.]\s*|[uvHtcdbkr](?:\s+|(?=[{{\\])))(?:\{{\s*{_LETTER}\s*\}}|{_LETTER}(?:\s*\{{\}})?)"
)
_SYMBOL = re.compile(
    r"\\(?:ss|oe|OE|ae|AE|aa|AA|o|O|l|L|i|j|dh|DH|th|TH|textendash|textemdash|textregistered|texttrademark|ldots)"
    r"(?![A-Za-z])(?:\s*\{\}|\s+(?=\S))?"
)
_STYLE = re.compile(
    r"\\(?:emph|text(?:it|bf|sc|tt|sf|rm|up|sl|md|normal|superscript)?|underline|mbox|url)\s*\{([^{}]*)\}|"
    r"\{\\(?:em|it|bf|sc|tt|sf|rm|sl)\s+([^{}]*)\}"
)
_ONE_LETTER = re.compile(r"(\\[A-Za-z]+\s*)?\{([^{}\\\d])\}")
_ESCAPED = re.compile(r"\\([&%#_])")
# Marks that reorder or hide what is read; the joiners U+200C and U+200D are left, since names need them.
_BARRED = ("Cc", "Cs")
_INVISIBLE = frozenset("\u200b\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2060\u2066\u2067\u2068\u2069\ufeff")


def plain(text: str) -> str:
    r"""Text fit to be read and searched: one line, entities unescaped once, accents and styles of LaTeX resolved.

    Formulas between `$…$`, `$$…$$`, `\(…\)` and `\[…\]` are left as they are, and so is `\$`, which unescaped would
    open one. Control characters, lone surrogates and marks that reorder text are dropped.
    """
    unescaped = _ENTITY.sub(lambda found: html.unescape(found[0]), text)
    parts = _MATH.split(_printable(unescaped))
    # Splitting by one group puts the formulas at the odd places.
    resolved = (part if place % 2 else _resolve(part) for place, part in enumerate(parts))
    return " ".join(unicodedata.normalize("NFC", "".join(resolved)).split())


def _printable(text: str) -> str:
    return "".join(c for c in text if c.isspace() or (c not in _INVISIBLE and unicodedata.category(c) not in _BARRED))


def _resolve(text: str) -> str:
    """Macros stand within macros, but hardly more than three deep."""
    for _ in range(3):
        if "\\" not in text and "{" not in text:
            break
        text = _ACCENT.sub(_convert, text)
        text = _SYMBOL.sub(_convert, text)
        text = _STYLE.sub(lambda found: found[1] if found[1] is not None else found[2], text)
        text = _ONE_LETTER.sub(lambda found: found[0] if found[1] else found[2], text)
    return _ESCAPED.sub(r"\1", text)


def _convert(found: re.Match[str]) -> str:
    return _unicode(found[0].strip())


@lru_cache(maxsize=1024)
def _unicode(macro: str) -> str:
    from pylatexenc.latex2text import LatexNodes2Text

    return str(LatexNodes2Text().latex_to_text(macro))
