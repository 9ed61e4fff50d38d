"""The share of each topic over the weeks: a panel a topic, an interval a week, gaps left open."""

from typing import TYPE_CHECKING, Any

from ...domain import Trend, Trends
from ..trend_words import percent, standing_line
from . import ink
from .alt import panel_words, shares_words
from .canvas import drawing, figure, label, to_png, to_raw_svg
from .picture import Picture
from .svg import finished
from .timeline import Timeline, observed, timeline

if TYPE_CHECKING:
    from matplotlib.axes import Axes

NAME = "weekly-shares"
_PANEL = (3.3, 1.75)
_COLUMNS = 2


def shares_picture(trends: Trends) -> Picture | None:
    """A panel for each trend that has a mark, the first eight; None where there is no trend."""
    shown = trends.trends[: len(ink.MARKS)]
    if not shown:
        return None
    line = timeline(observed(trends))
    with drawing():
        svgs = tuple(_panel(number, trend, line) for number, trend in enumerate(shown))
        return Picture(NAME, shares_words(trends, shown), _caption(trends, line), svgs, _sheet(shown, line))


def _panel(number: int, trend: Trend, line: Timeline) -> str:
    made = figure(*_PANEL)
    _draw(made.add_axes((0.12, 0.16, 0.74, 0.56)), trend, line, ink.MARKS[number])
    title = f"Share of “{trend.name}” in the papers of each week"
    return finished(to_raw_svg(made), f"share-{number + 1}", title, panel_words(trend))


def _sheet(trends: tuple[Trend, ...], line: Timeline) -> bytes:
    """All panels as one image."""
    rows = -(-len(trends) // _COLUMNS)
    width, height = _PANEL
    made = figure(width * min(_COLUMNS, len(trends)), height * rows)
    columns = min(_COLUMNS, len(trends))
    for number, trend in enumerate(trends):
        row, column = divmod(number, _COLUMNS)
        left, bottom = (column + 0.12) / columns, (rows - 1 - row + 0.16) / rows
        _draw(made.add_axes((left, bottom, 0.74 / columns, 0.56 / rows)), trend, line, ink.MARKS[number])
    return to_png(made)


def _draw(axes: "Axes", trend: Trend, line: Timeline, mark: ink.Mark) -> None:
    _frame(axes, trend, line)
    _head(axes, trend, mark)
    for gap in line.gaps:
        axes.axvspan(gap.left, gap.right, color=ink.BAND, linewidth=0, zorder=0)
    shares = {share.week: share for share in trend.weeks}
    for share in trend.weeks:
        axes.vlines(line.at[share.week], share.low, share.high, color=mark.colour, linewidth=1, alpha=0.6)
    for stretch in line.stretches(sorted(shares)):
        places, heights = [line.at[week] for week in stretch], [shares[week].share for week in stretch]
        axes.plot(
            places,
            heights,
            color=mark.colour,
            linewidth=1.4,
            marker=mark.marker,
            markersize=mark.size * 0.8,
            markeredgewidth=0,
            clip_on=False,
        )
    _name_the_last(axes, trend, line)


def _frame(axes: "Axes", trend: Trend, line: Timeline) -> None:
    top = max((share.high for share in trend.weeks), default=0.01)
    last = max(line.at.values(), default=0.0)
    axes.set_facecolor("none")
    axes.set_xlim(-0.6, last + 0.6)
    axes.set_ylim(0, top * 1.05 or 0.01)
    for side in ("top", "right", "left"):
        axes.spines[side].set_visible(False)
    axes.spines["bottom"].set_color(ink.SOFT)
    axes.set_yticks([0, top], ["0", percent(top)], color=ink.SOFT, fontsize=7.5)
    ends = list(dict.fromkeys((min(line.at), max(line.at)))) if line.at else []
    axes.set_xticks([line.at[week] for week in ends], ends, color=ink.SOFT, fontsize=7.5)
    axes.tick_params(length=2, color=ink.SOFT, pad=2)


def _head(axes: "Axes", trend: Trend, mark: ink.Mark) -> None:
    axes.text(
        -0.14, 1.36, label(f"{mark.sign} {trend.name}", 44), **_at(axes), fontsize=9, weight="bold", color=ink.TEXT
    )
    axes.text(-0.14, 1.16, label(standing_line(trend), 60), **_at(axes), fontsize=7.5, color=ink.SOFT)


def _at(axes: "Axes") -> dict[str, Any]:
    """Placed by the panel, not by its data."""
    return {"transform": axes.transAxes, "va": "bottom", "ha": "left"}


def _name_the_last(axes: "Axes", trend: Trend, line: Timeline) -> None:
    if trend.weeks:
        share = trend.weeks[-1]
        place = (line.at[share.week], share.share)
        style: dict[str, Any] = {"fontsize": 8, "weight": "bold", "color": ink.TEXT, "va": "center"}
        axes.annotate(percent(share.share), place, (6, 0), textcoords="offset points", annotation_clip=False, **style)


def _caption(trends: Trends, line: Timeline) -> str:
    left_out = len(trends.trends) - len(ink.MARKS)
    parts = [
        "Share of each topic in the papers of a week, with its 95% interval. Every panel has a scale of its own from 0."
    ]
    if line.gaps:
        missing = sum(gap.weeks for gap in line.gaps)
        parts.append(
            f"Grey: weeks without papers, {missing} in all; no line bridges them, and a gap is at most two weeks wide."
        )
    if left_out > 0:
        parts.append(f"{left_out} more stand in the table only.")
    return " ".join(parts)
