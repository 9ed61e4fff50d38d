"""The ask graph's way into the memory: a question's window and scope as the search's filters."""

from collections.abc import Collection, Sequence
from contextlib import AbstractContextManager

from ...domain.scope import Scope
from ...domain.window import Window
from ...memory import Archive, Kind
from ...memory.filters import Filters
from ...memory.search import Search
from ...memory.warming import warming
from .room import Hit


class Finder:
    """Search by meaning and by words; nothing is loaded before the first search."""

    def __init__(self, archive: Archive) -> None:
        self._search = Search(archive)
        self._database = archive.connection.path

    def warming(self) -> AbstractContextManager[None]:
        """Within it the first search is made ready, beside what is done meanwhile."""
        return warming(self._search, self._database)

    def __call__(
        self, query: str, *, kinds: Collection[Kind], window: Window | None, scope: Scope, limit: int
    ) -> Sequence[Hit]:
        """The hits that suit the query best, best first."""
        found = self._search.find(query, filters_of(kinds, window, scope), limit)
        return [Hit(one.record, one.similarity) for one in found]

    def rarities(self, words: Sequence[str]) -> list[float]:
        """How rare each word is in the archive, 0 where everything has it."""
        return self._search.rarities(words)


def filters_of(kinds: Collection[Kind], window: Window | None, scope: Scope) -> Filters:
    """The filters that let through what the question is about, and nothing else."""
    published = window if window and window.sense == "published" else None
    seen = window if window and window.sense == "seen" else None
    return Filters(
        kinds=tuple(kinds),
        published_from=published.first if published else None,
        published_to=published.last if published else None,
        published_or_seen=True,
        seen_from=seen.first if seen else None,
        seen_to=seen.last if seen else None,
        categories=scope.categories,
        relevance_from=scope.least_relevance,
        relevance_to=scope.least_relevance if scope.exact_scores else None,
        novelty_from=scope.least_novelty,
        novelty_to=scope.least_novelty if scope.exact_scores else None,
        paper_ids=scope.paper_ids or None,
    )
