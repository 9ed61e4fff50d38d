"""What a first search finds for each query: the papers to be told apart from the right one."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from ...memory.fusion import standardised
from ...memory.lexical import LexicalIndex
from ...memory.lexical_parts import part_of
from ...memory.query_adapter import TRUST_IN_ADAPTED
from ...memory.words import packed
from .pairs import Field, Pair

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Vectors = NDArray[np.float32]

FOUND = 100


class Candidates(NamedTuple):
    """The right paper and the hundred best others, by row, with their scores; arrays of 101, the right one first."""

    papers: "NDArray[np.int64]"
    words: "Vectors"
    """Scores by words, standardised over all papers."""
    meaning: "Vectors"
    """Scores by meaning, likewise."""
    rank: int
    """Where the first search has the right one, from 1."""

    @property
    def first(self) -> "Vectors":
        """Scores of the first search."""
        return self.words + TRUST_IN_ADAPTED * self.meaning


class FirstSearch:
    """The first look of search over a field of papers, but for the weighing of words, which is learnt only after it."""

    def __init__(self, field: Field) -> None:
        import numpy as np

        held = [packed(title, text) for title, text in zip(field.titles, field.texts, strict=True)]
        flat = np.frombuffer(b"".join(held), dtype="<u4")
        self._words = LexicalIndex([part_of(flat, [len(one) // 4 for one in held])], np.zeros(len(held), dtype=np.int8))
        self._vectors = field.vectors
        self._all = np.ones(len(held), dtype=np.bool_)

    def candidates(self, query: str, vector: "Vectors", right: int) -> Candidates:
        """Those of one query, given its vector (384,) and the row of its paper."""
        import numpy as np

        words = standardised(self._words.scores(query, [0], talk=False), self._all)
        meaning = standardised(self._vectors @ vector, self._all)
        scores = words + TRUST_IN_ADAPTED * meaning
        rank = 1 + int((scores > scores[right]).sum())
        scores[right] = -np.inf
        best = np.argpartition(-scores, FOUND)[:FOUND]
        papers = np.concatenate([[right], best[np.argsort(-scores[best])]])
        return Candidates(papers, words[papers], meaning[papers], rank)

    def all_candidates(self, pairs: Sequence[Pair], vectors: "Vectors") -> list[Candidates]:
        """Those of every query; vectors (n, 384)."""
        return [self.candidates(pair.query, vector, pair.paper) for pair, vector in zip(pairs, vectors, strict=True)]
