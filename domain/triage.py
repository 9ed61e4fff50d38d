"""The first reading: is this for the reader, and is it new?"""

from typing import Literal

from pydantic import Field

from .noun import Noun
from .provenance import Provenance

Route = Literal["review", "shortlist", "drop"]


class Triage(Noun):
    """Relevance and novelty are separate axes, 1 to 10; `criterion` names the interest that matched, or is empty."""

    paper_id: str
    relevance: int = Field(ge=1, le=10)
    novelty: int = Field(ge=1, le=10)
    criterion: str = ""
    reason: str = ""
    author_match: bool = False
    provenance: Provenance | None = None
