"""The web client: pauses, patience with limits, and nothing fetched twice. Everything over loopback."""

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from paperwire.domain.errors import SourceError
from paperwire.sources.answers import FetchError
from paperwire.sources.http import ATTEMPTS, LONGEST_WAIT, PoliteClient

NEVER_STALE = None
ALWAYS_ASK = timedelta(0)


class Clock:
    """Time that passes only while somebody sleeps."""

    def __init__(self) -> None:
        self.now = datetime(2026, 3, 3, 9, tzinfo=UTC)
        self.slept: list[float] = []

    def __call__(self) -> datetime:
        return self.now

    async def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.now += timedelta(seconds=seconds)
        await asyncio.sleep(0)


class Server:
    """Plays prepared answers, the last one for ever, and keeps what it was asked."""

    def __init__(self) -> None:
        self.answers: list[bytes] = []
        self.requests: list[str] = []
        self.url = ""
        self.busy = 0
        self.most_at_once = 0

    def plays(self, *answers: bytes) -> None:
        self.answers = list(answers)

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.busy += 1
        self.most_at_once = max(self.most_at_once, self.busy)
        self.requests.append((await reader.readuntil(b"\r\n\r\n")).decode())
        await asyncio.sleep(0.01)
        self.busy -= 1
        writer.write(self.answers.pop(0) if len(self.answers) > 1 else self.answers[0])
        writer.close()


@asynccontextmanager
async def running(server: Server) -> AsyncIterator[Server]:
    listener = await asyncio.start_server(server.serve, "127.0.0.1", 0)
    server.url = f"http://127.0.0.1:{listener.sockets[0].getsockname()[1]}/page"
    async with listener:
        yield server


@pytest.fixture
async def server() -> AsyncIterator[Server]:
    async with running(Server()) as started:
        yield started


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def client(tmp_path: Path, clock: Clock) -> PoliteClient:
    return make(tmp_path / "web", clock)


def make(folder: Path, clock: Clock, **changes: float) -> PoliteClient:
    settings = {"interval_s": 3.0, "timeout_s": 5.0, "max_bytes": 10_000, **changes}
    return PoliteClient(
        folder,
        interval_s=settings["interval_s"],
        timeout_s=settings["timeout_s"],
        max_bytes=int(settings["max_bytes"]),
        contact="ada@example.org",
        clock=clock,
        sleep=clock.sleep,
        trusted=("127.0.0.1",),
    )


