"""Sentences as they stand in the text: every one is an exact piece of its section."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from ...domain import FullText
from .parts import Part, with_parts

_ABBREVIATIONS = re.compile(
    r"(?:et|al|approx|appx?|alg|assoc|cf|ch(?:ap)?|col|defs?|dept|dr|e\.?g|eqn?s?|esp|etc|ex|figs?|i\.?e|i\.?i\.?d|"
    r"incl?|"
    r"lemm?|ltd|max|min|mr|mrs|ms|nos?|par|pp|prof|prop|refs?|resp|s\.t|secs?|sect|st|suppl?|tabs?|thms?|viz|vol|vs|"
    r"w\.?l\.?o\.?g|w\.?r\.?t|a\.k\.a|[A-Z])",
    re.IGNORECASE,
)
_NUMBERED = re.compile(r"\d{1,2}")
_END = re.compile(r"[.!?][\"'”’)\]$]*(?=\s+[\"'“‘(\[$]*[A-Z0-9$\\]|\s*$)")
_FORMULA = re.compile(r"\$[^$]{1,400}\$|\\\(.{1,400}?\\\)", re.DOTALL)
_BULLET = re.compile(r"^(?:[-•*–]|\(?\d{1,2}[.)]|\(?[ivx]{1,4}\))\s+")
_LABEL = re.compile(r"^(?:[A-Z][\w'/&-]*(?: [\w'/&()-]+){0,5}[.:]\s+)(?=[A-Z])")
_NOT_PROSE = re.compile(
    r"^(?:figure|fig\.|table|tab\.|algorithm|listing|input:|output:|require:|proof|theorem|lemma|corollary|\||<!--)",
    re.IGNORECASE,
)

# TeX, tables, page comments, half citations, panels of a figure, and headings that ran into their text.
_DEBRIS = re.compile(
    r"[\\|<>{}^_$†‡§]|formula-not-decoded|et al\.$|\?\?|(?:^|[.;,] )\([a-z]\) |"
    r"[a-z] (?:Here|We|In this|This|Our|However|These|It) |"
    r"^\(?(?:Each (?:bar|row|column|line|dot)|(?:Left|Right|Top|Bottom)\b)"
)


@dataclass(frozen=True)
class Sentence:
    """One sentence, `text` exactly as in its section.

    `order` counts through the paper; `place` runs from 0 to 1 through the section.
    """

    text: str
    part: Part
    section: str
    order: int
    place: float

    @property
    def plain(self) -> str:
        """With line breaks closed up, to be shown; not to be searched for in the text."""
        return re.sub(r"\s+", " ", self.text)


def read_sentences(text: FullText) -> list[Sentence]:
    """The readable sentences of a paper, in order, without captions, tables, lists of references and fragments."""
    found: list[Sentence] = []
    for section, part in with_parts(text):
        if part == "skip":
            continue
        inside = [s for p in _paragraphs(section.text) for s in split_sentences(p) if readable(s)]
        for at, sentence in enumerate(inside):
            found.append(Sentence(sentence, part, section.title, len(found), at / len(inside)))
    return found


def split_sentences(paragraph: str) -> list[str]:
    """The sentences of one paragraph, each an exact piece of it; formulas and abbreviations do not end one."""
    masked = _FORMULA.sub(_masked, paragraph)
    pieces, start = [], 0
    for end in _END.finditer(masked):
        if not _abbreviated(masked[start : end.start() + 1]):
            pieces.append(paragraph[start : end.end()])
            start = end.end()
    pieces.append(paragraph[start:])
    return [piece.strip() for piece in pieces if piece.strip()]


def _masked(formula: re.Match[str]) -> str:
    """As long as the formula, without its full stops; only one at its end may end the sentence."""
    end = "." if formula.group().rstrip("$)\\ ").endswith(".") else "x"
    return "$" + "x" * (len(formula.group()) - 3) + end + "$"


def readable(sentence: str) -> bool:
    """Whether a piece is a whole sentence of 8 to 60 words that can be read by itself."""
    words = sentence.split()
    if not 8 <= len(words) <= 60 or sentence[-1] not in ".!?”\"')":
        return False
    prose = _FORMULA.sub(" ", sentence)
    return (
        bool(re.match(r"[\"“‘(]?[A-Z$]", sentence))
        and len(_FORMULA.findall(sentence)) <= 3
        and not _DEBRIS.search(prose)
        and sentence.count("(") == sentence.count(")")
        and sentence.count("[") == sentence.count("]")
        and _wordy(prose)
    )


def _wordy(prose: str) -> bool:
    """Mostly words: text from PDF spells formulas out as single letters and signs."""
    tokens = prose.split()
    short = sum(len(t.strip(".,;:()")) <= 1 and t not in ("a", "A", "I", "&", "–", "-") for t in tokens)
    letters = sum(c.isalpha() for c in prose)
    return short <= 0.12 * len(tokens) and letters >= 0.72 * max(1, sum(not c.isspace() for c in prose))


def _paragraphs(text: str) -> Iterator[str]:
    for block in re.split(r"\n\s*\n", text):
        for item in re.split(r"\n(?=(?:[-•*–]|\(?\d{1,2}[.)])\s)", block):
            bare = _BULLET.sub("", item.strip())
            if bare and not _NOT_PROSE.match(bare) and bare.count(" | ") < 2:
                yield _LABEL.sub("", bare)


def _abbreviated(piece: str) -> bool:
    words = piece.split()
    if not piece.endswith(".") or not words:
        return False
    last = words[-1].lstrip("([\"'“‘").rstrip(".")
    return bool(_ABBREVIATIONS.fullmatch(last)) or (len(words) < 3 and bool(_NUMBERED.fullmatch(last)))
