"""Fetching politely: one request at a time and a site, pauses between, nothing fetched twice, limits on everything."""

import asyncio
import hashlib
from collections.abc import Awaitable, Callable, Collection
from contextlib import AsyncExitStack
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from .answers import Fetched, FetchError, TryAgain, check, site_of, user_agent
from .cache import Cache, Kept
from .guard import Guard, Resolves, resolve

if TYPE_CHECKING:
    import httpx
    from tenacity import RetryCallState

ATTEMPTS = 4
LONGEST_WAIT = 120.0
"""Seconds: a server that asks for more is asked again after this."""
REDIRECTS = 5


class PoliteClient:
    """Fetches from the web as arXiv's terms of use ask: https://info.arxiv.org/help/api/tou.html

    `interval_s` passes between the end of one request and the start of the next to the same site. `clock` gives aware
    times. A client serves one event loop. Addresses inside the reader's own network are refused, at every redirect,
    except for `trusted` hosts (`host` or `host:port`): those that the settings name. A busy server is asked `attempts`
    times in all, and waited for as long as it asks, up to `longest_wait_s`.
    """

    def __init__(
        self,
        cache_folder: Path,
        *,
        interval_s: float,
        timeout_s: float,
        max_bytes: int,
        contact: str,
        clock: Callable[[], datetime],
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
        trusted: Collection[str] = (),
        resolves: Resolves = resolve,
        attempts: int = ATTEMPTS,
        longest_wait_s: float = LONGEST_WAIT,
    ) -> None:
        self._cache = Cache(cache_folder)
        self._interval_s = interval_s
        self._timeout_s = timeout_s
        self._max_bytes = max_bytes
        self._contact = contact
        self._clock = clock
        self._sleep = sleep
        self._guard = Guard(trusted, resolves)
        self._attempts = attempts
        self._longest_wait_s = longest_wait_s
        self._turns: dict[str, asyncio.Lock] = {}
        self._ended: dict[str, datetime] = {}
        self._down: set[str] = set()

    async def get(self, url: str, *, fresh_for: timedelta | None) -> Fetched:
        """The content at an http(s) address.

        A kept copy younger than `fresh_for` is returned without a request (None: however old), an older one is
        returned when the server says that it still holds.

        Raises:
            FetchError: there is no such page, it is too large, or the server does not answer; see `status`.
            SourceError: the answer cannot be kept on disk.
        """
        site = site_of(url)
        if kept := self._fresh(url, fresh_for):
            return kept
        async with self._turns.setdefault(site, asyncio.Lock()):
            # While this one waited for its turn, another may have fetched the same address.
            return self._fresh(url, fresh_for) or await self._insist(url, site)

    def _fresh(self, url: str, fresh_for: timedelta | None) -> Fetched | None:
        found = self._cache.load(url)
        if found is None or (fresh_for is not None and self._clock() - found[0].moment >= fresh_for):
            return None
        return _from_cache(*found)

    async def _insist(self, url: str, site: str) -> Fetched:
        from tenacity import AsyncRetrying, retry_if_exception_type, stop_after_attempt

        retrying = AsyncRetrying(
            sleep=self._sleep,
            # Offline, every paper would wait through every attempt: a site found down is asked once until it answers.
            stop=stop_after_attempt(1 if site in self._down else self._attempts),
            wait=self._wait,
            retry=retry_if_exception_type(TryAgain),
            reraise=True,
        )
        try:
            fetched: Fetched = await retrying(self._ask, url, site)
        except TryAgain as error:
            if error.status is None:
                self._down.add(site)
            raise
        self._down.discard(site)
        return fetched

    def _wait(self, state: "RetryCallState") -> float:
        """As long as the server asks, else twice as long after every attempt; seconds."""
        error = state.outcome.exception() if state.outcome else None
        named = error.wait if isinstance(error, TryAgain) else None
        backoff = max(self._interval_s, 1.0) * 2.0 ** (state.attempt_number - 1)
        return min(backoff if named is None else named, self._longest_wait_s)

    async def _ask(self, url: str, site: str) -> Fetched:
        import httpx

        await self._pause(site)
        try:
            # The read timeout starts anew with every byte; a server that drips needs an end too.
            async with asyncio.timeout(10 * self._timeout_s):
                return await self._request(url)
        except (TimeoutError, httpx.TransportError) as error:
            # An address that redirects away from http(s) will do so again.
            kind = FetchError if isinstance(error, httpx.UnsupportedProtocol) else TryAgain
            raise kind(
                f"{url} could not be reached ({type(error).__name__}).",
                "Check the network and the addresses under [arxiv]; `timeout_s` there gives a slow server more time.",
            ) from error
        except httpx.TooManyRedirects as error:
            raise FetchError(
                f"{url} redirects more than {REDIRECTS} times.", "Check the addresses under [arxiv]."
            ) from error
        except (httpx.InvalidURL, httpx.DecodingError, UnicodeError) as error:
            raise FetchError(f"{url} could not be read: {error}.", "Check the addresses under [arxiv].") from error
        finally:
            self._ended[site] = self._clock()

    async def _pause(self, site: str) -> None:
        if site in self._ended:
            passed = (self._clock() - self._ended[site]).total_seconds()
            # A clock set back must not make the pause longer.
            wait = self._interval_s - max(passed, 0.0)
            if wait > 0:
                await self._sleep(wait)

    async def _request(self, url: str) -> Fetched:

        found = self._cache.load(url)
        headers = {"User-Agent": user_agent(self._contact), **(found[0].conditions if found else {})}
        async with AsyncExitStack() as stack:
            client = await stack.enter_async_context(self._guard.client(self._timeout_s, REDIRECTS))
            response = await stack.enter_async_context(client.stream("GET", url, headers=headers))
            if response.status_code == 304 and found:
                return self._keep(url, response, found[1], found[0])
            check(url, response, self._clock())
            return self._keep(url, response, await self._body(url, response), None)

    async def _body(self, url: str, response: "httpx.Response") -> bytes:
        """The body, unpacked, as long as it is not larger than allowed."""
        parts: list[bytes] = []
        size = 0
        async for part in response.aiter_bytes():
            size += len(part)
            if size > self._max_bytes:
                limit = f"{self._max_bytes / 1e6:g} MB"
                raise FetchError(f"{url} is larger than {limit}.", "`max_bytes` under [arxiv] sets the limit.", 200)
            parts.append(part)
        return b"".join(parts)

    def _keep(self, url: str, response: "httpx.Response", content: bytes, old: Kept | None) -> Fetched:
        """Stores an answer, or an old one that still holds as if it had come now."""
        kept = Kept(
            url=old.url if old else str(response.url),
            content_type=old.content_type if old else response.headers.get("content-type", ""),
            etag=response.headers.get("etag", old.etag if old else ""),
            last_modified=response.headers.get("last-modified", old.last_modified if old else ""),
            fetched=self._clock().isoformat(),
            sha256=hashlib.sha256(content).hexdigest(),
        )
        self._cache.store(url, kept, content)
        return Fetched(200, content, kept.content_type, kept.url, from_cache=old is not None)


def _from_cache(kept: Kept, content: bytes) -> Fetched:
    return Fetched(200, content, kept.content_type, kept.url, from_cache=True)
