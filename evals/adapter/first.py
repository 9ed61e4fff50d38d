"""The first fit: a question's vector lies nearer to its paper's than to those of all other papers."""

import sys
from random import Random
from typing import TYPE_CHECKING

from .additions import Reader, pooled
from .batches import batches, pace, stepped
from .pairs import Material

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Vectors = NDArray[np.float32]

_RATE = 8e-4
TEMPERATURE = 0.05
_TOLD = 25


def fit_vectors(reader: Reader, material: Material, steps: int) -> None:
    """Learns the reader's additions; papers' vectors stay as they are. Tells the loss on standard error."""
    import torch

    field = torch.tensor(material.field.vectors)
    optimiser = torch.optim.AdamW([{"params": reader.parameters, "full": _RATE}], weight_decay=0.01)
    for step, batch in enumerate(batches(material.learnt, steps, Random(0))):  # noqa: S311 - an order to be had again
        vectors = pooled(*reader.read([one.query for one in batch]))
        right = torch.tensor([one.paper for one in batch])
        loss = torch.nn.functional.cross_entropy(vectors @ field.T / TEMPERATURE, right)
        stepped(optimiser, loss, pace(step, steps))
        if step % _TOLD == 0:
            sys.stderr.write(f"vectors {step} of {steps}: loss {loss.item():.3f}\n")


def vectors_of(reader: Reader, queries: list[str]) -> "Vectors":
    """Unit vectors as they are read now, (n, 384)."""
    import numpy as np

    order = sorted(range(len(queries)), key=lambda at: len(queries[at]))
    made = np.zeros((len(queries), 384), dtype=np.float32)
    for start in range(0, len(order), 64):
        part = order[start : start + 64]
        made[part] = pooled(*reader.read([queries[at] for at in part], learning=False)).numpy()
    return made
