"""What a question is about besides its time: its paper ids, its filters and its topic, read by rules."""

import re
from typing import Literal, get_args

from pydantic import Field

from .asking_words import ASKING
from .kinds import PLURALS, Kind
from .ledger import State
from .noun import Noun
from .review import Recommendation
from .shelf_words import read_shelf

Standing = Literal["read", "selected", "reviewed", "below the cut", "deferred", "failed", "filtered", "duplicate"]
"""Where a paper ended, in the words of a question."""

_ID = re.compile(
    r"(?<![\w.])(?:arxiv:|(?:https?://)?(?:www\.|export\.)?arxiv\.org/(?:abs|pdf|html)/)?"
    r"(\d{4}\.\d{4,5})(?:v\d+)?(?:\.pdf)?(?![\w]|\.\d)",
    re.IGNORECASE,
)
_CATEGORY = re.compile(
    r"(?<![\w.])(cs|stat|math|eess|econ|physics|cond-mat|astro-ph|q-bio|q-fin|nlin)\.([A-Za-z]{2})\b"
)
_AT_LEAST = re.compile(
    r"\b(?:a\s+)?(?P<axis>novelty|relevance)(?:\s+score)?\s*(?:of|is|was)?\s*"
    r"(?P<how>at least|above|over|>=|≥|>)?\s*(?P<n>10|[1-9])\b"
    r"(?P<more>\s*(?:or|and)\s+(?:more|higher|above|better))?",
    re.IGNORECASE,
)
_VERDICTS: tuple[tuple[str, Recommendation], ...] = (
    (r"\breject(?:ed|ing|s)?\b", "reject"),
    (r"\baccept(?:ed|ing|s)?\b", "accept"),
    (r"\bmajor revisions?\b", "major revision"),
    (r"\bminor revisions?\b", "minor revision"),
)
_REVISIONS = re.compile(r"\b(?:major|minor) revisions?\b", re.IGNORECASE)
_OF_REVIEWS = re.compile(
    r"\b(?:reviewers?|referees?|panel|critici[sz]\w*|prais\w*|complain\w*|weakness(?:es)?|strengths?)\b|\b(?:re)?jected\b",
    re.IGNORECASE,
)
_STANDINGS: tuple[tuple[str, Standing], ...] = (
    (
        r"\byou\s+review\w*|\breviewed\s+(?:by the panel|in full)|\b(?:were|was|been)\s+reviewed\b|\brefereed\b",
        "reviewed",
    ),
    (r"\b(?:select(?:ed)?|pick(?:ed)?|shortlist(?:ed)?|chosen|chose)\b", "selected"),
    (r"\b(?:below the cut|turned down|passed over|not select(?:ed)?)\b", "below the cut"),
    (r"\bfail(?:ed)?\b(?=\s*[?]|\s+(?:in|on|since|last|this|to be))|\byou\s+fail", "failed"),
    (r"\b(?:were|was|you)\s+defer\w*|\bdeferred\b", "deferred"),
    (r"\b(?:filtered|out of scope)\b", "filtered"),
    (r"\bduplicates?\b", "duplicate"),
)
_WORD = re.compile(r"[^\W_][\w+#.'’-]*[\w+#]|[^\W\d_]")
# `20 papers on agents` says how many are wanted, not what about.
_SO_MANY = re.compile(
    r"\b\d{1,4}\s+(?=(?:papers|preprints|articles|works|studies|stories|digests|ideas)\b)", re.IGNORECASE
)


class Scope(Noun):
    """The filters of a question. `topic` is its content words in order, `query` the words to search by."""

    paper_ids: tuple[str, ...] = ()
    categories: tuple[str, ...] = ()
    verdict: Recommendation | None = None
    standing: Standing | None = None
    least_novelty: int | None = Field(default=None, ge=1, le=10)
    least_relevance: int | None = Field(default=None, ge=1, le=10)
    of_reviews: bool = False
    """Whether it is about what reviewers said, not what papers say."""
    exact_scores: bool = False
    """The scores named are meant exactly (`a novelty of 9`), not as the least."""
    kinds: tuple[Kind, ...] = ()
    """The kinds of records that alone are looked through; none: whichever suit the question."""
    records: tuple[str, ...] = ()
    """Ids of stories and digests that a follow-up points to."""
    predicted: bool = False
    """It asks for what weekly digests have predicted."""
    weekly: bool = False
    """Of digests it means the weekly ones."""
    topic: tuple[str, ...] = ()
    query: str = ""

    @property
    def filters(self) -> list[str]:
        """The filters in words, to be echoed."""
        how = "" if self.exact_scores else "at least "
        named = [f"only {' and '.join(PLURALS[kind] for kind in self.kinds)}"] if self.kinds else []
        named += [f"in {' or '.join(self.categories)}"] if self.categories else []
        named += [f"recommendation {self.verdict!r}"] if self.verdict else []
        named += [f"{self.standing}"] if self.standing else []
        named += [f"novelty {how}{self.least_novelty}"] if self.least_novelty else []
        return named + ([f"relevance {how}{self.least_relevance}"] if self.least_relevance else [])


def read_scope(question: str) -> Scope:
    """The scope of a question whose time words have been taken out."""
    shelf = read_shelf(question)
    rest = shelf.rest
    for pattern in (_ID, _CATEGORY, _AT_LEAST, _REVISIONS, _SO_MANY):
        rest = pattern.sub(" ", rest)
    scores = {match["axis"].lower(): match for match in _AT_LEAST.finditer(question)}
    return Scope(
        paper_ids=tuple(dict.fromkeys(match[1] for match in _ID.finditer(question))),
        categories=tuple(dict.fromkeys(f"{m[1]}.{m[2].upper()}" for m in _CATEGORY.finditer(question))),
        verdict=next((verdict for pattern, verdict in _VERDICTS if re.search(pattern, question, re.IGNORECASE)), None),
        standing=next((name for pattern, name in _STANDINGS if re.search(pattern, question, re.IGNORECASE)), None),
        least_novelty=_least(scores.get("novelty")),
        least_relevance=_least(scores.get("relevance")),
        of_reviews=bool(_OF_REVIEWS.search(question)),
        exact_scores=bool(scores) and not any(match["how"] or match["more"] for match in scores.values()),
        kinds=shelf.kinds,
        predicted=shelf.predicted,
        weekly=shelf.weekly,
        topic=topic_words(rest),
        query=" ".join(rest.split()),
    )


def topic_words(text: str) -> tuple[str, ...]:
    """The content words of a question, in order and once each, without possessives."""
    words = (re.sub(r"['’]s$", "", match.group()).strip(".'’-") for match in _WORD.finditer(text))
    return tuple(dict.fromkeys(word for word in words if word and word.lower() not in ASKING))


def states_of(standing: Standing) -> tuple[State, ...]:
    """The ledger's states that a standing covers: who was reviewed had been selected, and both had been read."""
    match standing:
        case "read":
            return ("scored", "selected", "reviewed")
        case "selected":
            return ("selected", "reviewed")
        case "below the cut":
            return ("scored",)
        case _ if standing in get_args(State):
            return (standing,)
    raise ValueError(f"no state for {standing!r}")


def _least(match: re.Match[str] | None) -> int | None:
    if not match:
        return None
    more = (match["how"] or "").lower() in ("above", "over", ">")
    return min(10, int(match["n"]) + more)
