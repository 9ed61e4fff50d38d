"""What keeps a week's shares from being comparable: few papers, gaps, another mix of fields."""

from collections import Counter
from collections.abc import Sequence
from datetime import timedelta

from ..domain import week_days, week_of
from ..memory.weeks import WeekOfPapers

_APART = 0.20
"""Total variation between two mixes of fields from which shares of topics are not like for like."""
_FEW = 100
_NAMED = 3


def missing_weeks(weeks: Sequence[str]) -> tuple[str, ...]:
    """The ISO weeks between the first and the last of `weeks` that are not among them."""
    found, day, last = list[str](), week_days(weeks[0])[0], week_days(weeks[-1])[0]
    while day < last:
        if week_of(day) not in weeks:
            found.append(week_of(day))
        day += timedelta(days=7)
    return tuple(found)


def notices_on(week: WeekOfPapers, history: Sequence[WeekOfPapers]) -> tuple[str, ...]:
    """What a reader must know before believing the trends of `week`."""
    found = []
    if not history:
        found.append(f"{week.week} is the only week with papers so far: there are shares, and no growth.")
    if len(week) < _FEW:
        found.append(f"Only {len(week)} papers were read in {week.week}: shares are rough.")
    if missing := missing_weeks([one.week for one in (*history, week)]):
        verb = "week has" if len(missing) == 1 else "weeks have"
        found.append(f"{len(missing)} {verb} no papers between {history[0].week} and {week.week}; nothing is assumed.")
    if changed := _changed(week, history):
        found.append(changed)
    return tuple(found)


def _changed(week: WeekOfPapers, history: Sequence[WeekOfPapers]) -> str:
    now, before = _mix([week]), _mix(history)
    if not now or not before:
        return ""
    moves = {field: now.get(field, 0.0) - before.get(field, 0.0) for field in {*now, *before}}
    apart = sum(abs(move) for move in moves.values()) / 2
    if apart < _APART:
        return ""
    largest = sorted(moves, key=lambda field: (-abs(moves[field]), field))[:_NAMED]
    told = ", ".join(f"{field} {before.get(field, 0):.0%} to {now.get(field, 0):.0%}" for field in largest)
    return (
        f"The papers come from other fields than before ({apart:.0%} of them moved: {told}), which by itself moves the "
        "shares of topics."
    )


def _mix(weeks: Sequence[WeekOfPapers]) -> dict[str, float]:
    """The share of each primary category among the papers that have one."""
    counts = Counter(field for week in weeks for field in week.fields if field)
    return {field: count / counts.total() for field, count in counts.items()}
