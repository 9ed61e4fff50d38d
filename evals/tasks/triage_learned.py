"""A learned baseline: TF-IDF with a linear model, trained on other days' labels of the same reader."""

import asyncio
import threading
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from functools import lru_cache
from typing import Any

from ...domain.errors import EngineError
from ...settings import Selection
from ..task import Bench, Json, Sample
from .triage_baselines import plain
from .triage_cases import day, family
from .triage_order import placed

# Days this close share revisions, follow-ups and fashions; where all labelled days lie closer, a few days must do.
_APART = (14, 3)

Cases = Callable[[], Sequence[Sample]]


class Learned:
    """Scores each day by a model that saw neither that day nor its neighbours.

    Where labels span the scale (the astronomer) it predicts both scores. Where only the selection is known it
    predicts that, and gives 7 or more to the share of papers that the training days selected.
    """

    def __init__(self, cases: Cases) -> None:
        self._cases = cases
        # The days of a stretch come at once, and only the first should fit the model they share.
        self._one_at_a_time = threading.Lock()

    async def __call__(self, bench: Bench, samples: Sequence[Sample]) -> Mapping[str, Json]:
        """Answers one day of one reader.

        Raises:
            EngineError: no other day is labelled for this reader.
        """
        rows = await asyncio.to_thread(self._in_turn, samples)
        return placed({case.id: plain(*row) for case, row in zip(samples, rows, strict=True)}, Selection())

    def _in_turn(self, samples: Sequence[Sample]) -> list[tuple[float, float]]:
        with self._one_at_a_time:
            return self._scores(samples)

    def _scores(self, samples: Sequence[Sample]) -> list[tuple[float, float]]:
        training = training_days(self._cases(), samples[0])
        texts = [text(case) for case in samples]
        if all(case.target["relevance"] is not None for case in training):
            columns = [_predicted(training, axis, texts) for axis in ("relevance", "novelty")]
            return list(zip(*columns, strict=True))
        share = sum(case.target["selected"] for case in training) / len(training)
        return [(score, score) for score in _spread(_chances(training, texts), share)]


def training_days(cases: Sequence[Sample], judged: Sample) -> list[Sample]:
    """The cases of the same reader on days far from that of `judged`.

    Raises:
        EngineError: there are none.
    """
    own = [case for case in cases if family(case) == family(judged)]
    for apart in _APART:
        if found := [case for case in own if _distance(day(case), day(judged)) > apart]:
            return found
    raise EngineError(f"No other day is labelled for {family(judged)}: there is nothing to learn from.")


def text(case: Sample) -> str:
    """What is learned from: title and abstract."""
    paper = case.input["paper"]
    return f"{paper['title']}. {paper['abstract']}"


def _distance(one: date, other: date) -> int:
    return abs((one - other).days)


def _chances(training: Sequence[Sample], texts: Sequence[str]) -> list[float]:
    chosen = tuple(float(case.target["selected"]) for case in training)
    if len(set(chosen)) == 1:
        return [0.0] * len(texts)
    words, model = _fitted(tuple(text(case) for case in training), chosen, graded=False)
    return [float(chance) for chance in model.decision_function(words.transform(texts))]


def _predicted(training: Sequence[Sample], axis: str, texts: Sequence[str]) -> list[float]:
    scores = tuple(float(case.target[axis]) for case in training)
    words, model = _fitted(tuple(text(case) for case in training), scores, graded=True)
    return [min(10.0, max(1.0, float(score))) for score in model.predict(words.transform(texts))]


@lru_cache(maxsize=8)
def _fitted(texts: tuple[str, ...], labels: tuple[float, ...], *, graded: bool) -> tuple[Any, Any]:
    """Vectoriser and model; the days of one stretch share them."""
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.linear_model import LogisticRegression, Ridge

    # A word that a single text has tells nothing of others, unless there are hardly any texts.
    least = 2 if len(texts) > 100 else 1
    words = TfidfVectorizer(sublinear_tf=True, ngram_range=(1, 2), min_df=least, stop_words="english")
    matrix = words.fit_transform(texts)
    model = Ridge(alpha=1.0) if graded else LogisticRegression(C=10.0, max_iter=1000)
    return words, model.fit(matrix, labels)


def _spread(chances: Sequence[float], share: float) -> list[float]:
    """Chances as scores: the best `share` of the day from 7 to 10, the others below, in order."""
    from scipy.stats import rankdata

    better = [float(place - 0.5) / len(chances) for place in rankdata([-chance for chance in chances])]
    return [10 - 3 * place / share if place <= share else 1 + 5.9 * (1 - place) / (1 - share) for place in better]
