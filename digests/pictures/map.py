"""The map of the week's papers: what is alike lies near, topics by colour and by shape."""

from textwrap import wrap
from typing import TYPE_CHECKING, Any

from ...domain import MapPoint, Trends
from . import ink
from .alt import map_words
from .canvas import drawing, figure, label, to_png, to_raw_svg
from .labels import Box, Point, Wanted, place_labels
from .picture import Picture
from .svg import finished

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.text import Text

NAME = "weekly-map"
_SIZE = (5.0, 4.0)
_TIP_CHARS = 110
_MOST_TIPS = 1500
"""Beyond this many papers titles under the pointer would make the page heavy."""


def map_picture(trends: Trends) -> Picture | None:
    """The map with a name at each topic that has a mark; None for a week without placed papers."""
    if not trends.map:
        return None
    marks = ink.marks_of(trends.trends)
    groups = {trend.id: [point for point in trends.map if point.trend_id == trend.id] for trend in trends.trends}
    marked = {at: points for at, points in groups.items() if points and at in marks}
    rest = [point for point in trends.map if point.trend_id not in marked]
    numbers = {at: len(points) for at, points in marked.items()}
    alt = map_words(trends, marks, numbers, len(rest))
    with drawing():
        made = figure(*_SIZE)
        axes = made.add_axes((0.01, 0.01, 0.98, 0.98))
        _scatter(axes, marks, marked, rest)
        names = {trend.id: f"{marks[trend.id].sign} {trend.name}" for trend in trends.trends if trend.id in marked}
        _name_clusters(axes, names, marked, rest)
        tips = _tips(marked, rest) if len(trends.map) <= _MOST_TIPS else {}
        svg = finished(to_raw_svg(made), "map", f"Map of the papers of {trends.week}", alt, tips)
        return Picture(NAME, alt, _caption(len(rest)), (svg,), to_png(made))


def _scatter(axes: "Axes", marks: dict[str, ink.Mark], marked: dict[str, list[MapPoint]], rest: list[MapPoint]) -> None:
    axes.set_axis_off()
    axes.set_xlim(-0.02, 1.02)
    axes.set_ylim(-0.02, 1.02)
    _dots(axes, rest, ink.REST_MARK, "rest")
    for number, (at, points) in enumerate(marked.items()):
        _dots(axes, points, marks[at], f"topic-{number}")


def _dots(axes: "Axes", points: list[MapPoint], mark: ink.Mark, gid: str) -> None:
    axes.plot(
        [point.x for point in points],
        [point.y for point in points],
        linestyle="none",
        marker=mark.marker,
        markersize=mark.size * 0.85,
        color=mark.colour,
        markeredgecolor=ink.PAPER,
        markeredgewidth=0.4,
        gid=gid,
    )


def _name_clusters(
    axes: "Axes", names: dict[str, str], marked: dict[str, list[MapPoint]], rest: list[MapPoint]
) -> None:
    texts = [_name(axes, names[at], *_middle(points)) for at, points in marked.items()]
    room = Box(*axes.get_window_extent().extents)
    boxes = place_labels([_wanted(axes, text) for text in texts], room, _covered(axes, marked, rest))
    back = axes.transData.inverted()
    for text, box in zip(texts, boxes, strict=True):
        x, y = back.transform(((box.left + box.right) / 2, (box.bottom + box.top) / 2))
        text.set_position((float(x), float(y)))


def _covered(axes: "Axes", marked: dict[str, list[MapPoint]], rest: list[MapPoint]) -> list[Point]:
    """Every paper in pixels; those of no marked topic may be covered sooner."""
    weighed = [(point, 0.5) for points in marked.values() for point in points] + [(point, 0.08) for point in rest]
    placed = axes.transData.transform([(point.x, point.y) for point, _ in weighed])
    return [Point(float(x), float(y), weight) for (x, y), (_, weight) in zip(placed, weighed, strict=True)]


def _name(axes: "Axes", name: str, x: float, y: float) -> "Text":
    lines = "\n".join(wrap(label(name, 46), 25))
    ground = {"facecolor": ink.PAPER, "edgecolor": "none", "alpha": 0.82, "pad": 1.5}
    style: dict[str, Any] = {"fontsize": 8.5, "weight": "bold", "color": ink.TEXT, "linespacing": 1.05}
    return axes.text(x, y, lines, ha="center", va="center", bbox=ground, zorder=5, **style)


def _wanted(axes: "Axes", text: "Text") -> Wanted:
    box = text.get_window_extent()
    x, y = axes.transData.transform(text.get_position())
    return Wanted(float(x), float(y), float(box.width) + 6, float(box.height) + 6)


def _middle(points: list[MapPoint]) -> tuple[float, float]:
    """The median, which one paper far off does not move."""
    half = len(points) // 2
    return sorted(point.x for point in points)[half], sorted(point.y for point in points)[half]


def _tips(marked: dict[str, list[MapPoint]], rest: list[MapPoint]) -> dict[str, list[str]]:
    groups = {f"topic-{number}": points for number, points in enumerate(marked.values())} | {"rest": rest}
    return {gid: [_short(point.title) for point in points] for gid, points in groups.items()}


def _short(title: str) -> str:
    return title if len(title) <= _TIP_CHARS else f"{title[: _TIP_CHARS - 1]}…"


def _caption(rest: int) -> str:
    others = " Small dots are papers of no marked topic." if rest else ""
    return (
        f"The week's papers; those that are alike lie near each other. The axes have no meaning of their own.{others}"
    )
