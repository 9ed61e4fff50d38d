"""Web answers kept on disk: a body and a small JSON of what the server said about it."""

import hashlib
import json
import os
import tempfile
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path

from ..domain.errors import SourceError


@dataclass(frozen=True)
class Kept:
    """An answer on disk. `fetched` is ISO 8601 in UTC; `url` is where redirects ended."""

    url: str
    content_type: str
    etag: str
    last_modified: str
    fetched: str
    sha256: str

    @property
    def moment(self) -> datetime:
        return datetime.fromisoformat(self.fetched)

    @property
    def conditions(self) -> dict[str, str]:
        """Headers that ask for the body only if it has changed."""
        asked = {"If-None-Match": self.etag, "If-Modified-Since": self.last_modified}
        return {name: value for name, value in asked.items() if value}


class Cache:
    """A folder of answers by address. Files are renamed into place, so that a crash leaves the old ones or the new."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def load(self, address: str) -> tuple[Kept, bytes] | None:
        """What is kept for an address; a damaged entry counts as none, since it can be fetched again."""
        head, body = self._paths(address)
        try:
            kept = Kept(**json.loads(head.read_bytes()))
            content = body.read_bytes()
            aware = kept.moment.tzinfo is not None
        except (OSError, ValueError, TypeError):
            return None
        return (kept, content) if aware and hashlib.sha256(content).hexdigest() == kept.sha256 else None

    def store(self, address: str, kept: Kept, content: bytes) -> None:
        """Keeps an answer, body first: its digest in the head shows whether the two belong together.

        Raises:
            SourceError: the disk is full or the folder cannot be written.
        """
        head, body = self._paths(address)
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            _replace(body, content)
            _replace(head, json.dumps(asdict(kept), indent=1).encode())
        except OSError as error:
            raise SourceError(
                f"Cannot keep what was fetched in {self._folder}: {error.strerror or error}.",
                "Free some space, or choose another folder with `archive`.",
            ) from error

    def _paths(self, address: str) -> tuple[Path, Path]:
        key = hashlib.sha256(address.encode("utf-8", errors="replace")).hexdigest()[:32]
        return self._folder / f"{key}.json", self._folder / f"{key}.body"


def _replace(path: Path, content: bytes) -> None:
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=".part-")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
        Path(name).replace(path)
    except OSError:
        Path(name).unlink(missing_ok=True)
        raise
