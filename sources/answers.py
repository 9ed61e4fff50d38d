"""What comes back from a web address: a page, or the reason why not."""

from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from ..domain.errors import SourceError

if TYPE_CHECKING:
    import httpx

_BUSY = (429, 500, 502, 503, 504)


@dataclass(frozen=True)
class Fetched:
    """An answer; `url` is where redirects ended, `from_cache` that no body came over the wire."""

    status: int
    content: bytes
    content_type: str
    url: str
    from_cache: bool


class FetchError(SourceError):
    """An address that could not be fetched. `status` is the server's, or None if it did not answer."""

    def __init__(self, message: str, remedy: str = "", status: int | None = None) -> None:
        super().__init__(message, remedy)
        self.status = status


class TryAgain(FetchError):
    """Worth another attempt, after `wait` seconds if the server named them."""

    wait: float | None = None


def site_of(url: str) -> str:
    """The last two labels of an http(s) address's host: arXiv counts requests to its hosts together.

    Raises:
        FetchError: it is no such address.
    """
    try:
        parts = urlsplit(url)
        host = parts.hostname
    except ValueError as error:
        raise FetchError(f"{url!r} is no address: {error}.", "Check the addresses under [arxiv].") from error
    if parts.scheme not in ("http", "https") or not host:
        raise FetchError(f"{url!r} is no http(s) address.", "Check the addresses under [arxiv].")
    return ".".join(host.split(".")[-2:])


def user_agent(contact: str) -> str:
    """`paperwire/VERSION (contact)`, without what a header cannot hold."""
    from importlib.metadata import PackageNotFoundError, version

    try:
        name = f"paperwire/{version('paperwire')}"
    except PackageNotFoundError:
        # Run from a source tree that was never installed.
        name = "paperwire"
    reachable = "".join(c for c in contact if " " <= c <= "~" and c not in "()")
    return f"{name} ({reachable})" if reachable.strip() else name


def check(url: str, response: "httpx.Response", now: datetime) -> None:
    """Whether an answer brings a page.

    Raises:
        TryAgain: the server is busy.
        FetchError: any other status than 200.
    """
    status = response.status_code
    if status == 200:
        return
    if status in _BUSY:
        again = TryAgain(
            f"{url} answered {status} ({response.reason_phrase}) after every attempt.",
            "Try again later; a larger `interval_s` under [arxiv] asks less often.",
            status,
        )
        again.wait = _retry_after(response.headers.get("retry-after", ""), now)
        raise again
    remedy = "Check the addresses under [arxiv]."
    if status == 403:
        remedy = "The server may take you for a robot: set `contact` and a larger `interval_s` under [arxiv]."
    raise FetchError(f"{url} answered {status} ({response.reason_phrase}).", remedy, status)


def _retry_after(header: str, now: datetime) -> float | None:
    """Seconds from a Retry-After header: a number, or an HTTP date (RFC 9110, 10.2.3); None if it is neither."""
    text = header.strip()
    if text.isascii() and text.isdigit():
        return float(text[:9])
    try:
        moment = parsedate_to_datetime(text)
        aware = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
        return max((aware - now).total_seconds(), 0.0)
    except (ValueError, OverflowError):
        return None
