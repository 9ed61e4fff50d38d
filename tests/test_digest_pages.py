"""The digest's pages: whole, in order, and harmless whatever papers and models say."""

import re
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from markdown_it import MarkdownIt
from selectolax.lexbor import LexborHTMLParser

from paperwire.digests import to_html, to_json, to_markdown
from paperwire.digests.text_page import to_text_page
from paperwire.domain import Digest

CASE = Path(__file__).parent / "data" / "digest.json"
HOSTILE = (
    "[x](javascript:alert(1)) <script>alert(1)</script> ![i](http://evil.example/t.png) <img src=x onerror=alert(1)>",
    "# not a heading",
    "a | b | c",
    "</details></article></main></style><style>*{display:none}",
    "`code` ``` <javascript:alert(1)> &lt;b&gt; <https://evil.example>",
    "$\\text{<img src=x onerror=alert(1)>}$ $\\href{javascript:alert(1)}{x}$ $<script>$ $[x](javascript:alert(1))$",
    "- item\n\n## heading\n\n---\n```\nfence\n```\n\n<div onclick=alert(1)>\n\n[x]: javascript:alert(1)",
    '"><a href="javascript:alert(1)" onmouseover="alert(1)">x</a>\x1b[31m\u202e',
    "{{ 7 * 7 }} {% raw %}",
)
LINKS = (
    "javascript:alert(1)",
    "data:text/html,<script>alert(1)</script>",
    "//evil.example/x",
    "https://user:pw@evil.example/",
    "texts/../../etc/passwd.html#x",
    'https://ok.example/a(b)"><script>',
    "file:///etc/passwd",
    "texts/x.html#a b\"'><script>",
    "http://[bad",
)
PAIRS = list(zip(HOSTILE, LINKS, strict=True))
IN_THE_HTML = r"<(script|img|iframe|object|embed|form|base|link|svg|foreignobject|annotation-xml)\b"


@pytest.fixture
def digest() -> Digest:
    return Digest.model_validate_json(CASE.read_text(encoding="utf-8"))


def _hostile(value: Any, text: str, url: str, key: str = "") -> Any:
    """The dump with every free text replaced; what has a fixed form stays."""
    if isinstance(value, dict):
        return {k: _hostile(v, text, url, k) for k, v in value.items()}
    if isinstance(value, list):
        return [_hostile(v, text, url, key) for v in value]
    fixed = ("lens", "kind", "source", "announcement", "state", "recommendation", "day", "written", "published", "seen")
    if not isinstance(value, str) or key in fixed:
        return value
    return url if key == "url" else text


def _spoilt(digest: Digest, text: str, url: str) -> Digest:
    return Digest.model_validate(_hostile(digest.model_dump(mode="json"), text, url))


def _assert_harmless(page: str) -> None:
    assert not re.search(IN_THE_HTML, page, re.IGNORECASE)
    tree = LexborHTMLParser(page)
    assert len(tree.css("style")) == 1
    for node in tree.css("*"):
        for name, value in node.attributes.items():
            assert not name.startswith("on"), (node.tag, name)
            assert name not in ("style", "src", "srcset", "background", "action", "xlink:href"), (node.tag, name)
            if name == "href":
                assert node.tag == "a"
                assert re.match(r"https?://|#|texts/[\w.-]+\.html(#|$)|\.\./digest\.html#", value or ""), value
                assert urlsplit(value or "").hostname != "evil.example"
    style = tree.css_first("style").text()
    assert "url(" not in style
    assert "@import" not in style


@pytest.mark.parametrize(("text", "url"), PAIRS)
def test_hostile_text_never_becomes_markup(digest: Digest, text: str, url: str) -> None:
    spoilt = _spoilt(digest, text, url)
    _assert_harmless(to_html(spoilt))
    report = spoilt.reports[0]
    _assert_harmless(to_text_page(report.paper, report.text))


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_leaves_the_shape_of_the_page(digest: Digest, text: str) -> None:
    def shape(page: str) -> list[int]:
        tree = LexborHTMLParser(page)
        return [len(tree.css(tag)) for tag in ("h1", "h2", "h3", "h4", "h5", "article", "details", "table", "tr")]

    assert shape(to_html(_spoilt(digest, text, ""))) == shape(to_html(_spoilt(digest, "plain", "")))


@pytest.mark.parametrize(("text", "url"), PAIRS)
def test_hostile_text_leaves_the_shape_of_the_markdown(digest: Digest, text: str, url: str) -> None:
    def shape(digest: Digest) -> list[str]:
        rendered = MarkdownIt("commonmark").enable("table").render(to_markdown(digest))
        body = re.sub(r"<pre>.*?</pre>", "", rendered, flags=re.DOTALL)
        return re.findall(r"<(h\d|table|tr|td|details|/details|blockquote|script|img|div|hr|code|style)\b", body)

    assert shape(_spoilt(digest, text, url)) == shape(_spoilt(digest, "plain", url))


