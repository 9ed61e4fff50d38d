"""What a day has to read: its listing, and before it the papers that earlier days put off."""

from datetime import date

from ..domain import Listing, Paper, Run
from ..sources.editions import Edition
from .newsroom import Newsroom

_FLEETING = "arxiv"
"""The edition that is gone by tomorrow; files and samples are read again, since they may have been mended."""


async def take_edition(room: Newsroom, name: str, day: date | None) -> Edition:
    """The edition of `day`: for a day of arXiv that was read before, the listing it had then, without a request.

    Where rows of it could not be read, arXiv is asked again; what then comes serves if no paper is missing from it.
    """
    kept = _kept_listing(room, day or room.now().date()) if name == _FLEETING else None
    if kept and len(_papers(kept)) == len(kept.entries):
        return Edition(kept)
    edition = await room.fetch(name, day)
    return Edition(kept) if kept and _papers(kept) - _papers(edition.listing) else edition


def _kept_listing(room: Newsroom, day: date) -> Listing | None:
    run = room.archive.ledger.run(day)
    if run is None or run.edition != _FLEETING:
        return None
    listing = room.archive.listings.kept(run.id)
    return listing if listing and listing.entries and listing.complete else None


def _papers(listing: Listing) -> set[str]:
    return {entry.id for entry in listing.entries if isinstance(entry, Paper)}


def enter_listing(room: Newsroom, run: Run, listing: Listing) -> list[str]:
    """Writes the day's rows into the ledger, those put off first; gives the listing's notices and one on these."""
    archive = room.archive
    archive.listings.keep(run.id, listing)
    waiting = archive.backlog.before(run.day)
    archive.ledger.enter(run.id, listing.entries, waiting)
    if not waiting:
        return list(listing.notices)
    days = ", ".join(sorted({str(since) for _, since in waiting}))
    papers = "paper" if len(waiting) == 1 else "papers"
    return [*listing.notices, f"First in line: {len(waiting)} {papers} put off on {days}, among the announced rows."]
