"""The reading process: bytes on stdin, a draft or a complaint as JSON on stdout. See `apart.py`."""

import contextlib
import json
import sys

from .drafts import NotAPaper

_MEMORY = 3 * 1024**3
"""Bytes of address space."""


def main() -> None:
    """Reads one document; arguments: `html` or `pdf`, and the least characters that make a paper."""
    kind, min_chars = sys.argv[1], int(sys.argv[2])
    _limit_memory()
    content = sys.stdin.buffer.read()
    try:
        sys.stdout.write(json.dumps({"draft": _read(kind, content, min_chars)}))
    except NotAPaper as reason:
        sys.stdout.write(json.dumps({"reason": str(reason)}))


def _read(kind: str, content: bytes, min_chars: int) -> str:
    if kind == "html":
        from .htmlpage import read_html

        return read_html(content, min_chars).to_json()
    from .pdfpaper import read_pdf

    return read_pdf(content, min_chars).to_json()


def _limit_memory() -> None:
    """Where the system knows limits, a bomb ends this process and not the machine."""
    with contextlib.suppress(ImportError, ValueError, OSError):
        import resource

        _, hard = resource.getrlimit(resource.RLIMIT_AS)
        limit = _MEMORY if hard == resource.RLIM_INFINITY else min(_MEMORY, hard)
        resource.setrlimit(resource.RLIMIT_AS, (limit, hard))


if __name__ == "__main__":
    main()
