"""The words of a large archive in parts of thirty thousand records, so that one is sorted while the next is read."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from .words import BUCKETS, COUNT_BITS, MOST

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

# Chosen on reviews of NeurIPS 2025 as questions; `docs/retrieval.md`.
_SATURATION = 2.0
_LENGTH = 0.75


class Part(NamedTuple):
    """How often each word occurs in each of n records: a sparse matrix (n, words) by columns, of one byte a word."""

    counts: Any
    lengths: "NDArray[np.int64]"
    """Words of each record, (n,)."""


def part_of(flat: "NDArray[np.uint32]", sizes: Sequence[int]) -> Part:
    """The part with these packed words, record after record; `sizes` tells how many each record has, (n,)."""
    import numpy as np
    from scipy.sparse import csr_array

    ends = np.cumsum([0, *sizes], dtype=np.int32)
    counts = (flat & MOST).astype(np.uint8)
    lengths = np.zeros(len(sizes), dtype=np.int64)
    some = np.flatnonzero(np.diff(ends))
    if some.size:
        # Empty records have no words to begin at.
        lengths[some] = np.add.reduceat(counts, ends[some], dtype=np.int64)
    buckets = (flat >> COUNT_BITS).view(np.int32)
    return Part(csr_array((counts, buckets, ends), shape=(len(sizes), BUCKETS)).tocsc(), lengths)


def weighed(parts: Sequence[Part]) -> list[Any]:
    """The parts' matrices with BM25's weights, float32, but for the rarity of a word, which a question decides."""
    import numpy as np

    lengths = np.concatenate([part.lengths for part in parts]) if parts else np.zeros(0)
    mean = max(float(lengths.mean()), 1.0) if lengths.size else 1.0
    for part in parts:
        norm = np.float32(_SATURATION) * (1 - _LENGTH + _LENGTH * (part.lengths / mean)).astype(np.float32)
        below = norm[part.counts.indices]
        below += part.counts.data
        weights = part.counts.data * np.float32(_SATURATION + 1)
        weights /= below
        part.counts.data = weights
    return [part.counts for part in parts]
