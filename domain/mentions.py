"""Whether a text mentions the words of a topic: with any ending, with or without hyphens, spelt out or short."""

import re
from collections.abc import Iterable
from functools import lru_cache

# What authors of this field use interchangeably; either form finds both.
_SPELT_OUT = {
    "ASR": "speech recognition",
    "CNN": "convolutional neural network",
    "CoT": "chain of thought",
    "DPO": "direct preference optimization",
    "GAN": "generative adversarial network",
    "GNN": "graph neural network",
    "ICL": "in-context learning",
    "KV": "key-value",
    "LLM": "large language model",
    "LoRA": "low-rank adaptation",
    "MoE": "mixture of experts",
    "OOD": "out of distribution",
    "PEFT": "parameter-efficient fine-tuning",
    "PINN": "physics-informed neural network",
    "RAG": "retrieval-augmented generation",
    "RL": "reinforcement learning",
    "RLHF": "reinforcement learning from human feedback",
    "SAE": "sparse autoencoder",
    "SFT": "supervised fine-tuning",
    "SSM": "state space model",
    "VAE": "variational autoencoder",
    "VLA": "vision-language-action",
    "VLM": "vision-language model",
    "ViT": "vision transformer",
}
_WORDS_TOO = ("RAG",)
_SHORT = {short.lower(): long for short, long in _SPELT_OUT.items()}
_ENDING = re.compile(r"(?:isations?|izations?|ations?|ising|izing|ings?|ions?|ers?|ors?|ied|ies|ed|es|s|e|y)$")
_LONG_ENOUGH = 4
_LOOSE = r"[\s-]+"
# Chinese, Japanese and Korean write no space beside a foreign name.
_LETTER = r"[^\W\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]"


def mentioned(words: Iterable[str], text: str) -> tuple[str, ...]:
    """Those of the words that the text mentions."""
    return tuple(word for word in words if pattern_of(word).search(text))


def spelt_out(words: Iterable[str]) -> str:
    """The words in a row, abbreviations followed by what they stand for: to be searched by."""
    return " ".join(f"{word} {long}" if (long := _SHORT.get(word.lower())) else word for word in words)


@lru_cache(maxsize=1024)
def pattern_of(word: str) -> re.Pattern[str]:
    """Finds `word`: `KV-cache` finds `KV caches` and `key-value cache`, `compression` finds `compressing`."""
    parts = [part for part in re.split(r"[\s-]+", word) if part]
    return re.compile(_LOOSE.join(_either(part) for part in parts) or r"(?!)")


def hints(word: str) -> tuple[str, ...]:
    """Strings, in small letters, one of which stands in every text that mentions the word: to sift by quickly."""
    parts = [part for part in re.split(r"[\s-]+", word) if part]
    if not parts:
        return ()
    longest = max(parts, key=len)
    forms = [longest, *re.split(_LOOSE, _long_form(longest))[:1]]
    return tuple(stem(form) for form in forms if form)


def stem(word: str) -> str:
    """The beginning that a word's endings share: `compress` of `compression`; short words are kept."""
    bare = _ENDING.sub("", word.lower())
    return bare if len(bare) >= _LONG_ENOUGH else word.lower()


def _either(part: str) -> str:
    forms = [_form(part)]
    if len(part) >= 3 and sum(letter.isupper() for letter in part) >= 2:
        # `LoRA` is in `BoostLoRA` too.
        forms.append(re.escape(part))
    if long := _long_form(part):
        forms.append(_LOOSE.join(_form(piece) for piece in re.split(_LOOSE, long)))
    return f"(?:{'|'.join(forms)})"


def _long_form(part: str) -> str:
    small = part.lower()
    return _SHORT.get(small) or _SHORT.get(small.removesuffix("s")) or ""


def _form(part: str) -> str:
    """A capital abbreviation keeps its case, so that `RAG` is no rag, unless it is known and no word; the rest may end
    as it likes."""
    if part.isupper() and len(part) <= 4 and (part in _WORDS_TOO or not _long_form(part)):
        return rf"(?<!{_LETTER}){re.escape(part)}(?:s)?(?!{_LETTER})"
    bare = stem(part)
    ending = rf"{_LETTER}{{0,7}}" if bare != part.lower() or len(bare) > _LONG_ENOUGH else r"(?:e?s)?"
    return rf"(?i:(?<!{_LETTER}){re.escape(bare)}{ending}(?!{_LETTER}))"
