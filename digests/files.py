"""Writing files so that a reader never meets half of one."""

import os
from collections.abc import Mapping
from pathlib import Path

from ..domain.errors import ArchiveError


def write_files(folder: Path, contents: Mapping[str, str | bytes], what: str) -> dict[str, Path]:
    """Writes each content under its name, relative to `folder`, in their order; returns the paths by name.

    Raises:
        ArchiveError: `what` could not be written; a file that was not reached is left as it was.
    """
    try:
        return {name: _replace(folder / name, content) for name, content in contents.items()}
    except OSError as error:
        raise ArchiveError(
            f"The {what} could not be written to {folder}: {error}.",
            "Free space there or make it writable, or name another folder with `archive` in paperwire.toml.",
        ) from error


def _replace(path: Path, content: str | bytes) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    # The same name every time: what a killed run leaves behind is taken over by the next.
    temporary = path.with_name(f".{path.name}.part")
    try:
        with temporary.open("wb") as file:
            file.write(content if isinstance(content, bytes) else content.encode("utf-8"))
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(path)
    finally:
        temporary.unlink(missing_ok=True)
    return path
