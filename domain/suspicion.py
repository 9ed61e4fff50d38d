"""What stands in a text to steer its machine readers, and text that human readers are not meant to see."""

from .noun import Noun


class HiddenText(Noun):
    """Words that the page or PDF holds and does not show. `how` says by what means, `place` where."""

    place: str
    text: str
    how: str


class Suspicion(Noun):
    """A passage taken out of what the agents read. It says nothing on the merit of the text around it."""

    place: str
    """Where it stood, in words: `the abstract`, `§ 2 Method`, `the title`."""
    passage: str
    """The passage as it stood."""
    rule: str
    """What it does, in words that follow on *It*: `gives orders to a model`."""
    hidden: bool = False
    """Whether a human reader would not have seen it."""
    meaning: str = ""
    """The passage in the clear, where it was encoded or disguised."""


class Screening(Noun):
    """All suspicions of one text, as the ledger keeps them."""

    suspicions: tuple[Suspicion, ...] = ()
