"""The digest on disk and on the terminal."""

import io
from pathlib import Path

import pytest
from rich.console import Console
from selectolax.lexbor import LexborHTMLParser

from paperwire.digests import show_digest, show_report, write_digest
from paperwire.digests.links import anchor, quote_link, text_file, web_link
from paperwire.digests.markdown_escape import inline
from paperwire.domain import Digest, FullText, Section
from paperwire.domain.errors import ArchiveError

CASE = Path(__file__).parent / "data" / "digest.json"


@pytest.fixture
def digest() -> Digest:
    return Digest.model_validate_json(CASE.read_text(encoding="utf-8"))


def test_all_files_are_written_and_nothing_else(digest: Digest, tmp_path: Path) -> None:
    written = write_digest(digest, tmp_path / "2026-01-05", {})
    assert set(written) == {"digest.md", "digest.html", "digest.json", "texts/cs_0601007.html"}
    found = {path for path in tmp_path.rglob("*") if path.is_file()}
    assert found == set(written.values())


def test_the_given_text_goes_before_the_report_s_own(digest: Digest, tmp_path: Path) -> None:
    section = Section(id="S9", title="9 Given", text="From $x$ on.", url="texts/cs/0601007.html#S9")
    given = FullText(paper_id="cs/0601007", source="edition", sections=(section,))
    written = write_digest(digest, tmp_path, {"cs/0601007": given})
    page = LexborHTMLParser(written["texts/cs_0601007.html"].read_text(encoding="utf-8"))
    assert [node.attributes["id"] for node in page.css("section[id]")] == ["s-S9"]
    assert page.css_first("math") is not None


def test_links_between_the_files_hold(digest: Digest, tmp_path: Path) -> None:
    written = write_digest(digest, tmp_path, {})
    page = LexborHTMLParser(written["digest.html"].read_text(encoding="utf-8"))
    links = [node.attributes["href"] or "" for node in page.css('a[href^="texts/"]')]
    assert links
    for link in links:
        name, _, place = link.partition("#")
        target = LexborHTMLParser((tmp_path / name).read_text(encoding="utf-8"))
        assert place in {node.attributes["id"] for node in target.css("[id]")}
        back = target.css_first('a[href^="../"]')
        assert back is not None
        file, _, place = (back.attributes["href"] or "").removeprefix("../").partition("#")
        assert place in (tmp_path / file).read_text(encoding="utf-8")


def test_a_second_writing_replaces_the_first(digest: Digest, tmp_path: Path) -> None:
    write_digest(digest, tmp_path, {})
    written = write_digest(digest.model_copy(update={"edition": "second"}), tmp_path, {})
    assert "Edition: second" in written["digest.md"].read_text(encoding="utf-8")


def test_a_folder_that_cannot_be_written_names_the_setting(digest: Digest, tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("a file", encoding="utf-8")
    with pytest.raises(ArchiveError, match="archive"):
        write_digest(digest, tmp_path / "taken", {})


@pytest.mark.parametrize(
    "identifier", ["../../etc/passwd", "..", "", "a/../b", "C:\\x", "a b", "ä", ".hidden", "x" * 400]
)
def test_text_files_stay_in_their_folder(identifier: str, tmp_path: Path) -> None:
    path = (tmp_path / text_file(identifier)).resolve()
    assert path.parent == tmp_path / "texts"
    assert not path.name.startswith(".")
    assert len(path.name) < 200


def test_anchors_of_different_ids_differ() -> None:
    ids = ["2601.00011", "2601-00011", "a b", "a-b", "a:b", "a/b", "", "x" * 90, "x" * 91]
    assert len({anchor("paper", identifier) for identifier in ids}) == len(ids)


@pytest.mark.parametrize(
    ("url", "link"),
    [
        ("https://arxiv.org/html/2601.00011#S1", "https://arxiv.org/html/2601.00011#S1"),
        ("https://a.example/x y", "https://a.example/x%20y"),
        ("https://a.example/x%20y", "https://a.example/x%20y"),
        ("JAVASCRIPT:alert(1)", ""),
        ("java\nscript:alert(1)", ""),
        ("data:text/html,x", ""),
        ("//a.example", ""),
        ("/etc/passwd", ""),
        ("https://user@a.example", ""),
        ("", ""),
    ],
)
def test_only_addresses_of_the_web_become_links(url: str, link: str) -> None:
    assert web_link(url) == link


def test_own_texts_become_links_to_the_file_we_write() -> None:
    assert quote_link("texts/cs/0601007.html#S1", "cs/0601007") == "texts/cs_0601007.html#s-S1"
    assert quote_link("texts/cs%2F0601007.html#S1", "cs/0601007") == "texts/cs_0601007.html#s-S1"
    assert quote_link("other/cs.html#S1", "cs/0601007") == ""


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("# a", "\\# a"),
        ("1. a", "1\\. a"),
        ("1.3B a", "1.3B a"),
        ("- a", "\\- a"),
        ("a|b", "a\\|b"),
        ("snake_case and _x_", "snake_case and \\_x\\_"),
        ("a\n\nb", "a b"),
        ("<b>", "&lt;b&gt;"),
        ("$a|b_c$", "$a\\vert b_c$"),
    ],
)
def test_markdown_says_the_text_and_no_more(text: str, line: str) -> None:
    assert inline(text) == line


def _shown(show, thing: object) -> str:
    console = Console(file=io.StringIO(), width=100, force_terminal=True, color_system=None)
    show(thing, console)
    return console.file.getvalue()


def test_the_terminal_shows_the_day(digest: Digest) -> None:
    shown = _shown(show_digest, digest)
    for words in ("Monday, 5 January 2026", "652 announced", "Major revision · 6/10", "shortlist", "at least $0.10"):
        assert words in shown
    assert shown.count("  - ") == 4
    assert "Problem: The method review failed twice" in shown


def test_the_terminal_shows_a_paper_in_full(digest: Digest) -> None:
    shown = " ".join(_shown(show_report, digest.reports[0]).split())
    for words in (
        "we train every model",
        "Required revisions",
        "Whiten the input",
        "Load Balancing",
        "? Is the criterion",
    ):
        assert words in shown


def test_the_terminal_takes_no_orders_from_papers(digest: Digest) -> None:
    paper = digest.reports[0].paper.model_copy(update={"title": "\x1b]0;owned\x07[bold red]x[/bold red]\x9b2J\u202e"})
    report = digest.reports[0].model_copy(update={"paper": paper})
    spoilt = digest.model_copy(update={"reports": (report,), "notices": ("[link=https://evil.example]x[/link]",)})
    for shown in (_shown(show_digest, spoilt), _shown(show_report, report)):
        assert "\x1b" not in shown.replace("\x1b[1m", "").replace("\x1b[2m", "").replace("\x1b[0m", "")
        assert "\x9b" not in shown
        assert "\u202e" not in shown
        assert "[bold red]x[/bold red]" in shown
