"""Everything submitted in a span of time, page by page, from an API that sometimes delivers less than it counts."""

from datetime import datetime, timedelta
from urllib.parse import urlencode

from ..domain import Paper, Unreadable
from ..domain.errors import SourceError
from ..settings import Settings
from .arxiv_atom import AtomPage, parse_atom
from .http import PoliteClient

PAGE = 200
"""Results a page: arXiv delivers small pages more reliably."""
TRIES = 3
SHORT_PAGES = 5
"""After so many pages that stay short, what is still missing is given up."""
MOST_ROWS = 10_000
_FRESH = timedelta(hours=12)


async def fetch_window(
    window: tuple[datetime, datetime], settings: Settings, client: PoliteClient
) -> tuple[list[Paper | Unreadable], list[str]]:
    """Papers submitted from the first to the second moment, oldest first, and what the reader should know of it.

    A page that comes short or empty is asked for again, up to `TRIES` times. What arXiv counted and still did not
    deliver is one unreadable row each, so that the day shows as incomplete. The number of requests is bounded.

    Raises:
        SourceError: arXiv cannot be reached or understood, or the query matches more than a day can hold.
    """
    query = _query(window, settings.categories)
    found: dict[str, Paper | Unreadable] = {}
    start, total, short = 0, 0, 0
    while short < SHORT_PAGES:
        page = await _page(settings.arxiv.api_url, query, start, total, client)
        # A page that comes empty sometimes says that there is nothing at all: the largest count is believed.
        total = max(total, page.total)
        if total > MOST_ROWS:
            raise SourceError(
                f"arXiv's API finds {total} papers, more than a day holds.", "Ask for fewer `categories`."
            )
        short += _is_short(page, start, total)
        # Pages can overlap where one came short; a broken row has no id and is kept by its place.
        found.update((e.id if isinstance(e, Paper) else f"{start}+{i}", e) for i, e in enumerate(page.entries))
        start += len(page.entries)
        if not page.entries or start >= total:
            break
    missing = total - len(found)
    return [*found.values(), *_gaps(missing)], _notices(missing, total)


async def _page(api_url: str, query: str, start: int, total: int, client: PoliteClient) -> AtomPage:
    """The fullest of several tries at a page."""
    best: AtomPage | None = None
    url = f"{api_url}?{_parameters(query, start)}"
    for attempt in range(TRIES):
        fetched = await client.get(url, fresh_for=timedelta(0) if attempt else _FRESH)
        try:
            page = parse_atom(fetched.content)
        except SourceError:
            # A kept answer must not stand in the way of a better one.
            if fetched.from_cache and attempt < TRIES - 1:
                continue
            raise
        if best is None or len(page.entries) > len(best.entries):
            best = page
        if not _is_short(page, start, total):
            break
    if best is None:
        raise SourceError("arXiv's API gave no readable page.", "Try again later.")
    return best


def _is_short(page: AtomPage, start: int, total: int) -> bool:
    """Nothing at all counts as short too: on a weekday it is more likely a slip of the API than the truth."""
    expected = max(total, page.total)
    return expected == 0 or len(page.entries) < min(PAGE, expected - start)


def _query(window: tuple[datetime, datetime], categories: tuple[str, ...]) -> str:
    first, last = (f"{moment:%Y%m%d%H%M}" for moment in window)
    return f"({' OR '.join(map(_category, categories))}) AND submittedDate:[{first} TO {last}]"


def _category(name: str) -> str:
    """An archive such as `cs` stands for all of its subject classes; one without any, such as `hep-th`, for itself."""
    return f"cat:{name}" if "." in name else f"cat:{name} OR cat:{name}.*"


def _parameters(query: str, start: int) -> str:
    order = {"sortBy": "submittedDate", "sortOrder": "ascending"}
    return urlencode({"search_query": query, "start": start, "max_results": PAGE, **order})


def _gaps(missing: int) -> list[Unreadable]:
    return [Unreadable(excerpt="", reason="counted by arXiv's API and not delivered") for _ in range(missing)]


def _notices(missing: int, total: int) -> list[str]:
    if total == 0:
        return ["arXiv's API finds no submissions for this day, as after holidays."]
    if missing > 0:
        return [f"Incomplete: arXiv's API delivered {total - missing} of {total} papers. Run the day again later."]
    return []
