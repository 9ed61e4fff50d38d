"""Claims and citations of the week in Markdown."""

from collections.abc import Sequence

from ..domain import CitedClaim
from .markdown_escape import inline, own_link
from .weekly_cites import Cited, Places


def cited(one: Cited) -> str:
    """A citation as a link; what it lacks stands behind it."""
    beside = f" ({own_link('arXiv', one.beside)})" if one.beside else ""
    note = f" *({inline(one.note)})*" if one.note else ""
    return own_link(one.text, one.target) + beside + note


def cites_text(cites: Sequence[str], places: Places) -> str:
    """Every citation of a claim in brackets; a claim without any says so."""
    return f"({'; '.join(cited(one) for one in places.of(cites)) or '*no source*'})"


def claim_text(claim: CitedClaim, places: Places) -> str:
    return f"{inline(claim.text)} {cites_text(claim.cites, places)}"


def claim_list(claims: Sequence[CitedClaim], places: Places) -> list[str]:
    """A list item a claim, then an empty line."""
    return [*(f"- {claim_text(claim, places)}" for claim in claims), ""]
