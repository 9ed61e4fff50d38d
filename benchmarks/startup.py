"""`paperwire --help` against a bare interpreter; to stay within 12 times its start."""

import statistics
import subprocess
import sys
import time

RUNS = 15
LIMIT = 12.0


def seconds(*arguments: str) -> float:
    """Wall seconds of one whole process."""
    start = time.perf_counter()
    subprocess.run([sys.executable, *arguments], check=True, stdout=subprocess.DEVNULL)
    return time.perf_counter() - start


def main() -> None:
    """Prints both medians and their ratio, the runs taken in turn."""
    seconds("-m", "paperwire", "--help")
    pairs = [(seconds("-c", "pass"), seconds("-m", "paperwire", "--help")) for _ in range(RUNS)]
    bare, helped = (statistics.median(times) for times in zip(*pairs, strict=True))
    ratio = statistics.median(b / a for a, b in pairs)
    print(f"bare interpreter {bare * 1000:.0f} ms, --help {helped * 1000:.0f} ms")
    print(f"ratio {ratio:.1f} (limit {LIMIT:.0f})")


if __name__ == "__main__":
    main()
