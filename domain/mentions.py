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
_SHORT = {short.lower(): long for short, long in _SPELT_OUT.items()}
_ENDING = re.compile(r"(?:isations?|izations?|ations?|ising|izing|ings?|ions?|ers?|ors?|ied|ies|ed|es|s|e|y)$")
_LONG_ENOUGH = 4
_LOOSE = r"[\s-]+"


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


def stem(word: str) -> str:
    """The beginning that a word's endings share: `compress` of `compression`; short words are kept."""
    bare = _ENDING.sub("", word.lower())
    return bare if len(bare) >= _LONG_ENOUGH else word.lower()


def _either(part: str) -> str:
    forms = [_form(part)]
    if long := _SHORT.get(part.lower().removesuffix("s") if part.lower() not in _SHORT else part.lower()):
        forms.append(_LOOSE.join(_form(piece) for piece in re.split(_LOOSE, long)))
    return f"(?:{'|'.join(forms)})"


def _form(part: str) -> str:
    """A capital abbreviation keeps its case, so that `RAG` is no rag; other words may end as they like."""
    if part.isupper() and len(part) <= 4:
        return rf"(?<!\w){re.escape(part)}(?:s)?(?!\w)"
    bare = stem(part)
    ending = r"\w{0,7}" if bare != part.lower() or len(bare) > _LONG_ENOUGH else r"(?:e?s)?"
    return rf"(?i:(?<!\w){re.escape(bare)}{ending}(?!\w))"
