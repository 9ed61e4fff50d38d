"""Linear algebra on one thread, for a moment.

OpenBLAS has its threads wait for each other by spinning. The matrices of a search are small, so a second thread gains
little; and where another process is busy, such as a run that embeds its papers, it makes a search five times slower.
"""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from typing import Any

_lock = threading.Lock()
_inside: list[Any] = []


@contextmanager
def one_thread() -> Iterator[None]:
    """Limits BLAS to one thread until the last of those inside has left; the limit holds for the whole process."""
    with _lock:
        _inside.append(None if _inside else _controller().limit(limits=1, user_api="blas"))
    try:
        yield
    finally:
        with _lock:
            if len(_inside) > 1:
                _inside.pop()
            else:
                _inside.pop().restore_original_limits()


@cache
def _controller() -> Any:
    import numpy  # noqa: F401 - the controller knows the libraries that are loaded when it is made
    from threadpoolctl import ThreadpoolController

    return ThreadpoolController()
