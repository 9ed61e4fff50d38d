"""The way in, for `paperwire` and `python -m paperwire`: errors with a remedy end in two lines, not in a traceback."""

import os
import sys


def main() -> None:
    """Runs the command line; an expected error is printed with its remedy and exits with 2."""
    # Before anything imports onnxruntime or chromadb: neither may report home.
    os.environ.setdefault("ORT_DISABLE_TELEMETRY", "1")
    os.environ.setdefault("ANONYMIZED_TELEMETRY", "False")
    from .cli import app

    try:
        app()
    except KeyboardInterrupt:
        sys.stderr.write("paperwire: interrupted; everything done so far is kept. Run the same command to go on.\n")
        sys.exit(130)
    except Exception as error:
        # Imported here, since the nouns cost more than the whole of --help.
        from .domain.errors import PaperwireError

        if not isinstance(error, PaperwireError):
            raise
        remedy = f"\n  remedy: {error.remedy}" if error.remedy else ""
        sys.stderr.write(f"paperwire: {error.message}{remedy}\n")
        sys.exit(2)


if __name__ == "__main__":
    main()
