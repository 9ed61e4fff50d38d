"""Figures without global state: what settings or other code do to matplotlib changes nothing here, nor the reverse."""

import io
import threading
from collections.abc import Container, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from ..text import one_line
from . import ink

if TYPE_CHECKING:
    from matplotlib.figure import Figure

FONT = "DejaVu Sans"
_PIXELS_PER_INCH = 160
_SETTINGS = {
    "font.family": [FONT],
    "font.size": 8,
    "text.usetex": False,
    "text.parse_math": False,
    "svg.fonttype": "none",
    "svg.hashsalt": "paperwire",
    "axes.unicode_minus": False,
}
_alone = threading.Lock()


@contextmanager
def drawing() -> Iterator[None]:
    """matplotlib with its own defaults and ours; its settings are one for the process, so one picture at a time."""
    import matplotlib

    with _alone, matplotlib.rc_context():
        matplotlib.rcdefaults()
        matplotlib.rcParams.update(_SETTINGS)
        yield


def figure(width: float, height: float) -> "Figure":
    """An empty figure of so many inches, on the page's own ground."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    made = Figure(figsize=(width, height), facecolor=ink.PAPER)
    FigureCanvasAgg(made)
    return made


def to_png(made: "Figure") -> bytes:
    file = io.BytesIO()
    made.savefig(file, format="png", dpi=_PIXELS_PER_INCH, metadata={"Software": None})
    return file.getvalue()


def to_raw_svg(made: "Figure") -> str:
    """The drawing as matplotlib writes it, on a transparent ground; `svg.finished` makes it fit for a page."""
    file = io.StringIO()
    nothing = dict.fromkeys(("Date", "Creator", "Format", "Type"))
    made.savefig(file, format="svg", transparent=True, metadata=nothing)
    return file.getvalue()


def label(text: str, most: int) -> str:
    """One line of at most `most` characters, those that the font does not have as `□`."""
    line = one_line(text)
    line = line if len(line) <= most else f"{line[: most - 1].rstrip()}…"
    known = _glyphs()
    return "".join(char if ord(char) in known else "□" for char in line)


def _glyphs() -> Container[int]:
    from matplotlib.font_manager import findfont, get_font

    return get_font(findfont(FONT)).get_charmap()
