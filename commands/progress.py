"""Progress on stderr: a bar a stage."""

from types import TracebackType
from typing import Self

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn, TimeElapsedColumn

_STAGES = {
    "fetch": "Fetching",
    "triage": "Triage",
    "review": "Panel",
    "news": "News",
    "remember": "Remembering",
    "group": "Stories",
    "trends": "Trends",
    "analyse": "Analysts",
    "write": "Writing",
}


class StageBars:
    """A bar for each stage that a graph tells of; silent where nobody watches."""

    def __init__(self, console: Console, quiet: bool) -> None:
        self._bars = Progress(
            TextColumn("{task.description:12}"),
            BarColumn(),
            MofNCompleteColumn(),
            TimeElapsedColumn(),
            console=console,
            disable=quiet or not console.is_terminal,
        )
        self._tasks: dict[str, TaskID] = {}

    def __enter__(self) -> Self:
        self._bars.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._bars.stop()

    def __call__(self, stage: str, *, total: int | None = None, advance: int = 0) -> None:
        """Sets a stage's total, or moves its bar."""
        if stage not in self._tasks:
            self._tasks[stage] = self._bars.add_task(_STAGES.get(stage, stage), total=total)
        elif total is not None:
            self._bars.reset(self._tasks[stage], total=total)
        self._bars.advance(self._tasks[stage], advance)
