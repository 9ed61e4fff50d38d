"""Queries in batches of like length, so that little of a batch is padding."""

from collections.abc import Iterator, Sequence
from itertools import chain, islice, repeat
from random import Random
from typing import Any

from .pairs import Pair

BATCH = 32
_BUCKET = 8
_WARM_UP = 50


def batches(pairs: Sequence[Pair], steps: int, order: Random) -> Iterator[list[Pair]]:
    """`steps` batches; every pair is met once before any is met again."""
    return islice(chain.from_iterable(_epoch(pairs, order) for _ in repeat(None)), steps)


def pace(step: int, steps: int) -> float:
    """What the learning rate is multiplied with: up in fifty steps, then down to nothing in a straight line."""
    return min(1.0, step / _WARM_UP) * max(0.0, 1 - step / (steps + 1))


def stepped(optimiser: Any, loss: Any, part: float) -> None:
    """One step of an optimiser whose groups carry their full rate as `full`."""
    import torch

    for group in optimiser.param_groups:
        group["lr"] = group["full"] * part
    optimiser.zero_grad()
    loss.backward()
    torch.nn.utils.clip_grad_norm_([one for group in optimiser.param_groups for one in group["params"]], 1.0)
    optimiser.step()


def _epoch(pairs: Sequence[Pair], order: Random) -> list[list[Pair]]:
    shuffled = list(pairs)
    order.shuffle(shuffled)
    whole: list[list[Pair]] = []
    for start in range(0, len(shuffled), BATCH * _BUCKET):
        bucket = sorted(shuffled[start : start + BATCH * _BUCKET], key=lambda one: len(one.query))
        whole += [bucket[at : at + BATCH] for at in range(0, len(bucket) - BATCH + 1, BATCH)]
    order.shuffle(whole)
    return whole
