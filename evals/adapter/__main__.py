"""Fits how long questions are read: `python -m paperwire.evals.adapter --data DIR --corpus DIR --output FILE`.

Each review gives up to four queries: the first 80 words of its weaknesses, the next 80, its questions, and the opening
of its summary. Papers without reviews have a critique each that a language model wrote of their abstracts. The name of
the paper's system is masked. Papers that the retrieval task asks for are left out on both sides, and a number of others
is kept out to judge by. Twenty minutes on two cores, and as long for what is not yet in `--corpus`.
"""

import argparse
import hashlib
import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from ...memory.embedding import Embedder
from .additions import Reader
from .candidates import Candidates, FirstSearch
from .first import fit_vectors, vectors_of
from .judge import judged
from .pairs import Material, Pair, material
from .second import Maps, fit_words
from .states import States, states

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_STEPS, _MORE_STEPS = 500, 300
_FOUND_AT_WORST = 250
"""A paper that the first search has not among so many is not learnt to be seen among a hundred."""
_WORDS_TO_BEGIN_WITH = 60_000


def main(arguments: Sequence[str] | None = None) -> int:
    """Fits, writes the file, and prints what it gains on the papers kept out."""
    given = _parser().parse_args(arguments)
    import torch

    torch.manual_seed(0)
    read = material(given.data, given.corpus, given.kept_out)
    kept = states(read.field.texts, given.corpus / "states.npz")
    reader = Reader()
    fit_vectors(reader, read, _STEPS)
    search = FirstSearch(read.field)
    found = _found(search, reader, list(dict.fromkeys(read.learnt)))
    learnt = [(pair, one) for pair, one in found if one.rank <= _FOUND_AT_WORST]
    maps = Maps(_some_words(kept))
    fit_words(reader, maps, learnt, kept, read.field.vectors, _MORE_STEPS)
    _write(given.output, {**reader.pieces(), **maps.arrays()}, read)
    if read.kept_out:
        told = judged(reader, maps, kept, _found(search, reader, read.kept_out))
        sys.stdout.write(json.dumps(told, indent=2) + "\n")
    return 0


def _found(search: FirstSearch, reader: Reader, pairs: list[Pair]) -> list[tuple[Pair, Candidates]]:
    """What the first search finds as questions are read now."""
    vectors = vectors_of(reader, [pair.query for pair in pairs])
    return list(zip(pairs, search.all_candidates(pairs, vectors), strict=True))


def _some_words(kept: States) -> "NDArray[np.float32]":
    import numpy as np

    chosen = np.random.default_rng(0).choice(len(kept.flat), _WORDS_TO_BEGIN_WITH, replace=False)
    return kept.flat[np.sort(chosen)].astype(np.float32)


def _write(output: Path, pieces: "dict[str, NDArray[np.float16]]", read: Material) -> None:
    from safetensors.numpy import save_file

    fit = hashlib.sha256(b"".join(pieces[name].tobytes() for name in sorted(pieces))).hexdigest()[:12]
    about = {
        "embedder": Embedder().name,
        "fit": fit,
        "fitted_on": "reviews of NeurIPS 2023 to 2025 and ICLR 2017 from OpenReview (CC BY 4.0 where stated), and "
        "critiques of arXiv abstracts by a language model",
        "queries": str(len(read.learnt)),
        "papers": str(len(read.field.texts)),
        "command": "python -m paperwire.evals.adapter --data DIR --corpus DIR --output FILE",
    }
    save_file(pieces, output, metadata=about)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m paperwire.evals.adapter", description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="folder that holds reviews/ and arxiv_days/")
    parser.add_argument("--corpus", type=Path, required=True, help="folder where vectors of papers are kept")
    parser.add_argument("--output", type=Path, required=True, help="file to write: memory/query_adapter.safetensors")
    parser.add_argument("--kept-out", type=int, default=130, help="papers kept out to judge by (130)")
    return parser


if __name__ == "__main__":
    sys.exit(main())
