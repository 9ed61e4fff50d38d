"""A picture in both its forms, and in words."""

from typing import NamedTuple


class Picture(NamedTuple):
    """`name` is the stem of its file; `alt` says in words and numbers what it shows.

    `svgs` stand in the page: one drawing, or a panel each, set side by side as the page has room. `png` is the whole
    of it as one image.
    """

    name: str
    alt: str
    caption: str
    svgs: tuple[str, ...]
    png: bytes
