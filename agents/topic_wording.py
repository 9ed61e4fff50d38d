"""How a news topic is put into words for a prompt: bounded, fenced, every story and item under a key."""

from collections.abc import Collection

from ..domain import NewsItem, Story, Topic
from ..domain.analysis import cite
from ..domain.week_words import carried_told, counted
from ..prompts import fence
from .board import Board, leaf, panel

MOST_ITEMS = 60
MOST_CHARS = 24_000
"""Of all items together, in even parts, yet of none more than 1,200."""
_LONGEST_ITEM = 1_200


def topic_text(topic: Topic, board: Board, only: Collection[str] | None = None) -> str:
    """The topic with at most 60 items and 24,000 characters of them, put up on `board`.

    The items nearest the heart of each story come first, story by story in turn, so that a story told by forty does
    not push out the others. With `only`, citations as `item:ID` or `story:ID`, nothing else of the topic is shown.
    """
    shown = _most_telling(topic, only)
    room = min(_LONGEST_ITEM, MOST_CHARS // max(1, min(len(topic.items), MOST_ITEMS)))
    stories = [_story(story, shown, board, only, room) for story in topic.stories]
    inside = "\n".join(part for part in stories if part)
    counts = {"articles": str(len(topic.items)), "stories": str(len(topic.stories))}
    return fence("topic", inside, name=topic.name, **counts)


def what_is_shown(topic: Topic) -> str:
    """One line on how much of the topic stands in the prompt."""
    whole, shown = len(topic.items), min(len(topic.items), MOST_ITEMS)
    if shown == whole:
        return (
            f"All {counted(whole, 'article')} of the topic are shown, as headlines with the summaries that came along."
        )
    return f"{shown} of {counted(whole, 'article')} are shown; the counts of each story are of all its articles."


def item_text(item: NewsItem, room: int) -> str:
    """Headline and summary in at most `room` characters; a summary that begins with the headline stands alone."""
    title, summary = " ".join(item.title.split()), " ".join(item.summary.split())
    told_already = not summary or summary.startswith(title.rstrip(". …"))
    text = (summary or title) if told_already else f"{title}\n{summary}"
    return text if len(text) <= room else f"{text[: room - 1].rstrip()}…"


def story_facts(story: Story) -> str:
    """Headline, counts and days of a story: what may be said of it as a whole."""
    return f"{' '.join(story.title.split())} ({carried_told(story)}, {days_told(story)})"


def days_told(story: Story) -> str:
    """`2026-04-21 to 2026-04-23`, or the one day."""
    return str(story.first) if story.first == story.last else f"{story.first} to {story.last}"


def put_story(story: Story, board: Board, said: str = "") -> str:
    """The key of a story on the board, with what is `said` of it elsewhere on it; its address is that of its most
    central item."""
    return board.put(
        cite("story", story.id),
        f"{story_facts(story)} {said}".strip(),
        title=story.title,
        url=story.items[0].url if story.items else "",
    )


def _most_telling(topic: Topic, only: Collection[str] | None) -> set[str]:
    """Ids of the items to show: the first of every story, then the second of each, until there are enough."""
    deepest = max((len(story.items) for story in topic.stories), default=0)
    ranks = (story.items[at] for at in range(deepest) for story in topic.stories if at < len(story.items))
    wanted = [item.id for item in ranks if only is None or cite("item", item.id) in only]
    return set(list(dict.fromkeys(wanted))[:MOST_ITEMS])


def _story(story: Story, shown: Collection[str], board: Board, only: Collection[str] | None, room: int) -> str:
    items = [item for item in story.items if item.id in shown]
    if not items and (only is None or cite("story", story.id) not in only):
        return ""
    inside = [leaf(" ".join(story.title.split())), *(_item(item, board, room) for item in items)]
    return fence(
        "story",
        "\n".join(inside),
        key=put_story(story, board),
        articles=str(len(story.items)),
        sources=str(len(story.sources)),
        days=days_told(story),
    )


def _item(item: NewsItem, board: Board, room: int) -> str:
    text = item_text(item, room)
    facts = f"{text} {item.source} {item.day}"
    key = board.put(cite("item", item.id), facts, title=item.title, url=item.url)
    return panel("item", text, key=key, source=item.source, day=str(item.day))
