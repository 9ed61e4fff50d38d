"""One note of OpenReview with every field of the kind that it should be: what is not is left out."""

from collections.abc import Mapping
from typing import Any

_NAMES = ("id", "forum", "invitation")
_LISTS = ("invitations", "signatures", "readers")
_STAMPS = ("cdate", "tcdate", "mdate", "tmdate", "ddate")
_LATEST = 32_503_680_000_000
"""Milliseconds: the year 3000, after which stamps are taken for noise."""


def sound_note(note: Mapping[str, Any]) -> dict[str, Any]:
    """The note with names as text, lists of text, stamps in milliseconds and a mapping as content."""
    content = note.get("content")
    sound: dict[str, Any] = {"content": content if isinstance(content, dict) else {}}
    sound |= {name: note[name] for name in _NAMES if isinstance(note.get(name), str)}
    sound |= {name: [str(v) for v in note[name]] for name in _LISTS if isinstance(note.get(name), list)}
    sound |= {name: note[name] for name in _STAMPS if _is_stamp(note.get(name))}
    # A date of deletion that cannot be read still says that the note was deleted.
    return sound | ({"ddate": 1} if note.get("ddate") else {}) | {"withdrawn": bool(note.get("withdrawn"))}


def _is_stamp(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and 0 <= value < _LATEST
