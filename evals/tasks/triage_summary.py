"""The figures of a triage run, reader by reader, with intervals from drawing its days again."""

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from ..statistics import SEED, tails
from ..task import Answered, Bin, Metric
from .triage_cases import family
from .triage_figures import basis_of, figures_from, note_of
from .triage_tally import AXES, LEVELS, Tally, tally

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Numbers = NDArray[np.float64]

_DRAWS = 2000
# Fewer would be noise; the curve of a collapsed scale is then a single point.
_LEAST_IN_BIN = 5


def summary(cases: Sequence[Answered]) -> list[Metric]:
    """Every figure that the labels allow, as `READER: FIGURE`, with its 95% interval over days."""
    return [metric for reader, days in _tallies(cases).items() for metric in _metrics(reader, days)]


def figures(cases: Sequence[Answered]) -> dict[str, float | None]:
    """The values of `summary` without intervals."""
    return {
        f"{reader}: {name}": _number(value)
        for reader, days in _tallies(cases).items()
        for name, value in figures_from(_summed(days)).items()
    }


def calibration(cases: Sequence[Answered]) -> Mapping[str, Sequence[Bin]]:
    """For each reader and axis with labels over the whole scale: given scores against labels, level by level."""
    curves = {}
    for reader, days in _tallies(cases).items():
        sums = {name: float(value[0]) for name, value in _summed(days).items()}
        for axis in AXES:
            if curve := [_bin(sums, f"{axis} bin {level}") for level in LEVELS if _enough(sums, axis, level)]:
                curves[f"{reader}: {axis}"] = curve
    return curves


def _metrics(reader: str, days: Sequence[Tally]) -> Iterator[Metric]:
    drawn = figures_from(_drawn(days)) if len(days) > 1 else {}
    for name, value in figures_from(_summed(days)).items():
        whole = _number(value)
        counts = [int(count) for day in days if (count := day.get(basis_of(name), 0.0))]
        if whole is not None and counts:
            low, high = _interval(drawn.get(name), len(counts))
            note = f"{note_of(name)}; {len(counts)} day{'s' * (len(counts) > 1)}"
            yield Metric(name=f"{reader}: {name}", value=whole, low=low, high=high, n=sum(counts), note=note)


def _tallies(cases: Sequence[Answered]) -> dict[str, list[Tally]]:
    """The tallies of each reader's days."""
    groups: dict[str, list[Answered]] = {}
    for case in cases:
        groups.setdefault(case.sample.group, []).append(case)
    found: dict[str, list[Tally]] = {}
    for group in groups.values():
        found.setdefault(family(group[0].sample), []).append(_TALLIES.of(group))
    return found


class _Kept:
    """Tallies by the very cases they are of: a comparison draws the same days a thousand times.

    The cases are held with their tally, so that no other case can come to stand under their identity.
    """

    def __init__(self, room: int) -> None:
        self._room = room
        self._kept: dict[tuple[int, ...], tuple[Sequence[Answered], Tally]] = {}

    def of(self, group: Sequence[Answered]) -> Tally:
        key = tuple(map(id, group))
        if key not in self._kept:
            if len(self._kept) >= self._room:
                self._kept.clear()
            self._kept[key] = (tuple(group), tally(group))
        return self._kept[key][1]


_TALLIES = _Kept(room=1000)


def _summed(days: Sequence[Tally]) -> dict[str, "Numbers"]:
    import numpy as np

    names = {name for day in days for name in day}
    return {name: np.array([sum(day.get(name, 0.0) for day in days)]) for name in names}


def _drawn(days: Sequence[Tally]) -> dict[str, "Numbers"]:
    """The sums of `_DRAWS` sets of days, each drawn with replacement."""
    import numpy as np

    generator = np.random.default_rng(SEED)
    times = generator.multinomial(len(days), [1 / len(days)] * len(days), size=_DRAWS)
    names = sorted({name for day in days for name in day})
    table = np.array([[day.get(name, 0.0) for name in names] for day in days])
    return dict(zip(names, (times @ table).T, strict=True))


def _interval(values: "Numbers | None", days: int) -> tuple[float | None, float | None]:
    import numpy as np

    if values is None or days < 2 or np.isnan(values).mean() > 0.05:
        return None, None
    low, high = np.nanquantile(values, tails(days))
    return float(low), float(high)


def _number(value: "Numbers") -> float | None:
    number = float(value[0])
    return number if number == number and abs(number) != float("inf") else None


def _enough(sums: Mapping[str, float], axis: str, level: int) -> bool:
    return sums.get(f"{axis} bin {level} n", 0) >= _LEAST_IN_BIN


def _bin(sums: Mapping[str, float], name: str) -> Bin:
    number = sums[f"{name} n"]
    return Bin(said=sums[f"{name} said"] / number, so=sums[f"{name} so"] / number, n=int(number))
