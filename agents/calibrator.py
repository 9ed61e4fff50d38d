"""The fitted calibrator: what scores like the panel's have gone with when a conference decided.

Models that referee are too kind and too alike, so their own verdict says little. The coefficients in
`verdict_calibrator.json` come from model reviews of papers whose decision is known; `paperwire.evals.fit_calibrator`
writes that file, and it names its data, its date and how good it is.
"""

from collections.abc import Sequence
from functools import cache
from importlib.resources import files
from math import exp
from statistics import fmean

from ..domain import Calibrated, Review
from ..domain.noun import Noun

# Beyond this many standard deviations nothing was seen; the line is not drawn further.
_REACH = 2.5
_LEAST_REVIEWS = 2


class Coefficient(Noun):
    """One score, averaged over the panel: how it is standardised and what a standard deviation of it adds."""

    score: str
    mean: float
    spread: float
    acceptance: float
    """To the log-odds."""
    rating: float
    """To the mean human rating, 1 to 10."""


class Calibration(Noun):
    """The file: two lines through the same standardised scores, and where they come from."""

    fitted_on: str
    data: str
    papers: int
    base_rate: float
    fitted: str
    command: str
    method: str
    quality: dict[str, float | str]
    acceptance: float
    """Log-odds of a panel with average scores."""
    rating: float
    coefficients: tuple[Coefficient, ...]


def calibrate(reviews: Sequence[Review]) -> Calibrated | None:
    """Probability of acceptance and expected human rating; None with fewer than two reviews that have scores."""
    scores = [review.scores.model_dump() for review in reviews if review.scores]
    if len(scores) < _LEAST_REVIEWS:
        return None
    return apply(calibration(), {name: fmean(one[name] for one in scores) for name in scores[0]})


def apply(calibration: Calibration, means: dict[str, float]) -> Calibrated:
    """The two lines at the panel's mean scores, by name."""
    odds, rating = calibration.acceptance, calibration.rating
    for one in calibration.coefficients:
        away = max(-_REACH, min(_REACH, (means[one.score] - one.mean) / one.spread))
        odds += one.acceptance * away
        rating += one.rating * away
    return Calibrated(
        accept_probability=round(1 / (1 + exp(-odds)), 3),
        expected_rating=round(max(1.0, min(10.0, rating)), 2),
        base_rate=calibration.base_rate,
        fitted_on=calibration.fitted_on,
    )


@cache
def calibration() -> Calibration:
    """The calibration that ships."""
    source = files(__package__).joinpath("verdict_calibrator.json").read_text(encoding="utf-8")
    return Calibration.model_validate_json(source)
