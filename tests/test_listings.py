"""Listings: every row of every format arrives, as a paper or as what is wrong with it."""

import gzip
import json
import os
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from paperwire.domain import Paper, Unreadable
from paperwire.domain.errors import SourceError
from paperwire.sources.arxiv_atom import parse_atom
from paperwire.sources.arxiv_oai import parse_oai
from paperwire.sources.arxiv_rss import parse_rss
from paperwire.sources.ids import paper_id
from paperwire.sources.rows import split_authors
from paperwire.sources.saved import load_listing

DATA = os.environ.get("PAPERWIRE_DATA")
needs_data = pytest.mark.skipif(not DATA, reason="PAPERWIRE_DATA does not point to the real feeds")

RSS_HEAD = """<?xml version="1.0" encoding="UTF-8"?>
<rss xmlns:arxiv="http://arxiv.org/schemas/atom" xmlns:dc="http://purl.org/dc/elements/1.1/" version="2.0"><channel>
<title>cs.LG updates</title><pubDate>Tue, 03 Mar 2026 00:00:00 -0500</pubDate>"""
RSS_TAIL = "</channel></rss>"
ATOM_HEAD = """<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom"
 xmlns:opensearch="http://a9.com/-/spec/opensearch/1.1/" xmlns:arxiv="http://arxiv.org/schemas/atom">
<updated>2026-03-04T00:10:00Z</updated><opensearch:totalResults>7</opensearch:totalResults>
<opensearch:startIndex>5</opensearch:startIndex>"""
OAI = """<OAI-PMH xmlns="http://www.openarchives.org/OAI/2.0/"><responseDate>2026-03-03T04:00:00Z</responseDate>
<ListRecords>{}</ListRecords></OAI-PMH>"""


def item(identifier: str = "2603.00001v1", kind: str = "new", title: str = "Kites", **fields: str) -> str:
    abstract = fields.get("abstract", "We fly kites.")
    return f"""<item><title>{title}</title><link>https://arxiv.org/abs/{identifier}</link>
<description>arXiv:{identifier} Announce Type: {kind} \nAbstract: {abstract}</description>
<guid isPermaLink="false">oai:arXiv.org:{identifier}</guid><category>cs.LG</category><category>stat.ML</category>
<pubDate>Tue, 03 Mar 2026 00:00:00 -0500</pubDate><arxiv:announce_type>{kind}</arxiv:announce_type>
<dc:rights>http://creativecommons.org/licenses/by/4.0/</dc:rights>
<dc:creator>{fields.get("authors", "Ada Byron, Bo Chen")}</dc:creator></item>"""


def feed(*items: str) -> bytes:
    return f"{RSS_HEAD}{''.join(items)}{RSS_TAIL}".encode()


def only_paper(content: bytes) -> Paper:
    entries, _ = parse_rss(content)
    (entry,) = entries
    assert isinstance(entry, Paper), entry
    return entry


def test_a_feed_item_arrives_whole() -> None:
    entries, day = parse_rss(feed(item()))
    assert day == date(2026, 3, 3)
    assert entries == [
        Paper(
            id="2603.00001",
            title="Kites",
            abstract="We fly kites.",
            authors=("Ada Byron", "Bo Chen"),
            categories=("cs.LG", "stat.ML"),
            published=date(2026, 3, 3),
            license="http://creativecommons.org/licenses/by/4.0/",
        )
    ]


@pytest.mark.parametrize(
    ("announced", "told"), [("new", "new"), ("cross", "cross"), ("replace", "replace"), ("replace-cross", "replace")]
)
def test_announcement_types(announced: str, told: str) -> None:
    assert only_paper(feed(item(kind=announced))).announcement == told


def test_a_paper_older_than_its_feed_has_no_day_of_publication() -> None:
    assert only_paper(feed(item("2205.06398v2", "cross"))).published is None
    assert only_paper(feed(item("hep-th/9901001v3", "replace"))).published is None
    assert only_paper(feed(item("2602.09999v1", "cross"))).published == date(2026, 3, 3)


def test_duplicates_stay_and_order_holds() -> None:
    entries, _ = parse_rss(feed(item("2603.00002v1"), item("2603.00001v1"), item("2603.00002v1")))
    assert [e.id for e in entries if isinstance(e, Paper)] == ["2603.00002", "2603.00001", "2603.00002"]


def test_markup_in_an_abstract_is_text() -> None:
    paper = only_paper(
        feed(item(title="p &lt; 0.05 and &amp;lt;b&amp;gt;", abstract="if a &lt; b and c &gt; d, <![CDATA[x<y]]>"))
    )
    assert paper.title == "p < 0.05 and <b>"
    assert paper.abstract == "if a < b and c > d, x<y"


