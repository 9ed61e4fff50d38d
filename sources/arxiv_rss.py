"""arXiv's daily RSS feed, as https://rss.arxiv.org/rss/cs.LG+cs.AI serves it since 2024."""

import re
from datetime import date
from xml.etree.ElementTree import Element

from ..domain import Paper, Unreadable
from .days import rfc_day
from .ids import is_of_month, paper_id
from .markup import children, read_document, text_of
from .rows import Row, split_authors

_HEAD = re.compile(r"^\s*(?:arXiv:(?P<id>\S+))?\s*Announce Type:\s*(?P<type>[\w-]+)\s*", re.IGNORECASE)
_ABSTRACT = re.compile(r"^\s*Abstract:\s*", re.IGNORECASE)


def parse_rss(content: bytes) -> tuple[list[Paper | Unreadable], date | None]:
    """The rows of a feed in their order, a paper listed twice among them, and the UTC day the feed is of.

    A feed without items is normal on days without announcement. `published` is the item's own day, or None where the
    paper's id shows that it appeared earlier (replacements, late cross-lists).

    Raises:
        SourceError: the feed as a whole cannot be read; a broken item becomes an `Unreadable`.
    """
    document = read_document(content, root="rss", item="item", closing="</channel></rss>")
    channel = next(iter(children(document.root, "channel")), document.root)
    day = rfc_day(text_of(channel, "pubDate")) or rfc_day(text_of(channel, "lastBuildDate"))
    return [e if isinstance(e, Unreadable) else _entry(e, day) for e in document.items], day


def _entry(item: Element, feed_day: date | None) -> Paper | Unreadable:
    description = text_of(item, "description")
    head = _HEAD.match(description)
    named = next(filter(paper_id, _names(item, head["id"] if head else None)), "")
    published = rfc_day(text_of(item, "pubDate")) or feed_day
    identifier = paper_id(named)
    if identifier and published and not is_of_month(identifier, published):
        published = None
    return Row(
        id=named,
        title=text_of(item, "title"),
        abstract=_ABSTRACT.sub("", description[head.end() :] if head else description),
        authors=[n for creator in children(item, "creator") for n in split_authors("".join(creator.itertext()))],
        categories=["".join(category.itertext()) for category in children(item, "category")],
        announcement=text_of(item, "announce_type") or (head["type"] if head else "new"),
        published=published,
        license=text_of(item, "rights"),
    ).read()


def _names(item: Element, described: str | None) -> list[str]:
    """Where an item's id can stand, most reliable first."""
    return [text_of(item, "guid"), text_of(item, "link"), described or ""]
