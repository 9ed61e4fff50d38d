"""Columns of the database as arrays, quickly: a hundred thousand values in a few milliseconds."""

from collections.abc import Callable, Collection, Iterable, Sequence
from typing import TYPE_CHECKING, Self

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Chosen = NDArray[np.bool_]
    Numbers = NDArray[np.int32]

NONE = -1


def whole_column(values: Sequence[int | None]) -> "Numbers":
    """Numbers from 0, (n,); None becomes `NONE`."""
    import numpy as np

    return np.array([NONE if value is None else value for value in values], dtype=np.int32)


def numbered(values: Sequence[str], names: Sequence[str]) -> "NDArray[np.int8]":
    """Each value's place among `names`, (n,)."""
    import numpy as np

    places = {name: place for place, name in enumerate(names)}
    return np.fromiter(map(places.__getitem__, values), dtype=np.int8, count=len(values))


def firsts(column: "Numbers", whose: "Numbers") -> "Numbers":
    """For every row the first value but `NONE` among the rows with the same owner, (n,); `whose` counts from 0."""
    import numpy as np

    known = np.flatnonzero(column != NONE)[::-1]
    of_owner = np.full(int(whose.max(initial=-1)) + 1, NONE, dtype=np.int32)
    # Of several values for one place the last stays, and that is the first from behind.
    of_owner[whose[known]] = column[known]
    return np.asarray(of_owner[whose], dtype=np.int32)


class Coded:
    """A column of texts, few of them different, as numbers; None is the empty text."""

    def __init__(self, values: Sequence[str | None]) -> None:
        import numpy as np

        codes = {text: code for code, text in enumerate(dict.fromkeys(values))}
        self._column = np.fromiter(map(codes.__getitem__, values), dtype=np.int32, count=len(values))
        empty = [codes[text] for text in ("", None) if text in codes]
        self._column[np.isin(self._column, empty)] = NONE
        self._codes = {text: code for text, code in codes.items() if text}

    def where(self, wanted: Callable[[str], bool]) -> "Chosen":
        """The rows whose text is wanted; each different text is asked about once, the empty one too."""
        return self._table({code for text, code in self._codes.items() if wanted(text)}, empty=wanted(""))

    def among(self, texts: Iterable[str]) -> "Chosen":
        """The rows that have one of the texts; an empty text is none."""
        return self._table({self._codes[text] for text in texts if text in self._codes}, empty=False)

    def or_alone(self) -> "Numbers":
        """A number for every text, (n,), and one of its own for every row whose text is empty."""
        import numpy as np

        first = int(self._column.max(initial=NONE)) + 1
        return np.where(self._column == NONE, first + np.arange(len(self._column), dtype=np.int32), self._column)

    def spread(self, whose: "Numbers") -> Self:
        """The column with the first text of each owner in all of the owner's rows."""
        self._column = firsts(self._column, whose)
        return self

    def _table(self, codes: Collection[int], *, empty: bool) -> "Chosen":
        import numpy as np

        table = np.zeros(int(self._column.max(initial=NONE)) + 2, dtype=np.bool_)
        table[[code for code in codes if code < len(table) - 1]] = True
        # `NONE` looks at the last place.
        table[-1] = empty
        return np.asarray(table[self._column])
