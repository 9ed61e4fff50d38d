"""Which text of a paper is read, and what is said when it is only the abstract."""

from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest

from paperwire.domain import Paper
from paperwire.domain.errors import SourceError
from paperwire.settings import Arxiv
from paperwire.sources.answers import FetchError
from paperwire.sources.fulltext import TextReader

PAPER = Paper(id="2501.00001", title="T", abstract="From the listing.")
WORDS = "A sentence that fills the page. " * 80
HTML = (
    f'<article class="ltx_document"><section class="ltx_section" id="S1"><h2>1 A</h2><p>{WORDS}</p></section></article>'
)
HTML_URL = "https://arxiv.org/html/2501.00001"
PDF_URL = "https://arxiv.org/pdf/2501.00001"


@dataclass
class Answer:
    status: int = 200
    content: bytes = b""
    url: str = ""
    content_type: str = "text/html"
    from_cache: bool = False


class Web:
    """Answers from a table, and remembers what it was asked."""

    def __init__(self, **pages: Answer | SourceError) -> None:
        self.pages = {HTML_URL: pages.get("html"), PDF_URL: pages.get("pdf")}
        self.asked: list[str] = []

    async def get(self, url: str, *, fresh_for: timedelta | None) -> Answer:
        self.asked.append(url)
        page = self.pages.get(url) or FetchError("No such page.", status=404)
        if isinstance(page, SourceError):
            raise page
        return page


def reader(web: Web, local: Path | None = None, **settings: int) -> TextReader:
    return TextReader(web, Arxiv(**settings), local)


async def test_html_comes_first_and_links_to_the_version_it_was() -> None:
    web = Web(html=Answer(content=HTML.encode(), url=f"{HTML_URL}v3"))
    text = await reader(web).read(PAPER)
    assert text.source == "html"
    assert text.sections[1].url == f"{HTML_URL}v3#S1"
    assert text.note == ""
    assert web.asked == [HTML_URL]


async def test_the_listing_lends_its_abstract_where_the_text_has_none() -> None:
    text = await reader(Web(html=Answer(content=HTML.encode(), url=HTML_URL))).read(PAPER)
    assert text.sections[0].id == "abstract"
    assert text.sections[0].text == "From the listing."


async def test_a_local_text_comes_before_the_web(tmp_path: Path) -> None:
    (tmp_path / "2501.00001.html").write_text(HTML, encoding="utf-8")
    web = Web()
    text = await reader(web, tmp_path).read(PAPER)
    assert text.source == "edition"
    assert text.sections[1].url == "texts/2501.00001.html#S1"
    assert web.asked == []


async def test_an_edition_with_texts_never_asks_the_web(tmp_path: Path) -> None:
    web = Web(html=Answer(content=HTML.encode(), url=HTML_URL))
    text = await reader(web, tmp_path).read(PAPER)
    assert (text.source, web.asked) == ("abstract", [])
    assert "the edition brings no text of it" in text.note


async def test_local_markdown_is_read_too(tmp_path: Path) -> None:
    (tmp_path / "2501.00001.md").write_text(f"## Abstract\n\n{WORDS}\n\n## 1 A\n\n{WORDS}", encoding="utf-8")
    text = await reader(Web(), tmp_path).read(PAPER)
    assert [s.title for s in text.sections] == ["Abstract", "1 A"]


async def test_ids_do_not_lead_out_of_the_folder(tmp_path: Path) -> None:
    (tmp_path / "secret.html").write_text(HTML, encoding="utf-8")
    inner = tmp_path / "texts"
    inner.mkdir()
    text = await reader(Web(), inner).read(PAPER.model_copy(update={"id": "../secret"}))
    assert text.source == "abstract"


async def test_old_ids_hold_a_slash(tmp_path: Path) -> None:
    (tmp_path / "math_0309136.html").write_text(HTML, encoding="utf-8")
    text = await reader(Web(), tmp_path).read(PAPER.model_copy(update={"id": "math/0309136"}))
    assert text.source == "edition"


async def test_a_notice_instead_of_a_paper_leads_to_the_pdf() -> None:
    notice = Answer(content=b"<h1>HTML is not available for the source</h1>", url=HTML_URL)
    web = Web(html=notice)
    await reader(web).read(PAPER)
    assert web.asked == [HTML_URL, PDF_URL]


@pytest.mark.parametrize(
    ("web", "settings", "note"),
    [
        (Web(), {}, "HTML not found (404), PDF not found (404)"),
        (Web(html=Answer(404), pdf=Answer(content=b"x")), {}, "HTML not found (404), PDF damaged"),
        (Web(pdf=Answer(content=b"x" * 2_000_000)), {"max_bytes": 1_000_000}, "404), PDF larger than 1 MB"),
        (Web(html=FetchError("Slow.", status=503)), {}, "HTML not fetched (HTTP 503)"),
        (Web(html=SourceError("The disk is full.")), {}, "HTML not fetched (The disk is full)"),
    ],
)
async def test_only_the_abstract_is_read_and_the_note_says_why(web: Web, settings: dict[str, int], note: str) -> None:
    text = await reader(web, **settings).read(PAPER)
    assert text.source == "abstract"
    assert [s.text for s in text.sections] == ["From the listing."]
    assert text.note.startswith("Reviewed from the abstract: ")
    assert note in text.note
    assert text.note.endswith(".")
