"""arXiv identifiers, as they stand in feeds, links and files."""

import re
from datetime import date

_PREFIX = re.compile(r"^(?:oai:arxiv\.org:|arxiv:|https?://[a-z0-9.-]*arxiv\.org/(?:abs|pdf|html)/)", re.IGNORECASE)
_NEW = re.compile(r"([0-9]{4}\.[0-9]{4,5})(?:v[0-9]+)?")
_OLD = re.compile(r"([a-z]+(?:-[a-z]+)?)(?:\.[A-Z]{2})?/([0-9]{7})(?:v[0-9]+)?")


def paper_id(text: str) -> str | None:
    """The id without version or subject class, from an id, an OAI identifier or a link; None if there is none.

    `oai:arXiv.org:2609.26811v1` gives `2609.26811`, `math.GT/0309136v2` gives `math/0309136`.
    Scheme: https://info.arxiv.org/help/arxiv_identifier.html
    """
    bare = _PREFIX.sub("", text.strip()).split("?")[0].split("#")[0].removesuffix(".pdf")
    if new := _NEW.fullmatch(bare):
        return new[1]
    if old := _OLD.fullmatch(bare):
        return f"{old[1]}/{old[2]}"
    return None


def is_of_month(identifier: str, day: date) -> bool:
    """Whether a paper with this id can have appeared first on `day`: ids carry the month of their announcement.

    The month before is allowed, for papers submitted late in one month and cross-listed early in the next.
    """
    digits = identifier.rpartition("/")[2]
    year, month = int(digits[:2]), int(digits[2:4])
    # arXiv began in 1991: two digits of a year are unambiguous until 2090.
    months = (year + (1900 if year > 90 else 2000)) * 12 + month
    return day.year * 12 + day.month - months <= 1
