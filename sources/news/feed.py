"""Feeds: RSS 0.9 to 2.0 and Atom, as sound or as broken as they come (https://feedparser.readthedocs.io)."""

import calendar
import re
from datetime import UTC, datetime
from io import BytesIO
from typing import Any

from ...domain.errors import SourceError
from .dates import moment
from .raw import RawItem
from .text import LONGEST_TITLE, plain

CHANNEL = "feed"
MOST = 500
"""Items read of one feed: some hold every post since their first."""
_DECLARED = re.compile(rb"""^\s*<\?xml[^>]{0,200}encoding\s*=\s*["']([A-Za-z0-9_-]{1,30})["'][^>]{0,100}\?>""")
# Any other name is taken for UTF-8, since some codecs can be made to run for ever.
_ENCODINGS = re.compile(
    rb"utf-?8|us-ascii|iso-8859-\d{1,2}|windows-125\d|gb2312|gbk|gb18030|big5|shift_jis|euc-(?:jp|kr)|koi8-[ru]",
    re.IGNORECASE,
)
_ILLEGAL = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_REFERENCE = re.compile(r"&#(?:x([0-9a-f]{1,8})|([0-9]{1,9}));", re.IGNORECASE)
_PROLOG = re.compile(r"\s*<\?xml[^>]{0,300}\?>")


def parse_feed(content: bytes, source: str, url: str, *, trusted: bool = False) -> tuple[RawItem, ...]:
    """The items of a feed, newest or not, in its order; none if it holds none.

    Raises:
        SourceError: it is no feed, as far as anybody can tell.
    """
    text = _text(content)
    parsed = _parsed(text, url)
    if not parsed.entries and not parsed.get("version"):
        begin = " ".join(text[:80].split())
        raise SourceError(f"no feed: it begins with {begin!r}" if begin else "an empty answer", "Check its address.")
    return tuple(_item(entry, source, trusted) for entry in parsed.entries[:MOST])


def _parsed(text: str, url: str) -> Any:
    import feedparser

    # As a stream: a string would be taken for an address to fetch or a file to open.
    try:
        return feedparser.parse(
            BytesIO(text.encode()),
            response_headers={"content-type": "application/xml; charset=utf-8", "content-location": url},
            sanitize_html=False,
            resolve_relative_uris=False,
        )
    except Exception as error:  # the parser promises none, and raises many kinds on what is broken enough
        raise SourceError(f"a feed too broken to read ({type(error).__name__})", "Check its address.") from error


def _text(content: bytes) -> str:
    """The feed as text, without the declaration of an encoding that it has no longer."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        text = content.decode("utf-16", errors="replace")
    else:
        declared = _DECLARED.match(content[:400].removeprefix(b"\xef\xbb\xbf"))
        known = declared and _ENCODINGS.fullmatch(declared[1])
        text = content.decode(declared[1].decode() if declared and known else "utf-8", errors="replace")
    bare = _PROLOG.sub("", text.removeprefix("\ufeff"), count=1)
    return _REFERENCE.sub(_sound, _ILLEGAL.sub("", bare))


def _sound(reference: re.Match[str]) -> str:
    """A numeric reference, or nothing where it means no character: one such would cost the whole feed."""
    code = int(reference[1], 16) if reference[1] else int(reference[2])
    return reference[0] if code < 0x110000 and not _ILLEGAL.match(chr(code)) else ""


def _item(entry: Any, source: str, trusted: bool) -> RawItem:
    summary = _string(entry, "summary") or next((_string(part, "value") for part in _list(entry, "content")), "")
    return RawItem(
        title=plain(_string(entry, "title"), 4 * LONGEST_TITLE),
        summary=plain(summary),
        url=_string(entry, "link") or _permalink(entry),
        source=source,
        channel=CHANNEL,
        published=_published(entry),
        trusted=trusted,
    )


def _permalink(entry: Any) -> str:
    """The id where it is an address: some feeds have no link."""
    identifier = _string(entry, "id")
    return identifier if identifier.startswith(("http://", "https://")) else ""


def _published(entry: Any) -> datetime | None:
    for name in ("published", "created", "updated"):
        # Asked as the dictionary it is: by itself it takes one date for the other.
        parsed = dict.get(entry, f"{name}_parsed")
        try:
            if parsed:
                return datetime.fromtimestamp(calendar.timegm(parsed), UTC)
        except (ValueError, OverflowError, OSError, TypeError):
            continue
        told = dict.get(entry, name)
        if isinstance(told, str) and (found := moment(told)):
            return found
    return None


def _string(holder: Any, name: str) -> str:
    value = holder.get(name)
    return value.strip() if isinstance(value, str) else ""


def _list(holder: Any, name: str) -> list[Any]:
    value = holder.get(name)
    return value if isinstance(value, list) else []