def answer(status: int = 200, body: bytes = b"hello", **headers: str) -> bytes:
    lines = [f"HTTP/1.1 {status} Whatever", f"Content-Length: {len(body)}", "Content-Type: text/plain"]
    lines += [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
    return "\r\n".join([*lines, "", ""]).encode() + body


async def test_it_says_who_asks_and_returns_the_page(server: Server, client: PoliteClient) -> None:
    server.plays(answer())
    fetched = await client.get(server.url, fresh_for=ALWAYS_ASK)
    assert (fetched.status, fetched.content, fetched.content_type) == (200, b"hello", "text/plain")
    assert (fetched.url, fetched.from_cache) == (server.url, False)
    assert "user-agent: paperwire/0" in server.requests[0].lower()
    assert "(ada@example.org)" in server.requests[0]


async def test_requests_to_a_site_come_singly_with_pauses(server: Server, client: PoliteClient, clock: Clock) -> None:
    server.plays(answer())
    await asyncio.gather(*(client.get(f"{server.url}/{n}", fresh_for=ALWAYS_ASK) for n in range(4)))
    assert server.most_at_once == 1
    assert clock.slept == [3.0, 3.0, 3.0]


async def test_time_already_passed_counts(server: Server, client: PoliteClient, clock: Clock) -> None:
    server.plays(answer())
    await client.get(f"{server.url}/1", fresh_for=ALWAYS_ASK)
    clock.now += timedelta(seconds=2)
    await client.get(f"{server.url}/2", fresh_for=ALWAYS_ASK)
    assert clock.slept == [1.0]


@pytest.mark.parametrize(
    ("fresh_for", "requests"), [(NEVER_STALE, 1), (timedelta(hours=2), 1), (timedelta(minutes=1), 2)]
)
async def test_a_fresh_copy_is_not_asked_for_again(
    server: Server, client: PoliteClient, clock: Clock, fresh_for: timedelta | None, requests: int
) -> None:
    server.plays(answer())
    await client.get(server.url, fresh_for=fresh_for)
    clock.now += timedelta(hours=1)
    fetched = await client.get(server.url, fresh_for=fresh_for)
    assert fetched.content == b"hello"
    assert len(server.requests) == requests
    assert fetched.from_cache == (requests == 1)


async def test_the_same_address_asked_for_twice_at_once_is_fetched_once(server: Server, client: PoliteClient) -> None:
    server.plays(answer())
    both = await asyncio.gather(*(client.get(server.url, fresh_for=NEVER_STALE) for _ in range(2)))
    assert [one.content for one in both] == [b"hello", b"hello"]
    assert len(server.requests) == 1


async def test_copies_outlive_the_client(server: Server, tmp_path: Path, clock: Clock) -> None:
    server.plays(answer())
    await make(tmp_path, clock).get(server.url, fresh_for=NEVER_STALE)
    assert (await make(tmp_path, clock).get(server.url, fresh_for=NEVER_STALE)).from_cache


async def test_a_stale_copy_is_kept_when_the_server_says_it_holds(server: Server, client: PoliteClient) -> None:
    server.plays(answer(ETag='"abc"', Last_Modified="Mon, 02 Mar 2026 00:00:00 GMT"), answer(304, b""))
    await client.get(server.url, fresh_for=ALWAYS_ASK)
    again = await client.get(server.url, fresh_for=ALWAYS_ASK)
    assert (again.status, again.content, again.content_type, again.from_cache) == (200, b"hello", "text/plain", True)
    asked = server.requests[1].lower()
    assert 'if-none-match: "abc"' in asked
    assert "if-modified-since: mon, 02 mar 2026" in asked


async def test_a_stale_copy_is_replaced_when_the_page_changed(server: Server, client: PoliteClient) -> None:
    server.plays(answer(ETag='"abc"'), answer(body=b"news", ETag='"def"'))
    await client.get(server.url, fresh_for=ALWAYS_ASK)
    assert (await client.get(server.url, fresh_for=ALWAYS_ASK)).content == b"news"
    assert (await client.get(server.url, fresh_for=NEVER_STALE)).content == b"news"


@pytest.mark.parametrize("damage", [b"", b"{}", b"[1]", b"\xff", b"hell"])
async def test_a_damaged_copy_is_fetched_anew(
    server: Server, client: PoliteClient, tmp_path: Path, damage: bytes
) -> None:
    server.plays(answer())
    await client.get(server.url, fresh_for=NEVER_STALE)
    ending = "body" if damage == b"hell" else "json"
    next((tmp_path / "web").glob(f"*.{ending}")).write_bytes(damage)
    assert (await client.get(server.url, fresh_for=NEVER_STALE)).content == b"hello"
    assert len(server.requests) == 2


def as_date(clock: Clock) -> str:
    return (clock.now + timedelta(seconds=50)).strftime("%a, %d %b %Y %H:%M:%S GMT")


@pytest.mark.parametrize(
    ("header", "wait"),
    [(lambda _: "50", 50.0), (as_date, 50.0), (lambda _: "99999999999999", LONGEST_WAIT), (lambda _: "soon", 3.0)],
    ids=["seconds", "date", "too long", "garbage"],
)
@pytest.mark.parametrize("status", [429, 503])
async def test_a_busy_server_is_given_the_time_it_asks_for(
    server: Server, client: PoliteClient, clock: Clock, status: int, header: Callable[[Clock], str], wait: float
) -> None:
    server.plays(answer(status, Retry_After=header(clock)), answer())
    assert (await client.get(server.url, fresh_for=ALWAYS_ASK)).content == b"hello"
    assert clock.slept == [wait]


async def test_patience_ends(server: Server, client: PoliteClient) -> None:
    server.plays(answer(503))
    with pytest.raises(FetchError, match="503") as raised:
        await client.get(server.url, fresh_for=ALWAYS_ASK)
    assert raised.value.status == 503
    assert "interval_s" in raised.value.remedy
    assert len(server.requests) == ATTEMPTS


@pytest.mark.parametrize("status", [403, 404, 204])
async def test_a_page_that_is_not_there_is_asked_for_once(server: Server, client: PoliteClient, status: int) -> None:
    server.plays(answer(status))
    with pytest.raises(FetchError, match=str(status)) as raised:
        await client.get(server.url, fresh_for=NEVER_STALE)
    assert raised.value.status == status
    assert raised.value.remedy
    assert len(server.requests) == 1


async def test_a_page_too_large_is_left(server: Server, client: PoliteClient) -> None:
    server.plays(answer(body=b"x" * 10_001))
    with pytest.raises(FetchError, match=r"larger than 0\.01 MB.*max_bytes"):
        await client.get(server.url, fresh_for=NEVER_STALE)
    server.plays(answer(body=b"x" * 10_000))
    assert len((await client.get(server.url, fresh_for=NEVER_STALE)).content) == 10_000


async def test_redirects_are_followed_but_not_for_ever(server: Server, client: PoliteClient) -> None:
    server.plays(answer(302, b"", Location="/there"), answer())
    assert (await client.get(server.url, fresh_for=ALWAYS_ASK)).url.endswith("/there")
    server.plays(answer(302, b"", Location="/there"))
    with pytest.raises(FetchError, match="redirects more than"):
        await client.get(server.url, fresh_for=ALWAYS_ASK)


async def test_a_redirect_out_of_the_web_is_not_followed(server: Server, client: PoliteClient) -> None:
    server.plays(answer(302, b"", Location="file:///etc/passwd"))
    with pytest.raises(FetchError):
        await client.get(server.url, fresh_for=ALWAYS_ASK)
    assert len(server.requests) == 1


@pytest.mark.parametrize("url", ["file:///etc/passwd", "ftp://example.org/x", "nonsense", "http://", "http://[::1"])
async def test_only_web_addresses_are_fetched(client: PoliteClient, url: str) -> None:
    with pytest.raises(FetchError, match="address"):
        await client.get(url, fresh_for=NEVER_STALE)


async def test_a_server_that_hangs_is_left(tmp_path: Path, clock: Clock) -> None:
    async def drip(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n")
        while not writer.is_closing():
            writer.write(b"x")
            await asyncio.sleep(0.01)

    listener = await asyncio.start_server(drip, "127.0.0.1", 0)
    url = f"http://127.0.0.1:{listener.sockets[0].getsockname()[1]}/"
    listener_task = asyncio.create_task(listener.serve_forever())
    client = make(tmp_path, clock, timeout_s=0.02)
    with pytest.raises(FetchError, match="timeout_s"):
        await asyncio.wait_for(client.get(url, fresh_for=NEVER_STALE), timeout=10)
    listener_task.cancel()


async def test_nobody_there(client: PoliteClient) -> None:
    with pytest.raises(FetchError, match=r"could not be reached .*\[arxiv\]") as raised:
        await client.get("http://127.0.0.1:1/", fresh_for=NEVER_STALE)
    assert raised.value.status is None


async def test_a_folder_that_cannot_be_written_is_an_error(server: Server, tmp_path: Path, clock: Clock) -> None:
    (tmp_path / "web").write_text("a file in the way")
    server.plays(answer())
    with pytest.raises(SourceError, match="archive"):
        await make(tmp_path / "web", clock).get(server.url, fresh_for=ALWAYS_ASK)


async def test_no_half_written_files_are_left(server: Server, client: PoliteClient, tmp_path: Path) -> None:
    server.plays(answer())
    await client.get(server.url, fresh_for=NEVER_STALE)
    head, body = sorted((tmp_path / "web").iterdir(), key=lambda path: path.suffix, reverse=True)
    assert (head.suffix, body.suffix) == (".json", ".body")
    assert json.loads(head.read_bytes())["url"] == server.url
