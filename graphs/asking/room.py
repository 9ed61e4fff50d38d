"""What the ask graph works with: the archive, a way to search it, staff and clock."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Protocol

from ...agents.staff import Staff
from ...domain.scope import Scope
from ...domain.window import Window
from ...memory import Archive, Kind, Record
from ...memory.holdings import Holdings


@dataclass(frozen=True)
class Hit:
    """A record that a search found; `similarity` is the cosine to the query, None where only its words matched."""

    record: Record
    similarity: float | None


class Finds(Protocol):
    """Searches the archive; best first. Blocks, so it is called from a worker thread."""

    def __call__(
        self, query: str, *, kinds: Collection[Kind], window: Window | None, scope: Scope, limit: int
    ) -> Sequence[Hit]: ...

    def rarities(self, words: Sequence[str]) -> list[float]:
        """How rare each word is in the archive: 0 where everything has it, highest where nothing does."""
        ...


def tell_nobody(stage: str, told: str = "") -> None:
    """For questions that nobody watches."""


@dataclass(frozen=True)
class ReadingRoom:
    """The surroundings of one question.

    `tell` is told each stage and what came of it: `understood`, `found`, `write`, `check`, `checked`; and, where
    `drafts` says that somebody wants to see it, `draft`: a model's sentences so far, unchecked, one a line. Of `kinds`
    are the records that the reader wants looked through; none: whichever a question asks for.
    """

    archive: Archive
    find: Finds
    staff: Staff
    now: Callable[[], datetime]
    tell: Callable[[str, str], None] = tell_nobody
    drafts: bool = False
    kinds: tuple[Kind, ...] = ()

    @cached_property
    def holdings(self) -> Holdings:
        return Holdings(self.archive.connection)
