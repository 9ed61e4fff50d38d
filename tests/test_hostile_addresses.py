"""No page, redirect or name server makes the client fetch from the reader's own network."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paperwire.commands.hire import open_client
from paperwire.settings import Arxiv, Settings
from paperwire.sources.answers import FetchError
from paperwire.sources.guard import PrivateAddress, configured_hosts, is_public
from paperwire.sources.http import PoliteClient

ALWAYS = timedelta(0)
PRIVATE = (
    "127.0.0.1",
    "10.0.0.7",
    "172.16.3.4",
    "192.168.1.1",
    "169.254.169.254",
    "100.64.0.1",
    "0.0.0.0",
    "255.255.255.255",
    "224.0.0.1",
    "::1",
    "::",
    "fe80::1%eth0",
    "fd00::1",
    "::ffff:127.0.0.1",
    "::ffff:a9fe:a9fe",
    "64:ff9b::7f00:1",
    "2002:7f00:1::",
    "ff02::1",
    "nonsense",
)


@asynccontextmanager
async def serving(answer: Callable[[str], bytes]) -> AsyncIterator[tuple[str, list[str]]]:
    """A server on loopback; gives its origin and the requests it saw."""
    seen: list[str] = []

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        request = (await reader.readuntil(b"\r\n\r\n")).decode()
        seen.append(request)
        writer.write(answer(request.split()[1]))
        writer.close()

    listener = await asyncio.start_server(serve, "127.0.0.1", 0)
    async with listener:
        yield f"http://127.0.0.1:{listener.sockets[0].getsockname()[1]}", seen


def page(body: bytes = b"secret") -> bytes:
    return b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n" % len(body) + body


def redirect(where: str) -> bytes:
    return f"HTTP/1.1 302 Found\r\nLocation: {where}\r\nContent-Length: 0\r\n\r\n".encode()


def names(**table: list[str]) -> Callable[[str, int], Awaitable[list[str]]]:
    async def resolves(host: str, port: int) -> list[str]:
        return table.get(host.replace(".", "_"), [host])

    return resolves


@pytest.fixture
def make(tmp_path: Path) -> Callable[..., PoliteClient]:
    def made(**options: object) -> PoliteClient:
        now = datetime(2026, 3, 3, tzinfo=UTC)
        base = {"interval_s": 0.0, "timeout_s": 2.0, "max_bytes": 1000, "contact": "", "clock": lambda: now}
        return PoliteClient(tmp_path, **base, sleep=lambda _: asyncio.sleep(0), **options)

    return made


@pytest.mark.parametrize("address", PRIVATE)
def test_private_addresses_are_known(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize("address", ["151.101.3.42", "2606:4700::6810:85e5", "::ffff:8.8.8.8", "64:ff9b::808:808"])
def test_public_addresses_are_known(address: str) -> None:
    assert is_public(address)


@given(address=st.one_of(st.text(max_size=40), st.ip_addresses().map(str)))
def test_any_text_can_be_asked_about(address: str) -> None:
    assert is_public(address) in (True, False)


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "2130706433", "0x7f.1", "127.1", "[::1]"])
async def test_every_spelling_of_this_machine_is_refused(make, host: str) -> None:
    async with serving(lambda _: page()) as (origin, seen):
        port = origin.rpartition(":")[2]
        table = {
            "localhost": ["127.0.0.1"],
            "2130706433": ["127.0.0.1"],
            "0x7f_1": ["127.0.0.1"],
            "127_1": ["127.0.0.1"],
        }
        with pytest.raises(PrivateAddress, match=r"paperwire\.toml"):
            await make(resolves=names(**table)).get(f"http://{host}:{port}/", fresh_for=ALWAYS)
        assert seen == []


async def test_a_name_with_one_private_address_among_public_ones_is_refused(make) -> None:
    client = make(resolves=names(news_example_org=["151.101.3.42", "10.1.2.3"]))
    with pytest.raises(PrivateAddress, match=r"10\.1\.2\.3"):
        await client.get("http://news.example.org/", fresh_for=ALWAYS)


async def test_a_redirect_into_the_network_is_refused(make) -> None:
    async with serving(lambda _: page()) as (inside, untouched):
        async with serving(lambda _: redirect(f"{inside}/admin")) as (origin, seen):
            client = make(trusted=[origin.removeprefix("http://")])
            with pytest.raises(PrivateAddress):
                await client.get(f"{origin}/feed", fresh_for=ALWAYS)
        assert len(seen) == 1
        assert untouched == []


@pytest.mark.parametrize("where", ["file:///etc/passwd", "gopher://127.0.0.1/", "ftp://example.org/", "javascript:1"])
async def test_a_redirect_to_another_scheme_is_refused(make, where: str) -> None:
    async with serving(lambda _: redirect(where)) as (origin, seen):
        with pytest.raises(FetchError):
            await make(trusted=["127.0.0.1"]).get(origin, fresh_for=ALWAYS)
        assert len(seen) == 1


async def test_a_name_that_changes_its_mind_is_asked_once_a_hop(make) -> None:
    asked = []

    async def rebinds(host: str, port: int) -> list[str]:
        asked.append(host)
        # 192.0.2.0/24 is for documentation: no route leads there.
        return ["151.101.3.42"] if len(asked) > 1 else ["127.0.0.1"]

    async with serving(lambda _: page()) as (origin, seen):
        port = origin.rpartition(":")[2]
        with pytest.raises(PrivateAddress):
            await make(resolves=rebinds).get(f"http://rebind.example.org:{port}/", fresh_for=ALWAYS)
        assert (asked, seen) == (["rebind.example.org"], [])


async def test_the_connection_goes_to_the_address_that_was_checked(make, network_attempts: list[str]) -> None:
    """The public address is refused by the tests' own network guard, which notes where the client wanted to go."""
    client = make(resolves=names(feeds_example_org=["151.101.3.42"]))
    with pytest.raises(FetchError):
        await client.get("http://feeds.example.org/", fresh_for=ALWAYS)
    assert network_attempts
    assert all("151.101.3.42" in one for one in network_attempts), "never the name, which could now mean another host"
    network_attempts.clear()