def test_an_empty_feed_is_a_day_without_papers() -> None:
    assert parse_rss(feed()) == ([], date(2026, 3, 3))


def test_broken_items_are_kept_as_unreadable() -> None:
    entries, _ = parse_rss(feed(item(), "<item><title>No id</title></item>", item("2603.00003v1", title="")))
    assert isinstance(entries[0], Paper)
    assert [e.reason for e in entries if isinstance(e, Unreadable)] == ["no arXiv id", "no title"]
    assert isinstance(entries[1], Unreadable)
    assert "No id" in entries[1].excerpt


def test_one_malformed_item_does_not_cost_the_others() -> None:
    entries, day = parse_rss(
        feed(item(), item("2603.00002v1", title="<i>Kit"), "<item><title>open", item("2603.00004v1"))
    )
    assert [type(e).__name__ for e in entries] == ["Paper", "Unreadable", "Unreadable", "Paper"]
    assert day == date(2026, 3, 3)


def test_stray_ampersands_entities_and_control_characters_are_mended() -> None:
    paper = only_paper(feed(item(title="R&D of caf&eacute;s\x0b &bogus;")))
    assert paper.title == "R&D of cafés &bogus;"


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"<html><body>Wait a moment</body></html>",
        feed(item(), item("2603.00002v1"))[:-200],
        RSS_HEAD.encode(),
        b'<?xml version="1.0"?><!-- <rss > --><!DOCTYPE rss [<!ENTITY a "aaaa">]><rss><channel>&a;</channel></rss>',
    ],
    ids=["empty", "a page", "cut off", "head only", "document type"],
)
def test_a_broken_feed_is_an_error(content: bytes) -> None:
    with pytest.raises(SourceError):
        parse_rss(content)


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("Ada Byron", ("Ada Byron",)),
        ("Ada Byron (MIT, USA), Bo Chen, Jr., and Cy Dee", ("Ada Byron", "Bo Chen, Jr.", "Cy Dee")),
        ("Planck Collaboration: N. Aghanim, Y. Akrami", ("Planck Collaboration", "N. Aghanim", "Y. Akrami")),
        (r"J\'er\^ome N\"older, {\'E}va K\'ov\'acs", ("Jérôme Nölder", "Éva Kóvács")),
        ("Alexander Anderson", ("Alexander Anderson",)),
        ("", ()),
    ],
)
def test_authors_are_split(line: str, names: tuple[str, ...]) -> None:
    assert split_authors(line) == names


@pytest.mark.parametrize(
    ("text", "identifier"),
    [
        ("oai:arXiv.org:2609.26811v12", "2609.26811"),
        ("http://arxiv.org/abs/0704.0001v2", "0704.0001"),
        ("https://export.arxiv.org/pdf/2609.26811v1.pdf", "2609.26811"),
        ("arXiv:hep-th/9901001v3", "hep-th/9901001"),
        ("math.GT/0309136", "math/0309136"),
        ("https://arxiv.org/abs/cond-mat/9901001?x=1", "cond-mat/9901001"),
        ("https://example.org/abs/2609.26811", None),
        ("2609.26811x", None),
        ("", None),
    ],
)
def test_ids(text: str, identifier: str | None) -> None:
    assert paper_id(text) == identifier


ENTRY = """<entry><id>http://arxiv.org/abs/2603.00009v2</id><title>Kites\n  and strings</title>
<updated>2026-03-03T10:00:00Z</updated><published>2026-03-02T23:30:00-05:00</published><summary> We fly. </summary>
<category term="stat.ML"/><category term="cs.LG"/>{comment}
<arxiv:primary_category term="cs.LG"/><author><name>Ada Byron</name></author></entry>"""
PRESENT = ENTRY.format(comment="<arxiv:comment>9 pages</arxiv:comment>")
OLDER = (
    PRESENT.replace("<arxiv:", "<x:", 1)
    .replace("</arxiv:", "</x:", 1)
    .replace("<x:comment>", '<x:comment xmlns:x="http://arxiv.org/schemas/atom">')
)


@pytest.mark.parametrize("entry", [PRESENT, OLDER], ids=["present", "older"])
def test_an_api_entry_in_both_dialects(entry: str) -> None:
    page = parse_atom(f"{ATOM_HEAD}{entry}</feed>".encode())
    assert (page.total, page.start, page.day) == (7, 5, date(2026, 3, 4))
    (paper,) = page.entries
    assert isinstance(paper, Paper)
    assert (paper.id, paper.title, paper.abstract) == ("2603.00009", "Kites and strings", "We fly.")
    assert paper.categories == ("cs.LG", "stat.ML")
    assert (paper.comment, paper.published) == ("9 pages", date(2026, 3, 3))


