"""How a news topic with what was made of it is put into words for the week's editor."""

from collections.abc import Mapping, Sequence

from ..domain import CitedClaim, Story, Topic, TopicReport
from ..domain.analysis import cite
from ..domain.week_briefs import MOST_STORIES
from ..domain.week_words import counted
from .board import Board, panel
from .topic_wording import put_story, story_facts

_LONGEST_CLAIM = 400
_Sides = Sequence[tuple[str, Sequence[CitedClaim]]]


def news_topic_text(report: TopicReport, board: Board) -> str:
    """Name and size of the topic, what its synthesis or its articles say and its stories."""
    topic, sides = report.topic, _sides(report)
    homes = _homes(topic)
    keys = _put_stories(topic, _said(sides, homes), board)
    told = [f"{heading}: {_told(claims, homes, keys)}" for heading, claims in sides if claims]
    stories = [f"story {keys[story.id]}: {story_facts(story)}" for story in topic.stories if story.id in keys]
    gathered = [cite("story", story.id) for story in topic.stories]
    size = _size(topic)
    key = board.put(cite("topic", topic.id), f"{topic.name}\n{size}", stands_for=gathered, title=topic.name)
    return panel("topic", "\n".join([*told, *stories]), key=key, name=topic.name, size=size)


def _sides(report: TopicReport) -> _Sides:
    view = report.synthesis
    if view is None:
        return [("Its articles say", report.excerpts)]
    return [("Final take", view.final_take), ("Consensus", view.consensus), ("Divergence", view.divergence)]


def _size(topic: Topic) -> str:
    sources = {item.source for item in topic.items}
    parts = ((len(topic.items), "article"), (len(topic.stories), "story"), (len(sources), "source"))
    articles, stories, carriers = (counted(number, noun) for number, noun in parts)
    return f"{articles} in {stories} from {carriers}"


def _homes(topic: Topic) -> dict[str, str]:
    """The id of the story that a citation of an item or of a story belongs to."""
    items = {cite("item", item.id): story.id for story in topic.stories for item in story.items}
    return items | {cite("story", story.id): story.id for story in topic.stories}


def _said(sides: _Sides, homes: Mapping[str, str]) -> dict[str, list[str]]:
    """By story what is claimed of it."""
    said: dict[str, list[str]] = {}
    for claim in (claim for _, claims in sides for claim in claims):
        for story in _stories_of(claim, homes):
            said.setdefault(story, []).append(claim.text[:_LONGEST_CLAIM])
    return said


def _put_stories(topic: Topic, said: Mapping[str, Sequence[str]], board: Board) -> dict[str, str]:
    """Keys of the first stories and of those that something is claimed of, by id."""

    def is_told(at: int, story: Story) -> bool:
        return at < MOST_STORIES or story.id in said

    shown = [story for at, story in enumerate(topic.stories) if is_told(at, story)]
    return {story.id: put_story(story, board, " ".join(said.get(story.id, ()))) for story in shown}


def _told(claims: Sequence[CitedClaim], homes: Mapping[str, str], keys: Mapping[str, str]) -> str:
    """The claims, each with the keys of its stories."""
    return " ".join(
        f"{claim.text[:_LONGEST_CLAIM]} [{', '.join(keys[story] for story in _stories_of(claim, homes))}]"
        for claim in claims
    )


def _stories_of(claim: CitedClaim, homes: Mapping[str, str]) -> list[str]:
    return list(dict.fromkeys(homes[one] for one in claim.cites if one in homes))