async def test_a_configured_host_is_asked_by_its_name_and_tells_where_it_ended(make) -> None:
    async with serving(lambda path: page() if path == "/there" else redirect("/there")) as (origin, seen):
        fetched = await make(trusted=[origin.removeprefix("http://")]).get(f"{origin}/here", fresh_for=ALWAYS)
        assert (fetched.content, fetched.url) == (b"secret", f"{origin}/there")
        assert f"host: {origin.removeprefix('http://')}" in seen[0].lower()


async def test_what_the_settings_name_is_trusted_and_nothing_else(tmp_path: Path) -> None:
    async with serving(lambda _: page()) as (origin, _), serving(lambda _: page()) as (other, untouched):
        client = open_client(Settings(arxiv=Arxiv(rss_url=f"{origin}/rss", interval_s=0)), tmp_path)
        assert (await client.get(f"{origin}/rss/cs.LG", fresh_for=ALWAYS)).content == b"secret"
        with pytest.raises(PrivateAddress):
            await client.get(f"{other}/", fresh_for=ALWAYS)
        assert untouched == []


def test_configured_hosts_are_found_at_any_depth() -> None:
    settings = {
        "a": "http://127.0.0.1:8000/x",
        "b": [{"c": ("https://[::1]/",)}],
        "d": "no address",
        "e": "http://[bad",
    }
    assert configured_hosts(settings) == {"127.0.0.1:8000", "::1:443"}


async def test_behind_a_proxy_private_names_are_refused_too(make, monkeypatch: pytest.MonkeyPatch) -> None:
    async with serving(lambda _: page()) as (proxy, seen):
        monkeypatch.setenv("HTTP_PROXY", proxy)
        client = make(resolves=names(intranet_example_org=["10.0.0.5"], public_example_org=["151.101.3.42"]))
        with pytest.raises(PrivateAddress):
            await client.get("http://intranet.example.org/", fresh_for=ALWAYS)
        assert seen == []
        assert (await client.get("http://public.example.org/", fresh_for=ALWAYS)).content == b"secret"
