"""News without the passages that steer machine readers: headlines and summaries are written by strangers."""

from collections.abc import Iterable
from functools import lru_cache

from ..domain.news import NewsItem
from ..domain.suspicion import Suspicion
from .papers import joined
from .scan import screen


def screened_items(items: Iterable[NewsItem]) -> tuple[tuple[NewsItem, ...], tuple[Suspicion, ...]]:
    """The items as agents may read them, in their order, and what was taken out of them.

    The news shelf keeps what the sources wrote; whoever shows items to a model asks here first.
    """
    pairs = [_screened(item) for item in items]
    return tuple(clean for clean, _ in pairs), joined(one for _, found in pairs for one in found)


# A week asks for the same items several times.
@lru_cache(maxsize=8192)
def _screened(item: NewsItem) -> tuple[NewsItem, tuple[Suspicion, ...]]:
    where = f"the news item “{item.source}: {item.title[:80]}”"
    title, summary = screen(item.title, "news", where), screen(item.summary, "news", where)
    found = (*title.suspicions, *summary.suspicions)
    if not found:
        return item, ()
    return item.model_copy(update={"title": title.text, "summary": summary.text}), found
