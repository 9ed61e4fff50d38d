"""PDFs as a reader gets them: written here line by line, and one of arXiv's own."""

import os
from dataclasses import dataclass
from pathlib import Path

import pytest

from paperwire.domain.errors import SourceError
from paperwire.sources.fulltext import parse_pdf
from paperwire.sources.fulltext.prose import HYPHEN, mend_hyphens, words_of

URL = "https://arxiv.org/pdf/2501.00001v2"


@dataclass
class Words:
    """A line of a page; `angle` turns it as arXiv's stamp is turned."""

    text: str
    x: float
    y: float
    size: int = 10
    bold: bool = False
    stamp: bool = False

    def drawn(self) -> str:
        escaped = self.text.replace("\\", "\\\\").replace("(", "\\(").replace(")", "\\)")
        turn = f"0 1 -1 0 {self.x} {self.y}" if self.stamp else f"1 0 0 1 {self.x} {self.y}"
        return f"BT /F{2 if self.bold else 1} {self.size} Tf {turn} Tm ({escaped}) Tj ET"


def pdf(*pages: list[Words], outline: list[tuple[str, int]] = ()) -> bytes:
    """A PDF of text lines; `outline` names headings and their pages, from 0."""
    first_page, first_entry = 6, 6 + 2 * len(pages)
    kids = " ".join(f"{first_page + 2 * n} 0 R" for n in range(len(pages)))
    objects = [
        f"<< /Type /Catalog /Pages 2 0 R {'/Outlines 5 0 R' if outline else ''} >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica-Bold >>",
        f"<< /Type /Outlines /First {first_entry} 0 R /Last {first_entry + len(outline) - 1} 0 R >>",
    ]
    for n, page in enumerate(pages):
        stream = "\n".join(words.drawn() for words in page)
        fonts = "<< /Font << /F1 3 0 R /F2 4 0 R >> >>"
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] /Resources {fonts} /Contents {7 + 2 * n} 0 R >>"
        )
        objects.append(f"<< /Length {len(stream)} >>\nstream\n{stream}\nendstream")
    for n, (title, page_number) in enumerate(outline):
        following = f"/Next {first_entry + n + 1} 0 R" if n + 1 < len(outline) else ""
        target = f"[{first_page + 2 * page_number} 0 R /XYZ 0 700 0]"
        objects.append(f"<< /Title ({title}) /Parent 5 0 R {following} /Dest {target} >>")
    return _filed(objects)


def _filed(objects: list[str]) -> bytes:
    out, offsets = "%PDF-1.4\n", []
    for number, body in enumerate(objects, start=1):
        offsets.append(len(out))
        out += f"{number} 0 obj\n{body}\nendobj\n"
    table = "".join(f"{offset:010d} 00000 n \n" for offset in offsets)
    trailer = f"trailer\n<< /Size {len(objects) + 1} /Root 1 0 R >>\nstartxref\n{len(out)}\n%%EOF\n"
    return (out + f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}" + trailer).encode("latin-1")


def prose(top: float, count: int, x: float = 70, opening: str = "Words") -> list[Words]:
    lines = [
        Words(f"{opening} number {n} of a paragraph that goes on and on without", x, top - 12 * n) for n in range(count)
    ]
    lines[-1] = Words("an end, but here it is.", x, top - 12 * (count - 1))
    return lines


def head(text: str, y: float) -> Words:
    return Words(text, 70, y, 12, bold=True)


def furniture(number: int) -> list[Words]:
    return [Words("Anonymous and others", 200, 780, 8), Words(str(number), 300, 20, 8)]


FIRST = [
    Words("A Paper With Sections", 150, 740, 16, bold=True),
    Words("A. Author", 250, 720),
    head("Abstract", 690),
    *prose(670, 6),
    head("1 Introduction", 580),
    *prose(560, 10),
    Words("2.5 Not a heading but a number", 70, 430),
    Words("arXiv:2501.00001v2 [cs.LG] 1 Jan 2025", 20, 300, 20, stamp=True),
    *furniture(1),
]
SECOND = [
    head("2 Method", 700),
    *prose(680, 4),
    head("2.1 Setup", 620),
    Words("Rows of the table:", 70, 600),
    Words("ours 0.5 0.6 0.7", 70, 588),
    Words("theirs 0.4 0.5 0.6", 70, 576),
    head("References", 550),
    Words("Ann Author and Bea Binder. 2020. A title that is long", 70, 530),
    Words("enough for two lines. Journal.", 82, 518),
    Words("Cid Cook. 2021. Another title", 70, 500),
    Words("of two lines. arXiv.", 82, 488),
    head("A Proofs", 460),
    *prose(440, 10),
    *furniture(2),
]
THIRD = [*prose(700, 20), *furniture(3)]


def test_sections_by_numbered_headings_lead_to_their_page() -> None:
    text = parse_pdf(pdf(FIRST, SECOND, THIRD), "2501.00001", URL)
    found = [(s.id, s.title, s.level) for s in text.sections]
    assert found == [
        ("abstract", "Abstract", 1),
        ("sec-2", "1 Introduction", 1),
        ("sec-3", "2 Method", 1),
        ("sec-4", "2.1 Setup", 2),
        ("sec-5", "A Proofs", 1),
    ]
    assert text.sections[2].url == f"{URL}#page=2"
    assert text.source == "pdf"


def test_furniture_and_stamp_are_gone_and_authors_left_out() -> None:
    everything = "\n".join(s.text for s in parse_pdf(pdf(FIRST, SECOND, THIRD), "1", URL).sections)
    assert "Anonymous and others" not in everything
    assert "arXiv:2501.00001v2" not in everything
    assert "A. Author" not in everything
    assert not [line for line in everything.splitlines() if line.strip() in ("1", "2", "3")]


