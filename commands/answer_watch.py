"""An answer on its way, on stderr: its stages, and a model's draft, which goes when the checked answer comes."""

from collections.abc import Mapping
from types import TracebackType
from typing import Self

from rich.console import Console, Group, RenderableType
from rich.live import Live
from rich.text import Text

from ..digests.text import one_line

_REFRESHES_A_SECOND = 8
_SPARE_LINES = 3


class AnswerWatch:
    """Told the stages of answers, one after the other; silent where nobody watches.

    A draft is shown below its heading as far as it is written. Nothing of it stays on the screen: what it says has not
    been checked, and the answer says what was left out.
    """

    def __init__(self, console: Console, lines: Mapping[str, str], *, quiet: bool = False) -> None:
        """`lines` are the stages that are told in a line, with a place for what came of them."""
        self._console = console
        self._lines = lines
        self._heading = ""
        self._sentences: list[str] = []
        self._live: Live | None = None
        self.watches = console.is_terminal and not quiet

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def __call__(self, stage: str, told: str) -> None:
        """Shows a stage, and what came of it."""
        if not self.watches:
            return
        if stage == "draft":
            self._draft("Being written, not checked yet", told.split("\n"))
        elif stage == "check" and self._live:
            self._draft("Checking", self._sentences)
        elif stage == "checked":
            self.close()
        if stage in self._lines:
            self._console.print(Text(one_line(self._lines[stage].format(told)), style="dim"))

    def close(self) -> None:
        """Takes the draft from the screen."""
        if self._live:
            self._live.stop()
        self._live = None

    def _draft(self, heading: str, sentences: list[str]) -> None:
        self._heading, self._sentences = heading, sentences
        if self._live is None:
            self._live = Live(
                console=self._console,
                get_renderable=self._shown,
                transient=True,
                refresh_per_second=_REFRESHES_A_SECOND,
                redirect_stdout=False,
                redirect_stderr=False,
            )
            self._live.start(refresh=True)

    def _shown(self) -> RenderableType:
        """The end of the draft, as much as the screen holds: what is above it could not be taken away again."""
        width, height = self._console.size
        lines = [line for one in self._sentences for line in Text(f"- {one_line(one)}").wrap(self._console, width)]
        for line in lines:
            line.stylize("dim")
        return Group(Text(f"{self._heading} …", style="dim italic"), *lines[-max(1, height - _SPARE_LINES) :])
