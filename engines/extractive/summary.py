"""A paragraph of the paper's own sentences: what is wrong, what is done about it, what came of it."""

import re
from collections.abc import Callable, Sequence
from itertools import pairwise

from ...domain import Lens
from ...domain.briefs import SummaryBrief
from ...domain.errors import EngineError
from ...domain.forms import SummaryForm
from . import cues
from .choose import dangling, place, strongest
from .sentences import Sentence, read_sentences, split_sentences

_OPENING = re.compile(
    r"^(?:however|specifically|moreover|furthermore|yet|nevertheless|in particular|technically), ", re.IGNORECASE
)
_LONG_ENOUGH = 4
_CITATION = re.compile(r"\s*\[\d+(?:\s*[,–-]\s*\d+)*\]")


def summarise(brief: SummaryBrief) -> SummaryForm:
    """Three to five sentences in the order of the paper.

    Raises:
        EngineError: neither the text nor the abstract holds a whole sentence.
    """
    text = tell(read_sentences(brief.text), 4) or " ".join(split_sentences(brief.paper.abstract)[:4])
    if not text.strip():
        raise EngineError(f"Nothing readable was found of {brief.paper.id}.")
    return SummaryForm(text=text)


def tell(sentences: Sequence[Sentence], limit: int) -> str:
    """About `limit` sentences that read as a paragraph, from the abstract where it is long enough."""
    pool = _pool(sentences)
    chosen = strongest(_matching(pool, _contributes, _concerns), 1)
    after = [s for s in pool if chosen and s.order == chosen[0].order + 1]
    for found in (_matching(pool, _results), _matching(pool, _problem), after)[: limit - 1]:
        chosen += strongest(found, 1, place, chosen)
    rest = (s for s in pool if s not in chosen)
    chosen += strongest(rest, max(0, min(3, limit) - len(chosen)), _standing, chosen)
    return _paragraph(chosen, pool, limit + 1)


def tell_for(lens: Lens, sentences: Sequence[Sentence]) -> str:
    """Two sentences on what this reader looks at: the method, the results, or the gap and what fills it."""
    pool = _pool(sentences)
    if lens == "evidence":
        found = _matching(pool, _results) or _matching(sentences, cues.is_gain) or _matching(pool, _contributes)
        return _paragraph(strongest(found, 2), pool, 3)
    chosen = strongest(_matching(pool, _contributes, _concerns), 1)
    second = _problem if lens == "novelty" else _explains
    return _paragraph(chosen + strongest(_matching(pool, second), 1, place, chosen), pool, 3)


def _pool(sentences: Sequence[Sentence]) -> list[Sentence]:
    abstract = [s for s in sentences if s.part == "abstract"]
    early = [s for s in sentences if s.part in ("abstract", "introduction", "conclusion")]
    return abstract if len(abstract) >= _LONG_ENOUGH else early or list(sentences)


def _matching(pool: Sequence[Sentence], *roles: Callable[[Sentence], bool]) -> list[Sentence]:
    """Those in the first role that anything plays."""
    return next((found for role in roles if (found := [s for s in pool if role(s)])), [])


def _paragraph(chosen: list[Sentence], pool: Sequence[Sentence], limit: int) -> str:
    """In order; a `However,` that nothing stands before is left out."""
    text = " ".join(_shown(s) for s in _completed(sorted(chosen, key=lambda s: s.order), pool, limit))
    bare = _OPENING.sub("", text)
    return bare[:1].upper() + bare[1:]


def _completed(chosen: list[Sentence], pool: Sequence[Sentence], limit: int) -> list[Sentence]:
    """A sentence that leans on the one before it takes that one along, or goes where there is no room."""
    before = {s.order: p for p, s in pairwise(pool) if s.order == p.order + 1}
    orders = {s.order for s in chosen}
    whole: list[Sentence] = []
    room = limit - len(chosen)
    for sentence in chosen:
        leans = dangling(sentence) and sentence.order - 1 not in orders
        if leans and room > 0 and sentence.order in before:
            whole.append(before[sentence.order])
            room -= 1
        elif leans and len(chosen) > 2:
            continue
        whole.append(sentence)
    return whole


def _standing(sentence: Sentence) -> float:
    return place(sentence) - 2 * dangling(sentence)


def _contributes(sentence: Sentence) -> bool:
    return bool(cues.CONTRIBUTION.search(sentence.text))


def _results(sentence: Sentence) -> bool:
    return bool(cues.GAIN.search(sentence.text) or cues.GUARANTEE.search(sentence.text)) and not _contributes(sentence)


def _problem(sentence: Sentence) -> bool:
    return bool(cues.GAP.search(sentence.text)) and not _contributes(sentence) and sentence.place < 0.5


def _concerns(sentence: Sentence) -> bool:
    return bool(cues.ABOUT.search(sentence.text))


def _explains(sentence: Sentence) -> bool:
    return cues.is_guarantee(sentence) or _contributes(sentence)


def _shown(sentence: Sentence) -> str:
    return _CITATION.sub("", sentence.plain)
