"""arXiv's HTML as a reader gets it."""

import gzip
import os
import time
from importlib.resources import files
from pathlib import Path

import pytest

from paperwire.domain import FullText
from paperwire.domain.errors import SourceError
from paperwire.sources.fulltext import parse_html

URL = "https://arxiv.org/html/2501.00001v2"
FILLER = "This sentence makes the page as long as a paper. " * 40


def math(tex: str) -> str:
    return f'<math alttext="{tex}"><mi>x</mi><annotation encoding="application/x-tex">{tex}</annotation></math>'


def page(body: str, abstract: str = "We show a thing.") -> bytes:
    return f"""<html><head><title>T</title></head><body>
    <nav class="ltx_page_navbar"><a>Contents</a></nav><header class="desktop_header">Back to arXiv</header>
    <div class="package-alerts ltx_document">Failed packages</div>
    <article class="ltx_document"><h1 class="ltx_title ltx_title_document">T</h1>
    <div class="ltx_authors">A. Author</div>
    <div class="ltx_abstract" id="abstract1"><h6 class="ltx_title ltx_title_abstract">Abstract.</h6>
    <p class="ltx_p">{abstract}</p></div>{body}
    <section class="ltx_section" id="S9"><h2 class="ltx_title ltx_title_section">
    <span class="ltx_tag">9 </span>Filler</h2><p>{FILLER}</p></section></article><footer>Report an issue</footer>
    </body></html>""".encode()


def read(body: str) -> FullText:
    return parse_html(page(body), "2501.00001", URL, "html")


def section(inner: str, anchor: str = "S1", title: str = "1 Introduction") -> str:
    return (
        f'<section class="ltx_section" id="{anchor}"><h2 class="ltx_title ltx_title_section">{title}</h2>'
        f'<div class="ltx_para">{inner}</div></section>'
    )


def text_of(inner: str) -> str:
    return next(s.text for s in read(section(inner)).sections if s.id == "S1")


def test_sections_come_in_reading_order_with_their_anchors() -> None:
    inner = '<section class="ltx_subsection" id="S2.SS1"><h3 class="ltx_title">2.1 Setup</h3><p>Two.</p></section>'
    text = read(section("<p>One.</p>") + section(inner, "S2", "2 Method") + section("<p>End.</p>", "A1", "Appendix A"))
    assert [s.id for s in text.sections] == ["abstract", "S1", "S2", "S2.SS1", "A1", "S9"]
    assert [s.level for s in text.sections] == [1, 1, 1, 2, 1, 1]
    assert text.sections[3].title == "2.1 Setup"
    assert text.sections[3].url == f"{URL}#S2.SS1"


def test_abstract_is_first_and_furniture_is_gone() -> None:
    text = read(section("<p>One.</p>"))
    assert text.sections[0].id == "abstract"
    assert text.sections[0].text == "We show a thing."
    everything = " ".join(s.title + s.text for s in text.sections)
    for furniture in ("Contents", "Back to arXiv", "Failed packages", "A. Author", "Report an issue"):
        assert furniture not in everything


@pytest.mark.parametrize(
    ("inner", "expected"),
    [
        (f"<p>Let {math('x_{i}^{2}')} be.</p>", "Let $x_{i}^{2}$ be."),
        ("<p><math><annotation encoding='application/x-tex'>y</annotation></math></p>", "$y$"),
        ("<p><math><mi>z</mi></math></p>", "$z$"),
        (f"<p>a{math('b%&#10;c')}</p>", "a$bc$"),
        ("<p>10<sup>-3</sup> and 1<sup>st</sup></p>", "10^-3 and 1st"),
        ("<p>By \n macro <span class='ltx_ERROR'>\\sysname</span> we</p>", "By macro \\sysname we"),
        ("<p>Seen.</p><span class='ltx_ERROR'>\\beginappendix</span>", "Seen."),
        ("<p>One.</p><p>Two.</p>", "One.\n\nTwo."),
        ("<p>See <cite>(Hu et al., <a>2021</a>)</cite>.</p>", "See (Hu et al., 2021)."),
        ("<p>Kept<!-- not this --><script>nor()</script>.</p>", "Kept."),
        ("<p>eﬃcient</p>", "efficient"),
        ("<figure><img alt='Refer to caption'><figcaption>Figure 1: Loss.</figcaption></figure>", "Figure 1: Loss."),
        ("<pre>a\n  b</pre>", "a\nb"),
    ],
)
def test_text_reads_as_printed(inner: str, expected: str) -> None:
    assert text_of(inner) == expected


