"""Sets the judge to work on a comparison: labelled pairs first, then the answers that differ."""

import asyncio
from importlib.resources import as_file, files
from pathlib import Path

from ..commands.order import now
from ..domain.errors import SettingsError
from ..engines import Desk
from .bench import open_bench
from .contender import Contender, settings_for
from .judge import Judged, Judgement, Labelled, Pair, judge, read_labels, weigh
from .order import EvalOrder
from .pairing import Paired
from .task import Sample


def judge_comparison(
    order: EvalOrder, paired: Paired, samples: list[Sample], limit: int, labels: Path | None
) -> Judged:
    """Judges up to `limit` pairs of differing answers, with the model of the settings (`[agents.judge]` may name one).

    Raises:
        SettingsError: the cases are not there to be shown to the judge, or no model is configured.
        RunStopped: no model can be asked any more.
    """
    if not samples:
        raise SettingsError("The judge must see the cases, and they are not there.", "Name their folder with --data.")
    own = order.settings.agents.get("judge")
    model = (own and own.model) or order.settings.engine.model
    settings = settings_for(order.task, Contender(engine="openai"), order.settings)
    known = read_labels(labels) if labels else shipped_labels()
    pairs = differing(paired, samples)[:limit]
    with open_bench(settings, "openai", order.folder, now, {}) as (_, desk):
        on_labels, judgements = asyncio.run(_both(desk, known, pairs, order.task.description))
    return weigh(known, on_labels, pairs, judgements, model)


def shipped_labels() -> list[Labelled]:
    """The labelled pairs that ship, written for it."""
    with as_file(files(__package__) / "data" / "judge" / "pairs.jsonl") as path:
        return read_labels(path)


def differing(paired: Paired, samples: list[Sample]) -> list[Pair]:
    """The pairs of answers that are not the same, in the order of the cases."""
    cases = {sample.id: sample for sample in samples}
    pairs = []
    for key in paired.ids:
        a = next(line.output for line in paired.lines_a[key] if line.output is not None)
        b = next(line.output for line in paired.lines_b[key] if line.output is not None)
        if a != b and key in cases:
            pairs.append(Pair(id=key, cluster=cases[key].cluster, input=cases[key].input, a=a, b=b))
    return pairs


async def _both(
    desk: Desk, known: list[Labelled], pairs: list[Pair], purpose: str
) -> tuple[list[Judgement], list[Judgement]]:
    try:
        return await judge(desk, known, purpose), await judge(desk, pairs, purpose)
    finally:
        await desk.aclose()
