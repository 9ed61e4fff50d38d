"""When a trend has recovered an editor's tag: by its words, or by its meaning."""

import re
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from ...memory.embedding import Embeds
from ...trends.phrases import Phrase, singular

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Vectors = NDArray[np.float32]

NEAR = 0.70
"""The cosine from which a tag and a term mean the same: `agentic-ai` and `AI agents`, not `coding` and `decoding`."""


def words_of(text: str) -> Phrase:
    """A tag or term as words in the singular, hyphens taken apart."""
    return tuple(singular(word) for word in re.findall(r"[^\W_]+", text))


def by_words(tags: Sequence[str], terms: Sequence[str]) -> list[str]:
    """The tags all of whose words stand in one of the terms."""
    held = [set(words_of(term)) for term in terms]
    return [tag for tag in tags if any(set(words_of(tag)) <= words for words in held)]


def by_meaning(tags: Sequence[str], terms: Sequence[str], embedder: Embeds) -> list[str]:
    """The tags found by words, and those near a term."""
    found = set(by_words(tags, terms))
    if tags and terms:
        near = _vectors(tags, embedder) @ _vectors(terms, embedder).T
        found |= {tag for tag, row in zip(tags, near, strict=True) if row.max() >= NEAR}
    return [tag for tag in tags if tag in found]


def spoken_of(tags: Sequence[str], texts: Iterable[str], least: int) -> list[str]:
    """The tags whose words stand in a row in at least so many of the texts: what papers could recover."""
    counts = dict.fromkeys(tags, 0)
    wanted = {tag: f" {' '.join(words_of(tag))} " for tag in tags}
    for text in texts:
        held = f" {' '.join(words_of(text))} "
        for tag, words in wanted.items():
            counts[tag] += words in held
    return [tag for tag in tags if counts[tag] >= least]


def _vectors(texts: Sequence[str], embedder: Embeds) -> "Vectors":
    return embedder.embed([text.replace("-", " ") for text in texts])
