"""Pictures as inline SVG, drawn in the page's own text colour; matplotlib is imported when one is drawn."""

from collections.abc import Callable, Mapping, Sequence
from html import escape
from io import StringIO
from typing import TYPE_CHECKING, Any

from .task import Bin

if TYPE_CHECKING:
    from markupsafe import Markup
    from matplotlib.axes import Axes

Row = tuple[str, float, float | None, float | None]
"""Name, value, and the bounds of its interval."""

# A colour that nothing else has, replaced by the page's.
_INK = "#010203"
_ACCENT = "#2b6cb0"
_STYLE: dict[Any, Any] = {
    "svg.fonttype": "none",
    "svg.hashsalt": "paperwire",
    "font.family": "sans-serif",
    "font.size": 9,
    # Names may hold dollars.
    "text.parse_math": False,
    **{f"{part}.color": _INK for part in ("text", "xtick", "ytick")},
    "axes.edgecolor": _INK,
    "axes.labelcolor": _INK,
}


def forest(rows: Sequence[Row], title: str, zero: float | None = 0.0) -> "Markup":
    """Values with their intervals, one a line, from the top; `zero` is drawn as a line."""

    def draw(axes: "Axes") -> None:
        for place, (_, value, low, high) in enumerate(rows):
            if low is not None and high is not None:
                axes.plot([low, high], [place, place], color=_ACCENT, linewidth=2, solid_capstyle="butt")
            axes.plot([value], [place], "o", color=_ACCENT, markersize=5)
        if zero is not None:
            axes.axvline(zero, color=_INK, linewidth=0.8, linestyle=":")
        axes.set_yticks(range(len(rows)), [name for name, *_ in rows])
        axes.set_ylim(len(rows) - 0.5, -0.5)
        axes.spines[["left", "right", "top"]].set_visible(False)
        axes.tick_params(axis="y", length=0)

    return _svg(draw, title, 7.2, 0.7 + 0.32 * len(rows))


def calibration(curves: Mapping[str, Sequence[Bin]], title: str) -> "Markup":
    """What was said against what was so; the size of a point is the number of its cases."""

    def draw(axes: "Axes") -> None:
        bins = [b for curve in curves.values() for b in curve]
        ends = [min(min(b.said, b.so) for b in bins), max(max(b.said, b.so) for b in bins)]
        most = max(b.n for b in bins)
        axes.plot(ends, ends, color=_INK, linewidth=0.8, linestyle=":")
        for name, curve in curves.items():
            [line] = axes.plot([b.said for b in curve], [b.so for b in curve], linewidth=1, label=name)
            sizes = [12 + 90 * b.n / most for b in curve]
            axes.scatter([b.said for b in curve], [b.so for b in curve], s=sizes, color=line.get_color(), alpha=0.75)
        axes.set_xlabel("said")
        axes.set_ylabel("so, on average")
        axes.legend(frameon=False, fontsize=8, labelcolor=_INK)
        axes.spines[["right", "top"]].set_visible(False)

    return _svg(draw, title, 5.2, 4.0)


def _svg(draw: Callable[["Axes"], None], title: str, width: float, height: float) -> "Markup":
    from markupsafe import Markup
    from matplotlib import rc_context
    from matplotlib.figure import Figure

    with rc_context(_STYLE):
        figure = Figure(figsize=(width, height), layout="constrained")
        draw(figure.add_subplot())
        buffer = StringIO()
        figure.savefig(buffer, format="svg", transparent=True, metadata={"Date": None, "Creator": None})
    text = buffer.getvalue()
    text = text[text.index("<svg") :].replace(_INK, "currentColor")
    label = f'<svg role="img" aria-label="{escape(title)}"'
    # matplotlib escapes the labels it writes; the title is escaped here.
    return Markup(text.replace("<svg", label, 1))  # noqa: S704
