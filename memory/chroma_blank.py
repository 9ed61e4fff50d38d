"""Chroma's empty slots, made empty.

A new index is saved with room for a hundred records as the C library gave it: what the process had let go of before,
which may be a request with a key. Saved again, from a thousand records on, it holds records alone.
"""

import struct
from pathlib import Path

_HEADER = struct.Struct("<i3q")
"""Version, offset of the first layer, slots, slots in use; the rest of the file is not needed."""
_SLOTS = ("length.bin", "data_level0.bin")


def blank_unused(folder: Path) -> None:
    """Fills the slots of every index in a Chroma folder that has none in use with zeros.

    Raises:
        OSError: a file cannot be read or written.
    """
    for header in folder.glob("*/header.bin"):
        if not _in_use(header):
            for name in _SLOTS:
                _blank(header.with_name(name))


def _in_use(header: Path) -> bool:
    start = header.read_bytes()[: _HEADER.size]
    return len(start) < _HEADER.size or bool(_HEADER.unpack(start)[3])


def _blank(file: Path) -> None:
    size = file.stat().st_size
    zeros = bytes(size)
    if file.read_bytes() != zeros:
        # In place: Chroma may hold the file open.
        with file.open("r+b") as slots:
            slots.write(zeros)
