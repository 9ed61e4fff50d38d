"""Human reviews in every form of the digest: beside the panel's, in plain words, harmless whatever strangers write."""

import io
import re
from pathlib import Path
from typing import Any

import pytest
from markdown_it import MarkdownIt
from rich.console import Console
from selectolax.lexbor import LexborHTMLParser

from paperwire.digests import show_digest, show_report, to_html, to_json, to_markdown
from paperwire.digests.openreview_words import HEADING, enquiries, openreview_facts
from paperwire.domain import Digest, OpenReviewEnquiry, OpenReviewSynthesis, Point, Provenance, Quote, Suspicion

CASE = Path(__file__).parent / "data" / "digest.json"
HOSTILE = (
    "[x](javascript:alert(1)) <script>alert(1)</script> ![i](http://evil.example/t.png) <img src=x onerror=alert(1)>",
    "</details></article></main></style><style>*{display:none}",
    "# not a heading\n\n```\nfence\n| a | b |",
    '"><a href="javascript:alert(1)" onmouseover="alert(1)">x</a>\x1b[31m\u202e',
    "{{ 7 * 7 }} {% raw %} [bold red]x[/]",
)


def synthesis(**more: Any) -> OpenReviewSynthesis:
    known: dict[str, Any] = {
        "sentiment": "mixed",
        "leaning": "reject",
        "strengths": (point("They like the proofs", "The proofs are complete and easy to follow."),),
        "concerns": (point("Two miss baselines", "The strongest baseline is missing from the table."),),
        "consensus": "All miss a baseline.",
        "decision": "Reject",
        "dropped": 1,
        "url": "https://openreview.net/forum?id=f1",
        "venue": "ICLR 2026",
        "reviews": 3,
        "ratings": (4.0, 6.0, 3.5),
        "notices": ("Reviewer_A posted two reviews; the later one is read.",),
        "provenance": Provenance(prompt="openreview_synthesis@v1", prompt_hash="0", engine="openai", model="m"),
    }
    return OpenReviewSynthesis(**(known | more))


def point(claim: str, quote: str, url: str = "https://openreview.net/forum?id=f1&noteId=r1") -> Point:
    return Point(claim=claim, quote=Quote(text=quote, section_id="r1", section_title="Reviewer UL2e", url=url))


def with_people(found: OpenReviewSynthesis | None, enquiry: OpenReviewEnquiry) -> Digest:
    digest = Digest.model_validate_json(CASE.read_text(encoding="utf-8"))
    first, *others = digest.reports
    report = first.model_copy(update={"openreview": found, "openreview_enquiry": enquiry})
    return digest.model_copy(update={"reports": (report, *others)})


@pytest.fixture
def digest() -> Digest:
    return with_people(synthesis(), OpenReviewEnquiry(outcome="reviews", url="https://openreview.net/forum?id=f1"))


def on_the_terminal(digest: Digest, *, whole: bool) -> str:
    console = Console(file=io.StringIO(), width=400)
    if whole:
        show_report(digest.reports[0], console)
    else:
        show_digest(digest, console)
    return console.file.getvalue()  # type: ignore[attr-defined, no-any-return]


def test_every_form_tells_decision_ratings_points_and_where_they_stand(digest: Digest) -> None:
    html = LexborHTMLParser(to_html(digest))
    text = html.body.text()  # type: ignore[union-attr]
    for page in (to_markdown(digest), text, on_the_terminal(digest, whole=True)):
        for told in (HEADING, "decision: Reject", "3 reviews, rated 4, 6 and 3.5", "mixed, leaning to reject"):
            assert told in page
        for told in ("All miss a baseline.", "Two miss baselines", "The proofs are complete", "Reviewer UL2e"):
            assert told in page
        assert "1 point dropped, the quote is in no review" in page
        assert re.search(r"Reviewer\\?_A posted two reviews", page)
    links = {node.attributes.get("href") for node in html.css("a")}
    assert {"https://openreview.net/forum?id=f1", "https://openreview.net/forum?id=f1&noteId=r1"} <= links
    assert Digest.model_validate_json(to_json(digest)) == digest


