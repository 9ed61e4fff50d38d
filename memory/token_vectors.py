"""The vectors of a text's words, small enough to be kept beside the text's own: some 5 kB for an abstract.

A word piece is 64 numbers of four bits. Pieces that say nothing of the subject (stop words, punctuation) are left out.
"""

from collections.abc import Sequence
from functools import cache
from typing import TYPE_CHECKING

from .query_adapter import Maps

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Matrix = NDArray[np.float32]

_STEP = 0.05
"""Of 64 numbers whose squares sum to one, hardly any lies outside eight such steps."""
_ZERO = 8
_TOP = 15
_STOP_WORDS = """
a about above across after against all also although among an and are as at be because been between both but by can
could do does during each for from further had has have how however if in into is it its may more most moreover no nor
not of on only or other our out over own same should so some such than that the their them then there these they this
those through thus to under up us using very via was we were what when where which while who will with within without
would s
"""
_SAY_NOTHING = frozenset(["[CLS]", "[SEP]", *_STOP_WORDS.split()])


def packed(tokens: "Matrix", pieces: Sequence[str], maps: Maps) -> bytes:
    """The kept form of a text's words.

    Args:
        tokens: the model's last layer, (n, 384).
        pieces: the word pieces they stand for, n of them.
        maps: where to compare them.
    """
    import numpy as np

    kept = telling(pieces)
    steps = np.rint(mapped(tokens[kept], maps.centre, maps.text) / _STEP) + _ZERO
    levels = np.clip(steps, 0, _TOP).astype(np.uint8)
    halves: NDArray[np.uint8] = levels[:, ::2] << 4 | levels[:, 1::2]
    return halves.tobytes()


def unpacked(texts: Sequence[bytes], width: int) -> "tuple[Matrix, NDArray[np.int64]]":
    """All words of all texts, (t, width), and at which of them each text begins, (n,)."""
    import numpy as np

    flat = np.frombuffer(b"".join(texts), dtype=np.uint8)
    ends = np.cumsum([2 * len(text) // width for text in texts])
    starts = np.concatenate([[0], ends[:-1]]).astype(np.int64)
    # Several times as fast as indexing.
    return np.take(_pairs(), flat, axis=0).reshape(-1, width), starts


def mapped(tokens: "Matrix", centre: "Matrix", map_: "Matrix") -> "Matrix":
    """Unit vectors, (n, d), of the model's last layer, (n, 384)."""
    import numpy as np

    small = (tokens - centre) @ map_.T
    return np.asarray(small / np.linalg.norm(small, axis=1, keepdims=True), dtype=np.float32)


def telling(pieces: Sequence[str]) -> list[int]:
    """Places of the word pieces that can tell a subject: no stop words, no punctuation; of all if none can."""
    return [at for at, piece in enumerate(pieces) if _tells(piece)] or list(range(len(pieces)))


def _tells(piece: str) -> bool:
    return piece not in _SAY_NOTHING and any(letter.isalnum() for letter in piece)


@cache
def _pairs() -> "Matrix":
    """The two numbers that each byte stands for, (256, 2)."""
    import numpy as np

    byte = np.arange(256)
    steps = np.stack([byte >> 4, byte & _TOP], axis=1) - _ZERO
    return np.asarray(steps * _STEP, dtype=np.float32)
