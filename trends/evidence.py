"""What a paper and a story both hold: a method's name, a model with its version, a lab, the words of a claim."""

import re
from collections import Counter
from collections.abc import Sequence
from functools import cached_property

from ..domain import PaperRef, Story
from ..stories.known_names import LABS
from ..stories.names import Versioned, known_in, versions_in
from .phrases import Phrase, phrases

_NAME = re.compile(r"[^\W_][\w+.-]*[\w+]")
_COINED = re.compile(r"[a-z]+[A-Z]|[A-Z]{2,}[a-z]|[A-Za-z]-?\d|[A-Z][a-z]+[A-Z]")
_SENTENCE = re.compile(r"(?<=[.?!])\s+")
_FORMATS = frozenset({"bf", "fp", "int", "nf", "q", "top", "h", "a", "b"})
"""Number formats and chips, which have versions too."""
_LONGEST_NAME = 3
_LEAST_LETTERS = 4
_COMMON = 0.005
"""Phrases in more of the week's papers than this say little about a claim."""
_NEEDED = 2


class PaperWords:
    """One paper, read once for all the stories it is held against."""

    def __init__(self, ref: PaperRef, text: str) -> None:
        self.ref, self.text = ref, text

    @cached_property
    def names(self) -> tuple[str, ...]:
        """What the paper calls its own: the coined name before the colon of its title."""
        head, colon, _ = self.ref.title.partition(":")
        words = head.split()
        if not colon or len(words) > _LONGEST_NAME:
            return ()
        coined = [word for word in _NAME.findall(head) if len(word) >= _LEAST_LETTERS and _is_coined(word)]
        return (head.strip(),) if coined else ()

    @cached_property
    def versions(self) -> dict[str, str]:
        """Models with a version, as they are spelt in the text."""
        return {one.name: one.spelled for one in versions_in(self.text)}

    @cached_property
    def labs(self) -> frozenset[str]:
        """Labs of the title, or named in two sentences: one named once is a baseline's maker more often than not."""
        sentences = [known_in(sentence) for sentence in _SENTENCE.split(self.text)]
        twice = {lab for at, names in enumerate(sentences) for lab in names if any(lab in n for n in sentences[:at])}
        return frozenset((known_in(self.ref.title) | twice) & LABS.keys())

    @cached_property
    def phrases(self) -> frozenset[Phrase]:
        return frozenset(phrases(self.text))


class StoryWords:
    """One story, read once for all the papers."""

    def __init__(self, story: Story, text: str) -> None:
        self.story, self.text = story, text

    @cached_property
    def versions(self) -> tuple[Versioned, ...]:
        """Models with a version, of the headlines alone: what the story is about, not what it mentions."""
        return tuple(one for item in self.story.items for one in versions_in(item.title) if one.family not in _FORMATS)

    @cached_property
    def labs(self) -> frozenset[str]:
        return known_in(self.story.title) & LABS.keys()

    @cached_property
    def phrases(self) -> dict[Phrase, str]:
        return phrases(self.text)


def common_phrases(texts: Sequence[str]) -> frozenset[Phrase]:
    """Phrases that many of the week's papers hold."""
    counts = Counter(phrase for text in texts for phrase in phrases(text))
    return frozenset(phrase for phrase, papers in counts.items() if papers > max(2, _COMMON * len(texts)))


def shared_method(paper: PaperWords, story: StoryWords) -> str:
    """The name the paper gives its own, if the story says it letter by letter; else empty."""
    return next((name for name in paper.names if re.search(rf"(?<!\w){re.escape(name)}(?!\w)", story.text)), "")


def shared_model(paper: PaperWords, story: StoryWords) -> str:
    """The model, with its version, that the story's headlines are about and the paper names; as the story spells it."""
    return next((one.spelled for one in story.versions if one.name in paper.versions), "")


def shared_lab(paper: PaperWords, story: StoryWords) -> str:
    """A lab of the headline that the paper names; else empty."""
    return min(paper.labs & story.labs, default="")


def shared_claim(paper: PaperWords, story: StoryWords, common: frozenset[Phrase]) -> str:
    """Two or more uncommon phrases without a word in common that both hold, as the story spells them; else empty."""
    both = [one for one in story.phrases if len(one) > 1 and one in paper.phrases and one not in common]
    apart = list[Phrase]()
    for one in sorted(both, key=lambda phrase: (-len(phrase), phrase)):
        if not any(set(one) & set(other) for other in apart):
            apart.append(one)
    return ", ".join(story.phrases[one] for one in apart) if len(apart) >= _NEEDED else ""


def _is_coined(word: str) -> bool:
    """Whether a word looks made up: `InstructVLA`, `GLM-5`, `DSpark`; capitals alone may be any acronym."""
    return bool(_COINED.search(word))
