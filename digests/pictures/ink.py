"""What pictures are drawn with. Every topic has a colour and a shape, so that it can be told without colour."""

from collections.abc import Iterable
from typing import NamedTuple

from ...domain import Trend


class Mark(NamedTuple):
    """`marker` is matplotlib's word for the shape, `sign` the same in text; `size` in points evens out how large
    shapes look."""

    colour: str
    marker: str
    sign: str
    shape: str
    size: float


# The colours differ in lightness as well as in hue (after Okabe and Ito), for readers who see fewer hues than most.
MARKS = (
    Mark("#0b5fa5", "o", "●", "circles", 5.0),
    Mark("#c8551b", "s", "■", "squares", 4.6),
    Mark("#12805c", "^", "▲", "triangles", 5.6),
    Mark("#8a4b9e", "D", "◆", "diamonds", 4.4),
    Mark("#a87900", "v", "▼", "triangles pointing down", 5.6),
    Mark("#2e93b8", "P", "✚", "plus signs", 5.8),
    Mark("#b8336a", "X", "✖", "crosses", 5.8),
    Mark("#5c6b1f", "*", "★", "stars", 7.5),
)

PAPER = "#fdfcfa"
TEXT = "#21242a"
SOFT = "#5d646f"
BAND = "#efece5"
REST = "#b3b0aa"
REST_MARK = Mark(REST, ".", "·", "dots", 3.6)

# On a page the inks follow its theme; a page that knows no such variable shows them as they are drawn.
VARIABLES = {PAPER: "--paper", TEXT: "--ink", SOFT: "--soft", BAND: "--band", REST: "--rest"} | {
    mark.colour: f"--mark-{number}" for number, mark in enumerate(MARKS, 1)
}


def marks_of(trends: Iterable[Trend]) -> dict[str, Mark]:
    """The mark of each trend by id, in their order; trends beyond the last mark have none."""
    return {trend.id: mark for trend, mark in zip(trends, MARKS, strict=False)}
