"""How a long question is read: a low-rank addition to the embedding's weights, and maps for its single words.

MiniLM was trained to put like beside like, and what a reviewer writes of a paper is not like its abstract. The addition
was fitted so that reviews lie near the abstracts they are about (LoRA, Hu et al. 2021), with the vectors of papers left
as they are: nothing has to be embedded anew. The maps, fitted with it, take the vectors of words to a smaller space,
where a question's words are put beside a text's: see `late_interaction`. `evals/adapter` fits all of it; what it gains
stands in docs/retrieval.md.
"""

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Matrix = NDArray[np.float32]

FILE = Path(__file__).with_name("query_adapter.safetensors")
LONG = 25
"""Words from which a question is a text about a paper; shorter ones are read as the model reads them."""
TRUST_IN_ADAPTED = 1.6
"""What the meaning of such a text counts beside its words; of a short question both count alike."""
_MAPS = "maps"


class Maps(NamedTuple):
    """From the model's last layer to where words are compared: (x - centre) @ map.T, of unit length."""

    centre: "Matrix"
    """(384,)."""
    question: "Matrix"
    """(d, 384)."""
    text: "Matrix"
    """(d, 384)."""
    gate: "Matrix"
    """(385,), the last one constant: through the logistic function, what a word of the question counts."""
    fit: str
    """Which fit it was; token vectors of different fits are not compared."""


@cache
def additions(made_for: str) -> "dict[str, tuple[Matrix, Matrix]]":
    """For each linear layer, by the name of its weights, `down` (r, in) and `up` (out, r); empty for another model.

    The layer's output gains (x @ down.T) @ up.T.
    """
    stored, _ = _stored(made_for)
    layers = {name.rpartition(".")[0] for name in stored if not name.startswith(f"{_MAPS}.")}
    return {layer: (stored[f"{layer}.down"], stored[f"{layer}.up"]) for layer in layers}


@cache
def maps(made_for: str) -> Maps | None:
    """The maps for words; None for another model than the one they were fitted to."""
    stored, fit = _stored(made_for)
    if f"{_MAPS}.gate" not in stored:
        return None
    centre, question, text, gate = (stored[f"{_MAPS}.{name}"] for name in ("centre", "question", "text", "gate"))
    return Maps(centre, question, text, gate, fit)


def is_long(text: str) -> bool:
    """Whether a question is long enough to be read as a text about a paper."""
    return len(text.split()) >= LONG


@cache
def _stored(made_for: str) -> "tuple[dict[str, Matrix], str]":
    import numpy as np
    from safetensors import safe_open

    with safe_open(FILE, framework="numpy") as file:
        about = file.metadata() or {}
        if about.get("embedder") != made_for:
            return {}, ""
        return {name: file.get_tensor(name).astype(np.float32) for name in file.keys()}, about.get("fit", "")  # noqa: SIM118
