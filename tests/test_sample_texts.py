"""The full texts of the sample edition: in arXiv's HTML form, complete, and marked as our own words."""

from importlib.resources import files
from itertools import pairwise

import pytest
from selectolax.lexbor import LexborHTMLParser as Page

IDS = ("1706.03762", "2203.15556", "2205.14135")


@pytest.fixture(params=IDS)
def page(request: pytest.FixtureRequest) -> Page:
    file = files("paperwire") / "samples" / "2026-01-05" / "texts" / f"{request.param}.html"
    return Page(file.read_text(encoding="utf-8"))


def test_says_whose_words_these_are(page: Page) -> None:
    header = page.css_first("header")
    assert header is not None
    assert "our own words" in header.text()
    assert "not the authors’ text" in header.text()


def test_every_section_has_a_title_and_words_of_its_own(page: Page) -> None:
    sections = page.css("article section.ltx_section, article section.ltx_subsection")
    assert len(sections) >= 12
    for section in sections:
        own = [node for node in section.iter() if "ltx_para" in (node.attributes.get("class") or "")]
        assert section.css_first(".ltx_title") is not None
        assert sum(len(node.text().split()) for node in own) >= 10, section.attributes["id"]


def test_every_formula_keeps_its_tex(page: Page) -> None:
    formulas = page.css("math")
    assert len(formulas) >= 30
    for formula in formulas:
        annotation = formula.css_first("annotation")
        assert formula.attributes.get("alttext")
        assert annotation is not None
        assert annotation.text() == formula.attributes["alttext"]


def test_every_citation_leads_to_a_reference_and_back(page: Page) -> None:
    listed = {item.attributes["id"] for item in page.css("#bib li.ltx_bibitem")}
    cited = {str(link.attributes["href"]).removeprefix("#") for link in page.css("cite a")}
    assert 12 <= len(listed) <= 20
    assert cited == listed


def test_ids_are_unique_and_headings_do_not_skip_a_level(page: Page) -> None:
    ids = [node.attributes["id"] for node in page.css("[id]")]
    levels = [int(str(node.tag)[1]) for node in page.css("article section > .ltx_title")]
    assert len(ids) == len(set(ids))
    assert all(deeper - upper <= 1 for upper, deeper in pairwise(levels))


def test_is_a_real_read(page: Page) -> None:
    words = sum(len(p.text().split()) for p in page.css("article p.ltx_p"))
    assert 2200 <= words <= 3200
