"""The news of a day in Markdown."""

from datetime import date

from ..domain import Digest, Story
from .day_news import behind, carried, has_news, news_line, shown_items, shown_stories
from .markdown_escape import folded, inline, link
from .news_words import by_state, item_facts, outcome_words
from .words import counted


def news_lines(digest: Digest) -> list[str]:
    """The section on news; nothing where none was asked for."""
    if not has_news(digest):
        return []
    shown, others = shown_stories(digest)
    lines = ['<a id="news"></a>', "", "## News", "", inline(news_line(digest)), ""]
    lines += [line for story in shown for line in _story(story, digest.day)]
    if others:
        rest = [*(f"- {link(one.title, one.items[0].url)} ({inline(carried(one, digest.day))})" for one in others), ""]
        lines += folded(counted(len(others), "further story", "further stories"), rest)
    return [*lines, *_sources(digest)]


def _story(story: Story, day: date) -> list[str]:
    items, more = shown_items(story, day)
    lines = [f"### {link(story.title, story.items[0].url)}", "", inline(carried(story, day)), ""]
    if len(story.items) == 1:
        return lines
    lines += [f"- {link(item.title, item.url)} ({inline(item_facts(item))})" for item in items]
    return [*lines, *([f"- and {more} more"] if more else []), ""]


def _sources(digest: Digest) -> list[str]:
    lines = [" ".join(inline(told) for told in behind(digest)), ""]
    if digest.news_outcomes:
        rows = [*(f"- {inline(outcome_words(one))}" for one in by_state(digest.news_outcomes)), ""]
        lines += folded("Every source", rows)
    return lines
