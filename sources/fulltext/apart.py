"""Reads a document in a process of its own, which can be killed.

Pages and PDFs come from strangers, and both parsers are C code that holds the interpreter while it works: 55 kB
of nested HTML keep lexbor busy for seconds, and nothing inside the process can stop it. A fresh process costs
about 0.1 s, little beside the 3 s between two requests to arXiv. It also spares pdfium, which is not safe
across threads, a lock.
"""

import json
import subprocess
import sys
from typing import Literal

from ...domain.errors import SourceError
from .drafts import Draft

_WORKER = f"{__package__}.worker"
_REMEDY = "The next form of the paper is tried: HTML, PDF, abstract."


def read_apart(kind: Literal["html", "pdf"], content: bytes, *, min_chars: int, deadline_s: float) -> Draft:
    """The draft of a document, read within `deadline_s` seconds.

    Raises:
        SourceError: not a readable paper, too slow, or too much for the parser.
    """
    # -P: a module of the reader's own folder must not stand in for one of Python's.
    command = [sys.executable, "-P", "-m", _WORKER, kind, str(min_chars)]
    try:
        done = subprocess.run(command, input=content, capture_output=True, timeout=deadline_s, check=False)  # noqa: S603
    except subprocess.TimeoutExpired as error:
        raise SourceError(f"{kind.upper()} not read within {deadline_s:g} s", _REMEDY) from error
    if done.returncode < 0:
        raise SourceError(f"{kind.upper()} broke the parser (signal {-done.returncode})", _REMEDY)
    if done.returncode:
        complaint = done.stderr.decode("utf-8", errors="replace").strip().splitlines()[-1:] or ["no message"]
        raise SourceError(f"{kind.upper()} broke the parser ({complaint[0][:200]})", _REMEDY)
    return _draft(kind, done.stdout)


def _draft(kind: str, output: bytes) -> Draft:
    try:
        answer = json.loads(output)
        if "reason" in answer:
            raise SourceError(answer["reason"], _REMEDY)
        return Draft.from_json(answer["draft"])
    except (ValueError, KeyError, TypeError) as error:
        raise SourceError(f"{kind.upper()} gave no sections", _REMEDY) from error
