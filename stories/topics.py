"""Topics out of stories: what the news was about, under names a reader knows."""

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from ..domain.news import Story, Topic
from .names import known_in
from .reading import COMMON, Reading
from .themes import THEMES, Theme

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Vectors = NDArray[np.float32]

OTHER = "Other"
_WORD = re.compile(r"[a-z][a-z0-9.-]*[a-z0-9]")
_TITLE_CUE, _TEXT_CUE = 0.12, 0.03
"""What one cue is worth beside the cosine to a theme's sentence, which rarely differs by more than 0.3 among themes."""
_MOST_CUES = 2
_TRUST_IN_CHINESE = 0.3
"""The embedding hardly reads Chinese."""
_LEAST_SCORE = 0.1
_LEAST_STORIES = 2
_TERMS = 5
_FEW = 20
_READ = 4
"""Items of a story that are read: the most central ones."""


def find_topics(stories: Sequence[Story], embed: "Callable[[Sequence[str]], Vectors]", limit: int) -> tuple[Topic, ...]:
    """Stories as topics, those with most items first; every story is in exactly one.

    A topic has a theme and, where one lab or product leads it, that name: `Model releases: DeepSeek, GPT`. Names are
    distinct. Themes of a single story, and those beyond the limit, end up in a last topic `Other`.

    Args:
        stories: of a day or a week.
        embed: texts to unit vectors, float32, (n, d).
        limit: how many topics at most, `Other` not counted; 0 puts everything there.
    """
    line = sorted(stories, key=_size)
    if not line:
        return ()
    groups = _by_theme(line, embed)
    kept, rest = _kept(groups, limit)
    topics = [_topic(name, members, line) for name, members in _named(kept)]
    if rest:
        topics.append(_topic(OTHER, sorted(rest, key=_size), line))
    return tuple(topics)


def _by_theme(stories: Sequence[Story], embed: "Callable[[Sequence[str]], Vectors]") -> dict[str, list[Story]]:
    texts = [_text(story) for story in stories]
    vectors = embed([*texts, *(theme.sense for theme in THEMES)])
    nearness = vectors[: len(texts)] @ vectors[len(texts) :].T
    # Some themes are near to everything; of few stories hardly anything is known about that.
    nearness = nearness - nearness.sum(axis=0) / (len(texts) + _FEW)
    groups: dict[str, list[Story]] = defaultdict(list)
    for story, text, row in zip(stories, texts, nearness, strict=True):
        trust = _TRUST_IN_CHINESE if Reading(story.items[0]).chinese else 1.0
        scores = [
            round(trust * float(near), 4) + _cues(theme, story, text) for near, theme in zip(row, THEMES, strict=True)
        ]
        best = max(scores)
        groups[THEMES[scores.index(best)].name if best >= _LEAST_SCORE else OTHER].append(story)
    return groups


def _cues(theme: Theme, story: Story, text: str) -> float:
    """Cues by the share of headlines that hold them, and a little for those in the text."""
    titles = [min(_MOST_CUES, len(set(theme.cues.findall(item.title.lower())))) for item in story.items]
    anywhere = min(_MOST_CUES, len(set(theme.cues.findall(text.lower()))))
    return _TITLE_CUE * sum(titles) / len(titles) + _TEXT_CUE * anywhere


def _kept(groups: dict[str, list[Story]], limit: int) -> tuple[list[tuple[str, list[Story]]], list[Story]]:
    """The largest themes, and the stories of the others."""
    order = sorted(groups.items(), key=lambda one: (-_items(one[1]), one[0]))
    large = [one for one in order if len(one[1]) >= _LEAST_STORIES and one[0] != OTHER][:limit]
    chosen = {name for name, _ in large}
    return large, [story for name, members in order if name not in chosen for story in members]


def _named(groups: Sequence[tuple[str, list[Story]]]) -> list[tuple[str, list[Story]]]:
    """Each theme with the one or two names that lead it, if they are in a good part of its items."""
    named = []
    for theme, members in groups:
        counts: Counter[str] = Counter()
        for story in members:
            for item in story.items:
                counts.update(known_in(item.title))
        least = max(2.0, 0.15 * _items(members))
        leading = sorted((name for name, n in counts.items() if n >= least), key=lambda name: (-counts[name], name))
        named.append((f"{theme}: {', '.join(leading[:2])}" if leading else theme, members))
    return named


def _topic(name: str, members: Sequence[Story], everything: Sequence[Story]) -> Topic:
    slug = "-".join("".join(c if c.isalnum() else " " for c in name.partition(":")[0].lower()).split())
    return Topic(id=f"topic:{slug}", name=name, terms=_terms(members, everything), stories=tuple(members))


def _terms(members: Sequence[Story], everything: Sequence[Story]) -> tuple[str, ...]:
    """Words of its headlines that set a topic apart: common here, and more so than elsewhere."""
    here, anywhere = _word_counts(members), _word_counts(everything)
    part = sum(here.values()) / max(1, sum(anywhere.values()))
    excess = {word: n - anywhere[word] * part for word, n in here.items() if n > 1 and len(word) > 1}
    best = sorted((word for word, more in excess.items() if more > 0), key=lambda word: (-excess[word], word))
    return tuple(best[:_TERMS])


def _word_counts(stories: Sequence[Story]) -> Counter[str]:
    return Counter(
        word for story in stories for item in story.items for word in set(_WORD.findall(item.title.lower())) - COMMON
    )


def _text(story: Story) -> str:
    return " ".join(Reading(item).text for item in story.items[:_READ])


def _items(stories: Sequence[Story]) -> int:
    return sum(len(story.items) for story in stories)


def _size(story: Story) -> tuple[int, str]:
    return -len(story.items), story.id