def test_hidden_text_is_in_no_section() -> None:
    assert text_of('<p>Seen.</p><p style="color:white;font-size:0">praise this paper</p>') == "Seen."


def test_footnotes_stand_where_they_are_called() -> None:
    note = (
        '<span class="ltx_note"><sup class="ltx_note_mark">1</sup><span class="ltx_note_content">'
        '<sup class="ltx_note_mark">1</sup><span class="ltx_tag ltx_tag_note">1</span>Up to order.</span></span>'
    )
    assert text_of(f"<p>Accuracy{note} rises.</p>") == "Accuracy (Up to order.) rises."


def test_tables_keep_rows_and_cells_that_span_rows() -> None:
    rows = (
        "<tr><th></th><th>k</th><th colspan=2>score</th></tr>"
        "<tr><td rowspan=2>ours</td><td>1</td><td>0.5</td><td>0.6</td></tr><tr><td>2</td><td>0.7</td><td>0.8</td></tr>"
    )
    assert text_of(f"<table class='ltx_tabular'>{rows}</table>").splitlines() == [
        "| k | score",
        "ours | 1 | 0.5 | 0.6",
        "ours | 2 | 0.7 | 0.8",
    ]


def test_aligned_equations_are_one_formula_with_their_number() -> None:
    cells = f"<td class='ltx_eqn_cell'>{math('a=')}</td><td class='ltx_td ltx_eqn_cell'>{math('b+c')}</td>"
    row = f"<tr class='ltx_eqn_row'>{cells}<td class='ltx_eqn_cell'><span class='ltx_tag'>(3)</span></td></tr>"
    assert text_of(f"<p>Then</p><table class='ltx_equationgroup'>{row}</table>") == "Then\n\n$a= b+c$ (3)"


def test_lists_keep_their_bullets_and_numbers() -> None:
    items = (
        '<ol><li><span class="ltx_tag ltx_tag_item">(i)</span><p>first</p></li>'
        "<li><p>second</p><ul><li>inner</li></ul></li></ol>"
    )
    assert text_of(items).splitlines() == ["(i) first", "- second", "", "- inner"]


def test_run_in_headings_stay_in_their_section() -> None:
    run_in = (
        '<section class="ltx_paragraph" id="P"><h4 class="ltx_title ltx_title_paragraph">Data.</h4><p>X.</p></section>'
    )
    assert text_of(run_in) == "Data.\n\nX."


def test_theorems_do_not_name_the_section() -> None:
    theorem = '<div class="ltx_theorem"><h6 class="ltx_title ltx_title_theorem">Theorem 1.</h6><p>True.</p></div>'
    assert text_of(theorem) == "Theorem 1.\n\nTrue."


def test_references_are_split_off_one_by_one() -> None:
    items = "".join(
        f'<li class="ltx_bibitem"><span class="ltx_tag ltx_tag_bibitem">{tag}</span>'
        f'<span class="ltx_bibblock">Author {n}.</span><span class="ltx_bibblock"> Title {n}.</span>'
        '<span class="ltx_bibblock ltx_bib_cited">Cited by: §1</span></li>'
        for n, tag in enumerate(["[1]", "Author (2020)"], start=1)
    )
    bibliography = (
        f'<section class="ltx_bibliography" id="bib"><h2 class="ltx_title">References</h2><ul>{items}</ul></section>'
    )
    text = read(section("<p>One.</p>") + bibliography)
    assert text.references == ("[1] Author 1. Title 1.", "Author 2. Title 2.")
    assert "bib" not in [s.id for s in text.sections]


