"""The day's stories: what the news of a day tells, with what earlier days told of the same."""

from collections.abc import Sequence
from datetime import date, timedelta

from ..domain import NewsItem, Story, Suspicion
from ..memory import Archive
from ..screening import screened_items
from ..stories import find_stories

_DAYS = 7
"""How far back a story may have begun: a week, with the day itself."""


def day_stories(archive: Archive, day: date) -> tuple[tuple[Story, ...], tuple[Suspicion, ...]]:
    """The stories that `day` brought items of, the most widely carried first, and what was taken out of its items.

    Earlier items of the last week are read along, so that a story that goes on is one story; later days count for
    nothing, so that a day told again is the same. A day without news costs nothing.

    Raises:
        ArchiveError: another version of Paperwire kept the news.
    """
    items = archive.news.between(day - timedelta(days=_DAYS - 1), day)
    if not any(item.seen == day for item in items):
        return (), ()
    clean, _ = screened_items(items)
    _, found = screened_items(item for item in items if item.seen == day)
    stories = find_stories(clean, archive.embedder.embed)
    return tuple(sorted((one for one in stories if _fresh(one, day)), key=lambda one: _place(one, day))), found


def told_suspicions(found: Sequence[Suspicion]) -> list[str]:
    """A word on what was taken out of the day's news."""
    if not found:
        return []
    came = "1 passage" if len(found) == 1 else f"{len(found)} passages"
    return [f"Taken out of the day’s news: {came} addressed to machine readers."]


def _fresh(story: Story, day: date) -> list[NewsItem]:
    return [item for item in story.items if item.seen == day]


def _place(story: Story, day: date) -> tuple[int, int, int, str]:
    """What is carried today by most comes first, then what was carried by most since it began."""
    fresh = _fresh(story, day)
    return -len({item.source for item in fresh}), -len(story.sources), -len(fresh), story.id
