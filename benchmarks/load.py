"""5,000 papers in one day on a memory of 200,000 records: the run ends, and stays under 2 GB.

Not among the benchmarks that run by default: filling the memory takes a quarter of an hour. Needs PAPERWIRE_DATA for
the papers, which are real; the records' vectors are drawn at random around 2,000 centres, since embedding them would
take hours and their number is what counts. The embedding model is loaded in the measured process all the same.
"""

import asyncio
import gzip
import hashlib
import json
import multiprocessing
import os
import resource
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from datetime import date, timedelta
from functools import partial
from pathlib import Path
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from tests.model_server import ModelServer

RECORDS = int(os.environ.get("PAPERWIRE_LOAD_RECORDS", "200000"))
PAPERS = int(os.environ.get("PAPERWIRE_LOAD_PAPERS", "5000"))
LIMIT_GB = 2.0
WORDS = ("attention", "sparse", "token", "routing", "gradient", "kernel", "memory", "cache", "scaling", "expert")
DIMENSIONS = 384
DAY = "2026-06-01"
SETTINGS = """
categories = ["cs.LG", "cs.AI", "cs.CL", "cs.CV"]
interests = [{{ name = "Attention", relevant = "attention mechanisms" }}]
selection = {{ relevance = 9, novelty = 9, max_reviews = 6 }}
engine = {{ kind = "openai", base_url = "{url}" }}
arxiv = {{ html_url = "http://127.0.0.1:9/html", pdf_url = "http://127.0.0.1:9/pdf", interval_s = 0 }}
"""

Vectors = NDArray[np.float32]


class Drawn:
    """Vectors drawn from the text's hash: as many as asked for, at once."""

    name = "drawn-384"

    def embed(self, texts: Sequence[str]) -> Vectors:
        seeds = [int.from_bytes(hashlib.blake2b(text.encode(), digest_size=8).digest()) for text in texts]
        return unit(np.stack([np.random.default_rng(seed).standard_normal(DIMENSIONS) for seed in seeds]))


def unit(rows: NDArray[np.float64]) -> Vectors:
    """Rows of length 1, float32."""
    return np.asarray(rows / np.linalg.norm(rows, axis=1, keepdims=True), dtype=np.float32)


def main() -> None:
    """Fills the memory, asks it, and runs the day on it, each in a process of its own."""
    model = ModelServer()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "paperwire.toml").write_text(SETTINGS.format(url=model.base_url), encoding="utf-8")
        papers = write_listing(Path(os.environ["PAPERWIRE_DATA"]), folder / f"{DAY}.jsonl")
        for step in (fill, ask, day, day_without_model):
            report(step, folder)
        size = sum(file.stat().st_size for file in folder.rglob("*") if file.is_file())
        print(f"archive: {size / 1e9:.2f} GB on disk; {papers} real papers in the day; {model.count} model calls")
    model.close()


def report(step: Callable[[Path], str], folder: Path) -> None:
    """Runs the step in a fresh process and prints what it says, how long it took and its largest memory."""
    context = multiprocessing.get_context("spawn")
    answers = context.Queue()
    process = context.Process(target=measured, args=(step, folder, answers))
    process.start()
    told, wall, peak = answers.get()
    process.join()
    print(f"{step.__name__}: {told}; wall {wall:.0f} s, peak {peak:.2f} GB (limit {LIMIT_GB})", flush=True)


def measured(step: Callable[[Path], str], folder: Path, answers: Any) -> None:
    """The step's words, wall seconds, and gigabytes at the peak."""
    os.environ["ORT_DISABLE_TELEMETRY"] = "1"
    start = time.perf_counter()
    told = step(folder)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6
    answers.put((told, time.perf_counter() - start, peak))


def write_listing(data: Path, file: Path) -> int:
    """The first papers of real days, each once, as one day's listing."""
    rows: dict[str, str] = {}
    for listing in sorted((data / "arxiv_days" / "papers").glob("*.jsonl.gz")):
        for line in gzip.decompress(listing.read_bytes()).decode().splitlines():
            rows.setdefault(json.loads(line)["id"], line)
    chosen = list(rows.values())[:PAPERS]
    file.write_text("\n".join(chosen), encoding="utf-8")
    return len(chosen)


