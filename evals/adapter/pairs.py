"""What reviewers write, as queries for the papers they write of; none of a paper that the retrieval task asks for."""

import gzip
import json
import random
import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from ...memory import Record, open_archive
from ...memory.embedding import Embedder
from ...memory.record_table import Choice, RecordTable
from ..tasks.retrieval import query_cases
from ..tasks.retrieval_corpus import listed_papers, made_corpus

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Vectors = NDArray[np.float32]

CRITIQUES = Path(__file__).with_name("critiques.jsonl.gz")
"""One critique each of papers that have no review at hand, written from their abstracts by a language model that was
shown fourteen pairs of paper and review; `id` and `critique` by line."""
_FILES = ("neurips2025_arxiv_linked", "neurips_balanced", "iclr2017")
_WEAKNESSES = re.compile(r"weakness(?:es)?|\bcons\b", re.IGNORECASE)
_WORDS, _SHORT, _OPENING, _FEWEST = 80, 12, 60, 10
_WRITTEN_COUNTS = 2
"""How often a critique written for this is met where one query of a reviewed paper, of a dozen, is met once."""


class Pair(NamedTuple):
    """What a reviewer wrote, and the row of the paper."""

    query: str
    paper: int
    critique: bool
    """Whether it is the opening of the weaknesses, which is what the task asks with."""


class Field(NamedTuple):
    """Every paper that may be told apart."""

    titles: list[str]
    texts: list[str]
    vectors: "Vectors"
    """Unit vectors of the texts, (n, 384)."""


class Material(NamedTuple):
    """Queries to learn from, and those of papers kept out to choose by."""

    field: Field
    learnt: list[Pair]
    kept_out: list[Pair]


def material(data: Path, corpus: Path, kept_out: int, seed: int = 0) -> Material:
    """Reads the papers and the reviews; `kept_out` of the listed papers that have reviews are not learnt from.

    Raises:
        SettingsError: the folder does not hold what is needed.
    """
    asked = {case.target["paper"] for case in query_cases(data)}
    field, rows = _listed(data, corpus, asked)
    titles, texts = [*field.titles], [*field.texts]
    pairs, linked = [], []
    for paper in _reviewed(data, asked):
        row = rows.get(paper.get("arxiv_id") or "")
        if row is None:
            row = len(titles)
            titles.append(paper["title"])
            texts.append(f"{paper['title']}. {paper['abstract'] or ''}")
        else:
            linked.append(row)
        pairs += [pair for review in paper["reviews"] for pair in _pairs(paper["title"], review, row)]
    out = set(random.Random(seed).sample(linked, kept_out))  # noqa: S311 - a choice to be had again, no secret
    others = Embedder().embed(texts[len(field.texts) :])
    learnt = [pair for pair in pairs if pair.paper not in out] + _WRITTEN_COUNTS * _written(rows, titles, out)
    judged = [pair for pair in pairs if pair.paper in out and pair.critique]
    return Material(Field(titles, texts, _joined(field.vectors, others)), learnt, judged)


def _listed(data: Path, corpus: Path, asked: set[str]) -> tuple[Field, dict[str, int]]:
    papers = [record for record in listed_papers(data).values() if record.paper_id not in asked]
    place = made_corpus(list(listed_papers(data).values()), corpus)
    with open_archive(place, write=False) as archive:
        vectors = dict(_vectors(RecordTable(archive.connection), archive.connection))
    texts = [record.text for record in papers]
    return Field([record.title for record in papers], texts, _rows(vectors, papers)), {
        record.paper_id: row for row, record in enumerate(papers)
    }


def _vectors(table: RecordTable, connection: Any) -> "Iterator[tuple[str, Vectors]]":
    ids = {row["number"]: row["paper_id"] for row in connection.rows("SELECT number, paper_id FROM records")}
    for numbers, vectors in table.vectors(Choice("paper")):
        yield from ((ids[number], vector) for number, vector in zip(numbers, vectors, strict=True))


def _rows(vectors: "dict[str, Vectors]", papers: Sequence[Record]) -> "Vectors":
    import numpy as np

    return np.vstack([vectors[record.paper_id] for record in papers])


def _joined(listed: "Vectors", others: "Vectors") -> "Vectors":
    import numpy as np

    return np.vstack([listed, others])


def _reviewed(data: Path, asked: set[str]) -> Iterator[dict[str, Any]]:
    met: set[str] = set()
    for name in _FILES:
        with gzip.open(data / "reviews" / f"{name}.jsonl.gz", "rt", encoding="utf-8") as lines:
            for paper in map(json.loads, lines):
                if paper["forum"] not in met and paper.get("arxiv_id") not in asked:
                    met.add(paper["forum"])
                    yield paper


def _written(rows: dict[str, int], titles: list[str], out: set[int]) -> list[Pair]:
    with gzip.open(CRITIQUES, "rt", encoding="utf-8") as lines:
        read = [json.loads(line) for line in lines]
    return [
        Pair(_masked(one["critique"], titles[rows[one["id"]]]), rows[one["id"]], critique=True)
        for one in read
        if one["id"] in rows and rows[one["id"]] not in out
    ]


def _pairs(title: str, review: dict[str, Any], row: int) -> Iterator[Pair]:
    parts = review["sections"]
    critique = parts.get("weaknesses") or parts.get("strengths_weaknesses") or parts.get("text") or ""
    start = None if "weaknesses" in parts else _WEAKNESSES.search(critique)
    words = critique[start.end() if start else 0 :].lstrip(":* \n#").split()
    texts = [words[:_WORDS], words[_WORDS : 2 * _WORDS], (parts.get("questions") or "").split()[:_WORDS]]
    summary = (parts.get("summary") or "").split()
    # Every second opening is cut as short as a question is.
    texts.append(summary[: _SHORT if len(words) % 2 else _OPENING])
    for place, text in enumerate(texts):
        if len(text) >= _FEWEST:
            yield Pair(_masked(" ".join(text), title), row, critique=place == 0)


def _masked(text: str, title: str) -> str:
    """Without the name that the title opens with: to find a paper by its name needs no understanding."""
    name, colon, _ = title.partition(":")
    return re.sub(rf"\b{re.escape(name.strip())}\b", "the method", text, flags=re.IGNORECASE) if colon else text
