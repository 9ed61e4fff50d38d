"""The kinds of things that the memory holds."""

from typing import Literal, get_args

Kind = Literal["paper", "passage", "review", "story", "digest", "direction"]
KINDS: tuple[Kind, ...] = get_args(Kind)

# What a reader calls several of them, and one.
PLURALS: dict[Kind, str] = {
    "paper": "papers",
    "passage": "passages of papers",
    "review": "reviews",
    "story": "news stories",
    "digest": "digests",
    "direction": "proposed directions",
}
SINGULARS: dict[Kind, str] = {
    "paper": "paper",
    "passage": "passage of a paper",
    "review": "review",
    "story": "news story",
    "digest": "digest",
    "direction": "proposed direction",
}


def counted(number: int, kind: Kind) -> str:
    """`38 news stories`."""
    return f"{number:,} {SINGULARS[kind] if number == 1 else PLURALS[kind]}"
