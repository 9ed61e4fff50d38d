"""`python -m benchmarks [NAME …]`: runs the named benchmarks, or all of them."""

import sys
from importlib import import_module

NAMES = ("startup", "day", "extractive_day", "retrieval", "cold_ask")


def main() -> None:
    """Runs each benchmark's `main`, with its first docstring line as heading."""
    for name in sys.argv[1:] or NAMES:
        module = import_module(f"benchmarks.{name}")
        print(f"\n== {name}: {(module.__doc__ or '').splitlines()[0]}", flush=True)
        module.main()


if __name__ == "__main__":
    main()
