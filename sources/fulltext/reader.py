"""Finds the text of a paper: a local copy, arXiv's HTML, its PDF, or at least the abstract."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import timedelta
from pathlib import Path
from typing import Protocol
from urllib.parse import quote

from ...domain import FullText, Paper, Section
from ...domain.errors import SourceError
from ...settings import Arxiv
from .html import parse_html
from .markdown import parse_markdown
from .pdf import parse_pdf

_FRESH = timedelta(days=7)
"""A revision seldom comes sooner, and the panel's text should stay the same while a day is repeated."""


class Answer(Protocol):
    """What `Client.get` returns; `url` is where redirects ended."""

    @property
    def status(self) -> int: ...
    @property
    def content(self) -> bytes: ...
    @property
    def url(self) -> str: ...


class Client(Protocol):
    """Fetches politely; see `sources/http.py`."""

    async def get(self, url: str, *, fresh_for: timedelta | None) -> Answer:
        """The answer. Raises SourceError, with the server's `status` where it gave one."""
        ...


class TextReader:
    """Reads papers. `local` is an edition's folder of texts, named after the paper's id (`2501.00001.html` or `.md`).

    An edition with texts of its own is read from them alone, without a network.
    """

    def __init__(self, client: Client, arxiv: Arxiv, local: Path | None) -> None:
        self._client = client
        self._arxiv = arxiv
        self._local = local

    async def read(self, paper: Paper) -> FullText:
        """The fullest text there is, the abstract first. Its `note` says why if it is only the abstract."""
        reasons: list[str] = []
        for attempt in (self._html, self._pdf) if self._local is None else (self._local_text,):
            text = await _tried(attempt, paper, reasons)
            if text is not None:
                return _with_abstract(text, paper)
        return _abstract_only(paper, reasons)

    async def _local_text(self, paper: Paper) -> FullText | None:
        assert self._local is not None, "asked only of an edition with texts"
        page = self._local / f"{_file_name(paper.id)}.html"
        if page.is_file():
            content = await asyncio.to_thread(_content_of, page)
            return await asyncio.to_thread(parse_html, content, paper.id, f"texts/{page.name}", "edition")
        text = page.with_name(f"{_file_name(paper.id)}.md")
        if text.is_file():
            content = await asyncio.to_thread(_content_of, text)
            return parse_markdown(content.decode("utf-8", errors="replace"), paper.id)
        raise SourceError("the edition brings no text of it", "The abstract is read instead.")

    async def _html(self, paper: Paper) -> FullText | None:
        answer = await self._get(self._arxiv.html_url, paper, "HTML")
        return await asyncio.to_thread(parse_html, answer.content, paper.id, answer.url, "html")

    async def _pdf(self, paper: Paper) -> FullText | None:
        answer = await self._get(self._arxiv.pdf_url, paper, "PDF")
        return await asyncio.to_thread(parse_pdf, answer.content, paper.id, answer.url)

    async def _get(self, base: str, paper: Paper, form: str) -> Answer:
        try:
            answer = await self._client.get(f"{base.rstrip('/')}/{quote(paper.id)}", fresh_for=_FRESH)
        except SourceError as error:
            raise SourceError(self._reason(form, error), error.remedy) from error
        if answer.status != 200:
            raise SourceError(f"{form} not found ({answer.status})", "The abstract is read instead.")
        if len(answer.content) > self._arxiv.max_bytes:
            raise SourceError(self._too_large(form), "Raise `max_bytes` under [arxiv].")
        return answer

    def _reason(self, form: str, error: SourceError) -> str:
        """The client's complaint in a few words."""
        status = getattr(error, "status", None)
        if status == 404:
            return f"{form} not found (404)"
        if "larger than" in error.message:
            return self._too_large(form)
        return f"{form} not fetched ({f'HTTP {status}' if status else error.message.rstrip('.')})"

    def _too_large(self, form: str) -> str:
        return f"{form} larger than {self._arxiv.max_bytes / 1_000_000:g} MB"


async def _tried(
    attempt: Callable[[Paper], Awaitable[FullText | None]], paper: Paper, reasons: list[str]
) -> FullText | None:
    try:
        return await attempt(paper)
    except SourceError as error:
        reasons.append(error.message)
        return None


def _file_name(paper_id: str) -> str:
    """Ids come from feeds: old ones hold a slash, and none may lead out of the folder."""
    return paper_id.replace("/", "_").replace("\\", "_")


def _content_of(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError as error:
        raise SourceError(
            f"local copy {file.name} not read ({error.strerror})", "Check the edition's folder."
        ) from error


def _with_abstract(text: FullText, paper: Paper) -> FullText:
    """The listing's abstract stands in where the text has none."""
    if not paper.abstract or any(section.id == "abstract" and section.text for section in text.sections):
        return text
    rest = tuple(section for section in text.sections if section.id != "abstract")
    return text.model_copy(update={"sections": (_abstract(paper), *rest)})


def _abstract(paper: Paper) -> Section:
    return Section(id="abstract", title="Abstract", text=paper.abstract, url=paper.url)


def _abstract_only(paper: Paper, reasons: list[str]) -> FullText:
    return FullText(
        paper_id=paper.id,
        source="abstract",
        sections=(_abstract(paper),),
        url=paper.url,
        note=f"Reviewed from the abstract: {', '.join(reasons)}.",
    )
