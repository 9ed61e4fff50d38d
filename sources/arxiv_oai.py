"""Answers of arXiv's OAI-PMH interface, saved to a file: metadata formats `arXiv` and `arXivRaw`.

Format: https://info.arxiv.org/help/oa/index.html
"""

from dataclasses import dataclass
from datetime import date
from xml.etree.ElementTree import Element

from ..domain import Paper, Unreadable
from ..domain.errors import SourceError
from .days import iso_day, rfc_day
from .markup import children, local, read_document, text_of
from .rows import Row, split_authors, unreadable


@dataclass(frozen=True)
class OaiPage:
    """The records of one answer; `more` says that the server would have gone on."""

    entries: tuple[Paper | Unreadable, ...]
    day: date | None
    more: bool


def parse_oai(content: bytes) -> OaiPage:
    """The records in their order; one that was updated after its creation counts as a replacement.

    Raises:
        SourceError: the answer cannot be read, or is an error other than "no records match".
    """
    document = read_document(content, root="OAI-PMH", item="record", closing="</ListRecords></OAI-PMH>")
    for error in children(document.root, "error"):
        if error.get("code") != "noRecordsMatch":
            raise SourceError(f"arXiv's OAI interface answered {error.get('code')}: {''.join(error.itertext())[:300]}")
    return OaiPage(
        entries=tuple(r if isinstance(r, Unreadable) else _record(r) for r in document.items),
        day=iso_day(text_of(document.root, "responseDate")),
        more=any(text_of(verb, "resumptionToken") for verb in document.root),
    )


def _record(record: Element) -> Paper | Unreadable:
    metadata = next((e for e in record.iter() if local(e) in ("arXiv", "arXivRaw")), None)
    if metadata is None:
        headers = children(record, "header")
        deleted = any(header.get("status") == "deleted" for header in headers)
        named = text_of(headers[0], "identifier") if headers else ""
        return unreadable(named, "the record was deleted" if deleted else "no metadata in the format arXiv or arXivRaw")
    return Row(
        id=text_of(metadata, "id"),
        title=text_of(metadata, "title"),
        abstract=text_of(metadata, "abstract"),
        authors=_authors(metadata),
        categories=text_of(metadata, "categories").split(),
        comment=text_of(metadata, "comments"),
        announcement="replace" if text_of(metadata, "updated") or len(children(metadata, "version")) > 1 else "new",
        published=_published(metadata),
        license=text_of(metadata, "license"),
    ).read()


def _authors(metadata: Element) -> tuple[str, ...]:
    """`arXiv` has an element an author, `arXivRaw` one line."""
    listed = [_name(author) for authors in children(metadata, "authors") for author in children(authors, "author")]
    # Collaborations are entered as authors, and their colon as another one.
    return tuple(n for n in listed if n.strip(": ")) or split_authors(text_of(metadata, "authors"))


def _name(author: Element) -> str:
    return " ".join(filter(None, (text_of(author, part) for part in ("forenames", "keyname", "suffix"))))


def _published(metadata: Element) -> date | None:
    versions = children(metadata, "version")
    return iso_day(text_of(metadata, "created")) or (rfc_day(text_of(versions[0], "date")) if versions else None)