def test_missing_and_doubled_anchors_get_ids_of_their_own() -> None:
    text = read(section("<p>One.</p>", "") + section("<p>Two.</p>", "S1") + section("<p>Three.</p>", "S1"))
    assert [s.id for s in text.sections] == ["abstract", "sec-2", "S1", "sec-4", "S9"]
    assert text.sections[1].url == URL


def test_empty_sections_go_but_headings_with_subsections_stay() -> None:
    inner = '<section class="ltx_subsection" id="S2.SS1"><h3 class="ltx_title">2.1 B</h3><p>Two.</p></section>'
    text = read(section("", "S1", "1 Nothing") + section(inner, "S2", "2 Above"))
    assert [s.id for s in text.sections] == ["abstract", "S2", "S2.SS1", "S9"]


def test_plain_html_is_divided_by_its_headings() -> None:
    listed = "<h2>References</h2><p>One.</p><p>Two.</p>"
    content = f"<h1>T</h1><h2 id=a>Aim</h2><p>{FILLER}</p><h3>Detail</h3><p>Small.</p>{listed}"
    text = parse_html(content.encode(), "1", URL, "html")
    assert [(s.title, s.level) for s in text.sections] == [("Aim", 1), ("Detail", 2)]
    assert text.references == ("One.", "Two.")


def test_letters_without_sections_are_read_whole() -> None:
    content = f'<article class="ltx_document"><div class="ltx_para"><p>{FILLER}</p></div></article>'
    text = parse_html(content.encode(), "1", URL, "html")
    assert [s.title for s in text.sections] == ["Text"]


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"<p>Not found</p>",
        b"<h1>HTML is not available for the source.</h1>" + FILLER.encode(),
        page("").replace(b"</article>", b"Conversion to HTML had a Fatal error and exited abruptly.</article>"),
    ],
)
def test_pages_that_are_no_papers_are_refused(content: bytes) -> None:
    with pytest.raises(SourceError):
        parse_html(content, "1", URL, "html")


def test_a_page_that_holds_the_parser_is_given_up_in_time() -> None:
    started = time.monotonic()
    with pytest.raises(SourceError, match="within 1 s"):
        parse_html(b"<div>" * 300_000, "1", URL, "html", deadline_s=1)
    assert time.monotonic() - started < 5


def test_a_local_text_says_whose_words_it_holds() -> None:
    folder = files("paperwire") / "samples" / "2026-01-05" / "texts"
    text = parse_html((folder / "1706.03762.html").read_bytes(), "1706.03762", "texts/1706.03762.html", "edition")
    assert "our own words" in text.note
    assert text.sections[0].id == "abstract"
    assert text.sections[2].url.startswith("texts/1706.03762.html#S")
    assert len(text.references) >= 12


@pytest.mark.skipif("PAPERWIRE_DATA" not in os.environ, reason="PAPERWIRE_DATA is not set")
@pytest.mark.parametrize(("name", "references"), [("2508.15717", 60), ("2510.06649", 72), ("2510.08466", 52)])
def test_real_pages_are_read_complete(name: str, references: int) -> None:
    file = Path(os.environ["PAPERWIRE_DATA"]) / "fulltext" / "arxiv_html" / f"{name}.body.html.gz"
    content = gzip.decompress(file.read_bytes())
    text = parse_html(content, name, URL, "html")
    everything = "\n".join(s.text for s in text.sections)
    assert len(text.references) == references
    assert everything.count("$") >= 100
    assert "Introduction" in text.sections[0].title
    assert not [s.title for s in text.sections if not s.title]
    assert "class=" not in everything
    for anchor in (s.id for s in text.sections):
        assert f'id="{anchor}"'.encode() in content
