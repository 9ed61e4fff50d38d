"""A line on the terminal that is nothing but its text."""

from typing import TYPE_CHECKING

from .text import one_line

if TYPE_CHECKING:
    from rich.console import Console


def line(console: "Console", text: str, style: str = "", mark: str = "") -> None:
    """Prints `text` as it is, without markup or control characters, hanging behind `mark`."""
    from rich.table import Table
    from rich.text import Text

    if text.startswith("\n"):
        console.print()
    told = Text(one_line(text), style=style)
    if mark:
        grid = Table.grid()
        grid.add_row(Text(mark), told)
        console.print(grid)
    else:
        console.print(told, soft_wrap=False)
