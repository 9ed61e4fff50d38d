"""Predictions of earlier weeks that nobody has settled yet."""

from ..domain import FollowUp, Prediction
from ..memory import Archive

_SETTLED = ("came true", "did not", "cannot tell")


def open_predictions(archive: Archive, week: str) -> list[Prediction]:
    """What weeks before `week` predicted and none of them settled, oldest first."""
    settled = {one.prediction.id for one in archive.weeks.before(week, "follow-up", FollowUp) if one.fate in _SETTLED}
    return [one for one in archive.weeks.before(week, "prediction", Prediction) if one.id not in settled]
