"""The sample week is whole: five days of papers and news that say what of them is real."""

import json
import re
from collections import Counter
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Any
from urllib.parse import urlsplit
from xml.etree import ElementTree

import pytest
from selectolax.lexbor import LexborHTMLParser

from paperwire.domain import Paper
from paperwire.domain.news import NewsEdition
from paperwire.samples import sample_days, sample_folder
from paperwire.screening import screen
from paperwire.sources.news.listing import parse_listing
from paperwire.sources.news.sifting import sift
from paperwire.sources.saved import load_earlier, load_listing

WEEK = [date(2026, 1, day) for day in range(5, 10)]
LATER = WEEK[1:]
FIELDS = {"feed", "source_id", "source", "title", "summary", "url", "published", "published_raw", "tags"}
CHINESE = re.compile("[\u4e00-\u9fff]")
EFFICIENCY = re.compile(r"KV cache|key-value cache|quanti[sz]|prun|speculative|serving|inference", re.IGNORECASE)
EXPERTS = re.compile(r"mixtures? of experts|mixture-of-experts|\bMoE\b", re.IGNORECASE)
each_day = pytest.mark.parametrize("day", WEEK, ids=str)
each_later_day = pytest.mark.parametrize("day", LATER, ids=str)


def papers_of(day: date) -> list[Paper]:
    entries = load_listing(sample_folder(day) / "listing.rss.xml", day).entries
    papers = [entry for entry in entries if isinstance(entry, Paper)]
    assert len(papers) == len(entries), "every row can be read"
    return papers


def fresh_of(day: date) -> dict[str, Paper]:
    """What the day itself announces: no replacement, and nothing that a day before it announced."""
    before = {paper.id for other in WEEK if other < day for paper in papers_of(other)}
    return {p.id: p for p in papers_of(day) if p.announcement != "replace" and p.id not in before}


def news_of(day: date) -> list[dict[str, Any]]:
    text = (sample_folder(day) / "news.jsonl").read_text(encoding="utf-8")
    return [json.loads(line) for line in text.splitlines()]


class Shelf:
    """What the days read so far have shown."""

    def __init__(self) -> None:
        self.ids: set[str] = set()
        self.sources: set[str] = set()

    def known(self, ids: Iterable[str], before: date) -> set[str]:
        return self.ids & set(ids)

    def met(self, before: date) -> set[str]:
        return set(self.sources)


@pytest.fixture(scope="module")
def editions() -> list[NewsEdition]:
    """The news of the week, day after day, as a reader of every day gets them."""
    shelf, found = Shelf(), []
    for day in WEEK:
        content = (sample_folder(day) / "news.jsonl").read_bytes()
        found.append(sift(day, "sample", parse_listing(content, "news.jsonl"), shelf, max_age_days=7))
        shelf.ids |= {item.id for item in found[-1].items}
        shelf.sources |= {outcome.source for outcome in found[-1].outcomes}
    return found


def test_the_week_has_five_days() -> None:
    assert sample_days() == WEEK


@each_later_day
def test_a_day_says_what_is_real_and_what_is_invented(day: date) -> None:
    about = (sample_folder(day) / "about.md").read_text(encoding="utf-8")
    assert all(f"**{word}:**" in about for word in ("Facts", "Ours", "Invented"))


@each_later_day
def test_a_listing_is_of_its_day_and_calls_itself_a_sample(day: date) -> None:
    channel = ElementTree.parse(sample_folder(day) / "listing.rss.xml").find("channel")
    assert channel is not None
    assert parsedate_to_datetime(channel.findtext("pubDate", "")).date() == day
    assert "sample edition" in channel.findtext("description", "")


@each_later_day
def test_every_paper_is_complete_and_older_than_its_day(day: date) -> None:
    papers = papers_of(day)
    assert len(papers) >= 22
    for paper in papers:
        assert paper.title
        assert paper.authors
        assert paper.categories
        assert paper.published is not None, paper.id
        assert paper.published < day
        # A paper handed in on the last days of a month bears the number of the next.
        assert paper.id[:4] in {f"{day:%y%m}" for day in (paper.published, paper.published + timedelta(days=3))}


@each_later_day
def test_abstracts_are_short_and_our_own(day: date) -> None:
    lengths = {paper.id: len(paper.abstract.split()) for paper in fresh_of(day).values()}
    assert {paper_id: n for paper_id, n in lengths.items() if not 55 <= n <= 140} == {}


def test_the_week_has_what_weeks_have() -> None:
    rows = [(day, paper) for day in LATER for paper in papers_of(day)]
    kinds = Counter(paper.announcement for _, paper in rows)
    repeated = [p.id for day, p in rows if p.announcement != "replace" and p.id not in fresh_of(day)]
    assert kinds["cross"] >= 4
    assert kinds["replace"] >= 3
    assert len(repeated) >= 3, "papers of an earlier day come again"