def test_references_by_hanging_indent() -> None:
    assert parse_pdf(pdf(FIRST, SECOND, THIRD), "1", URL).references == (
        "Ann Author and Bea Binder. 2020. A title that is long enough for two lines. Journal.",
        "Cid Cook. 2021. Another title of two lines. arXiv.",
    )


def test_references_by_their_marks() -> None:
    marked = [Words("[1] Ann. First title", 70, 530), Words("goes on.", 70, 518), Words("[2] Bea. Second.", 70, 506)]
    second = [head("2 Method", 700), *prose(680, 10), head("References", 550), *marked]
    assert parse_pdf(pdf(FIRST, second), "1", URL).references == ("[1] Ann. First title goes on.", "[2] Bea. Second.")


def test_rows_of_tables_keep_their_lines() -> None:
    setup = next(s for s in parse_pdf(pdf(FIRST, SECOND, THIRD), "1", URL).sections if s.title == "2.1 Setup")
    assert setup.text.splitlines() == ["Rows of the table:", "ours 0.5 0.6 0.7", "theirs 0.4 0.5 0.6"]


def test_the_outline_finds_headings_without_numbers() -> None:
    page = [
        Words("Why We Did It", 70, 700),
        *prose(680, 12),
        Words("How We Did It", 70, 500),
        *prose(480, 10),
        Words("What Came", 70, 340),
        Words("Of It", 70, 328),
        *prose(310, 8),
    ]
    outline = [("Why We Did It", 0), ("How We Did It", 0), ("What Came Of It", 0)]
    text = parse_pdf(pdf(page, outline=outline), "1", URL)
    assert [s.title for s in text.sections] == ["Why We Did It", "How We Did It", "What Came Of It"]


def test_paragraphs_are_told_apart_by_indentation() -> None:
    second = [head("2 Method", 700), *prose(680, 8), *prose(680 - 8 * 12, 1, 84)]
    text = parse_pdf(pdf(FIRST, second), "1", URL)
    assert text.sections[-1].text.count("\n\n") == 1


@pytest.mark.parametrize(
    ("broken", "mended"),
    [
        (f"inter{HYPHEN}national", "international"),
        (f"Google{HYPHEN}based", "Google-based"),
        (f"GPT{HYPHEN}4", "GPT-4"),
        (f"My{HYPHEN}Model", "MyModel"),
        (f"long{HYPHEN}tail", "long-tail"),
        (f"https://a{HYPHEN}b.org", "https://a-b.org"),
    ],
)
def test_words_broken_at_line_ends(broken: str, mended: str) -> None:
    known = words_of(f"Google and others, based on a long-tail of MyModel, {broken}")
    assert mend_hyphens(broken, known) == mended


@pytest.mark.parametrize(
    "content", [b"", b"<html>not a pdf</html>", b"%PDF-1.4\njunk", pdf([Words("Little", 70, 700)])]
)
def test_what_cannot_be_read_is_refused(content: bytes) -> None:
    with pytest.raises(SourceError):
        parse_pdf(content, "1", URL)


def test_a_locked_pdf_is_called_encrypted() -> None:
    locked = "/Encrypt << /Filter /Standard /V 1 /R 2 /O <{0}> /U <{0}> /P -4 >> /ID [<00> <00>]".format("41" * 32)
    content = pdf(FIRST, SECOND).replace(b"/Root 1 0 R", b"/Root 1 0 R " + locked.encode())
    with pytest.raises(SourceError, match="encrypted"):
        parse_pdf(content, "1", URL)


def test_the_deadline_holds() -> None:
    with pytest.raises(SourceError, match="not read within"):
        parse_pdf(pdf(FIRST), "1", URL, deadline_s=0.001)


def test_only_the_first_pages_of_a_long_pdf_are_read_and_said() -> None:
    text = parse_pdf(pdf(FIRST, *([THIRD] * 210)), "1", URL)
    assert text.note == "The first 200 of 211 pages were read."


@pytest.mark.skipif("PAPERWIRE_DATA" not in os.environ, reason="PAPERWIRE_DATA is not set")
def test_a_real_two_column_paper_is_read_complete() -> None:
    file = Path(os.environ["PAPERWIRE_DATA"]) / "fulltext" / "pdf" / "2501.10120v1.pdf"
    text = parse_pdf(file.read_bytes(), "2501.10120", URL)
    titles = [s.title for s in text.sections]
    assert titles[:3] == ["Abstract", "1 Introduction", "2 Related Work"]
    assert "6 Conclusion" in titles
    assert "A.2 Roll-Out in PPO training" in titles
    assert len(text.references) == 37
    everything = "\n".join(s.text for s in text.sections)
    assert "[cs.IR]" not in everything
    assert "including invoking search tools, reading papers, and selecting relevant references" in everything
    assert "Google-based" in everything


def test_a_damaged_page_is_left_out_and_said() -> None:
    content = pdf(FIRST, SECOND, THIRD).replace(b"10 0 obj\n<< /Type /Page ", b"10 0 obj\n[[ /Type /Page ")
    text = parse_pdf(content, "1", URL)
    assert text.note == "Damaged pages left out: 3."
    assert "2 Method" in [s.title for s in text.sections]


def test_an_outline_with_a_title_in_no_language_is_read_without_it() -> None:
    outline = [("Why", 0), ("\\376\\377\\330\\000", 0)]
    assert parse_pdf(pdf(FIRST, SECOND, outline=outline), "1", URL).sections[1].title == "1 Introduction"
