"""Rows of tables as text, with cells that span rows repeated where they hold."""

from dataclasses import dataclass, field

_WIDEST = 200
"""Columns: a span is the page's word, and no table is wider."""


@dataclass
class _Row:
    cells: list[str] = field(default_factory=list)


class Tables:
    """The tables being read, innermost last. A cell that spans rows is told again in each of them."""

    def __init__(self) -> None:
        self._rows: list[_Row] = []
        self._spans: list[dict[int, tuple[int, str]]] = []

    def open_table(self) -> None:
        self._spans.append({})

    def close_table(self) -> None:
        self._spans.pop()

    def open_row(self) -> None:
        self._rows.append(_Row())

    @property
    def in_row(self) -> bool:
        return bool(self._rows)

    def add_cell(self, text: str, columns: int, rows: int) -> None:
        """A cell in the next free place; the further columns that it spans stay empty."""
        self._fill()
        cells = self._rows[-1].cells
        for offset in range(min(max(columns, 1), _WIDEST)):
            if rows > 1 and self._spans:
                self._spans[-1][len(cells)] = (rows - 1, text if offset == 0 else "")
            cells.append(text if offset == 0 else "")

    def close_row(self) -> str:
        """The row as `a | b | c`; nothing if all its own cells are empty."""
        own = any(self._rows[-1].cells)
        self._fill()
        cells = self._rows.pop().cells
        return " | ".join(cells).rstrip(" |") if own else ""

    def _fill(self) -> None:
        """Repeats what reaches down from the rows above into the next places."""
        if not self._spans:
            return
        cells, spans = self._rows[-1].cells, self._spans[-1]
        while len(cells) in spans and len(cells) < _WIDEST:
            rows, text = spans[len(cells)]
            if rows > 1:
                spans[len(cells)] = (rows - 1, text)
            else:
                del spans[len(cells)]
            cells.append(text)
