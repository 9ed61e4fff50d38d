"""A day of arXiv over loopback: the feed, the API with its gaps, and the calendar."""

from datetime import UTC, date, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import pairwise
from pathlib import Path
from threading import Thread
from urllib.parse import parse_qs, urlsplit

import pytest

from paperwire.domain import Listing, Paper, Unreadable
from paperwire.domain.errors import SourceError
from paperwire.settings import Arxiv, Settings
from paperwire.sources import api_pages
from paperwire.sources.arxiv import fetch_day
from paperwire.sources.http import PoliteClient
from paperwire.sources.schedule import latest_announcement, submission_window

TUESDAY, WEDNESDAY, SATURDAY = date(2026, 3, 3), date(2026, 3, 4), date(2026, 3, 7)
ITEM = """<item><title>Kites</title><guid>oai:arXiv.org:2603.00001v1</guid><category>cs.LG</category>
<description>arXiv:2603.00001v1 Announce Type: new Abstract: We fly.</description></item>"""


class FakeArxiv:
    """Knows `papers` (id, primary category) and delivers them in pages, short of `gaps` as long as those last."""

    def __init__(self) -> None:
        self.papers: list[tuple[str, str]] = [("2603.00001", "cs.LG")]
        self.feed_day = "Wed, 04 Mar 2026 00:00:00 -0500"
        self.feed_items = ITEM
        self.gaps: list[int] = []
        """For each API request in turn, how many entries of its page stay away."""
        self.forgets_total = False
        self.largest_page = 10_000
        self.requests: list[str] = []
        self.url = ""

    def answer(self, address: str) -> str:
        self.requests.append(address)
        parts = urlsplit(address)
        if parts.path.startswith("/rss"):
            return f"<rss><channel><pubDate>{self.feed_day}</pubDate>{self.feed_items}</channel></rss>"
        asked = {name: values[0] for name, values in parse_qs(parts.query).items()}
        return self.page(int(asked["start"]), min(int(asked["max_results"]), self.largest_page))

    def page(self, start: int, size: int) -> str:
        papers = self.papers[start : start + size]
        gap = self.gaps.pop(0) if self.gaps else 0
        kept = papers[: len(papers) - gap]
        total = 0 if self.forgets_total and not kept else len(self.papers)
        entries = "".join(
            f"<entry><id>http://arxiv.org/abs/{name}v1</id><title>Kite {name}</title><summary>We fly.</summary>"
            f'<published>2026-03-02T15:00:00Z</published><primary_category term="{primary}"/></entry>'
            for name, primary in kept
        )
        return f"<feed><totalResults>{total}</totalResults><startIndex>{start}</startIndex>{entries}</feed>"

    @property
    def asked_api(self) -> list[dict[str, str]]:
        queries = (parse_qs(urlsplit(a).query) for a in self.requests if a.startswith("/api"))
        return [{name: values[0] for name, values in query.items()} for query in queries]


@pytest.fixture
def arxiv():
    fake = FakeArxiv()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            body = fake.answer(self.path).encode()
            self.send_response(200)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None: ...

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
    fake.url = f"http://127.0.0.1:{server.server_port}"
    yield fake
    server.shutdown()
    server.server_close()


@pytest.fixture
def fetch(arxiv: FakeArxiv, tmp_path: Path):
    async def fetched(day: date, today: date, *categories: str) -> Listing:
        places = Arxiv(rss_url=f"{arxiv.url}/rss", api_url=f"{arxiv.url}/api/query", interval_s=0)
        chosen = Settings(categories=categories or ("cs.LG", "cs.AI"), arxiv=places)
        now = datetime(2026, 3, 4, 9, tzinfo=UTC)
        client = PoliteClient(
            tmp_path,
            interval_s=0,
            timeout_s=5,
            max_bytes=10**7,
            contact="",
            clock=lambda: now,
            sleep=pytest.fail,
            trusted=("127.0.0.1",),
        )
        return await fetch_day(day, today, chosen, client)

    return fetched


def many(count: int) -> list[tuple[str, str]]:
    return [(f"2603.{n:05}", "cs.LG") for n in range(count)]


def ids(listing: Listing) -> list[str]:
    return [entry.id for entry in listing.entries if isinstance(entry, Paper)]


async def test_todays_listing_is_the_feed(arxiv: FakeArxiv, fetch) -> None:
    listing = await fetch(WEDNESDAY, WEDNESDAY)
    assert (listing.day, listing.edition, ids(listing), listing.notices) == (WEDNESDAY, "arxiv", ["2603.00001"], ())
    assert arxiv.requests == ["/rss/cs.LG+cs.AI"]


async def test_an_empty_feed_is_told(arxiv: FakeArxiv, fetch) -> None:
    arxiv.feed_items = ""
    listing = await fetch(WEDNESDAY, WEDNESDAY)
    assert listing.entries == ()
    assert "empty" in listing.notices[0]


async def test_a_weekend_asks_nobody(arxiv: FakeArxiv, fetch) -> None:
    listing = await fetch(SATURDAY, SATURDAY)
    assert listing.entries == ()
    assert "2026-03-06" in listing.notices[0]
    assert arxiv.requests == []


async def test_a_feed_of_another_day_sends_to_the_api(arxiv: FakeArxiv, fetch) -> None:
    arxiv.feed_day = "Tue, 03 Mar 2026 00:00:00 -0500"
    arxiv.papers = many(2)
    listing = await fetch(WEDNESDAY, WEDNESDAY)
    assert ids(listing) == ["2603.00000", "2603.00001"]
    assert "feed is of 2026-03-03" in listing.notices[0]


