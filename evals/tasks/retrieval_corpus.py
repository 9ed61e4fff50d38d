"""What the tasks of retrieval search: an archive of every paper in the data, kept between runs."""

import asyncio
import gzip
import hashlib
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from threading import Lock

from platformdirs import user_cache_path

from ...domain.errors import SettingsError
from ...memory import Record, Search, day_number, open_archive
from ...memory.embedding import Embeds
from ...memory.record_table import RecordTable
from ...memory.search import Fusion
from ..task import Bench, Json, Sample, Solver

FUSIONS: tuple[Fusion, ...] = ("dense", "lexical", "ranks")
"""The ways of search that stand beside the usual one as baselines."""
_BATCH = 1000


@dataclass
class Corpus:
    """The papers of a task, there once its cases are read; `embedder` stands in for the packaged model."""

    name: str
    """The folder in the cache that keeps its archive, where the option `corpus` names no other."""
    embedder: Embeds | None = None
    papers: list[Record] = field(default_factory=list)
    _making: Lock = field(default_factory=Lock)

    @contextmanager
    def searched(self, bench: Bench, fusion: Fusion) -> Iterator[Search]:
        """Search among the papers, which are embedded first where they are not yet."""
        folder = Path(bench.options.get("corpus", user_cache_path("paperwire") / self.name))
        with self._making:
            place = made_corpus(self.papers, folder, self.embedder)
        with open_archive(place, write=False, embedder=self.embedder) as archive:
            yield Search(archive, fusion)


def in_a_thread(answer: Callable[[Bench, Sequence[Sample]], Mapping[str, Json]]) -> Solver:
    """The solver that answers so, beside the event loop."""

    async def solve(bench: Bench, samples: Sequence[Sample]) -> Mapping[str, Json]:
        return await asyncio.to_thread(answer, bench, samples)

    return solve


def listed_papers(data: Path) -> dict[str, Record]:
    """The papers of `arxiv_days`, by id, as they are remembered: by title and abstract, on the day first listed.

    Raises:
        SettingsError: there are none, or they cannot be read.
    """
    files = sorted((data / "arxiv_days" / "papers").glob("*.jsonl.gz"))
    if not files:
        raise SettingsError(f"{data} has no arxiv_days/papers.", "Name another folder with --data.")
    papers: dict[str, Record] = {}
    try:
        for file in files:
            for record in _records(file):
                papers.setdefault(record.paper_id, record)
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise SettingsError(f"The papers in {data} cannot be read: {error!r}.", "Mend the folder.") from error
    return papers


def made_corpus(records: Sequence[Record], folder: Path, embedder: Embeds | None = None) -> Path:
    """The folder of an archive of just these records, under `folder`; what is missing there is embedded first.

    15,000 abstracts take some twenty minutes, once.
    """
    name = hashlib.sha256("\n".join(sorted(one.model_dump_json() for one in records)).encode()).hexdigest()[:12]
    with open_archive(folder / name, write=True, embedder=embedder) as archive:
        table = RecordTable(archive.connection)
        known = table.known([one.id for one in records])
        wanted = [one for one in records if one.id not in known]
        for start in range(0, len(wanted), _BATCH):
            part = wanted[start : start + _BATCH]
            table.put(part, archive.embedder.embed([one.text for one in part]), archive.embedder.name)
        archive.keep_words()
    return folder / name


def by_tfidf(records: Sequence[Record], depth: int) -> Callable[[str], list[str]]:
    """From a query to the ids of the records nearest by TF-IDF: unstemmed, without stop words, sublinear counts."""
    from sklearn.feature_extraction.text import TfidfVectorizer

    vectorizer = TfidfVectorizer(sublinear_tf=True, stop_words="english")
    matrix = vectorizer.fit_transform([one.text for one in records])

    def ranked(query: str) -> list[str]:
        similarities = (matrix @ vectorizer.transform([query]).T).toarray().ravel()
        return [records[place].paper_id for place in (-similarities).argsort(kind="stable")[:depth]]

    return ranked


def _records(file: Path) -> Iterator[Record]:
    day = day_number(date.fromisoformat(file.name[:10]))
    with gzip.open(file, "rt", encoding="utf-8") as lines:
        for row in map(json.loads, lines):
            yield Record(
                id=f"paper:{row['id']}",
                kind="paper",
                paper_id=row["id"],
                title=row["title"],
                text=f"{row['title']}. {row['abstract']}",
                seen_day=day,
                categories=tuple(row["categories"]),
            )
