"""Which addresses become links, and the names of anchors and files made from ids."""

import hashlib
import re
from urllib.parse import quote, unquote, urlsplit

TEXTS = "texts"
_OWN = re.compile(rf"^{TEXTS}/[^#?\\]+\.html(?:#(?P<anchor>.*))?$")
_UNSAFE = re.compile(r"[^A-Za-z0-9._-]+")


def anchor(prefix: str, identifier: str) -> str:
    """An id for HTML: letters, digits, `.`, `_` and `-`; different identifiers never share one."""
    return f"{prefix}-{_slug(identifier)}"


def place_anchor(place: str) -> str:
    """The anchor of a section on the page of its text; `place` is the fragment of the section's address."""
    return anchor("s", unquote(place))


def text_file(paper_id: str) -> str:
    """Where the text of a paper lies, relative to the digest: `texts/ID.html`, a slash in the id as `_`."""
    return f"{TEXTS}/{_slug(paper_id)}.html"


def _slug(identifier: str) -> str:
    plain = identifier.replace("/", "_")
    slug = _UNSAFE.sub("-", plain).strip(".-")
    if slug == plain and 0 < len(slug) <= 60:
        return slug
    return f"{slug[:60]}-{hashlib.sha256(identifier.encode()).hexdigest()[:8]}".lstrip("-")


def web_link(url: str) -> str:
    """`url` where it is a plain http or https address, percent-encoded; else an empty string."""
    try:
        parts = urlsplit(url.strip())
        host = parts.hostname
    except ValueError:
        return ""
    if parts.scheme not in ("http", "https") or not host or parts.username is not None or "\\" in url:
        return ""
    return quote(url.strip(), safe="%/:?#[]@!$&*+,;=~-._")


def quote_link(url: str, paper_id: str) -> str:
    """Where a quote of `paper_id` was found: an address of the web, or its place in our own copy of the text."""
    own = _OWN.match(url)
    if not own:
        return web_link(url)
    place = own["anchor"]
    return text_file(paper_id) + (f"#{place_anchor(place)}" if place else "")
