"""The week's editor: an opening that ties papers, trends and news, what to read first, and what is expected."""

from collections.abc import Iterator, Sequence
from datetime import timedelta

from ..domain import CitedClaim, Prediction, Provenance, ReadFirst, week_days, week_of
from ..domain.noun import Noun
from ..domain.week_briefs import WeekBrief
from ..domain.week_forms import Expected, Recommended, WeekFindings, WeekForm
from ..domain.window import day_told
from ..engines.assignment import Assignment
from .board import Board, cites_of
from .figures import strange_counts
from .staff import Staff
from .week_wording import counts_text, week_text

_MOST_PREDICTIONS = 4


class WeekEdit(Noun):
    """What the editor makes of a week. `dropped` counts sentences, tips and predictions that did not stand: they cite
    nothing that was shown, or give a figure that it does not."""

    opening: tuple[CitedClaim, ...] = ()
    read_first: tuple[ReadFirst, ...] = ()
    predictions: tuple[Prediction, ...] = ()
    dropped: int = 0
    provenance: Provenance


async def write_week(staff: Staff, brief: WeekBrief) -> WeekEdit:
    """The opening, what to read first, and two to four predictions; none where the engine makes none.

    Every figure in the opening stands in what its sentence cites, or among the week's own counts.

    Raises:
        EngineError: there is no answer.
    """
    board, counts = Board(), counts_text(brief)
    week = week_text(brief, board)
    reply = await staff.desk.fulfil(
        Assignment(
            agent="week_synthesis",
            prompt=staff.prompt("week_synthesis"),
            variables={"today": day_told(brief.today), "counts": counts, "week": week},
            brief=brief,
            form=WeekForm,
            findings=WeekFindings,
            label=f"opening of {brief.week}",
            max_output_tokens=staff.output_tokens("week_synthesis"),
        )
    )
    form: WeekFindings = reply.form
    expected = form.predictions[:_MOST_PREDICTIONS] if isinstance(form, WeekForm) else []
    opening, dropped = board.checked(form.opening, strange_counts, counts)
    tips = tuple(_tips(form.read_first, board, counts))
    predictions = tuple(_predictions(brief.week, expected, board, reply.provenance))
    lost = len(form.read_first) - len(tips) + len(expected) - len(predictions)
    return WeekEdit(
        opening=opening,
        read_first=tips,
        predictions=predictions,
        dropped=dropped + lost,
        provenance=reply.provenance,
    )


def _tips(rows: Sequence[Recommended], board: Board, counts: str) -> Iterator[ReadFirst]:
    seen: set[str] = set()
    for row in rows:
        target = next(iter(cites_of(board.find([row.key]))), "")
        cited = board.find([row.key, *row.keys])
        readable = target.startswith(("paper:", "story:")) and target not in seen
        if readable and board.carries(row.reason, cited, strange_counts, counts):
            seen.add(target)
            [thing] = board.find([target])
            reason = " ".join(row.reason.split())
            yield ReadFirst(target=target, title=thing.title, url=thing.url, reason=reason, cites=cites_of(cited))


def _predictions(week: str, rows: Sequence[Expected], board: Board, provenance: Provenance) -> Iterator[Prediction]:
    """Those that cite something; a figure in one is the model's own, since it speaks of what is not yet counted."""
    monday, _ = week_days(week)
    for number, row in enumerate(rows, start=1):
        cites = cites_of(board.find(row.keys))
        if cites and row.statement.strip():
            yield Prediction(
                id=f"{week}:written:{number}",
                week=week,
                statement=" ".join(row.statement.split()),
                due=week_of(monday + timedelta(weeks=row.weeks)),
                shown_by=" ".join(row.shown_by.split()),
                cites=cites,
                provenance=provenance,
            )