def test_the_panels_verdict_is_the_same_with_people_or_without(digest: Digest) -> None:
    alone = with_people(None, OpenReviewEnquiry(outcome="no forum"))
    with_them, without = (to_markdown(one).splitlines() for one in (digest, alone))
    added = [line for line in with_them if line not in without]
    assert not [line for line in without if line not in with_them and "OpenReview was asked" not in line]
    assert not [line for line in added if "Meta-review" in line or "The panel:" in line]


def test_a_day_at_a_glance_has_one_line_of_it(digest: Digest) -> None:
    told = [line for line in on_the_terminal(digest, whole=False).splitlines() if "On OpenReview" in line]
    assert [line.strip() for line in told] == [
        "On OpenReview: ICLR 2026 · decision: Reject · 3 reviews, rated 4, 6 and 3.5 · mixed, leaning to reject"
    ]


@pytest.mark.parametrize(
    ("more", "facts"),
    [
        ({"decision": "", "ratings": ()}, ["no decision published", "3 reviews", "mixed, leaning to reject"]),
        (
            {"withdrawn": True, "reviews": 1, "ratings": (5.0,), "leaning": "undecided"},
            ["withdrawn", "decision: Reject", "1 review, rated 5", "mixed, undecided"],
        ),
    ],
)
def test_what_is_not_known_is_not_told(more: dict[str, Any], facts: list[str]) -> None:
    assert openreview_facts(synthesis(**more)) == facts


def test_no_forum_is_quiet_but_for_the_provenance() -> None:
    digest = with_people(None, OpenReviewEnquiry(outcome="no forum"))
    paper = digest.reports[0].paper.id
    assert enquiries(digest) == f"OpenReview was asked about 1 paper: no forum for {paper}."
    for page in (to_markdown(digest), to_html(digest)):
        assert page.count("OpenReview") == 1
        assert page.index("OpenReview was asked") > page.index("Provenance")
    assert "OpenReview" not in on_the_terminal(digest, whole=True)


def test_no_answer_stands_among_the_papers_problems() -> None:
    digest = with_people(None, OpenReviewEnquiry(outcome="no answer", told="OpenReview answered 503."))
    told = "Reviews on OpenReview could not be looked up: OpenReview answered 503."
    for page in (to_markdown(digest), to_html(digest), on_the_terminal(digest, whole=True)):
        assert told in page
    assert digest.reports[0].problems == Digest.model_validate_json(CASE.read_text("utf-8")).reports[0].problems


def test_a_digest_that_asked_nobody_says_nothing_of_it() -> None:
    digest = Digest.model_validate_json(CASE.read_text(encoding="utf-8"))
    assert "OpenReview" not in to_markdown(digest) + to_html(digest)


@pytest.mark.parametrize("text", HOSTILE)
@pytest.mark.parametrize("url", ["javascript:alert(1)", "//evil.example/x", 'https://ok.example/"><script>'])
def test_what_strangers_write_stays_text(text: str, url: str) -> None:
    said = point(text, text, url)
    found = synthesis(
        strengths=(said,),
        concerns=(said.model_copy(update={"quote": said.quote.model_copy(update={"section_title": text})}),),
        consensus=text,
        decision=text,
        venue=text,
        url=url,
        notices=(text,),
        suspicions=(Suspicion(place=text, passage=text, rule=text),),
    )
    digest = with_people(found, OpenReviewEnquiry(outcome="no answer", told=text, url=url))
    html, rendered = to_html(digest), MarkdownIt("gfm-like", {"linkify": False}).render(to_markdown(digest))
    for page in (html, rendered):
        tree = LexborHTMLParser(page)
        assert not tree.css("script, img, iframe, svg, [onerror], [onmouseover]")
        hrefs = [node.attributes.get("href") or "" for node in tree.css("a")]
        assert not [href for href in hrefs if href.startswith(("javascript:", "//", "data:"))]
    before = to_html(with_people(None, OpenReviewEnquiry(outcome="no forum")))
    assert html.count("</article>") == before.count("</article>")
    assert len(LexborHTMLParser(html).css("style")) == len(LexborHTMLParser(before).css("style"))
    shown = on_the_terminal(digest, whole=True)
    assert "\x1b[31m" not in shown
    assert "\u202e" not in shown
