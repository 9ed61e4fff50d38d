"""Holds written predictions of earlier weeks against this one; measured ones are checked by counting, elsewhere."""

from collections.abc import Sequence
from datetime import date

from ..domain import Fate, FollowUp, Prediction, Provenance
from ..domain.week_briefs import PredictionCheckBrief, WeekBrief
from ..domain.week_forms import PredictionCheckForm, PredictionVerdict
from ..domain.window import day_told
from ..engines.assignment import Assignment
from .board import Board, cites_of, panel
from .figures import strange_figures
from .staff import Staff
from .week_wording import counts_text, week_text

_UNJUDGED = "It was not judged: that takes a model's verdict."
_NOT_DUE = "It is due by {due}; nothing so far decides it."
_UNSHOWN = "A verdict came without anything of this week that shows it."


async def check_predictions(
    staff: Staff, predictions: Sequence[Prediction], evidence: WeekBrief, today: date
) -> tuple[FollowUp, ...]:
    """What became of each written prediction, in their order; those that name a trend are left to who counts.

    `came true` and `did not` rest on something of the week that the verdict cites. Before it is due a prediction that
    nothing decides stays `open`; from then on that is `cannot tell`.

    Raises:
        EngineError: there is no answer.
    """
    written = tuple(one for one in predictions if not one.trend)
    if not written:
        return ()
    board = Board()
    reply = await staff.desk.fulfil(
        Assignment(
            agent="prediction_check",
            prompt=staff.prompt("prediction_check"),
            variables={
                "today": day_told(today),
                "counts": counts_text(evidence),
                "week": week_text(evidence, board),
                "predictions": "\n".join(_told(number, one) for number, one in enumerate(written, start=1)),
            },
            brief=PredictionCheckBrief(predictions=written, evidence=evidence, today=today),
            form=PredictionCheckForm,
            findings=PredictionCheckForm,
            label=f"{len(written)} predictions against {evidence.week}",
            max_output_tokens=staff.output_tokens("prediction_check"),
        )
    )
    verdicts = {verdict.number: verdict for verdict in reply.form.verdicts}
    numbered = enumerate(written, start=1)
    return tuple(_follow_up(one, verdicts.get(at), board, evidence, reply.provenance) for at, one in numbered)


def _told(number: int, one: Prediction) -> str:
    shown_by = f"\nTo be shown by: {one.shown_by}" if one.shown_by else ""
    return panel("prediction", f"{one.statement}{shown_by}", number=str(number), made=one.week, due=one.due)


def _follow_up(
    one: Prediction, verdict: PredictionVerdict | None, board: Board, week: WeekBrief, provenance: Provenance
) -> FollowUp:
    fate, reason, cites = _judged(one, verdict, board, week)
    return FollowUp(prediction=one, fate=fate, reason=reason, cites=cites, provenance=provenance)


def _judged(
    one: Prediction, verdict: PredictionVerdict | None, board: Board, week: WeekBrief
) -> tuple[Fate, str, tuple[str, ...]]:
    undecided: Fate = "open" if week.week < one.due else "cannot tell"
    pending = _NOT_DUE.format(due=one.due)
    if verdict is None:
        return undecided, pending if undecided == "open" else _UNJUDGED, ()
    cited, reason = board.find(verdict.keys), " ".join(verdict.reason.split())
    known = f"{counts_text(week)} {one.statement} {one.shown_by} {one.week} {one.due}"
    carried = board.carries(reason, cited, strange_figures, known)
    if verdict.fate in ("came true", "did not"):
        if cited and carried:
            return verdict.fate, reason, cites_of(cited)
        return undecided, _UNSHOWN, ()
    return undecided, reason if reason and carried else pending if undecided == "open" else _UNJUDGED, cites_of(cited)
