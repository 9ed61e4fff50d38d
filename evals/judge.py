"""A model as judge of two answers: blind to whose they are, asked in both orders, weighed against people's labels."""

import asyncio
import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Literal

from pydantic import Field, ValidationError

from ..domain.errors import EngineError, RunStopped, SettingsError
from ..domain.forms import Form
from ..domain.noun import Noun
from ..engines.assignment import Assignment, Fulfils
from ..prompts import fence, load_prompt
from .statistics import kappa, mean_interval
from .task import Json

Side = Literal["a", "b", "tie"]
TRUSTED_KAPPA = 0.6
"""Below this, agreement is usually called moderate at best (Landis and Koch 1977)."""
_OUTPUT_TOKENS = 4_000
_CHARS = 24_000


class JudgeForm(Form):
    """The judge's reply; the reason comes before what it decides."""

    reason: str = Field(description="the one difference that decides, at most 40 words")
    better: Literal["first", "second", "neither"]


class Pair(Noun):
    """Two answers to one case."""

    id: str
    cluster: str = ""
    input: Json
    a: Json
    b: Json


class Labelled(Pair):
    """A pair and what people said of it. `purpose` is what the answers are for, if not the task's own."""

    preferred: Side
    purpose: str = ""


class Judgement(Noun):
    """What the judge said of a pair. Sides that change with the order are no preference: a tie, not `steady`."""

    id: str
    preferred: Side = "tie"
    steady: bool = True
    reason: str = ""
    error: str = ""


class JudgeBrief(Noun):
    """A pair as the judge is shown it."""

    purpose: str
    input: Json
    first: Json
    second: Json


class Judged(Noun):
    """Agreement with people on labelled pairs, then the judgements; `told` says it in that order."""

    model: str
    prompt: str
    labelled: int
    kappa: float | None
    agreed: float
    judgements: tuple[Judgement, ...]
    told: tuple[str, ...]


async def judge(desk: Fulfils, pairs: Sequence[Pair], purpose: str) -> list[Judgement]:
    """A judgement of each pair, in order; a pair that the model failed on has an error and no preference.

    Raises:
        RunStopped: no model can be asked any more.
    """
    return list(await asyncio.gather(*(_judged(desk, pair, purpose) for pair in pairs)))


def weigh(
    labelled: Sequence[Labelled],
    on_labels: Sequence[Judgement],
    pairs: Sequence[Pair],
    judgements: Sequence[Judgement],
    model: str,
) -> Judged:
    """Puts the judge's own reliability before its scores.

    Raises:
        SettingsError: it answered none of the labelled pairs, so that nothing is known of it.
    """
    answered = [(a.preferred, b.preferred) for a, b in zip(labelled, on_labels, strict=True) if not b.error]
    if not answered:
        raise SettingsError("The judge answered no labelled pair.", "Check the model, or give pairs by --judge-labels.")
    people, machine = zip(*answered, strict=True)
    agreement = kappa(people, machine)
    agreed = sum(a == b for a, b in answered) / len(answered)
    steady = sum(j.steady for j in on_labels if not j.error) / len(answered)
    trust = "" if agreement is not None and agreement >= TRUSTED_KAPPA else " Too little to lean on its scores."
    shown = "undefined" if agreement is None else f"{agreement:.2f}"
    first = (
        f"Judge {model}: on {len(answered)} labelled pairs it agrees with people in {agreed:.0%}, "
        f"Cohen's kappa {shown}; steady when the order is swapped in {steady:.0%}.{trust}"
    )
    return Judged(
        model=model,
        prompt=load_prompt("judge").id,
        labelled=len(answered),
        kappa=agreement,
        agreed=agreed,
        judgements=tuple(judgements),
        told=(first, *_scores_told(pairs, judgements)),
    )


def read_labels(path: Path) -> list[Labelled]:
    """Labelled pairs from JSON lines: id, input, a, b, preferred (a, b or tie).

    Raises:
        SettingsError: the file is not there, empty or wrong; the line is named.
    """
    labels = []
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except OSError as error:
        raise SettingsError(f"{path} cannot be read: {error.strerror}.", "Mend --judge-labels.") from error
    for number, line in enumerate(lines, start=1):
        try:
            labels += [Labelled.model_validate_json(line)] if line.strip() else []
        except ValidationError as error:
            wrong = "id, input, a, b and preferred are needed"
            raise SettingsError(f"{path}, line {number}: {wrong}.", "Mend that line.") from error
    if not labels:
        raise SettingsError(f"{path} holds no labelled pair.", "Mend --judge-labels.")
    return labels


async def _judged(desk: Fulfils, pair: Pair, purpose: str) -> Judgement:
    own = pair.purpose if isinstance(pair, Labelled) and pair.purpose else purpose
    try:
        straight, swapped = await asyncio.gather(
            desk.fulfil(_question(pair.id, own, pair.input, pair.a, pair.b, "1")),
            desk.fulfil(_question(pair.id, own, pair.input, pair.b, pair.a, "2")),
        )
    except RunStopped:
        raise
    except EngineError as error:
        return Judgement(id=pair.id, error=f"{error.kind}: {error.message}")
    one = _side(straight.form.better, {"first": "a", "second": "b"})
    other = _side(swapped.form.better, {"first": "b", "second": "a"})
    return Judgement(
        id=pair.id, preferred=one if one == other else "tie", steady=one == other, reason=straight.form.reason
    )


def _side(better: str, sides: Mapping[str, Side]) -> Side:
    return sides.get(better, "tie")


def _question(key: str, purpose: str, case: Json, first: Json, second: Json, order: str) -> Assignment[JudgeForm]:
    return Assignment(
        agent="judge",
        prompt=load_prompt("judge"),
        variables={
            "purpose": purpose,
            "case": fence("case", _text(case)),
            "first": fence("answer", _text(first), place="first"),
            "second": fence("answer", _text(second), place="second"),
        },
        brief=JudgeBrief(purpose=purpose, input=case, first=first, second=second),
        form=JudgeForm,
        findings=JudgeForm,
        label=f"judgement {order} of {key}",
        max_output_tokens=_OUTPUT_TOKENS,
    )


def _text(value: Json) -> str:
    return json.dumps(value, ensure_ascii=False, indent=1)[:_CHARS]


def _scores_told(pairs: Sequence[Pair], judgements: Sequence[Judgement]) -> list[str]:
    rows = [(p, j) for p, j in zip(pairs, judgements, strict=True) if not j.error]
    if not rows:
        return ["No pair was judged."]
    counts = {side: sum(j.preferred == side for _, j in rows) for side in ("a", "b", "tie")}
    points = [{"a": -1.0, "b": 1.0, "tie": 0.0}[j.preferred] for _, j in rows]
    interval = mean_interval(points, [p.cluster or p.id for p, _ in rows])
    unsteady = sum(not j.steady for _, j in rows)
    span = "" if interval.low is None else f", 95% interval {interval.low:+.2f} to {interval.high:+.2f}"
    told = (
        f"It prefers B in {counts['b']}, A in {counts['a']}, neither in {counts['tie']} of {len(rows)} pairs "
        f"({unsteady} of them changed with the order); B minus A {interval.mean:+.2f}{span}."
    )
    failed = len(judgements) - len(rows)
    return [told, *([f"On {failed} pairs the judge gave no answer; they are left out."] if failed else [])]