def test_an_api_error_is_told() -> None:
    error = "<entry><id>http://arxiv.org/api/errors#x</id><title>Error</title><summary>bad query</summary></entry>"
    with pytest.raises(SourceError, match="bad query"):
        parse_atom(f"{ATOM_HEAD}{error}</feed>".encode())


RECORD = """<record><header><identifier>oai:arXiv.org:2603.00009</identifier></header><metadata>
<arXiv xmlns="http://arxiv.org/OAI/arXiv/"><id>2603.00009</id><created>2026-03-02</created>{updated}<authors>
<author><keyname>Kite Collaboration</keyname></author><author><keyname>:</keyname></author>
<author><keyname>Byron</keyname><forenames>Ada</forenames><suffix>II</suffix></author></authors><title>Kites</title>
<categories>cs.LG stat.ML</categories><abstract>We fly.</abstract></arXiv></metadata></record>"""
RAW = """<record><metadata><arXivRaw xmlns="http://arxiv.org/OAI/arXivRaw/"><id>2603.00010</id>
<version version="v1"><date>Mon, 2 Mar 2026 10:00:00 GMT</date></version><title>Strings</title>
<authors>Ada Byron and Bo Chen</authors><categories>cs.LG</categories>
<abstract>Tied.</abstract></arXivRaw></metadata></record>"""
DELETED = '<record><header status="deleted"><identifier>oai:arXiv.org:2603.00011</identifier></header></record>'


def test_oai_records() -> None:
    page = parse_oai(OAI.format(RECORD.format(updated="") + RAW + DELETED).encode())
    first, second, third = page.entries
    assert isinstance(first, Paper)
    assert isinstance(second, Paper)
    assert first.authors == ("Kite Collaboration", "Ada Byron II")
    assert (second.authors, second.published) == (("Ada Byron", "Bo Chen"), date(2026, 3, 2))
    assert third == Unreadable(excerpt="oai:arXiv.org:2603.00011", reason="the record was deleted")
    assert (page.day, page.more) == (date(2026, 3, 3), False)


def test_an_updated_oai_record_is_a_replacement() -> None:
    page = parse_oai(OAI.format(RECORD.format(updated="<updated>2026-03-03</updated>")).encode())
    assert isinstance(page.entries[0], Paper)
    assert page.entries[0].announcement == "replace"


def test_oai_errors() -> None:
    with pytest.raises(SourceError, match="badArgument"):
        parse_oai(b'<OAI-PMH><error code="badArgument">no such set</error></OAI-PMH>')
    assert parse_oai(b'<OAI-PMH><error code="noRecordsMatch"/></OAI-PMH>').entries == ()


def saved(folder: Path, name: str, content: bytes) -> Path:
    path = folder / name
    path.write_bytes(content)
    return path


def lines(*rows: object) -> bytes:
    return "\n".join(row if isinstance(row, str) else json.dumps(row) for row in rows).encode()


KITES = {"id": "2603.00001v2", "title": "Kites", "abstract": "We fly.", "authors": ["Ada"], "categories": ["cs.LG"]}


def test_json_lines_name_what_is_wrong_with_a_row(tmp_path: Path) -> None:
    bad = [{"id": "x"}, {**KITES, "title": 7}, {**KITES, "authors": [1]}, "{broken", "[]", '{"a":' * 30_000]
    listing = load_listing(saved(tmp_path, "2026-03-03.jsonl", lines(KITES, "", *bad)), None)
    assert isinstance(listing.entries[0], Paper)
    assert listing.entries[0].published == date(2026, 3, 3)
    assert [type(e) for e in listing.entries[1:]] == [Unreadable] * len(bad)


def test_json_lines_without_a_published_day(tmp_path: Path) -> None:
    rows = ({**KITES, "announcement": "replace"}, {**KITES, "published": "2025-12-24"})
    listing = load_listing(saved(tmp_path, "2026-03-03.jsonl", lines(*rows)), None)
    assert [e.published for e in listing.entries if isinstance(e, Paper)] == [None, date(2025, 12, 24)]


@pytest.mark.parametrize("pack", [bytes, gzip.compress], ids=["plain", "gzip"])
@pytest.mark.parametrize(
    "content",
    [
        feed(item()),
        f"{ATOM_HEAD}{PRESENT}</feed>".encode(),
        OAI.format(RAW).encode(),
        lines(KITES),
        b"\xef\xbb\xbf" + lines(KITES),
    ],
    ids=["rss", "atom", "oai", "jsonl", "bom"],
)
def test_formats_are_recognised_by_their_content(tmp_path: Path, content: bytes, pack: type[bytes]) -> None:
    listing = load_listing(saved(tmp_path, "whatever", pack(content)), date(2026, 3, 9))
    assert listing.day == date(2026, 3, 9)
    assert [type(entry) for entry in listing.entries] == [Paper]


