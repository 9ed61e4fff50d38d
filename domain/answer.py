"""What the archive answers: claims pinned to sources, and a plain word where it holds nothing."""

import hashlib
from datetime import date
from typing import Literal

from .noun import Noun
from .provenance import Provenance
from .scope import Scope
from .window import Role, Window

AnswerState = Literal["answered", "partial", "no_evidence", "out_of_range"]
QuestionKind = Literal["find", "compare", "change", "why", "count", "directions"]
Support = Literal["quoted", "entailed", "in part", "recorded"]
"""Quoted: its words stand in the source. Entailed, or in part: a model judged that the source says it.
Recorded: read or counted in the database by code."""


class Source(Noun):
    """One passage that was shown to whoever answers. `key` is minted for it and means nothing elsewhere."""

    key: str
    record: str
    """The id in the archive that it was made from (`paper:2505.17117`)."""
    kind: str
    paper_id: str = ""
    title: str
    text: str
    url: str = ""
    section: str = ""
    published: date | None = None
    seen: date | None = None
    similarity: float | None = None
    part: str = ""
    """The side it was looked up for: a window's role, or one of the things compared."""

    @property
    def whose(self) -> str:
        """The paper that it is about; a story or digest is about itself."""
        return self.paper_id or self.record


class Claim(Noun):
    """One sentence of an answer and the keys of the sources it rests on."""

    text: str
    sources: tuple[str, ...]
    support: Support
    quote: str = ""
    """Words of a source that carry the claim."""
    part: str = ""


class LeftOut(Noun):
    """A claim that was not kept, and why."""

    text: str
    reason: str


class Searched(Noun):
    """What was looked through, so that finding nothing can be told from not looking."""

    papers: int = 0
    digests: int = 0
    reviewed: int = 0
    """Papers that the panel has read."""
    stories: int = 0
    """Stories of the news."""
    first: date | None = None
    last: date | None = None
    windows: tuple[Window, ...] = ()
    filters: tuple[str, ...] = ()
    topic: str = ""
    first_mention: date | None = None
    """The first day on which the topic was seen at all, in the window or not."""
    last_mention: date | None = None


class Question(Noun):
    """A question as it was understood: follow-ups completed, time read, kind decided."""

    asked: str
    """As the reader wrote it."""
    understood: str
    """As a question that stands by itself."""
    kind: QuestionKind
    routed_by: Literal["rules", "model"] = "rules"
    windows: tuple[Window, ...] = ()
    scope: Scope = Scope()
    notices: tuple[str, ...] = ()

    def window(self, role: Role) -> Window | None:
        """The window of that role."""
        return next((window for window in self.windows if window.role == role), None)


class Answer(Noun):
    """An answer with everything needed to check it. `sources` are those cited, in the order of their numbers."""

    question: Question
    state: AnswerState
    claims: tuple[Claim, ...] = ()
    left_out: tuple[LeftOut, ...] = ()
    sources: tuple[Source, ...] = ()
    searched: Searched = Searched()
    missing: str = ""
    """What of the question the claims do not answer."""
    notices: tuple[str, ...] = ()
    engine: str = "rules"
    """Who put the words together: `openai`, `extractive`, or `rules` where the archive's records were read out."""
    provenance: Provenance | None = None

    def number(self, key: str) -> int:
        """The number, from 1, that a source is cited by.

        Raises:
            LookupError: it is not cited here.
        """
        for number, source in enumerate(self.sources, start=1):
            if source.key == key:
                return number
        raise LookupError(f"The answer cites no source {key!r}.")


def mint_key(record: str, text: str) -> str:
    """A short key that nobody can guess from the passage alone and that stays the same when it is shown again."""
    digest = hashlib.sha256(f"{record}\0{text}".encode("utf-8", "surrogatepass")).digest()
    number = int.from_bytes(digest[:4], "big")
    letters = "bcdfghjkmnpqrstvwxz23456789"
    return "".join(letters[number // 27**place % 27] for place in range(5))