async def test_past_days_come_from_the_api(arxiv: FakeArxiv, fetch) -> None:
    arxiv.papers = [("2603.00001", "cs.LG"), ("2603.00002", "stat.ML")]
    listing = await fetch(WEDNESDAY, date(2026, 4, 1), "cs.LG", "hep-th")
    assert [e.announcement for e in listing.entries if isinstance(e, Paper)] == ["new", "cross"]
    assert [r for r in arxiv.requests if r.startswith("/rss")] == []
    assert arxiv.asked_api[0] == {
        "search_query": "(cat:cs.LG OR cat:hep-th OR cat:hep-th.*) AND submittedDate:[202603021900 TO 202603031900]",
        "start": "0",
        "max_results": str(api_pages.PAGE),
        "sortBy": "submittedDate",
        "sortOrder": "ascending",
    }


async def test_pages_are_joined_and_kept(arxiv: FakeArxiv, fetch) -> None:
    arxiv.papers = many(450)
    listing = await fetch(TUESDAY, date(2026, 4, 1))
    assert ids(listing) == [name for name, _ in arxiv.papers]
    assert [asked["start"] for asked in arxiv.asked_api] == ["0", "200", "400"]
    assert await fetch(TUESDAY, date(2026, 4, 1)) == listing
    assert len(arxiv.requests) == 3


@pytest.mark.parametrize("gap", [200, 37], ids=["empty", "short"])
async def test_a_page_that_comes_short_is_asked_for_again(arxiv: FakeArxiv, fetch, gap: int) -> None:
    arxiv.papers = many(450)
    arxiv.gaps = [0, gap]
    arxiv.forgets_total = True
    listing = await fetch(TUESDAY, date(2026, 4, 1))
    assert ids(listing) == [name for name, _ in arxiv.papers]
    assert not any("Incomplete" in notice for notice in listing.notices)


async def test_a_server_with_smaller_pages_is_read_whole(arxiv: FakeArxiv, fetch) -> None:
    arxiv.papers = many(350)
    arxiv.largest_page = 100
    assert len(ids(await fetch(TUESDAY, date(2026, 4, 1)))) == 350


@pytest.mark.parametrize("forgets", [True, False])
async def test_what_never_comes_is_counted_and_told(arxiv: FakeArxiv, fetch, forgets: bool) -> None:
    arxiv.papers = many(450)
    arxiv.gaps = [0] + [200] * 50
    arxiv.forgets_total = forgets
    listing = await fetch(TUESDAY, date(2026, 4, 1))
    assert len(ids(listing)) == 200
    assert [type(entry) for entry in listing.entries[200:]] == [Unreadable] * 250
    assert "Incomplete: arXiv's API delivered 200 of 450 papers" in listing.notices[-1]
    assert len(arxiv.requests) == 1 + api_pages.TRIES


async def test_pages_that_stay_short_for_ever_do_not_keep_it_busy_for_ever(arxiv: FakeArxiv, fetch) -> None:
    arxiv.papers = many(1000)
    arxiv.gaps = [199] * 10_000
    listing = await fetch(TUESDAY, date(2026, 4, 1))
    assert len(listing.entries) == 1000
    assert len(arxiv.requests) == api_pages.TRIES * api_pages.SHORT_PAGES


async def test_nothing_at_all_is_asked_twice_and_told(arxiv: FakeArxiv, fetch) -> None:
    arxiv.papers = []
    listing = await fetch(TUESDAY, date(2026, 4, 1))
    assert listing.entries == ()
    assert "no submissions" in listing.notices[-1]
    assert len(arxiv.requests) == api_pages.TRIES


@pytest.mark.parametrize(
    ("day", "categories"), [(date(2026, 3, 5), ("cs.LG",)), (TUESDAY, ("cs.LG) OR (all:x",)), (TUESDAY, ("CS/LG",))]
)
async def test_what_cannot_be_asked(arxiv: FakeArxiv, fetch, day: date, categories: tuple[str, ...]) -> None:
    with pytest.raises(SourceError):
        await fetch(day, WEDNESDAY, *categories)
    assert arxiv.requests == []


@pytest.mark.parametrize(
    ("day", "first", "last"),
    [
        # Summer time in New York is four hours behind UTC, winter time five.
        (date(2026, 9, 21), "2026-09-17T18:00", "2026-09-18T18:00"),  # Monday: Thursday to Friday
        (date(2026, 9, 22), "2026-09-18T18:00", "2026-09-21T18:00"),  # Tuesday: Friday to Monday
        (date(2026, 9, 24), "2026-09-22T18:00", "2026-09-23T18:00"),
        (date(2026, 1, 9), "2026-01-07T19:00", "2026-01-08T19:00"),
        (date(2026, 3, 10), "2026-03-06T19:00", "2026-03-09T18:00"),  # the clocks change on the Sunday between
    ],
)
def test_submission_windows(day: date, first: str, last: str) -> None:
    assert submission_window(day) == tuple(datetime.fromisoformat(f"{text}+00:00") for text in (first, last))


def test_windows_of_successive_listings_leave_no_gap() -> None:
    days = [date(2026, 1, 1) + timedelta(days=n) for n in range(365)]
    windows = [submission_window(day) for day in days if latest_announcement(day) == day]
    assert all(earlier[1] == later[0] for earlier, later in pairwise(windows))
