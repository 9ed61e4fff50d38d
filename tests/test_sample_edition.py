"""The sample edition is whole, and says what it is."""

import json
import tomllib
import unicodedata
from collections import Counter
from datetime import date
from email.utils import parsedate_to_datetime
from glob import glob
from pathlib import Path
from xml.etree import ElementTree

import pytest
from selectolax.lexbor import LexborHTMLParser

from paperwire.domain.errors import SourceError
from paperwire.samples import sample_days, sample_folder, starter_settings
from paperwire.settings import Settings

DAY = date(2026, 1, 5)
REVIEWED = ["1706.03762", "2101.03961", "2106.09685", "2203.15556", "2205.14135", "2312.00752", "2601.99901"]
HOSTILE, BROKEN = "2601.99901", "2601.99902"
ARXIV = "{http://arxiv.org/schemas/atom}"
CREATOR = "{http://purl.org/dc/elements/1.1/}creator"
ZERO_WIDTH = {"\u200b", "\u200c", "\u200d", "\u2060", "\ufeff"}


@pytest.fixture(scope="module")
def rows() -> list[ElementTree.Element]:
    return ElementTree.parse(sample_folder(DAY) / "listing.rss.xml").findall("./channel/item")


def row_of(rows: list[ElementTree.Element], paper_id: str) -> ElementTree.Element:
    return next(row for row in rows if id_of(row) == paper_id)


def id_of(row: ElementTree.Element) -> str:
    return row.findtext("link", "").removeprefix("https://arxiv.org/abs/")


def kind_of(row: ElementTree.Element) -> str:
    return row.findtext(f"{ARXIV}announce_type", "")


def abstract_of(row: ElementTree.Element) -> str:
    return row.findtext("description", "").partition("Abstract: ")[2]


def page_of(paper_id: str) -> LexborHTMLParser:
    return LexborHTMLParser((sample_folder(DAY) / "texts" / f"{paper_id}.html").read_text(encoding="utf-8"))


def settings() -> Settings:
    return Settings.model_validate(tomllib.loads(starter_settings()))


def test_the_day_is_found() -> None:
    assert sample_days()[0] == DAY
    assert (sample_folder(DAY) / "about.md").is_file()


def test_another_day_is_an_error_that_names_those_there_are() -> None:
    with pytest.raises(SourceError, match="2026-01-05"):
        sample_folder(date(2026, 1, 4))


def test_the_listing_is_of_its_day_and_calls_itself_a_sample() -> None:
    channel = ElementTree.parse(sample_folder(DAY) / "listing.rss.xml").find("channel")
    assert channel is not None
    assert channel.findtext("pubDate") == "Mon, 05 Jan 2026 00:00:00 -0500"
    assert "sample edition" in channel.findtext("description", "")


def test_there_are_papers_enough_for_a_day(rows: list[ElementTree.Element]) -> None:
    papers = {id_of(row) for row in rows if id_of(row) and kind_of(row) in ("new", "cross")}
    assert len(papers) >= 24


def test_every_readable_row_is_complete(rows: list[ElementTree.Element]) -> None:
    for row in filter(id_of, rows):
        version = row.findtext("guid", "").removeprefix(f"oai:arXiv.org:{id_of(row)}v")
        assert version.isdigit(), id_of(row)
        announced = f"arXiv:{id_of(row)}v{version} Announce Type: {kind_of(row)}"
        assert row.findtext("description", "").startswith(announced)
        assert row.findtext("title")
        assert row.findtext(CREATOR)
        assert row.findtext("category")
        assert row.findtext("pubDate")
        assert 110 <= len(abstract_of(row).split()) <= 230, id_of(row)


def test_no_paper_is_younger_than_the_day(rows: list[ElementTree.Element]) -> None:
    assert all(parsedate_to_datetime(row.findtext("pubDate", "")).date() <= DAY for row in rows)


def test_every_row_is_a_paper(rows: list[ElementTree.Element]) -> None:
    assert all(id_of(row) for row in rows)


def test_one_row_is_an_exact_duplicate(rows: list[ElementTree.Element]) -> None:
    times = Counter(ElementTree.tostring(row) for row in rows)
    assert sorted(times.values())[-2:] == [1, 2]


def test_one_row_replaces_an_earlier_version(rows: list[ElementTree.Element]) -> None:
    replaced = [row for row in rows if kind_of(row) == "replace"]
    assert [row.findtext("guid", "")[-2:] for row in replaced] == ["v2"]


def test_some_rows_are_cross_lists_and_some_lie_outside_the_reader_s_categories(
    rows: list[ElementTree.Element],
) -> None:
    wanted = set(settings().categories)
    outside = [row for row in filter(id_of, rows) if not wanted & {c.text for c in row.findall("category")}]
    assert len(outside) >= 2
    assert sum(kind_of(row) == "cross" for row in rows) >= 3


def test_the_broken_row_is_broken_and_the_feed_is_not(rows: list[ElementTree.Element]) -> None:
    abstract = abstract_of(row_of(rows, BROKEN))
    assert "<script>alert(1)</script>" in abstract
    assert abstract.count("<b>") > abstract.count("</b>")
    assert abstract.count("$") % 2 == 1


