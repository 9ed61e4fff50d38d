"""What a reader wants to read."""

from .noun import Noun


class Interest(Noun):
    """A topic with what belongs to it and what does not."""

    name: str
    relevant: str
    not_relevant: str = ""


class Profile(Noun):
    """The reader's interests. A followed author selects a paper by itself."""

    interests: tuple[Interest, ...]
    keywords_for: tuple[str, ...] = ()
    keywords_against: tuple[str, ...] = ()
    authors: tuple[str, ...] = ()
