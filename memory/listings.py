"""What each run was given to read, kept as it was announced: a feed holds one day only, and a day can be run again."""

import zlib

from ..domain import Listing
from .artifacts import listed, stored
from .database import Database


class Listings:
    """The listings of runs, compressed. Every method is one transaction."""

    def __init__(self, connection: Database) -> None:
        self._db = connection

    def keep(self, run_id: int, listing: Listing) -> None:
        """Keeps a run's listing, in place of what was kept before."""
        body = zlib.compress(stored(listing).encode())
        with self._db.transaction() as cursor:
            cursor.execute("INSERT OR REPLACE INTO listings (run_id, body) VALUES (?, ?)", (run_id, body))

    def kept(self, run_id: int) -> Listing | None:
        """The run's listing, if it was kept.

        Raises:
            ArchiveError: another version of Paperwire kept it.
        """
        rows = self._db.rows("SELECT body FROM listings WHERE run_id = ?", (run_id,))
        return listed(zlib.decompress(rows[0]["body"]).decode(), "listing", Listing)[0] if rows else None
