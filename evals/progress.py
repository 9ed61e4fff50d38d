"""A bar of cases on stderr."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn, TimeRemainingColumn


@contextmanager
def case_bar(console: Console, label: str, total: int) -> Iterator[Callable[[int], None]]:
    """Yields what moves the bar by a number of cases; silent where nobody watches."""
    columns = (BarColumn(), MofNCompleteColumn(), TimeElapsedColumn(), TimeRemainingColumn())
    text = TextColumn("{task.description}", markup=False)
    with Progress(text, *columns, console=console, disable=not console.is_terminal) as bars:
        bar = bars.add_task(label, total=total)
        yield lambda cases: bars.advance(bar, cases)
