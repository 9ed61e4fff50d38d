"""The way in, for `paperwire` and `python -m paperwire`: errors with a remedy end in two lines, not in a traceback."""

import errno
import os
import sys


def main() -> None:
    """Runs the command line; an expected error is printed with its remedy and exits with 2."""
    # Before anything imports onnxruntime or chromadb: neither may report home.
    os.environ.setdefault("ORT_DISABLE_TELEMETRY", "1")
    os.environ.setdefault("ANONYMIZED_TELEMETRY", "False")
    from .cli import app

    try:
        try:
            app()
        finally:
            # What a buffer still holds must not fail after the exit code is set.
            sys.stdout.flush()
    except BrokenPipeError:
        _leave_stdout()
        sys.exit(1)
    except KeyboardInterrupt:
        sys.stderr.write("paperwire: interrupted; everything done so far is kept. Run the same command to go on.\n")
        sys.exit(130)
    except Exception as error:
        # Imported here, since the nouns cost more than the whole of --help.
        from .domain.errors import PaperwireError

        if isinstance(error, OSError) and error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG):
            sys.stderr.write(f"paperwire: the disk is full: {error}.\n  remedy: Free space, and run it again.\n")
            _leave_stdout()
            sys.exit(2)
        if not isinstance(error, PaperwireError):
            raise
        remedy = f"\n  remedy: {error.remedy}" if error.remedy else ""
        sys.stderr.write(f"paperwire: {error.message}{remedy}\n")
        sys.exit(2)


def _leave_stdout() -> None:
    """Nobody can be told anything more there; the interpreter, which flushes at its end, shall not try."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


if __name__ == "__main__":
    main()
