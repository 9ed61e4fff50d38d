"""The news of a day in words: which stories are shown, what is new of them, what was left out."""

from collections.abc import Sequence
from datetime import date

from ..domain import Digest, NewsItem, Story
from .news_words import failed_line, left_out_line, outcomes_line
from .words import counted, listed, short_day

SHOWN = 12
"""Stories shown in full; the others by their headline."""
_ITEMS = 8
_NAMED = 5


def has_news(digest: Digest) -> bool:
    """Whether news was asked for, however little came of it."""
    return bool(digest.stories or digest.news_outcomes or digest.news_left_out)


def shown_stories(digest: Digest) -> tuple[Sequence[Story], Sequence[Story]]:
    """The stories shown in full, and the others."""
    return digest.stories[:SHOWN], digest.stories[SHOWN:]


def news_line(digest: Digest) -> str:
    """`34 items of this day in 23 stories, from 12 sources`."""
    fresh = [item for story in digest.stories for item in story.items if item.seen == digest.day]
    if not fresh:
        return "No news of this day."
    sources = counted(len({item.source for item in fresh}), "source")
    stories = counted(len(digest.stories), "story", "stories")
    return f"{counted(len(fresh), 'item')} of this day in {stories}, from {sources}."


def carried(story: Story, day: date) -> str:
    """`5 items, 2 of them new, since 5 January 2026 · OpenAI News, The Verge and 3 more`."""
    fresh = sum(item.seen == day for item in story.items)
    new = f", {fresh} of them new" if fresh < len(story.items) else ""
    since = f", since {short_day(story.first)}" if story.first < day else f", {short_day(story.first)}"
    names = story.sources
    more = f" and {len(names) - _NAMED} more" if len(names) > _NAMED else ""
    named = ", ".join(names[:_NAMED]) + more if more else listed(names)
    return f"{counted(len(story.items), 'item')}{new}{since} · {named}"


def shown_items(story: Story, day: date) -> tuple[Sequence[NewsItem], int]:
    """The items that are listed, those of the day first, and how many are not."""
    ordered = sorted(story.items, key=lambda item: item.seen != day)
    return ordered[:_ITEMS], max(0, len(ordered) - _ITEMS)


def behind(digest: Digest) -> list[str]:
    """Sentences on the sources and on what was left out."""
    told = [f"{outcomes_line(digest.news_outcomes)}."] if digest.news_outcomes else []
    return [*told, *filter(None, (failed_line(digest.news_outcomes), left_out_line(digest.news_left_out)))]
