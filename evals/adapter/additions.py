"""A low-rank addition beside every linear layer of MiniLM's encoder, to be learnt; the layers stay as they are."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from ...memory.embedding import loaded_model

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

RANK, SCALE = 8, 4.0
_PIECES = 128


class Reader:
    """The question's side: MiniLM with its additions."""

    def __init__(self) -> None:
        import copy

        whole = loaded_model()
        transformer = copy.deepcopy(whole[0])
        self._tokenizer = whole.tokenizer
        self._model = getattr(transformer, "auto_model", None) or transformer.model
        for parameter in self._model.parameters():
            parameter.requires_grad = False
        self._added = _with_additions(self._model)
        self.parameters = [piece for one in self._added.values() for piece in (one.down, one.up)]

    def read(self, texts: Sequence[str], *, learning: bool = True) -> tuple[Any, Any]:
        """The last layer, (b, n, 384), and which of its rows are words, (b, n), 1 or 0; tensors."""
        import torch

        self._model.train(learning)
        pieces = self._tokenizer(list(texts), padding=True, truncation=True, max_length=_PIECES, return_tensors="pt")
        with torch.set_grad_enabled(learning), torch.autocast("cpu", dtype=torch.bfloat16):
            hidden = self._model(**pieces).last_hidden_state
        return hidden.float(), pieces["attention_mask"].float()

    def pieces(self) -> "dict[str, NDArray[np.float16]]":
        """What was learnt, by name: `LAYER.down` (r, in) and `LAYER.up` (out, r)."""
        return {
            f"{name}.{part}": value.detach().half().numpy()
            for name, one in self._added.items()
            for part, value in (("down", one.down), ("up", one.up * SCALE))
        }


def pooled(hidden: Any, mask: Any) -> Any:
    """Unit vectors, (b, 384): the mean of the words."""
    import torch

    mean = (hidden * mask[..., None]).sum(1) / mask.sum(1, keepdim=True)
    return torch.nn.functional.normalize(mean, dim=1)


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
