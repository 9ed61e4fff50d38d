"""What became of measured predictions: the topic measured again, by the definition it had then."""

from collections.abc import Sequence

from ..domain import FollowUp, Prediction
from ..memory.weeks import WeekOfPapers, stacked
from .topics import centre_of

_FEW = 20
"""Papers of a week, below which a share cannot be told."""


def follow_up(
    predictions: Sequence[Prediction], history: Sequence[WeekOfPapers], week: WeekOfPapers
) -> tuple[FollowUp, ...]:
    """What became of the measured predictions that are due by `week`; written ones and later ones are passed over.

    A prediction is about the next week observed: the first with papers from its due week on, which need not be `week`.
    Its topic is measured by its core papers, looked up in `history` and `week`, and its radius.
    """
    weeks = [*history, week]
    due = [one for one in predictions if one.share_low is not None and one.week < week.week and one.due <= week.week]
    places = {paper.id: place for place, paper in enumerate(p for one in weeks for p in one.papers)} if due else {}
    return tuple(_checked(one, weeks, places) for one in due)


def _checked(prediction: Prediction, weeks: Sequence[WeekOfPapers], places: dict[str, int]) -> FollowUp:
    seen = next(week for week in weeks if week.week >= prediction.due)
    core = [places[paper_id] for paper_id in prediction.core if paper_id in places]
    if 2 * len(core) < max(2, len(prediction.core)):
        return FollowUp(
            prediction=prediction,
            fate="cannot tell",
            reason="Fewer than half of the papers that define the topic are among those remembered of these weeks.",
        )
    if len(seen) < _FEW:
        reason = f"Only {len(seen)} papers were read in {seen.week}, too few to tell a share."
        return FollowUp(prediction=prediction, fate="cannot tell", reason=reason)
    centre = centre_of(stacked(weeks)[core])
    papers = int((seen.vectors @ centre >= prediction.radius).sum())
    return _measured(prediction, seen, papers)


def _measured(prediction: Prediction, seen: WeekOfPapers, papers: int) -> FollowUp:
    low, high = prediction.share_low or 0.0, prediction.share_high or 0.0
    share = papers / len(seen)
    held = low <= share <= high
    side = "within" if held else "below" if share < low else "above"
    reason = f"{papers} of {len(seen)} papers of {seen.week}, {share:.1%}: {side} {low:.1%} to {high:.1%}."
    if seen.week != prediction.due:
        reason += f" No paper was read from {prediction.due} until then."
    cites = (f"trend:{prediction.trend}",) if prediction.trend else ()
    return FollowUp(prediction=prediction, fate="came true" if held else "did not", reason=reason, cites=cites)
