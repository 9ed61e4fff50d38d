"""A real day without a model: the 2025-05-26 listing through the extractive engine, cold and again.

Needs PAPERWIRE_DATA. To reach: under three minutes on two cores, every row accounted for.
"""

import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

STATES = ("duplicate", "filtered", "scored", "selected", "reviewed", "deferred", "failed")
LISTING = "arxiv_days/papers/2025-05-26.jsonl.gz"


def main() -> None:
    """Prints wall time, memory and the ledger's counts of both runs."""
    listing = Path(os.environ["PAPERWIRE_DATA"]) / LISTING
    with tempfile.TemporaryDirectory() as folder:
        for name in ("cold", "again"):
            wall, result = run(Path(folder), listing)
            counts = result["counts"]
            ends = {
                state: counts[state] for state in ("duplicate", "filtered", "scored", "selected", "reviewed", "failed")
            }
            assert counts["announced"] == sum(ends.values()) + counts["deferred"]
            print(f"{name}: wall {wall:.1f} s, {counts['announced']} announced, {counts['scanned']} scanned, {ends}")
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    print(f"peak memory {peak / 1e6:.2f} GB")


def run(folder: Path, listing: Path) -> tuple[float, dict[str, Any]]:
    """Wall seconds and the JSON result of one run; texts are not fetched, since no panel sits."""
    order = ["run", "--edition", str(listing), "--engine", "extractive", "--max-reviews", "0", "--json"]
    start = time.perf_counter()
    done = subprocess.run(
        [sys.executable, "-m", "paperwire", *order, "--archive", "archive"],
        cwd=folder,
        check=False,
        stdout=subprocess.PIPE,
    )
    return time.perf_counter() - start, json.loads(done.stdout)


if __name__ == "__main__":
    main()