def test_the_day_comes_from_argument_feed_or_name(tmp_path: Path) -> None:
    rss = saved(tmp_path, "2025-01-01.xml", feed(item()))
    assert load_listing(rss, date(2024, 5, 6)).day == date(2024, 5, 6)
    assert load_listing(rss, None).day == date(2026, 3, 3)
    assert load_listing(saved(tmp_path, "day 2025-01-01 b.jsonl", lines(KITES)), None).day == date(2025, 1, 1)
    with pytest.raises(SourceError, match="--date"):
        load_listing(saved(tmp_path, "2025-13-01.jsonl", lines(KITES)), None)


@pytest.mark.parametrize(
    ("name", "edition"),
    [
        ("2025-05-26.jsonl.gz", "2025-05-26"),
        ("cs.LG.rss.xml", "cs.LG"),
        ("arxiv.jsonl", "arxiv.jsonl"),
        ("plain", "plain"),
    ],
)
def test_an_edition_is_named_after_its_file(tmp_path: Path, name: str, edition: str) -> None:
    assert load_listing(saved(tmp_path, name, lines(KITES)), date(2026, 3, 3)).edition == edition


@pytest.mark.parametrize(
    "content",
    [b"", b"  \n", b"hello", b"\x1f\x8bnonsense", gzip.compress(feed(item()))[:-40], b"[1, 2]", b"\x89PNG\r\n\x1a\n"],
)
def test_what_is_no_listing_is_an_error_that_names_the_file(tmp_path: Path, content: bytes) -> None:
    with pytest.raises(SourceError, match="strange"):
        load_listing(saved(tmp_path, "strange", content), date(2026, 3, 3))


def test_missing_files_and_folders(tmp_path: Path) -> None:
    for path in (tmp_path, tmp_path / "none", Path("nul\0byte")):
        with pytest.raises(SourceError, match="cannot be read"):
            load_listing(path, None)


SEEDS = [
    feed(item(), item("hep-th/9901001v1", "cross", title=r"$x$ \'a &amp; b")),
    f"{ATOM_HEAD}{PRESENT}{OLDER}</feed>".encode(),
    OAI.format(RECORD.format(updated="") + RAW + DELETED).encode(),
    lines(KITES, KITES),
    gzip.compress(feed(item())),
]


@given(data=st.data())
@settings(max_examples=300, deadline=2000)
def test_mutated_listings_give_rows_or_a_source_error(
    data: st.DataObject, tmp_path_factory: pytest.TempPathFactory
) -> None:
    content = bytearray(data.draw(st.sampled_from(SEEDS)))
    pieces = st.sampled_from(
        [b"<", b">", b"&", b"</item>", b"<item>", b"<!--", b"]]>", b"\x00", b"\xff", b'"', b"\\'", b"$"]
    )
    for _ in range(data.draw(st.integers(1, 6))):
        start = data.draw(st.integers(0, len(content)))
        end = min(len(content), start + data.draw(st.integers(0, 60)))
        content[start:end] = data.draw(pieces | st.binary(max_size=8))
    path = saved(tmp_path_factory.getbasetemp(), "mutated", bytes(content))
    try:
        listing = load_listing(path, date(2026, 3, 3))
    except SourceError:
        return
    assert all(isinstance(entry, Paper | Unreadable) for entry in listing.entries)
    listing.model_dump_json().encode()


@needs_data
def test_thirty_real_days_lose_no_row() -> None:
    files = sorted(Path(DATA or "", "arxiv_days", "papers").glob("*.jsonl.gz"))
    assert len(files) == 30
    for path in files:
        rows = [json.loads(line) for line in gzip.decompress(path.read_bytes()).splitlines()]
        listing = load_listing(path, None)
        assert str(listing.day) == listing.edition == path.name[:10]
        assert [e.id for e in listing.entries if isinstance(e, Paper)] == [row["id"] for row in rows]


@needs_data
@pytest.mark.parametrize(
    ("name", "day", "rows"),
    [
        ("rss_cs.LG+cs.AI+cs.CL+stat.ML_2026-09-24.excerpt", date(2026, 9, 24), 4),
        ("atom_query_cs.AI+cs.LG+cs.CL_2026-05-13", date(2026, 5, 13), 25),
        ("oai_arXiv_listrecords_hep-th", date(2017, 12, 14), 3),
        ("oai_arXiv_sample_record", date(2016, 1, 14), 12),
    ],
)
def test_real_feeds_read_whole(name: str, day: date, rows: int) -> None:
    listing = load_listing(Path(DATA or "", "wire_formats", "arxiv", f"{name}.xml"), None)
    papers = [e for e in listing.entries if isinstance(e, Paper)]
    assert (listing.day, len(papers), len(listing.entries)) == (day, rows, rows)
    assert all(p.abstract and p.authors and p.categories for p in papers)
