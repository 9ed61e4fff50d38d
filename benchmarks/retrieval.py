"""Search over 100,000 records: short and long questions, with and without filters, and the first answer of a process.

Needs PAPERWIRE_DATA: the records have the real titles, and abstracts put together from halves of real ones. Vectors are
made up, and so are those of single words for the second look, 150 a record. To reach: p95 under 100 ms on two cores,
filters and the question's own embedding included.
"""

import gzip
import json
import os
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import islice
from pathlib import Path

import numpy as np

from paperwire.memory import Archive, Filters, Record, Search, day_number, open_archive
from paperwire.memory.embedding import Embedder
from paperwire.memory.record_table import RecordTable

RECORDS = 100_000
BATCH = 5_000
QUESTIONS = 200
BYTES_OF_WORDS = 150 * 32
FIRST_DAY = date(2025, 1, 1)
KINDS = (*["paper"] * 7, "passage", "passage", "review")
CUTS = {
    "no filter": Filters(),
    "papers of one category": Filters(kinds=("paper",), categories=("cs.CL",)),
    "a month": Filters(seen_from=date(2025, 3, 1), seen_to=date(2025, 3, 31)),
    "published in a quarter, cs, relevance and novelty from 8": Filters(
        published_from=date(2025, 4, 1),
        published_to=date(2025, 6, 30),
        categories=("cs",),
        relevance_from=8,
        novelty_from=8,
    ),
    "rejected, of one edition": Filters(recommendations=("reject",), editions=("arxiv",)),
    "ten papers by id": Filters(paper_ids=tuple(f"{n:08d}" for n in range(0, 1000, 100))),
}
COLD = """
import time, sys
begun = time.perf_counter()
from pathlib import Path
from paperwire.memory.query_embedding import QueryEmbedder
QueryEmbedder().embed("what changed in KV-cache compression?")
embedded = time.perf_counter() - begun
from paperwire.memory import Search, open_archive
with open_archive(Path(sys.argv[1]), write=False) as archive:
    Search(archive).find("what changed in KV-cache compression?")
import resource
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000
print(f"first vector {embedded:.2f} s, first answer {time.perf_counter() - begun:.2f} s, peak memory {peak:.0f} MB")
"""


def main() -> None:
    """Prints how long it takes to make the archive, to search it warm, and to search it from a cold process."""
    data = Path(os.environ["PAPERWIRE_DATA"])
    with tempfile.TemporaryDirectory() as folder:
        begun = time.perf_counter()
        fill(Path(folder), papers(data))
        size = (Path(folder) / "archive.db").stat().st_size / 1e6
        print(f"{RECORDS:,} records stored in {time.perf_counter() - begun:.0f} s, {size:.0f} MB")
        measure(Path(folder), questions(data))
        for _ in range(3):
            done = subprocess.run([sys.executable, "-c", COLD, folder], check=True, stdout=subprocess.PIPE, text=True)
            print(f"cold process: {done.stdout.strip()}")


def papers(data: Path) -> list[dict[str, str]]:
    """The rows of every real listing."""
    files = sorted((data / "arxiv_days" / "papers").glob("*.jsonl.gz"))
    return [json.loads(line) for file in files for line in gzip.open(file, "rt", encoding="utf-8")]


def questions(data: Path) -> dict[str, list[str]]:
    """Real ones by reviewers, of 80 words and cut to ten."""
    with gzip.open(data / "retrieval" / "review_queries.jsonl.gz", "rt", encoding="utf-8") as lines:
        long = [json.loads(line)["query"] for line in lines][:QUESTIONS]
    return {"80 words": long, "10 words": [" ".join(one.split()[:10]) for one in long]}


def fill(folder: Path, rows: list[dict[str, str]], count: int = RECORDS) -> None:
    """Stores so many records; without Chroma, which search does not use."""
    generator = np.random.default_rng(1)
    with open_archive(folder, write=True) as archive:
        table = RecordTable(archive.connection)
        for batch in batched(records(rows, count)):
            vectors = generator.standard_normal((len(batch), 384), dtype=np.float32)
            table.put(batch, vectors / np.linalg.norm(vectors, axis=1, keepdims=True), archive.embedder.name)
            keep_words(archive, batch, generator)


def keep_words(archive: Archive, batch: list[Record], generator: np.random.Generator) -> None:
    """Words as an abstract has them, for each record."""
    if isinstance(archive.embedder, Embedder):
        key = archive.embedder.words_key
        archive.vector_cache.put_many({key(one.text): generator.bytes(BYTES_OF_WORDS) for one in batch})


def batched(records: Iterator[Record]) -> Iterator[list[Record]]:
    """The records, `BATCH` at a time."""
    while batch := list(islice(records, BATCH)):
        yield batch


def records(rows: list[dict[str, str]], count: int = RECORDS) -> Iterator[Record]:
    """Of ten, seven papers, and two passages and a review of the first of them."""
    chance = random.Random(1)
    for number in range(count):
        row, other = rows[number % len(rows)], chance.choice(rows)
        half = len(row["abstract"]) // 2
        kind = KINDS[number % 10]
        paper_id = f"{number if kind == 'paper' else number - number % 10:08d}"
        day = FIRST_DAY + timedelta(days=number * 365 // count)
        yield Record.model_validate(
            {
                "id": f"{kind}:{paper_id}:{number}",
                "kind": kind,
                "paper_id": paper_id,
                "title": row["title"],
                "text": f"{row['title']}. {row['abstract'][:half]}{other['abstract'][half:]}",
                "published_day": day_number(day),
                "seen_day": day_number(day + timedelta(days=1)),
                "relevance": chance.randint(1, 10),
                "novelty": chance.randint(1, 10),
                "edition": chance.choice(("arxiv", "sample")),
                "categories": row["categories"],
                "recommendation": chance.choice(("accept", "reject")) if kind == "review" else None,
            }
        )


def measure(folder: Path, asked: dict[str, list[str]]) -> None:
    """Prints p50, p95 and the worst of each kind of question with each filter."""
    with open_archive(folder, write=False) as archive:
        search = Search(archive)
        search.find("the first call reads everything")
        for length, queries in asked.items():
            for name, filters in CUTS.items():
                print(f"{length}, {name}: {told(search, queries, filters)}", flush=True)


def told(search: Search, queries: list[str], filters: Filters) -> str:
    """Milliseconds over the queries."""
    spent = []
    for query in queries:
        begun = time.perf_counter()
        search.find(query, filters)
        spent.append((time.perf_counter() - begun) * 1000)
    p50, p95 = np.quantile(spent, (0.5, 0.95))
    return f"p50 {p50:.0f} ms, p95 {p95:.0f} ms, worst {max(spent):.0f} ms"


if __name__ == "__main__":
    main()
