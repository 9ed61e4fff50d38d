"""Feeds and listings mutated: items or a refusal with its remedy, never a crash or a hang."""

import json
import os
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from paperwire.domain.errors import SourceError
from paperwire.sources.news.feed import parse_feed
from paperwire.sources.news.hacker_news import parse_hits
from paperwire.sources.news.listing import parse_listing
from paperwire.sources.news.raw import Answer
from paperwire.sources.news.sifting import sift

DAY = date(2026, 4, 21)
FEED = b"""<?xml version="1.0" encoding="utf-8"?><rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/"><channel>
<title>T</title><item><title>08:15 An AI &amp; model</title><link>https://a.example/1?utm_source=x</link>
<description><![CDATA[<p>Text</p>]]></description><pubDate>Tue, 21 Apr 2026 08:00:00 GMT</pubDate></item>
<item><title>&lt;b&gt;Two&lt;/b&gt;</title><guid>https://a.example/2</guid><dc:date>2026-04-20</dc:date></item></channel></rss>"""
PIECES = st.sampled_from(
    [
        b"<", b">", b"</item>", b"<item>", b"&", b"&#x0;", b"&#xD800;", b"\x00", b"\xff\xfe", b"<![CDATA[", b"]]>",
        b"<!--", b"<!DOCTYPE x [<!ENTITY a 'b'>]>", b"&a;", b"encoding='punycode'", b"https://[", b"99999999",
        b"Feb 31 99999", b"\xe2\x80\xae", b"xml:base='javascript:'", b"<content type='application/xhtml+xml'>",
        b"<link href='//[::'/>",
    ]
)  # fmt: skip


class Blank:
    def known(self, ids, before):
        return set()

    def met(self, before):
        return {"A"}


def told(refused: SourceError) -> None:
    if not refused.remedy:
        pytest.fail(f"{refused} has no remedy")


def whole(answer: Answer) -> None:
    edition = sift(DAY, "x", [answer], Blank(), 7)
    assert len(edition.items) + sum(one.items for one in edition.left_out) == sum(one.items for one in edition.outcomes)
    edition.model_dump_json()


@st.composite
def spoilt(draw, source: bytes) -> bytes:
    for _ in range(draw(st.integers(1, 6))):
        at, length = draw(st.integers(0, len(source))), draw(st.sampled_from([0, 0, 1, 7, 60]))
        source = source[:at] + draw(st.one_of(PIECES, st.binary(max_size=6))) + source[at + length :]
    return source


@settings(max_examples=300, deadline=2000, suppress_health_check=[HealthCheck.too_slow])
@given(content=spoilt(FEED))
def test_broken_feeds(content):
    try:
        items = parse_feed(content, "A", "https://a.example/feed")
    except SourceError as refused:
        told(refused)
        return
    whole(Answer("A", items=items))


@settings(max_examples=100, deadline=2000)
@given(content=st.binary(max_size=300))
def test_anything_as_a_feed(content):
    try:
        parse_feed(content, "A", "")
    except SourceError as refused:
        told(refused)


JSON = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=20)),
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(st.text(max_size=6), inner, max_size=3)),
    max_leaves=5,
)
FIELDS = ("title", "summary", "url", "source", "published", "published_raw", "hn_score", "feed")
ROWS = st.dictionaries(st.sampled_from(FIELDS), st.one_of(JSON, st.sampled_from(["https://a.example/x", "2026-04-21"])))


@settings(max_examples=200, deadline=1000)
@given(rows=st.lists(st.one_of(ROWS, JSON), max_size=4))
def test_broken_listings(rows):
    try:
        answers = parse_listing("\n".join(json.dumps(row) for row in rows).encode(), "x")
    except SourceError as refused:
        told(refused)
        return
    edition = sift(DAY, "x", answers, Blank(), 7)
    assert len(edition.items) + sum(one.items for one in edition.left_out) == len(rows)


HITS = st.dictionaries(st.sampled_from(["title", "url", "points", "created_at_i", "story_text", "objectID"]), JSON)


@settings(max_examples=200, deadline=1000)
@given(hits=st.one_of(JSON, st.fixed_dictionaries({"hits": st.one_of(JSON, st.lists(HITS, max_size=4))})))
def test_broken_answers_of_hacker_news(hits):
    try:
        items, lost = parse_hits(json.dumps(hits).encode())
    except SourceError as refused:
        told(refused)
        return
    whole(Answer("Hacker News", items=items, spoilt=lost))


@pytest.mark.parametrize("word", ["<b ", "&amp;" * 3, "<script>", "<!--", "08:15 ", "https://", "2026-", "人", " - "])
def test_long_texts_take_no_time(word):
    body = FEED.replace(b"Text", word.encode() * (400_000 // len(word))).replace(b"Two", word.encode() * 20_000)
    whole(Answer("A", items=parse_feed(body, "A", "")))


@pytest.mark.skipif("PAPERWIRE_DATA" not in os.environ, reason="PAPERWIRE_DATA is not set")
@settings(max_examples=20, deadline=None)
@given(data=st.data())
def test_broken_real_feeds(data):
    folder = Path(os.environ["PAPERWIRE_DATA"]) / "wire_formats" / "news_rss"
    content = data.draw(st.sampled_from(sorted(folder.glob("*/*.xml")))).read_bytes()[:40_000]
    try:
        items = parse_feed(data.draw(spoilt(content)), "A", "")
    except SourceError as refused:
        told(refused)
        return
    whole(Answer("A", items=items))