def test_no_paper_is_new_on_two_days_or_was_read_before_the_week() -> None:
    earlier = {paper.id for paper, _ in load_earlier(sample_folder(WEEK[0]) / "earlier.jsonl")}
    assert not earlier & {paper_id for day in WEEK for paper_id in fresh_of(day)}


@each_later_day
def test_texts_belong_to_papers_of_their_day_and_are_marked_as_ours(day: date) -> None:
    texts = sorted((sample_folder(day) / "texts").glob("*.html"))
    assert texts
    for path in texts:
        page = LexborHTMLParser(path.read_text(encoding="utf-8"))
        header = page.css_first("header")
        assert path.stem in fresh_of(day)
        assert header is not None
        assert "not the authors’ text" in header.text()
        assert fresh_of(day)[path.stem].title in page.css_first("h1").text()


@each_later_day
def test_texts_are_worth_reading_and_whole(day: date) -> None:
    for path in (sample_folder(day) / "texts").glob("*.html"):
        page = LexborHTMLParser(path.read_text(encoding="utf-8"))
        words = " ".join(p.text(separator=" ") for p in page.css("article p.ltx_p")).split()
        listed = {item.attributes["id"] for item in page.css("#bib li.ltx_bibitem")}
        cited = {str(link.attributes["href"]).removeprefix("#") for link in page.css("cite a")}
        assert 1000 <= len(words) <= 2600, path.name
        assert len(listed) >= 8
        assert cited == listed
        assert all(formula.attributes.get("alttext") for formula in page.css("math"))


def test_one_topic_fades_over_the_week_and_another_grows() -> None:
    def share(days: list[date], words: re.Pattern[str]) -> float:
        papers = [paper for day in days for paper in fresh_of(day).values()]
        return sum(bool(words.search(f"{p.title} {p.abstract}")) for p in papers) / len(papers)

    assert share(WEEK[3:], EXPERTS) < share(WEEK[1:2], EXPERTS) / 2
    assert share(WEEK[3:], EFFICIENCY) > share(WEEK[:2], EFFICIENCY)


@each_day
def test_news_have_the_form_of_a_saved_listing(day: date) -> None:
    rows = news_of(day)
    assert 14 <= len(rows) <= 20
    assert all(set(row) - {"hn_score", "hn_comments"} == FIELDS for row in rows)
    moments = [datetime.fromisoformat(row["published"]) for row in rows if row["published"]]
    assert all(moment.tzinfo is not None and moment.date() <= day for moment in moments)


@each_day
def test_news_come_from_nobody(day: date) -> None:
    hosts = {str(urlsplit(row["url"]).hostname) for row in news_of(day)}
    assert [host for host in hosts if not re.search(r"(^|\.)example\.(org|com|net)$", host)] == []


@each_day
def test_every_link_of_the_news_leads_to_a_paper(day: date) -> None:
    shown = {paper.id for other in WEEK for paper in papers_of(other)}
    shown |= {paper.id for paper, _ in load_earlier(sample_folder(WEEK[0]) / "earlier.jsonl")}
    links = {link for row in news_of(day) for link in re.findall(r"https?://[^\s)]+", row["summary"])}
    assert {link for link in links if link.removeprefix("https://arxiv.org/abs/") not in shown} == set()


def test_most_news_are_kept_and_the_rest_for_many_reasons(editions: list[NewsEdition]) -> None:
    reasons = {left.reason for edition in editions for left in edition.left_out}
    assert all(len(edition.items) >= 10 for edition in editions)
    assert reasons >= {"not about AI", "older than 7 days", "known before", "a landing page, no story"}


def test_some_news_are_undated_chinese_or_begin_with_a_clock_time() -> None:
    rows = [row for day in WEEK for row in news_of(day)]
    assert sum(row["published"] is None for row in rows) >= 3
    assert sum(bool(CHINESE.search(row["title"])) for row in rows) >= 2
    assert sum(bool(re.match(r"\d\d:\d\d ", row["title"])) for row in rows) >= 3


def test_names_of_the_news_are_told_by_several_outlets(editions: list[NewsEdition]) -> None:
    outlets: dict[str, set[str]] = {}
    for name in ("Merle-2", "Sluice 3.0", "Pallister", "Thornby", "Quillwork", "Weald"):
        items = [item for edition in editions for item in edition.items if name in f"{item.title} {item.summary}"]
        outlets[name] = {item.source for item in items}
    assert {name: len(found) for name, found in outlets.items() if len(found) < 3} == {}


def test_one_item_commands_its_readers_and_is_found_out() -> None:
    rows = [row for day in WEEK for row in news_of(day)]
    found = {row["url"] for row in rows if screen(row["summary"], "abstract").suspicions}
    assert found == {"https://ninefold.example.com/press/n9-leadership"}
