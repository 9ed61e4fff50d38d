"""How a long question is read: a low-rank addition to the embedding's weights, on the question's side alone.

MiniLM was trained to put like beside like, and what a reviewer writes of a paper is not like its abstract. The addition
was fitted so that reviews lie near the abstracts they are about (LoRA, Hu et al. 2021), with the vectors of papers left
as they are: nothing has to be embedded anew. `evals/fit_query_adapter.py` fits it; what it gains stands in
docs/retrieval.md.
"""

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Matrix = NDArray[np.float32]

FILE = Path(__file__).with_name("query_adapter.safetensors")
LONG = 25
"""Words from which a question is a text about a paper; shorter ones are read as the model reads them."""
TRUST_IN_ADAPTED = 1.6
"""What the meaning of such a text counts beside its words; of a short question both count alike."""


@cache
def additions(made_for: str) -> "dict[str, tuple[Matrix, Matrix]]":
    """For each linear layer, by the name of its weights, `down` (r, in) and `up` (out, r); empty for another model.

    The layer's output gains (x @ down.T) @ up.T.
    """
    import numpy as np
    from safetensors import safe_open

    with safe_open(FILE, framework="numpy") as file:
        if (file.metadata() or {}).get("embedder") != made_for:
            return {}
        stored = {name: file.get_tensor(name).astype(np.float32) for name in file.keys()}  # noqa: SIM118
    layers = {name.rpartition(".")[0] for name in stored}
    return {layer: (stored[f"{layer}.down"], stored[f"{layer}.up"]) for layer in layers}


def is_long(text: str) -> bool:
    """Whether a question is long enough to be read as a text about a paper."""
    return len(text.split()) >= LONG
