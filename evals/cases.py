"""The cases of a run: from which folder, how many, and a hash that says whether two runs had the same ones."""

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from ..domain.errors import SettingsError
from .task import Sample, Task

DATA_VARIABLE = "PAPERWIRE_DATA"


def data_folder(given: Path | None, env: Mapping[str, str]) -> Path | None:
    """The folder given, or the one that `PAPERWIRE_DATA` names; None stands for the cases that ship.

    Raises:
        SettingsError: it is not a folder.
    """
    named = given or (Path(env[DATA_VARIABLE]) if env.get(DATA_VARIABLE) else None)
    if named is not None and not named.is_dir():
        source = "--data" if given else DATA_VARIABLE
        raise SettingsError(f"{named} is not a folder.", f"Mend {source}, or leave it out for the cases that ship.")
    return named


def cases_of(task: Task, data: Path | None, limit: int | None = None) -> list[Sample]:
    """The task's cases; of a limited number, every cluster in turn gives one, so that few cases still span many.

    Raises:
        SettingsError: there are none, or two have the same id.
    """
    samples = list(task.samples(data))
    if not samples:
        raise SettingsError(f"The task {task.name} finds no cases in {data}.", "Name another folder with --data.")
    if len({sample.id for sample in samples}) < len(samples):
        raise SettingsError(f"The task {task.name} has cases of the same id.", "Mend the task or its data.")
    return samples if limit is None else _spread(samples, limit)


def grouped(samples: Iterable[Sample]) -> dict[str, list[Sample]]:
    """The cases by group, in order."""
    groups: dict[str, list[Sample]] = {}
    for sample in samples:
        groups.setdefault(sample.group, []).append(sample)
    return groups


def dataset_hash(samples: Iterable[Sample]) -> str:
    """SHA-256 (12 hex digits) over the cases, in the order of their ids."""
    digest = hashlib.sha256()
    for sample in sorted(samples, key=lambda one: one.id):
        digest.update(json.dumps(sample.model_dump(mode="json"), sort_keys=True).encode() + b"\n")
    return digest.hexdigest()[:12]


def _spread(samples: Sequence[Sample], limit: int) -> list[Sample]:
    turns: dict[str, int] = {}
    order = []
    for position, sample in enumerate(samples):
        turn = turns[sample.cluster] = turns.get(sample.cluster, -1) + 1
        order.append((turn, position))
    return [samples[position] for position in sorted(position for _, position in sorted(order)[:limit])]
