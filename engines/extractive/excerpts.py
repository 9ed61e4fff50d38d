"""A news topic without a model: the sentences of its items that most of the others are about, word for word."""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from math import log, sqrt

from ...domain import CitedClaim, NewsItem, Story, Topic
from ...domain.analysis import cite
from ...domain.scope import topic_words
from ...screening.units import sentences
from .sentences import readable

_MOST = 5
_SAME = 0.5
"""Share of common words from which two sentences say the same."""
_CJK = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]")
# What stands before it is missing, or it tells of a picture that is not here.
_LEANS = re.compile(
    r"[(“\"']?(?:this|that|these|those|it|its|they|their|he|she|his|her|here|there|but|and|so|however|also|second|"
    r"third|finally|learn|in this|we|"
    r"the (?:image|picture|photo|screenshot|post|thread|tweet|user|author|article|discussion))\b",
    re.IGNORECASE,
)
_ASIDE = re.compile(r"[^\w(]*(?:\([^)]*\)\W*)?")
_UNFIT = re.compile(r"https?:|t\.co/|\[a passage addressed|[#@]\w+.*[#@]\w+")


@dataclass(frozen=True)
class _Candidate:
    """A sentence of an item; `weight` grows with how many sources use its words and how many tell its story."""

    text: str
    item: NewsItem
    story: str
    words: frozenset[str]
    weight: float


def topic_excerpts(topic: Topic, most: int = _MOST) -> tuple[CitedClaim, ...]:
    """At most `most` sentences, each citing its item: most central and most widely carried first, one from an item;
    a story or a source that was quoted already must weigh twice as much to be quoted again."""
    of_topic = _spread(topic.items)
    found = (one for story in topic.stories for one in _candidates(story, of_topic))
    left = sorted(found, key=lambda one: (-one.weight, one.item.id))
    taken: list[_Candidate] = []
    while len(taken) < most:
        fresh = [one for one in left if not any(_repeats(one, other) for other in taken)]
        if not fresh:
            break
        taken.append(max(fresh, key=lambda one: _standing(one, taken)))
    return tuple(CitedClaim(text=one.text, cites=(cite("item", one.item.id),)) for one in taken)


def _spread(items: Iterable[NewsItem]) -> Counter[str]:
    """In how many sources besides the first each word stands."""
    sources: dict[str, set[str]] = {}
    for item in items:
        sources.setdefault(item.source, set()).update(_words(f"{item.title} {item.summary}"))
    return Counter(word for words in sources.values() for word in words) - Counter(set().union(*sources.values()))


def _candidates(story: Story, of_topic: Counter[str]) -> list[_Candidate]:
    """The best sentence of every item; what the others of its story say weighs more than what those of the topic do."""
    own = _spread(story.items)
    spread = own + own + of_topic
    carried = log(1 + len(story.items)) + log(1 + len(story.sources))
    rows = [_best(item, story.id, spread, carried) for item in story.items]
    return [row for row in rows if row]


def _best(item: NewsItem, story: str, spread: Counter[str], carried: float) -> _Candidate | None:
    rows = []
    for text in _pieces(item):
        words = frozenset(_words(text))
        central = sum(spread[word] for word in words) / sqrt(len(words) + 4)
        rows.append(_Candidate(text, item, story, words, carried * central))
    return max(rows, key=lambda row: row.weight, default=None)


def _pieces(item: NewsItem) -> list[str]:
    """Whole sentences of the summary; where it has none, the headline."""
    title = " ".join(item.title.split())
    units = sentences(_behind_title(item.summary, title))
    summary = [unit.words for unit in units if _whole(unit.words) and not _LEANS.match(unit.words)]
    return summary or ([title] if title and not title.endswith("…") and not _UNFIT.search(title) else [])


def _behind_title(text: str, title: str) -> str:
    """A summary without the headline that some feeds begin it with, and an aside after that (`(42 comments):`)."""
    if not title or not text.startswith(title):
        return text
    rest = text[len(title) :]
    return rest[_ASIDE.match(rest).end() :] or text  # type: ignore[union-attr]


def _whole(text: str) -> bool:
    if _UNFIT.search(text) or "\n" in text or text.endswith(("...", "…")):
        return False
    if _CJK.search(text):
        return 10 <= len(text) <= 160 and text.rstrip("”」』)）")[-1:] in ("。", "！", "？", "!", "?")
    return readable(text)


def _words(text: str) -> set[str]:
    """Content words in small letters; Chinese and Japanese, which leave no blanks, by pairs of letters."""
    letters = "".join(_CJK.findall(text))
    pairs = {letters[at : at + 2] for at in range(len(letters) - 1)}
    return pairs | {word.lower() for word in topic_words(_CJK.sub(" ", text))}


def _repeats(one: _Candidate, other: _Candidate) -> bool:
    common = len(one.words & other.words)
    return one.item.id == other.item.id or common >= _SAME * max(1, min(len(one.words), len(other.words)))


def _standing(one: _Candidate, taken: list[_Candidate]) -> tuple[float, int]:
    """Its weight, the less the more often its story and its source have been quoted."""
    used = sum((one.story == other.story) + (one.item.source == other.item.source) for other in taken)
    return one.weight / (1 + used), -used
