"""Full texts to be refereed: the sample edition's, or real papers as Markdown."""

from datetime import date
from functools import cache
from pathlib import Path

from ...domain import FullText, Paper
from ...samples import sample_days, sample_folder
from ...sources.fulltext.html import parse_html
from ...sources.fulltext.markdown import parse_markdown
from ...sources.saved import load_listing
from ..task import Json, Sample
from .verdict_cases import read_rows

_FILE = "fulltext/neurips2025_markdown.jsonl.gz"
# The conference was in December: everything that these papers cite existed by then.
_REFEREED = date(2025, 12, 1)


def grounding_samples(data: Path | None) -> list[Sample]:
    """One case a paper; without `data`, the texts of the sample edition."""
    if data is None:
        return _shipped()
    return [_markdown(row) for row in read_rows(data / _FILE)]


def text_of(sample: Sample) -> FullText:
    """The case's text as reviewers get it."""
    source = sample.input["text"]
    if sample.input["format"] == "markdown":
        return parse_markdown(source, sample.input["paper"]["id"])
    return _page(source, sample.input["paper"]["id"])


@cache
def _page(source: str, paper_id: str) -> FullText:
    return parse_html(source.encode(), paper_id, f"https://arxiv.org/html/{paper_id}", "edition")


def _shipped() -> list[Sample]:
    """Every text of the sample edition; the invented one that commands its reviewers is among them."""
    day = sample_days()[0]
    folder = sample_folder(day)
    listed = {one.id: one for one in load_listing(folder / "listing.rss.xml", day).entries if isinstance(one, Paper)}
    pages = sorted((folder / "texts").glob("*.html"))
    return [_sample(listed[page.stem], "html", page.read_text(encoding="utf-8"), day) for page in pages]


def _markdown(row: Json) -> Sample:
    paper = Paper(id=row["forum"], title=row["title"], abstract="")
    return _sample(paper, "markdown", row["markdown"], _REFEREED)


def _sample(paper: Paper, form: str, text: str, today: date) -> Sample:
    return Sample(
        id=paper.id,
        cluster=paper.id,
        group=paper.id,
        input={"paper": paper.model_dump(mode="json"), "format": form, "text": text, "today": today.isoformat()},
        target={},
    )
