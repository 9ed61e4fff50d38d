"""Reviews as queries for the papers they are about; none of a paper that the retrieval task asks for."""

import gzip
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from ..memory import open_archive
from ..memory.embedding import Embedder
from ..memory.record_table import Choice, RecordTable
from .tasks.retrieval import query_cases
from .tasks.retrieval_corpus import listed_papers, made_corpus

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Vectors = NDArray[np.float32]

_FILES = ("neurips2025_arxiv_linked", "neurips_balanced", "iclr2017")
_WEAKNESSES = re.compile(r"weakness(?:es)?|\bcons\b", re.IGNORECASE)
_WORDS, _SHORT, _OPENING, _FEWEST = 80, 12, 60, 10


class Pair(NamedTuple):
    """What a reviewer wrote, and the row of the paper's vector."""

    query: str
    paper: int


def papers_and_pairs(data: Path, corpus: Path) -> "tuple[Vectors, list[Pair]]":
    """Vectors of every paper that may be told apart, (n, 384), and the queries.

    Raises:
        SettingsError: the folder does not hold what is needed.
    """
    import numpy as np

    asked = {case.target["paper"] for case in query_cases(data)}
    place = made_corpus(list(listed_papers(data).values()), corpus)
    with open_archive(place, write=False) as archive:
        blocks = list(RecordTable(archive.connection).vectors(Choice("paper")))
        numbers = [number for block, _ in blocks for number in block]
        ids = {
            row["number"]: row["paper_id"] for row in archive.connection.rows("SELECT number, paper_id FROM records")
        }
    kept = [at for at, number in enumerate(numbers) if ids[number] not in asked]
    rows = {ids[numbers[at]]: row for row, at in enumerate(kept)}
    listed = np.vstack([vectors for _, vectors in blocks])[kept]
    others: list[str] = []
    pairs = []
    for paper in _reviewed(data, asked):
        row = rows.get(paper.get("arxiv_id") or "")
        if row is None:
            row = len(listed) + len(others)
            others.append(f"{paper['title']}. {paper['abstract'] or ''}")
        pairs += [Pair(query, row) for review in paper["reviews"] for query in _queries(paper["title"], review)]
    return np.vstack([listed, Embedder().embed(others)]), pairs


def _reviewed(data: Path, asked: set[str]) -> Iterator[dict[str, Any]]:
    met: set[str] = set()
    for name in _FILES:
        with gzip.open(data / "reviews" / f"{name}.jsonl.gz", "rt", encoding="utf-8") as lines:
            for paper in map(json.loads, lines):
                if paper["forum"] not in met and paper.get("arxiv_id") not in asked:
                    met.add(paper["forum"])
                    yield paper


def _queries(title: str, review: dict[str, Any]) -> list[str]:
    parts = review["sections"]
    critique = parts.get("weaknesses") or parts.get("strengths_weaknesses") or parts.get("text") or ""
    start = None if "weaknesses" in parts else _WEAKNESSES.search(critique)
    words = critique[start.end() if start else 0 :].lstrip(":* \n#").split()
    texts = [words[:_WORDS], words[_WORDS : 2 * _WORDS], (parts.get("questions") or "").split()[:_WORDS]]
    summary = (parts.get("summary") or "").split()
    # Every second opening is cut as short as a question is.
    texts.append(summary[: _SHORT if len(words) % 2 else _OPENING])
    return [_masked(" ".join(text), title) for text in texts if len(text) >= _FEWEST]


def _masked(text: str, title: str) -> str:
    """Without the name that the title opens with: to find a paper by its name needs no understanding."""
    name, colon, _ = title.partition(":")
    return re.sub(rf"\b{re.escape(name.strip())}\b", "the method", text, flags=re.IGNORECASE) if colon else text
