"""Fits the addition to long questions again: `python -m paperwire.evals.fit_query_adapter --data DIR --output FILE`.

Each review gives up to four queries: the first 80 words of its weaknesses, the next 80, its questions, and the opening
of its summary. The right answer is the vector of the reviewed paper's title and abstract, the wrong ones are those of
all other papers at hand; vectors of papers stay as they are. The name of the paper's system is masked. Papers that the
retrieval task asks for are left out on both sides. Half an hour on two cores, and as long for vectors not yet made.
"""

import argparse
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..memory.embedding import Embedder
from .adapter_queries import Pair, papers_and_pairs

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Vectors = NDArray[np.float32]

RANK, SCALE, EPOCHS, BATCH = 8, 4.0, 2, 32
_RATE, _WARM_UP, _TEMPERATURE = 8e-4, 50, 0.05
_PIECES = 128
_BUCKET = 8
"""Batches sorted together by length, so that little of a batch is padding."""


def fit(pairs: Sequence[Pair], papers: "Vectors", seed: int = 0, told: int = 25) -> dict[str, Any]:
    """The trained pieces by name, `LAYER.down` (r, in) and `LAYER.up` (out, r), float16 arrays.

    Args:
        pairs: queries with the row of their paper.
        papers: unit vectors, float32, (n, 384).
        seed: decides the start and the order.
        told: after how many steps the loss is printed to standard error.
    """
    import random

    import torch

    torch.manual_seed(seed)
    order = random.Random(seed)  # noqa: S311 - an order to be had again, no secret
    model, tokenizer = _loaded()
    added = _with_additions(model)
    parameters = [p for one in added.values() for p in (one.down, one.up)]
    optimiser = torch.optim.AdamW(parameters, lr=_RATE, weight_decay=0.01)
    field = torch.tensor(papers)
    steps = EPOCHS * (len(pairs) // BATCH)
    batches = (batch for _ in range(EPOCHS) for batch in _batches(pairs, order))
    for step, batch in enumerate(batches):
        vectors = _encoded(model, tokenizer, [one.query for one in batch])
        loss = torch.nn.functional.cross_entropy(
            vectors @ field.T / _TEMPERATURE, torch.tensor([one.paper for one in batch])
        )
        for group in optimiser.param_groups:
            group["lr"] = _RATE * min(1.0, step / _WARM_UP) * max(0.0, 1 - step / (steps + 1))
        optimiser.zero_grad()
        loss.backward()  # type: ignore[no-untyped-call]
        torch.nn.utils.clip_grad_norm_(parameters, 1.0)
        optimiser.step()
        if step % told == 0:
            sys.stderr.write(f"{step} of {steps}: loss {loss.item():.3f}\n")
    return {
        f"{name}.{part}": value.detach().half().numpy()
        for name, one in added.items()
        for part, value in (("down", one.down), ("up", one.up * SCALE))
    }


def _batches(pairs: Sequence[Pair], order: Any) -> Iterator[list[Pair]]:
    shuffled = list(pairs)
    order.shuffle(shuffled)
    batches = []
    for start in range(0, len(shuffled), BATCH * _BUCKET):
        bucket = sorted(shuffled[start : start + BATCH * _BUCKET], key=lambda one: len(one.query))
        batches += [bucket[at : at + BATCH] for at in range(0, len(bucket) - BATCH + 1, BATCH)]
    order.shuffle(batches)
    yield from batches


def _loaded() -> tuple[Any, Any]:
    from ..memory.embedding import loaded_model

    whole = loaded_model()
    transformer = whole[0]
    model = getattr(transformer, "auto_model", None) or transformer.model
    for parameter in model.parameters():
        parameter.requires_grad = False
    model.train()
    return model, whole.tokenizer


def _with_additions(model: Any) -> dict[str, Any]:
    """Puts an addition beside every linear layer of the encoder; gives them by the layers' names."""
    import torch

    class Added(torch.nn.Module):
        def __init__(self, layer: torch.nn.Linear) -> None:
            super().__init__()
            self.layer = layer
            self.down = torch.nn.Parameter(torch.randn(RANK, layer.in_features) / layer.in_features**0.5)
            self.up = torch.nn.Parameter(torch.zeros(layer.out_features, RANK))

        def forward(self, x: torch.Tensor) -> torch.Tensor:
            y: torch.Tensor = self.layer(x) + (x @ self.down.T) @ self.up.T * SCALE
            return y

    added: dict[str, Any] = {}
    for path, module in list(model.named_modules()):
        for name, child in list(module.named_children()):
            if isinstance(child, torch.nn.Linear) and path.startswith("encoder"):
                added[f"{path}.{name}"] = Added(child)
                setattr(module, name, added[f"{path}.{name}"])
    return added


def _encoded(model: Any, tokenizer: Any, texts: Sequence[str]) -> Any:
    import torch

    pieces = tokenizer(list(texts), padding=True, truncation=True, max_length=_PIECES, return_tensors="pt")
    with torch.autocast("cpu", dtype=torch.bfloat16):
        hidden = model(**pieces).last_hidden_state
    mask = pieces["attention_mask"][..., None].float()
    return torch.nn.functional.normalize((hidden.float() * mask).sum(1) / mask.sum(1), dim=1)


def main(arguments: Sequence[str] | None = None) -> int:
    """Writes the addition to `--output`."""
    from safetensors.numpy import save_file

    parser = argparse.ArgumentParser(prog="python -m paperwire.evals.fit_query_adapter", description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="folder that holds reviews/ and arxiv_days/")
    parser.add_argument("--corpus", type=Path, required=True, help="folder where vectors of papers are kept")
    parser.add_argument("--output", type=Path, required=True, help="file to write: memory/query_adapter.safetensors")
    given = parser.parse_args(arguments)
    papers, pairs = papers_and_pairs(given.data, given.corpus)
    about = {
        "embedder": Embedder().name,
        "fitted_on": "reviews of NeurIPS 2023 to 2025 and ICLR 2017 from OpenReview (CC BY 4.0 where stated)",
        "queries": str(len(pairs)),
        "papers": str(len(papers)),
        "command": "python -m paperwire.evals.fit_query_adapter --data DIR --corpus DIR --output FILE",
    }
    save_file(fit(pairs, papers), given.output, metadata=about)
    return 0


if __name__ == "__main__":
    sys.exit(main())
