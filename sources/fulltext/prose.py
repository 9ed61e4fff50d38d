"""Characters and white space: what every reader of text does to it."""

import re

_UNWANTED = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\xad\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")
_LIGATURES = str.maketrans(
    {"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st"},
)
_SPACE = re.compile(r"\s+")
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
HYPHEN = "\ufffe"
"""Where pdfium joined a word that was broken at a line end."""
_BROKEN = re.compile(rf"(\w*){HYPHEN}(\w*)")


def clean(text: str) -> str:
    """Without control characters, soft hyphens and lone surrogates; ligatures as letters."""
    return _UNWANTED.sub("", text.translate(_LIGATURES))


def one_line(text: str) -> str:
    """With every run of white space as a single blank."""
    return _SPACE.sub(" ", text).strip()


def words_of(text: str) -> set[str]:
    """Every unbroken word of the text in lower case, compounds with a hyphen as they stand."""
    return {word.lower() for word in _WORD.findall(_BROKEN.sub(" ", text))}


def mend_hyphens(text: str, known: set[str]) -> str:
    """Joins words broken at line ends, keeping the hyphens that belong to the word.

    `known` are the words of the whole document: one that stands there unbroken settles the case.
    """
    return _BROKEN.sub(
        lambda broken: f"{broken[1]}-{broken[2]}" if _in_address(broken) else _joined(broken, known), text
    )


def _in_address(broken: re.Match[str]) -> bool:
    return "://" in broken.string[: broken.start()].rpartition(" ")[2]


def _joined(broken: re.Match[str], known: set[str]) -> str:
    left, right = broken.groups()
    hyphenated, plain = f"{left}-{right}", f"{left}{right}"
    if not left or not right:
        return plain
    if plain.lower() in known:
        return plain
    if not right[0].islower() or not left[-1].isalpha():
        return hyphenated
    if hyphenated.lower() in known:
        return hyphenated
    both_words = min(len(left), len(right)) > 2 and left.lower() in known and right.lower() in known
    return hyphenated if both_words else plain
