"""Keywords in running text: whole words, hyphens and spaces alike, singular and plural alike."""

import re
from collections.abc import Sequence


class Keywords:
    """Finds a reader's keywords. An all-capital keyword of up to four letters (`MoE` is not one) keeps its case."""

    def __init__(self, words: Sequence[str]) -> None:
        self.words = tuple(word.strip() for word in words if word.strip())
        self._patterns = [(word, _pattern(word)) for word in self.words]

    def found(self, text: str) -> tuple[str, ...]:
        """The keywords that stand in the text, in the reader's order and spelling."""
        return tuple(word for word, pattern in self._patterns if pattern.search(text))


def _pattern(word: str) -> re.Pattern[str]:
    parts = [re.escape(part) for part in re.split(r"[\s-]+", _singular(word))]
    flags = re.NOFLAG if word.isupper() and len(word) <= 4 else re.IGNORECASE
    stem = r"[\s-]+".join(parts)
    if stem.endswith("y"):
        stem = f"{stem[:-1]}(?:y|ies)"
    return re.compile(rf"(?<!\w){stem}(?:e?s)?(?!\w)", flags)


def _singular(word: str) -> str:
    """`networks` becomes `network`; `analysis`, `bias` and `loss` stay."""
    word = word.strip()
    if len(word) > 4 and word.endswith("ies"):
        return word[:-3] + "y"
    return word[:-1] if len(word) > 4 and re.search(r"[^siu]s$", word) and not word.endswith("as") else word
