"""Addresses of pages: what tells one page from another, and what only tells how the reader came there."""

import hashlib
import re
from urllib.parse import SplitResult, parse_qsl, quote, unquote, urlencode, urlsplit

_TRACKING = re.compile(
    r"utm_\w+|(?:fb|g|dc|ms|tw|ys|wbra|gbra)cl(?:id|srcid)|mc_[ce]id|_hs(?:enc|mi)|mkt_tok|igshid|igsh|spm|scm|"
    r"ref|ref_src|ref_url|referrer|cmp|cmpid|ncid|sref|smid|smtyp|guccounter|guce_\w+|_ga|_gl|share|shared|"
    r"from|isappinstalled|chksm|__twitter_impression|amp|trk|trackingid|source|src|feature|fbaid|at_\w+|rss",
    re.IGNORECASE,
)
# What these lead to differs from day to day: a front page, or the list of posts.
_LISTS = re.compile(
    r"(?:[a-z]{2}(?:-[a-z]{2})?|blogs?|news(?:room)?|research|articles?|posts?|home|index(?:\.\w{3,4})?|latest|"
    r"announcements?|updates?|press|changelog|products?|models?)",
    re.IGNORECASE,
)
_PORTS = {"http": 80, "https": 443}


def cleaned(url: str) -> str:
    """The address without fragment and tracking; empty where it is no http(s) address.

    What a reader follows: scheme, `www.` and the order of parameters stay.
    """
    parts = _split(url)
    if parts is None:
        return ""
    query = urlencode(_telling(parts.query), safe="/:@,")
    return parts._replace(query=query, fragment="").geturl()


def item_id(url: str) -> str:
    """Sixteen hexadecimal digits of the page, the same for every way of writing its address.

    Raises:
        ValueError: no http(s) address.
    """
    return hashlib.sha256(canonical(url).encode("utf-8", errors="replace")).hexdigest()[:16]


def canonical(url: str) -> str:
    """`host/path?parameters`: what stays the same when the same page is linked with another scheme, `www.` or tracking.

    Raises:
        ValueError: no http(s) address.
    """
    parts = _split(url)
    if parts is None:
        raise ValueError(f"{url!r} is no http(s) address")
    path = quote(unquote(parts.path), safe="/:@!$&'()*+,;=~").rstrip("/")
    query = urlencode(sorted(_telling(parts.query)))
    return f"{host_of(url)}{path}{'?' + query if query else ''}"


def host_of(url: str) -> str:
    """The host without `www.`, with a port that is not the usual one; empty where there is none."""
    parts = _split(url)
    if parts is None:
        return ""
    host = (parts.hostname or "").removeprefix("www.").rstrip(".")
    return host if parts.port in (None, _PORTS[parts.scheme]) else f"{host}:{parts.port}"


def leads_to_a_list(url: str) -> bool:
    """Whether it is a site's front page or its list of posts, which hold no story of their own."""
    parts = _split(url)
    if parts is None or _telling(parts.query):
        return False
    return all(_LISTS.fullmatch(name) for name in parts.path.split("/") if name)


def leads_to_the_front(url: str) -> bool:
    """Whether it is a site's front page."""
    parts = _split(url)
    return parts is not None and not parts.path.strip("/") and not _telling(parts.query)


def _split(url: str) -> SplitResult | None:
    """The parts of an http(s) address whose host and port make sense."""
    try:
        parts = urlsplit(url.strip())
        usable = parts.scheme in _PORTS and parts.hostname and (parts.port is None or parts.port > 0)
    except ValueError:
        return None
    return parts if usable else None


def _telling(query: str) -> list[tuple[str, str]]:
    """The parameters that choose the page."""
    try:
        pairs = parse_qsl(query, keep_blank_values=True, max_num_fields=100)
    except ValueError:
        return [("", query)]
    return [(name, value) for name, value in pairs if not _TRACKING.fullmatch(name)]
