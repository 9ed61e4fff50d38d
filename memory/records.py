"""What the vector memory holds: papers with their passages, reviews and directions; news stories; digests."""

from datetime import date

from ..domain.kinds import KINDS, Kind
from ..domain.noun import Noun
from ..domain.review import Recommendation

__all__ = ["KINDS", "Kind", "Recollection", "Record", "day_number", "day_of"]


class Record(Noun):
    """One thing remembered. Days are integers, YYYYMMDD, since Chroma compares numbers only.

    `text` is what is embedded. `published_day` is when arXiv had it, `seen_day` when Paperwire first read it.
    Ids are made of what they name, so that remembering again replaces: `paper:2505.17117`, `review:2505.17117:method`,
    `digest:2026-W17`. A story and a digest belong to no paper: their `paper_id` is empty.
    """

    id: str
    kind: Kind
    paper_id: str
    title: str
    text: str
    url: str = ""
    section: str = ""
    published_day: int | None = None
    seen_day: int
    relevance: int | None = None
    novelty: int | None = None
    edition: str = ""
    categories: tuple[str, ...] = ()
    recommendation: Recommendation | None = None


class Recollection(Noun):
    """A record that came to mind; `similarity` is a cosine, -1 to 1."""

    record: Record
    similarity: float


def day_number(day: date) -> int:
    """A day as YYYYMMDD."""
    return day.year * 10_000 + day.month * 100 + day.day


def day_of(number: int) -> date:
    """The day that YYYYMMDD stands for."""
    return date(number // 10_000, number // 100 % 100, number % 100)