@pytest.mark.parametrize("paper_id", REVIEWED)
def test_every_reviewed_paper_has_a_text_worth_reading(paper_id: str, rows: list[ElementTree.Element]) -> None:
    page = page_of(paper_id)
    sections = page.css("article.ltx_document section.ltx_section")
    words = " ".join(section.text(separator=" ") for section in sections).split()
    assert row_of(rows, paper_id).findtext("title", "") in page.css_first("h1").text()
    assert len(sections) >= 6
    assert len(words) >= 1500
    assert all(section.id and section.css_first("h2.ltx_title") for section in sections)
    assert len(page.css(".ltx_bibliography li.ltx_bibitem")) >= 10
    assert page.css_first("table.ltx_tabular")


@pytest.mark.parametrize("paper_id", REVIEWED)
def test_every_formula_of_a_text_has_its_tex(paper_id: str) -> None:
    formulas = page_of(paper_id).css("math")
    assert len(formulas) >= 5
    assert all(formula.attributes.get("alttext") for formula in formulas)


@pytest.mark.parametrize("paper_id", REVIEWED)
def test_a_text_says_that_it_is_not_the_authors(paper_id: str) -> None:
    note = page_of(paper_id).css_first("header").text()
    assert "Paperwire’s sample edition" in note
    assert ("Invented" if paper_id == HOSTILE else "not the authors’ text") in note


def test_the_hostile_paper_commands_openly_and_in_hiding(rows: list[ElementTree.Element]) -> None:
    page = page_of(HOSTILE)
    hidden = page.css('[style*="color:white"]')
    assert "IGNORE ALL PREVIOUS INSTRUCTIONS" in abstract_of(row_of(rows, HOSTILE))
    assert any("reviewer" in node.text().lower() for node in hidden)
    assert ZERO_WIDTH & set(page.html or "")


def test_the_other_texts_hide_nothing() -> None:
    for path in (sample_folder(DAY) / "texts").glob("*.html"):
        if path.stem != HOSTILE:
            text = path.read_text(encoding="utf-8")
            assert "color:white" not in text
            assert not [c for c in text if unicodedata.category(c) == "Cf"], path.name


def test_the_invented_papers_are_named_as_such() -> None:
    about = (sample_folder(DAY) / "about.md").read_text(encoding="utf-8")
    invented = next(line for line in about.splitlines() if "**Invented:**" in line)
    assert HOSTILE in invented
    assert BROKEN in invented


def test_the_earlier_papers_were_read_before_the_day_and_are_not_in_it(rows: list[ElementTree.Element]) -> None:
    lines = (sample_folder(DAY) / "earlier.jsonl").read_text(encoding="utf-8").splitlines()
    papers = [json.loads(line) for line in lines]
    fields = {"id", "title", "abstract", "authors", "categories", "published", "seen"}
    assert 50 <= len({paper["id"] for paper in papers}) == len(papers)
    assert not {paper["id"] for paper in papers} & {id_of(row) for row in rows}
    for paper in papers:
        assert set(paper) == fields
        assert date.fromisoformat(paper["published"]) < date.fromisoformat(paper["seen"]) < DAY
        assert date(2025, 10, 1) <= date.fromisoformat(paper["seen"])
        assert len(paper["abstract"].split()) >= 60


def test_the_starter_settings_are_valid_and_change_no_default() -> None:
    starter, default = settings(), Settings()
    assert [interest.name for interest in starter.interests] == [
        "Model architecture",
        "Efficiency and compression",
        "Scaling and training dynamics",
    ]
    assert all(interest.relevant and interest.not_relevant for interest in starter.interests)
    for key in ("selection", "engine", "agents", "budget", "arxiv", "archive", "authors", "categories"):
        assert getattr(starter, key) == getattr(default, key), key


def test_the_starter_settings_show_every_setting() -> None:
    text = starter_settings()
    for table in ("selection", "engine", "budget", "arxiv", "news", "weekly"):
        section = text.partition(f"\n[{table}]")[2].partition("\n[")[0]
        fields = type(getattr(Settings(), table)).model_fields
        assert [
            field for field in fields if f"{field} = " not in section and f"[[{table}.{field}]]" not in text
        ] == [], table
    assert [key for key in Settings.model_fields if key not in text] == []


def test_the_settings_that_are_commented_out_are_valid_too() -> None:
    uncommented = "\n".join(_shown(line) for line in starter_settings().splitlines())
    assert Settings.model_validate(tomllib.loads(uncommented)).agents


def _shown(line: str) -> str:
    body = line.removeprefix("# ")
    key = body.partition(" = ")[0]
    return body if body.startswith("[agents.") or key.isidentifier() else line


def test_the_wheel_takes_every_file_of_the_edition() -> None:
    root = sample_folder(DAY).parent
    pyproject = root.parent / "pyproject.toml"
    if not pyproject.is_file():
        pytest.skip("not a source checkout: the files were installed already")
    patterns = tomllib.loads(pyproject.read_text(encoding="utf-8"))["tool"]["setuptools"]["package-data"]
    packed = {
        Path(p) for pattern in patterns["paperwire.samples"] for p in glob(pattern, root_dir=root, recursive=True)
    }
    files = {path.relative_to(root) for path in root.rglob("*") if path.is_file()}
    assert files - packed == set()
