"""News in words: what a story rests on, and what became of the sources."""

from collections.abc import Sequence

from ..domain import LeftOut, NewsItem, SourceOutcome, SourceState, Story
from ..domain.window import span_told
from .links import web_link
from .text import one_line
from .words import counted, listed, short_day

STATES: tuple[SourceState, ...] = ("failed", "empty", "unchanged", "new")
"""The worst first."""
_NAMED = 6
_UNFOLDED = 8


def unfolded(stories: Sequence[Story]) -> tuple[Sequence[Story], Sequence[Story]]:
    """The stories of a topic that show at once, and those behind a click; one or two more are not worth it."""
    few = len(stories) <= _UNFOLDED + 2
    return (stories, ()) if few else (stories[:_UNFOLDED], stories[_UNFOLDED:])


def story_facts(story: Story) -> str:
    """`3 items from 2 sources, 20 April 2026 to 22 April 2026`."""
    items, sources = len(story.items), len(story.sources)
    days = span_told(story.first, story.last)
    if items == 1:
        return f"1 item, {days}"
    return f"{items:,} items from {counted(sources, 'source')}, {days}"


def item_facts(item: NewsItem) -> str:
    """`OpenAI News, 20 April 2026`, and the votes where there are any; a day that is not its own says so."""
    day = short_day(item.published.date()) if item.published else f"seen {short_day(item.seen)}"
    votes = f", {counted(item.points, 'point')}" if item.points is not None else ""
    return f"{one_line(item.source)}, {day}{votes}"


def item_link(item: NewsItem) -> str:
    """Its address where it may be followed, else empty."""
    return web_link(item.url)


def by_state(outcomes: Sequence[SourceOutcome]) -> list[SourceOutcome]:
    """The sources, the worst outcome first, by name within."""
    return sorted(outcomes, key=lambda one: (STATES.index(one.state), one.source))


def outcomes_line(outcomes: Sequence[SourceOutcome]) -> str:
    """`26 sources: 1 failed, 2 empty, 23 new`."""
    numbers = [(sum(one.state == state for one in outcomes), state) for state in STATES]
    told = ", ".join(f"{number:,} {state}" for number, state in numbers if number)
    return f"{counted(len(outcomes), 'source')}: {told}" if told else "No source was asked"


def outcome_words(one: SourceOutcome) -> str:
    """`QbitAI: failed, HTTP 503` or `OpenAI News: new, 4 of 20 items`."""
    reason = f", {one_line(one.reason)}" if one.reason else ""
    held = f", {one.fresh:,} of {counted(one.items, 'item')} not known before" if one.items else ""
    return f"{one_line(one.source)}: {one.state}{held}{reason}"


def failed_line(outcomes: Sequence[SourceOutcome]) -> str:
    """Which sources failed, by name up to six; empty where none did."""
    failed = [one_line(one.source) for one in outcomes if one.state == "failed"]
    if not failed:
        return ""
    more = f" and {len(failed) - _NAMED} more" if len(failed) > _NAMED else ""
    named = ", ".join(failed[:_NAMED]) + more if more else listed(failed)
    return f"{len(failed):,} of {counted(len(outcomes), 'news source')} failed: {named}."


def left_out_line(left_out: Sequence[LeftOut]) -> str:
    """`412 items were left out: 350 not about AI, 62 known before`; empty where none was."""
    told = [f"{one.items:,} {one_line(one.reason)}" for one in left_out if one.items]
    total = sum(one.items for one in left_out)
    return f"{counted(total, 'item was', 'items were')} left out: {', '.join(told)}." if told else ""
