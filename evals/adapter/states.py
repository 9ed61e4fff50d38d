"""The model's last layer for every paper, word by word, as the memory would keep the words."""

from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from ...memory.embedding import read_pieces
from ...memory.token_vectors import telling

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_AT_ONCE = 64


class States(NamedTuple):
    """Words that can tell a subject, of all papers one after the other."""

    flat: "NDArray[np.float16]"
    """(t, 384)."""
    starts: "NDArray[np.int64]"
    """Where each paper begins, and where the last one ends, (n + 1,)."""

    def of(self, papers: "NDArray[np.int64]") -> tuple[Any, Any]:
        """The words of some papers, (t, 384), and how many each has; tensors."""
        import numpy as np
        import torch

        parts = [self.flat[self.starts[row] : self.starts[row + 1]] for row in papers]
        return torch.from_numpy(np.concatenate(parts)).float(), torch.tensor([len(part) for part in parts])


def states(texts: list[str], kept: Path) -> States:
    """Reads every text, a quarter of an hour for fifteen thousand; kept in the file, 2 GB."""
    import numpy as np

    if not kept.exists():
        parts: list[NDArray[np.float16]] = []
        for start in range(0, len(texts), _AT_ONCE):
            for tokens, pieces in read_pieces(texts[start : start + _AT_ONCE]):
                parts.append(tokens[telling(pieces)].astype(np.float16))
        np.savez(kept, flat=np.concatenate(parts), starts=np.cumsum([0, *(len(part) for part in parts)]))
    with np.load(kept) as file:
        return States(file["flat"], file["starts"])