def fill(folder: Path) -> str:
    """Remembers records of two years, a tenth of them papers with a date each."""
    from paperwire.memory import open_archive

    times = []
    with open_archive(folder / "archive", write=True, embedder=Drawn()) as archive:
        for records, vectors in batches():
            start = time.perf_counter()
            archive.vectors.remember(records, vectors)
            times.append(time.perf_counter() - start)
        held = sum(archive.vectors.count().values())
    return f"{held} records, {len(records) / statistics.median(times):.0f} a second"


def batches(size: int = 1000) -> Iterator[tuple[list[Any], Vectors]]:
    """Records with vectors, 1,000 at a time."""
    from paperwire.memory import Record, day_number

    rng = np.random.default_rng(7)
    centres = rng.standard_normal((2000, DIMENSIONS))
    for start in range(0, RECORDS, size):
        seen = day_number(date(2024, 6, 1) + timedelta(days=start * 700 // RECORDS))
        records = []
        for number in range(start, min(start + size, RECORDS)):
            kind = "paper" if number % 10 == 0 else "passage"
            name = f"{number // 10:09}"
            text = " ".join(rng.choice(WORDS, 60 if kind == "passage" else 180))
            id_ = f"{kind}:{name}" if kind == "paper" else f"{kind}:{name}:{number % 10}"
            records.append(Record(id=id_, kind=kind, paper_id=name, title=f"Paper {name}", text=text, seen_day=seen))
        vectors = centres[rng.integers(0, 2000, len(records))] + 0.7 * rng.standard_normal((len(records), DIMENSIONS))
        yield records, unit(vectors)


def ask(folder: Path) -> str:
    """Recalls by meaning: from the open index, and among the papers of earlier days."""
    from paperwire.memory import open_archive

    questions = Drawn().embed([f"question {number}" for number in range(60)])
    with open_archive(folder / "archive", write=True, embedder=Drawn()) as archive:
        start = time.perf_counter()
        archive.vectors.recall(questions[0])
        opened = time.perf_counter() - start
        plain = [seconds(archive.vectors.recall, one) for one in questions]
        before = [seconds(partial(archive.vectors.recall, seen_before=date(2024, 9, 1)), one) for one in questions]
    return (
        f"open and first question {opened:.1f} s, p50 {statistics.median(plain) * 1000:.0f} ms, "
        f"with a date that keeps an eighth {statistics.median(before) * 1000:.0f} ms"
    )


def seconds(recall: Callable[[Vectors], Any], question: Vectors) -> float:
    """How long a question takes."""
    start = time.perf_counter()
    recall(question)
    return time.perf_counter() - start


def day(folder: Path) -> str:
    """The whole day through the daily graph and a model server, with the embedding model in memory."""
    return walked(folder, "openai")


def day_without_model(folder: Path) -> str:
    """The same day again, through the extractive engine."""
    return walked(folder, "extractive")


def walked(folder: Path, engine: Literal["openai", "extractive"]) -> str:
    """The counts of the day, which add up."""
    from paperwire.commands.hire import hire
    from paperwire.commands.order import Order
    from paperwire.graphs.walk import Walked, walk_day
    from paperwire.memory import open_archive
    from paperwire.memory.embedding import Embedder

    Embedder().embed(["Attention is all you need. " * 60] * 32)
    listing = str(folder / f"{DAY}.jsonl")
    order = Order(config=folder / "paperwire.toml", archive=folder / "archive", edition=listing, engine=engine)

    async def walk(archive: Any) -> Walked:
        room, desk = hire(order, archive)
        try:
            return await walk_day(room, order.edition, None)
        finally:
            await desk.aclose()

    with open_archive(order.folder, write=True, embedder=Drawn()) as archive:
        digest = asyncio.run(walk(archive)).digest
    counts = digest.counts.model_dump()
    assert digest.counts.announced == PAPERS == sum(counts.values()), "every row has its end"
    return f"{digest.scanned} scanned, {digest.selected} selected, {digest.counts.reviewed} reviewed, {counts}"


if __name__ == "__main__":
    main()
