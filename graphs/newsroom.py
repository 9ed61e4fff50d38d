"""What a graph works with: archive, staff, sources and clock, put together once a run."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial
from pathlib import Path
from typing import Any, Protocol

from ..agents.staff import Staff
from ..domain import Forum, FullText, Paper
from ..domain.errors import SourceError
from ..domain.news import NewsEdition
from ..memory import Archive, Calls
from ..settings import Settings
from ..sources.editions import Edition

Clock = Callable[[], datetime]


class Reads(Protocol):
    """Fetches the text of a paper; what cannot be read comes back as its abstract, with a note."""

    async def read(self, paper: Paper) -> FullText: ...


class FindsForum(Protocol):
    """Finds what people wrote of a paper; raises SourceError where it cannot be said whether there is anything."""

    async def find(self, paper: Paper) -> Forum | None: ...


class Tells(Protocol):
    """Is told how a stage goes: how many steps it has in all, and how many more are done."""

    def __call__(self, stage: str, *, total: int | None = None, advance: int = 0) -> None: ...


class Fetches(Protocol):
    """Opens an edition by its name (`sample`, `arxiv` or a path) for a day, or for the newest one."""

    async def __call__(self, name: str, day: date | None) -> Edition: ...


class FetchesNews(Protocol):
    """Opens the news called `spec` of a day, or its newest; what is known already is left out of it."""

    async def __call__(self, spec: str, day: date | None) -> NewsEdition: ...


class Foresees(Protocol):
    """Is told before the first call: the papers that triage will ask about, and how many there are to choose from."""

    def __call__(self, asked: Sequence[Paper], chosen_from: int) -> None: ...


def foresee_nothing(asked: Sequence[Paper], chosen_from: int) -> None:
    """For runs whose price nobody asked for."""


async def fetch_no_news(spec: str, day: date | None) -> NewsEdition:
    """For newsrooms without a way to the news."""
    raise SourceError(f"Nobody here fetches the news {spec!r}.", "Use --news none.")


def ask_no_referees(texts: Path | None) -> FindsForum | None:
    """For newsrooms that leave OpenReview alone."""
    return None


def tell_nobody(stage: str, *, total: int | None = None, advance: int = 0) -> None:
    """For runs that nobody watches."""


@dataclass(frozen=True)
class Newsroom:
    """A run's surroundings. `engine_label` is how the digest names its reader; `out` overrides the digest's folder."""

    settings: Settings
    archive: Archive
    calls: Calls
    staff: Staff
    fetch: Fetches
    reader_for: Callable[[Path | None], Reads]
    """Makes the reader of an edition from its folder of local texts."""
    engine_label: str
    triage_batch: int
    """Papers a triage call."""
    now: Clock
    tell: Tells = tell_nobody
    foresee: Foresees = foresee_nothing
    out: Path | None = None
    news: str = "none"
    """What news a day's run takes: `feeds`, `sample`, `none`, or a saved listing."""
    fetch_news: FetchesNews = fetch_no_news
    forums_for: Callable[[Path | None], FindsForum | None] = ask_no_referees
    """The finder of an edition's forums, from its folder of local texts; None where nobody is to be asked."""


def at_work(node: Callable[..., Any], room: Newsroom | None, *first: Any) -> Any:
    """`node` with its newsroom (and what comes before it) filled in; without one it can be drawn, not run."""
    return partial(node, *first, room)
