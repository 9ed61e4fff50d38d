"""No request to this machine or its network, whatever a page, a redirect or a name server says.

A name is resolved once, every address is checked, and the connection goes to the very address that was checked: a name
that points elsewhere a moment later (DNS rebinding) changes nothing. Hosts that the reader configured are let through.
"""

import asyncio
import ipaddress
import socket
from collections.abc import Awaitable, Callable, Collection
from typing import TYPE_CHECKING
from urllib.parse import urlsplit
from urllib.request import getproxies

from .answers import FetchError

if TYPE_CHECKING:
    import httpx

Resolves = Callable[[str, int], Awaitable[list[str]]]
_REMEDY = "Only the addresses under [arxiv] and [news] in paperwire.toml may lead into your own network."
_NAT64 = ipaddress.ip_network("64:ff9b::/96")
_6TO4 = ipaddress.ip_network("2002::/16")


class PrivateAddress(FetchError):
    """An address inside the reader's network, which no page may make us fetch."""


async def resolve(host: str, port: int) -> list[str]:
    """The addresses of a host, as the system's resolver gives them.

    Raises:
        OSError: there is no such host.
    """
    found = await asyncio.get_running_loop().getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(where[0]) for *_, where in found))


def is_public(address: str) -> bool:
    """Whether an IP address belongs to the public internet; addresses that carry another are judged by that one."""
    try:
        ip = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return False
    if isinstance(ip, ipaddress.IPv6Address):
        inner = ip.ipv4_mapped
        if ip in _NAT64:
            inner = ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF)
        elif ip in _6TO4:
            inner = ip.sixtofour
        if inner is not None:
            return is_public(str(inner))
    return ip.is_global and not ip.is_multicast and not ip.is_reserved


class Guard:
    """Looks at every hop before it is taken. `trusted` holds hosts, or `host:port`, that may be private."""

    def __init__(self, trusted: Collection[str] = (), resolves: Resolves = resolve) -> None:
        self._trusted = frozenset(name.lower() for name in trusted)
        self._resolves = resolves

    def client(self, timeout_s: float, max_redirects: int) -> "httpx.AsyncClient":
        """A client whose every hop is guarded.

        Behind a proxy, which resolves names itself, what our own resolver knows to be private is refused all the same.
        """
        import httpx

        proxied = any(name in getproxies() for name in ("http", "https", "all"))
        hooks = {"request": [self._look]} if proxied else {}
        return httpx.AsyncClient(
            timeout=timeout_s,
            follow_redirects=True,
            max_redirects=max_redirects,
            transport=None if proxied else _pinned(self),
            event_hooks=hooks,
        )

    async def address(self, url: "httpx.URL") -> str:
        """The address to connect to; empty for a trusted host, which is connected to by its name.

        Raises:
            PrivateAddress: one of the host's addresses is not public.
            FetchError: not an http(s) address.
            OSError: there is no such host.
        """
        if url.scheme not in ("http", "https") or not url.host:
            raise FetchError(f"{url} is no http(s) address.", "The page redirects to something that is not a page.")
        port = url.port or (443 if url.scheme == "https" else 80)
        host = url.host.lower().strip("[]")
        if self._trusted & {host, f"{host}:{port}"}:
            return ""
        found = await self._resolves(host, port)
        private = [one for one in found if not is_public(one)]
        if private or not found:
            raise PrivateAddress(f"{url.host} is not fetched: it leads to {', '.join(private) or 'nowhere'}.", _REMEDY)
        return found[0]

    async def _look(self, request: "httpx.Request") -> None:
        try:
            await self.address(request.url)
        except OSError:
            # A name that only the proxy can resolve.
            return


def _pinned(guard: Guard) -> "httpx.AsyncBaseTransport":
    """A transport that connects to the address that was checked, under the name that was asked for."""
    import httpx

    class Pinned(httpx.AsyncHTTPTransport):
        async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
            try:
                address = await guard.address(request.url)
            except OSError as error:
                raise httpx.ConnectError(str(error), request=request) from error
            if not address:
                return await super().handle_async_request(request)
            asked = httpx.Request(
                request.method,
                request.url.copy_with(host=address),
                headers=request.headers,
                stream=request.stream,
                # The certificate is checked against the name, not against the address.
                extensions={**request.extensions, "sni_hostname": request.url.host},
            )
            return await super().handle_async_request(asked)

    return Pinned()


def configured_hosts(settings: object) -> frozenset[str]:
    """`host:port` of every http(s) address in nested settings: what the reader wrote down may be private."""
    found: set[str] = set()
    todo: list[object] = [settings]
    while todo:
        value = todo.pop()
        if isinstance(value, dict):
            todo += value.values()
        elif isinstance(value, list | tuple):
            todo += value
        elif isinstance(value, str) and value.startswith(("http://", "https://")):
            try:
                parts = urlsplit(value)
                port = parts.port or (443 if parts.scheme == "https" else 80)
            except ValueError:
                continue
            found.add(f"{parts.hostname}:{port}")
    return frozenset(found)
