"""What analysts make of a news topic. Every claim cites what it rests on."""

from typing import Literal

from .news import Topic
from .noun import Noun
from .provenance import Provenance
from .suspicion import Suspicion

Eye = Literal["technical", "market", "policy"]


class CitedClaim(Noun):
    """A sentence and the ids of what it rests on: `item:ID`, `story:ID`, `paper:ID`, `trend:ID`; at least one."""

    text: str
    cites: tuple[str, ...]


def cite(kind: str, of: str) -> str:
    """The citation of a thing by its id: `kind:ID`; ids that begin with their kind already are taken as they are."""
    return of if of.startswith(f"{kind}:") else f"{kind}:{of}"


class Analysis(Noun):
    """One analyst's reading of a topic; no claims where the items hold nothing for that eye.

    `dropped` counts claims left out because they cite nothing that was shown, or give a figure that it does not.
    """

    eye: Eye
    claims: tuple[CitedClaim, ...]
    would_change: tuple[CitedClaim, ...] = ()
    """What would change the view."""
    dropped: int = 0
    provenance: Provenance


class TopicSynthesis(Noun):
    """The analysts joined: where they agree, where they differ, and what to take from it."""

    consensus: tuple[CitedClaim, ...]
    divergence: tuple[CitedClaim, ...] = ()
    would_change: tuple[CitedClaim, ...] = ()
    final_take: tuple[CitedClaim, ...]
    dropped: int = 0
    provenance: Provenance


class TopicReport(Noun):
    """One topic as the reader gets it. Without a model there are `excerpts`, sentences of its items, and no opinion."""

    topic: Topic
    excerpts: tuple[CitedClaim, ...] = ()
    analyses: tuple[Analysis, ...] = ()
    synthesis: TopicSynthesis | None = None
    suspicions: tuple[Suspicion, ...] = ()
    """Passages taken out of its items before anybody read them."""
    problems: tuple[str, ...] = ()
