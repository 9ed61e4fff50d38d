"""Where the names of clusters stand: near what they name, on top of nothing else."""

from collections.abc import Sequence
from typing import NamedTuple


class Box(NamedTuple):
    """A rectangle by its lower left and upper right corner."""

    left: float
    bottom: float
    right: float
    top: float

    def meets(self, other: "Box") -> bool:
        apart = self.right <= other.left or other.right <= self.left
        return not (apart or self.top <= other.bottom or other.top <= self.bottom)


class Point(NamedTuple):
    """What a label should rather not cover, and how much rather: in heights of the label."""

    x: float
    y: float
    weight: float = 0.5


class Wanted(NamedTuple):
    """A label of `width` and `height` that should stand at `x`, `y`, its middle."""

    x: float
    y: float
    width: float
    height: float


_RINGS = (0.0, 1.0, 1.6, 2.4, 3.4, 4.8, 6.5, 8.5)
_WAYS = ((0, 1), (0, -1), (1, 0), (-1, 0), (0.7, 0.7), (-0.7, 0.7), (0.7, -0.7), (-0.7, -0.7))


def place_labels(wanted: Sequence[Wanted], room: Box, points: Sequence[Point]) -> list[Box]:
    """A box for each label, in their order: inside `room`, none on another, over as few `points` as can be had near.

    Where no free place is left, a label keeps the last one tried, as near as any.
    """
    taken: list[Box] = []
    for label in wanted:
        tried = [box for box in _candidates(label, room) if not any(box.meets(other) for other in taken)]
        best = min(tried, key=lambda box: _cost(box, label, points), default=None)
        taken.append(best or _within(_box(label, 0, 0), room))
    return taken


def _candidates(label: Wanted, room: Box) -> list[Box]:
    return [
        _within(_box(label, across * ring * label.width / 2, up * ring * label.height), room)
        for ring in _RINGS
        for across, up in (_WAYS if ring else _WAYS[:1])
    ]


def _cost(box: Box, label: Wanted, points: Sequence[Point]) -> float:
    """The distance from where the label belongs, in its heights, and the weight of what it covers."""
    covered = sum(p.weight for p in points if box.left <= p.x <= box.right and box.bottom <= p.y <= box.top)
    across = (box.left + box.right) / 2 - label.x
    up = (box.bottom + box.top) / 2 - label.y
    return covered + float((across**2 + up**2) ** 0.5) / label.height


def _box(label: Wanted, across: float, up: float) -> Box:
    x, y = label.x + across, label.y + up
    return Box(x - label.width / 2, y - label.height / 2, x + label.width / 2, y + label.height / 2)


def _within(box: Box, room: Box) -> Box:
    across = max(room.left - box.left, 0) - max(box.right - room.right, 0)
    up = max(room.bottom - box.bottom, 0) - max(box.top - room.top, 0)
    return Box(box.left + across, box.bottom + up, box.right + across, box.top + up)
