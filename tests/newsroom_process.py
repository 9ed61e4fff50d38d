"""Runs days in processes of their own, which may be killed: one job a line on stdin, one answer a line on stdout.

The modules are loaded once and every job is a fork, so that forty runs take the start-up time of one. A job names the
settings, the archive and the edition; `kill_at` is the number of the event at which the process kills itself, where an
event is the begin or the commit of a transaction, or a file being opened for writing or moved into place. With
`largest_file`, in bytes, no file can grow further; the `command` may be `rebuild` or `weekly` instead of a run, the
latter with a `week`. `news` is what `--news` is.
"""

import asyncio
import hashlib
import json
import os
import resource
import signal
import sys
from pathlib import Path
from typing import Any

import chromadb  # noqa: F401 - loaded before the forks
import langchain_openai  # noqa: F401
import numpy as np

from paperwire.commands.hire import hire
from paperwire.commands.order import Order
from paperwire.domain.errors import PaperwireError
from paperwire.graphs.rebuilding import rebuild_memory
from paperwire.graphs.walk import walk_day
from paperwire.graphs.week_walk import walk_week
from paperwire.memory import open_archive

DIMENSIONS = 384


class Words:
    """Vectors of hashed words: the same text, the same vector, on every machine and at once."""

    def __init__(self, name: str = "words-384") -> None:
        self.name = name

    def embed(self, texts: list[str]) -> np.ndarray:
        rows = np.zeros((len(texts), DIMENSIONS), dtype=np.float32)
        for row, text in zip(rows, texts, strict=True):
            for word in text.lower().split():
                row[int.from_bytes(hashlib.blake2b(word.encode(), digest_size=4).digest()) % DIMENSIONS] += 1
            row[0] += 1e-3
        return rows / np.linalg.norm(rows, axis=1, keepdims=True)


class Fuse:
    """Counts events and kills the process at one of them."""

    def __init__(self, kill_at: int | None, folder: str) -> None:
        self.events = 0
        self._kill_at = kill_at
        self._folder = folder

    def statement(self, sql: str) -> None:
        if sql.startswith(("BEGIN", "COMMIT")):
            self._burn()

    def audit(self, event: str, arguments: tuple[Any, ...]) -> None:
        writes = event == "os.rename" or (event == "open" and "w" in str(arguments[1]))
        if writes and str(arguments[0]).startswith(self._folder):
            self._burn()

    def _burn(self) -> None:
        self.events += 1
        if self.events == self._kill_at:
            os.kill(os.getpid(), signal.SIGKILL)


def run(job: dict[str, Any]) -> dict[str, Any]:
    """Walks the day of the job; gives its outcome or its error, and how many events there were."""
    if job.get("largest_file"):
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (job["largest_file"], resource.RLIM_INFINITY))
    fuse = Fuse(job.get("kill_at"), job["archive"])
    place = {"config": Path(job["config"]), "archive": Path(job["archive"])}
    order = Order(**place, edition=job["edition"], day=job.get("day"), news=job.get("news"))
    try:
        with open_archive(
            order.folder, write=True, room=0, embedder=Words(job.get("embedder", "words-384"))
        ) as archive:
            if job.get("command") == "rebuild":
                rebuilt = rebuild_memory(archive)
                return {"counts": rebuilt.counts, "restored": rebuilt.restored, "aside": str(rebuilt.aside)}
            archive.connection.set_trace_callback(fuse.statement)
            sys.addaudithook(fuse.audit)
            walked = (
                _walk_week(order, archive, job["week"]) if job.get("command") == "weekly" else _walk(order, archive)
            )
            return asyncio.run(walked) | {"events": fuse.events}
    except PaperwireError as error:
        return {"error": error.message, "remedy": error.remedy, "kind": type(error).__name__}


async def _walk(order: Order, archive: Any) -> dict[str, Any]:
    room, desk = hire(order, archive)
    try:
        walked = await walk_day(room, order.edition, order.date)
    finally:
        await desk.aclose()
    return {"outcome": walked.run.outcome, "calls": desk.tally.calls, "files": walked.run.digest}


async def _walk_week(order: Order, archive: Any, week: str) -> dict[str, Any]:
    room, desk = hire(order, archive)
    try:
        walked = await walk_week(room, week)
    finally:
        await desk.aclose()
    told = {"outcome": walked.run.outcome, "troubles": walked.troubles, "stopped": walked.stopped}
    return told | {"calls": desk.tally.calls, "cached": desk.tally.cached, "files": walked.run.digest}


def _fork(job: dict[str, Any]) -> int:
    child = os.fork()
    if child == 0:
        try:
            Path(job["answer"]).write_text(json.dumps(run(job)), encoding="utf-8")
        except BaseException as error:
            Path(job["answer"]).write_text(json.dumps({"crash": repr(error)}), encoding="utf-8")
        finally:
            os._exit(0)
    return child


def main() -> None:
    """Serves jobs until stdin ends: a list of jobs on a line is run at once."""
    for line in sys.stdin:
        children = [_fork(job) for job in json.loads(line)]
        statuses = [os.waitpid(child, 0)[1] for child in children]
        sys.stdout.write(
            json.dumps([os.WTERMSIG(status) if os.WIFSIGNALED(status) else 0 for status in statuses]) + "\n"
        )
        sys.stdout.flush()


if __name__ == "__main__":
    main()
