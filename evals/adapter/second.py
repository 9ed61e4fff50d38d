"""The second fit: beside the first search's scores, a look at single words puts the right paper before the others."""

import sys
from collections.abc import Sequence
from random import Random
from typing import TYPE_CHECKING, Any

from .additions import Reader, pooled
from .batches import BATCH, batches, pace, stepped
from .candidates import Candidates
from .first import TEMPERATURE
from .pairs import Pair
from .states import States

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Vectors = NDArray[np.float32]

WIDTH = 64
_RATE, _MAPS_RATE, _GATE_RATE, _SCALE_RATE = 4e-4, 1e-3, 3e-3, 1e-2
_NEAR, _OTHERS = 25, 15
_OF_OTHERS, _OF_ALL = 0.5, 0.2
"""What telling apart the batch's papers, and all papers by their vectors, count beside telling apart what was found."""
_TOLD = 25


class Maps:
    """What is learnt beside the reader's additions: see `memory/query_adapter.Maps`."""

    def __init__(self, words: "Vectors") -> None:
        """Begins with the main directions of the words given, (t, 384)."""
        import numpy as np
        import torch

        centre = words.mean(0)
        _, _, directions = np.linalg.svd(words - centre, full_matrices=False)
        start = torch.tensor(directions[:WIDTH].copy())
        self.centre = torch.tensor(centre)
        self.question = torch.nn.Parameter(start.clone())
        self.text = torch.nn.Parameter(start.clone())
        self.gate = torch.nn.Parameter(torch.zeros(len(centre) + 1))
        self.scale = torch.nn.Parameter(torch.tensor(3.5))
        self.first = torch.nn.Parameter(torch.tensor([0.3, 0.4]))

    def groups(self) -> list[dict[str, Any]]:
        """For the optimiser."""
        return [
            {"params": [self.question, self.text], "full": _MAPS_RATE},
            {"params": [self.gate], "full": _GATE_RATE},
            {"params": [self.scale, self.first], "full": _SCALE_RATE},
        ]

    def asked(self, hidden: Any, mask: Any) -> tuple[Any, Any]:
        """A question's words, (b, n, d), and what they count, (b, n)."""
        import torch

        weights = torch.sigmoid(hidden @ self.gate[:-1] + self.gate[-1]) * mask
        vectors = torch.nn.functional.normalize((hidden - self.centre) @ self.question.T, dim=-1)
        return vectors, weights / weights.sum(1, keepdim=True)

    def told(self, words: Any) -> Any:
        """A text's words, (t, d)."""
        import torch

        return torch.nn.functional.normalize((words - self.centre) @ self.text.T, dim=-1)

    def arrays(self) -> "dict[str, NDArray[np.float16]]":
        """By name, as the product reads them."""
        named = {"centre": self.centre, "question": self.question, "text": self.text, "gate": self.gate}
        return {f"maps.{name}": value.detach().half().numpy() for name, value in named.items()}


def nearness(asked: Any, weights: Any, told: Any, lengths: Any) -> Any:
    """For texts with these words, (t, d), and one question's words, (n, d): scores, one a text."""
    import torch

    nearest = torch.segment_reduce(told @ asked.T, "max", lengths=lengths, axis=0)
    return nearest @ weights


def fit_words(
    reader: Reader,
    maps: Maps,
    learnt: Sequence[tuple[Pair, Candidates]],
    states: States,
    vectors: "Vectors",
    steps: int,
) -> None:
    """Learns additions and maps; tells the loss on standard error."""
    import torch

    found = dict(learnt)
    chance = Random(1)  # noqa: S311 - a choice to be had again, no secret
    field = torch.tensor(vectors)
    optimiser = torch.optim.AdamW([{"params": reader.parameters, "full": _RATE}, *maps.groups()], weight_decay=0.01)
    for step, batch in enumerate(batches([pair for pair, _ in learnt], steps, chance)):
        chosen = [_some(found[pair], chance) for pair in batch]
        losses = _losses(reader, maps, batch, chosen, states, field)
        loss = losses[0] + _OF_OTHERS * losses[1] + _OF_ALL * losses[2]
        stepped(optimiser, loss, pace(step, steps))
        if step % _TOLD == 0:
            sys.stderr.write(f"words {step} of {steps}: loss {', '.join(f'{one.item():.3f}' for one in losses)}\n")


def _losses(
    reader: Reader, maps: Maps, batch: Sequence[Pair], chosen: Sequence[Candidates], states: States, field: Any
) -> tuple[Any, Any, Any]:
    """Of telling the right paper from what was found, from the batch's others, and by its vector from all."""
    import torch

    hidden, mask = reader.read([pair.query for pair in batch])
    asked, weights = maps.asked(hidden, mask)
    scale = maps.scale.exp()
    scores = []
    for at, one in enumerate(chosen):
        words, lengths = states.of(one.papers)
        first = torch.tensor(one.words) * maps.first[0] + torch.tensor(one.meaning) * maps.first[1]
        scores.append(scale * nearness(asked[at], weights[at], maps.told(words), lengths) + first)
    right = torch.tensor([pair.paper for pair in batch])
    words, lengths = states.of(right.numpy())
    nearest = torch.segment_reduce(maps.told(words) @ asked.reshape(-1, WIDTH).T, "max", lengths=lengths, axis=0)
    others = scale * (nearest.reshape(len(batch), len(batch), -1) * weights[None]).sum(-1).T
    twins = (right[:, None] == right[None]) & ~torch.eye(BATCH, dtype=torch.bool)
    cross_entropy = torch.nn.functional.cross_entropy
    return (
        cross_entropy(torch.stack(scores), torch.zeros(len(batch), dtype=torch.long)),
        cross_entropy(others.masked_fill(twins, -1e4), torch.arange(len(batch))),
        cross_entropy(pooled(hidden, mask) @ field.T / TEMPERATURE, right),
    )


def _some(one: Candidates, chance: Random) -> Candidates:
    """The right one and some others, every second of them from the best."""
    best = chance.sample(range(1, _NEAR + 1), _OTHERS // 2)
    rest = chance.sample(range(_NEAR + 1, len(one.papers)), _OTHERS - len(best))
    at = [0, *best, *rest]
    return Candidates(one.papers[at], one.words[at], one.meaning[at], one.rank)
