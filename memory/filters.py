"""What a search is about besides its words."""

from datetime import date

from ..domain.noun import Noun
from ..domain.review import Recommendation
from .records import KINDS, Kind


class Filters(Noun):
    """Each filter narrows the search; one that is left out narrows nothing. Days count inclusively.

    Categories, scores, edition and recommendation belong to a paper, so they also choose among its passages and
    reviews. A record without a value (a day, a score) is not chosen where that value is asked for.
    """

    kinds: tuple[Kind, ...] = KINDS
    published_from: date | None = None
    published_to: date | None = None
    published_or_seen: bool = False
    """Where the day of publication is unknown, take the day it was first seen."""
    seen_from: date | None = None
    seen_to: date | None = None
    categories: tuple[str, ...] = ()
    """Any of these; `cs` stands for `cs.LG` and all others of that archive."""
    relevance_from: int | None = None
    relevance_to: int | None = None
    novelty_from: int | None = None
    novelty_to: int | None = None
    recommendations: tuple[Recommendation, ...] = ()
    editions: tuple[str, ...] = ()
    paper_ids: tuple[str, ...] | None = None
    """None for any paper; an empty tuple for none at all."""
    exclude: tuple[str, ...] = ()
    """Ids of papers to leave out."""
