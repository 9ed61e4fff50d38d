"""The first answer of `paperwire ask` without a model, from the start of its process to its end; to stay within 3 s.

Needs PAPERWIRE_DATA, like the benchmark `retrieval`, whose records it stores: 1,000 and 100,000 of them.
"""

import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from .retrieval import RECORDS, fill, papers

SIZES = (1_000, RECORDS)
RUNS = 5
LIMIT_S = 3.0
QUESTIONS = ("which papers are about KV-cache compression?", "how many papers on KV-cache compression since June 2025?")


def seconds(archive: Path, question: str) -> float:
    """Wall seconds of one whole process, whose vectors are made up, so that it may find no answer (3)."""
    command = [sys.executable, "-m", "paperwire", "ask", question, "--engine", "extractive", "--archive", str(archive)]
    begun = time.perf_counter()
    done = subprocess.run(command, stdout=subprocess.DEVNULL, check=False)
    if done.returncode not in (0, 3):
        raise RuntimeError(f"{command} ended with {done.returncode}")
    return time.perf_counter() - begun


def main() -> None:
    """Prints median and worst of each question to each archive."""
    rows = papers(Path(os.environ["PAPERWIRE_DATA"]))
    for size in SIZES:
        with tempfile.TemporaryDirectory() as folder:
            fill(Path(folder), rows, size)
            for question in QUESTIONS:
                spent = [seconds(Path(folder), question) for _ in range(RUNS)]
                told = f"median {statistics.median(spent):.1f} s, worst {max(spent):.1f} s (limit {LIMIT_S:.0f})"
                print(f"{size:,} records, {question!r}: {told}", flush=True)


if __name__ == "__main__":
    main()