@pytest.mark.parametrize(("text", "url"), PAIRS)
def test_links_of_the_markdown_lead_to_the_web_or_to_our_own_pages(digest: Digest, text: str, url: str) -> None:
    rendered = MarkdownIt("commonmark").enable("table").render(to_markdown(_spoilt(digest, text, url)))
    targets = re.findall(r'<a\s[^>]*href="([^"]*)"', rendered)
    assert targets
    for target in targets:
        assert re.match(r"https?://|#|texts/[\w.-]+\.html", target), target
        assert urlsplit(target).hostname != "evil.example"


def test_every_link_within_the_page_has_its_target(digest: Digest) -> None:
    tree = LexborHTMLParser(to_html(digest))
    ids = [node.attributes["id"] for node in tree.css("[id]")]
    wanted = {node.attributes["href"][1:] for node in tree.css('a[href^="#"]')}
    assert wanted
    assert wanted <= set(ids)
    assert len(ids) == len(set(ids))


def test_every_link_within_the_markdown_has_its_target(digest: Digest) -> None:
    page = to_markdown(digest)
    wanted = set(re.findall(r"\]\(#([^)]+)\)", page))
    assert len(wanted) == 5
    assert wanted <= set(re.findall(r'<a id="([^"]+)">', page))


def test_a_quote_leads_to_its_section_of_our_own_copy(digest: Digest) -> None:
    report = digest.reports[1]
    target = "texts/cs_0601007.html#s-S1.SS1"
    assert f'href="{target}"' in to_html(digest)
    assert f"]({target})" in to_markdown(digest)
    tree = LexborHTMLParser(to_text_page(report.paper, report.text))
    section = tree.css_first('section[id="s-S1.SS1"]')
    assert section is not None
    assert report.reviews[0].weaknesses[0].quote.text in section.text()


def test_the_parts_stand_in_reading_order(digest: Digest) -> None:
    headings = ["Tokens and money", "Contents", "Reviewed", "Shortlist", "Failed and deferred"]
    tree = LexborHTMLParser(to_html(digest))
    assert [node.text().strip() for node in tree.css("h2")] == headings
    assert re.findall(r"^## (.+)$", to_markdown(digest), re.MULTILINE)[: len(headings)] == headings


def test_both_pages_say_what_the_digest_knows(digest: Digest) -> None:
    report = digest.reports[0]
    meta = report.meta_review
    assert meta is not None
    expected = [
        "652 announced, 445 scanned, 6 selected, 2 reviewed; 1 failed, 1 deferred",
        "= 652 announced",
        digest.notices[0],
        "at least",
        "unknown",
        "211,712",
        "Author match",
        "Major revision · 6/10",
        meta.agreement,
        *meta.disagreements,
        *meta.required_revisions,
        *(p.quote.text for r in digest.reports[1].reviews for p in r.weaknesses),
        "2 points dropped",
        "1 quote found only when asked for again",
        *(d.title for d in report.directions),
        *(w.title for w in report.prior_work),
        "similarity 0.71",
        "seen 7 November 2025",
        *(i.reason for i in digest.open_items),
        "a91c04d2e7b1",
        "The method review failed twice",
    ]
    html_text = re.sub(r"\s+", " ", LexborHTMLParser(to_html(digest)).body.text())
    markdown_text = to_markdown(digest).replace("\\", "")
    for words in expected:
        assert words in html_text, words
        assert words in markdown_text, words


def test_prices_stay_text_and_formulas_are_typeset(digest: Digest) -> None:
    page = to_html(digest)
    assert "between $5 and $6 less" in page
    assert "<math" in page
    assert "\\mathcal{L}_{\\text{bal}}" not in page
    assert "$\\mathcal{L}_{\\text{bal}} = " in to_markdown(digest)
    assert "between \\$5 and \\$6 less" in to_markdown(digest)


def test_the_fence_outlasts_any_fence_in_the_prompt(digest: Digest) -> None:
    prompt = "a\n````\n# b\n`````\nc"
    page = to_markdown(digest.model_copy(update={"selection_prompt": prompt}))
    tokens = [t for t in MarkdownIt("commonmark").parse(page) if t.type == "fence"]
    assert [token.content for token in tokens] == [prompt + "\n"]


def test_json_comes_back_as_it_went(digest: Digest) -> None:
    written = to_json(digest)
    assert Digest.model_validate_json(written) == digest
    assert to_json(Digest.model_validate_json(written)) == written


def test_json_keeps_hostile_text_unchanged(digest: Digest) -> None:
    spoilt = _spoilt(digest, HOSTILE[7], LINKS[0])
    assert Digest.model_validate_json(to_json(spoilt)) == spoilt
