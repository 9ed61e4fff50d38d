"""What is remembered: the ledger, the calls and the vector memory, in one folder."""

from .archive import Archive, open_archive
from .calls import Calls
from .chunks import Passage, passages
from .filters import Filters
from .ledger import Ledger
from .records import Kind, Recollection, Record, day_number, day_of
from .search import Found, Search
from .vectors import VectorMemory

__all__ = [
    "Archive",
    "Calls",
    "Filters",
    "Found",
    "Kind",
    "Ledger",
    "Passage",
    "Recollection",
    "Record",
    "Search",
    "VectorMemory",
    "day_number",
    "day_of",
    "open_archive",
    "passages",
]
