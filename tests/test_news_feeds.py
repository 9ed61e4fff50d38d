"""Feeds as they come over the wire: from a server on loopback to an edition in the archive."""

import asyncio
import gzip
import json
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from typer.testing import CliRunner

from paperwire.cli import app
from paperwire.commands.hire import open_counter
from paperwire.domain.errors import SettingsError, SourceError
from paperwire.domain.news import NewsEdition
from paperwire.graphs.news import take_news
from paperwire.memory import open_archive
from paperwire.settings import News, NewsSource, Settings
from paperwire.sources.news.feed import parse_feed
from paperwire.sources.news.hacker_news import parse_hits, search_url

DAY = date(2026, 4, 21)


def rss(*items: str) -> bytes:
    body = "".join(f"<item>{one}</item>" for one in items)
    return f"<?xml version='1.0'?><rss version='2.0'><channel><title>T</title>{body}</channel></rss>".encode()


def post(number: int, title: str = "A new language model", dated: str = "Tue, 21 Apr 2026 08:00:00 GMT") -> str:
    when = f"<pubDate>{dated}</pubDate>" if dated else ""
    return f"<title>{title} {number}</title><link>https://lab.example/post/{number}</link>{when}"


class Site:
    """A server that plays prepared answers by path and keeps what it was asked."""

    def __init__(self) -> None:
        self.pages: dict[str, tuple[int, bytes]] = {}
        self.asked: list[tuple[str, dict[str, str]]] = []
        site = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                site.asked.append((self.path, {k.lower(): v for k, v in self.headers.items()}))
                status, body = site.pages.get(self.path.partition("?")[0], (404, b""))
                etag = f'"{hash(body)}"'
                if status == 200 and self.headers.get("If-None-Match") == etag:
                    status, body = 304, b""
                self.send_response(status)
                if status == 302:
                    self.send_header("Location", body.decode())
                self.send_header("ETag", etag)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_: object) -> None:
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self._server.server_port}"
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()


@pytest.fixture
def site() -> Iterator[Site]:
    started = Site()
    yield started
    started.close()


@pytest.fixture
def take(site: Site, tmp_path: Path) -> Iterator[Callable[..., NewsEdition]]:
    """Takes the news of feeds by these names, at the same path of the site each."""
    with open_archive(tmp_path / "archive", write=True, room=0) as archive:

        def take(*names: str, day: date = DAY, spec: str = "feeds", **more: object) -> NewsEdition:
            sources = tuple(NewsSource(name=name, url=f"{site.url}/{name}") for name in names)
            news = News(sources=sources, hacker_news_url=f"{site.url}/hn", **more)
            return asyncio.run(take_news(open_counter(Settings(news=news), archive), spec, day))

        take.archive = archive  # type: ignore[attr-defined]
        yield take


def reasons(edition: NewsEdition) -> dict[str, int]:
    return {one.reason: one.items for one in edition.left_out}


def whole(edition: NewsEdition) -> bool:
    held = sum(outcome.items for outcome in edition.outcomes)
    return held == len(edition.items) + sum(one.items for one in edition.left_out)


def test_a_feed_becomes_items(site, take):
    site.pages["/lab"] = (
        200,
        rss(post(1) + "<description>&lt;p&gt;It &lt;b&gt;reads&lt;/b&gt;.&lt;/p&gt;</description>"),
    )
    [item] = take("lab").items
    assert (item.title, item.summary, item.source) == ("A new language model 1", "It reads.", "lab")
    assert (item.published, item.seen) == (datetime(2026, 4, 21, 8, tzinfo=UTC), DAY)


def test_one_source_failing_stops_no_other(site, take):
    site.pages |= {"/lab": (200, rss(post(1))), "/gone": (404, b""), "/page": (200, b"<html>Hello</html>")}
    site.pages["/none"] = 200, rss()
    edition = take("gone", "lab", "page", "none")
    assert [outcome.state for outcome in edition.outcomes] == ["failed", "new", "failed", "empty"]
    assert "404" in edition.outcomes[0].reason
    assert "no feed" in edition.outcomes[2].reason
    assert len(edition.items) == 1


def test_every_source_failing_is_an_error_that_names_reason_and_remedy(take):
    with pytest.raises(SourceError, match=r"Every news source failed.*404") as told:
        take("gone", "away")
    assert "[news]" in told.value.remedy


def test_no_sources_is_a_matter_of_settings(take):
    with pytest.raises(SettingsError, match="no news sources"):
        take()


def test_a_feed_is_asked_whether_it_has_changed(site, take):
    site.pages["/lab"] = 200, rss(post(1))
    take("lab")
    again = take("lab", day=date(2026, 4, 22))
    assert "if-none-match" in site.asked[1][1]
    assert (again.outcomes[0].state, reasons(again)) == ("unchanged", {"known before": 1})


def test_a_day_that_answered_whole_is_not_fetched_again(site, take):
    site.pages["/lab"] = 200, rss(post(1))
    first = take("lab")
    assert take("lab") == first
    assert len(site.asked) == 1


def test_a_day_with_failures_is_and_loses_nothing(site, take):
    site.pages["/lab"] = 200, rss(post(1))
    take("lab", "slow")
    site.pages |= {"/lab": (200, rss(post(2))), "/slow": (200, rss(post(3)))}
    again = take("lab", "slow")
    assert {item.url[-1] for item in again.items} == {"1", "2", "3"}
    assert all(outcome.state == "new" for outcome in again.outcomes)


def test_a_source_named_since_is_fetched(site, take):
    site.pages |= {"/lab": (200, rss(post(1))), "/new": (200, rss(post(2)))}
    take("lab")
    assert len(take("lab", "new").items) == 2


def test_the_mess_of_feeds_is_told_by_reason(site, take):
    site.pages["/lab"] = (
        200,
        rss(
            post(1),
            post(2, dated="Mon, 06 Apr 2026 08:00:00 GMT"),
            post(3, dated="Tue, 28 Apr 2026 08:00:00 GMT"),
            post(4, dated=""),
            post(5, title="A pear recipe"),
            "<title>The model lab</title><link>https://lab.example/blog</link>",
            "<title></title><link>https://lab.example/post/6</link>",
            "<title>An AI post without address</title>",
            post(1),
            "<title>A model paper on AI</title><link>https://arxiv.org/abs/2604.00001</link>",
            "<title>own/repo</title><link>https://github.com/own/repo</link>",
        ),
    )
    edition = take("lab")
    assert whole(edition)
    assert [item.url for item in edition.items] == ["https://lab.example/post/1"]
    assert reasons(edition) == {
        "older than 7 days": 1,
        "dated after the day": 1,
        "no date, shown when its source was first met": 1,
        "not about AI": 1,
        "a landing page, no story": 1,
        "no title": 1,
        "no address": 1,
        "the same page twice": 1,
        "a paper, read with the papers": 1,
        "a repository, no story": 1,
    }


def test_undated_items_are_news_once_their_source_is_known(site, take):
    site.pages["/lab"] = 200, rss(post(1, dated=""))
    assert not take("lab").items
    site.pages["/lab"] = 200, rss(post(2, dated=""), post(1, dated=""))
    [item] = take("lab", day=date(2026, 4, 22)).items
    assert (item.url, item.published) == ("https://lab.example/post/2", None)


def test_one_midnight_for_all_is_no_date(site, take):
    midnight = "Tue, 21 Apr 2026 00:00:00 -0400"
    site.pages["/lab"] = 200, rss(*(post(number, dated=midnight) for number in range(4)))
    assert reasons(take("lab")) == {"no date, shown when its source was first met": 4}


def test_a_source_that_writes_of_ai_alone_is_taken_at_its_word(site, take):
    site.pages["/lab"] = 200, rss(post(1, title="Introducing Pear"))
    source = NewsSource(name="lab", url=f"{site.url}/lab", about_ai=True)
    settings = Settings(news=News(sources=(source,)))
    edition = asyncio.run(take_news(open_counter(settings, take.archive), "feeds", DAY))
    assert len(edition.items) == 1


def test_hacker_news_gives_votes_and_may_share_a_page(site, take):
    hit = {
        "title": "A new language model",
        "url": "http://www.lab.example/post/1",
        "points": 90,
        "created_at_i": 1776700000,
    }
    question = {"title": "Ask HN: Which LLM?", "points": 60, "objectID": "8", "created_at_i": 1776700000}
    site.pages |= {"/lab": (200, rss(post(1))), "/hn": (200, json.dumps({"hits": [hit, question, 4]}).encode())}
    edition = take("lab", hacker_news=True)
    assert whole(edition)
    assert [(item.source, item.points) for item in edition.items] == [("lab", 90), ("Hacker News", 60)]
    assert edition.items[1].url == "https://news.ycombinator.com/item?id=8"
    assert reasons(edition) == {"the same page twice": 1, "not readable": 1}


def test_hacker_news_is_asked_for_the_day():
    url = search_url("https://hn.example/s", 50, DAY)
    assert "points%3E%3D50" in url
    assert f"created_at_i%3C{int(datetime(2026, 4, 22, tzinfo=UTC).timestamp())}" in url


def test_a_large_answer_is_refused(site, take):
    site.pages |= {"/big": (200, b"<rss>" + b" " * 5000), "/lab": (200, rss(post(1)))}
    edition = take("big", "lab", max_bytes=4000)
    assert "larger" in edition.outcomes[0].reason


def test_a_feed_may_lead_into_the_reader_s_network_only_where_the_settings_do(site, take):
    site.pages |= {"/lab": (200, rss(post(1))), "/away": (302, b"http://127.0.0.2:9/feed")}
    edition = take("lab", "away")
    assert len(edition.items) == 1
    assert "is not fetched" in edition.outcomes[1].reason


def test_entities_files_and_addresses_in_a_feed_are_not_followed(site, take):
    inner = '<!DOCTYPE rss [<!ENTITY x SYSTEM "file:///etc/hostname"><!ENTITY y "zzzz">]>'
    body = rss(post(1, title="An AI &x; &y; model")).replace(b"<rss", inner.encode() + b"<rss", 1)
    site.pages["/lab"] = 200, body
    hostname = Path("/etc/hostname").read_text().strip() if Path("/etc/hostname").exists() else "\0"
    [item] = take("lab").items
    assert hostname not in item.title


def test_encodings_of_old_feeds():
    body = "<?xml version='1.0' encoding='gb2312'?>" + rss("<title>人工智能</title>").decode().partition("?>")[2]
    assert parse_feed(body.encode("gb2312"), "A", "https://a.example")[0].title == "人工智能"
    assert parse_feed(rss("<title>模型</title>").decode().encode("utf-16"), "A", "https://a.example")[0].title == "模型"


def test_atom_and_broken_xml():
    atom = """<feed xmlns="http://www.w3.org/2005/Atom"><entry><title type="html">A &lt;i&gt;b&lt;/i&gt;</title>
    <link rel="alternate" href="https://a.example/1"/><updated>2026-04-21T06:00:00+02:00</updated>
    <content type="html">&lt;p&gt;Text.&lt;/p&gt;</content></entry></feed>"""
    [item] = parse_feed(atom.encode(), "A", "https://a.example")
    assert (item.title, item.url, item.summary) == ("A b", "https://a.example/1", "Text.")
    assert item.published == datetime(2026, 4, 21, 4, tzinfo=UTC)
    broken = rss(post(1), post(2)).replace(b"</channel></rss>", b"").replace(b"language", b"lang & uage")
    assert len(parse_feed(broken, "A", "https://a.example")) == 2


def test_real_feeds_two_days_apart(data, site, take):
    folder = data / "wire_formats" / "news_rss"

    def served(day: str) -> list[str]:
        names = ("openai_research", "anthropic_news", "the_batch", "google_ai")
        files = [file for name in names for file in (folder / day).glob(f"{name}.xml*")]
        for file in files:
            body = gzip.decompress(file.read_bytes()) if file.suffix == ".gz" else file.read_bytes()
            site.pages[f"/{file.name.partition('.')[0]}"] = 200, body
        return [file.name.partition(".")[0] for file in files]

    first = take(*served("2026-02-24"), day=date(2026, 2, 24))
    states = {outcome.source: outcome.state for outcome in first.outcomes}
    assert states["openai_research"] == "empty"
    assert Counter(states.values())["failed"] == 0
    second = take(*served("2026-02-26"), day=date(2026, 2, 26))
    assert whole(first)
    assert whole(second)
    assert 0 < len(second.items) < len(first.items)
    assert {item.id for item in second.items}.isdisjoint(item.id for item in first.items)


def test_a_real_answer_of_hacker_news(data):
    content = (data / "wire_formats" / "hackernews" / "algolia_search_2026-05.json").read_bytes()
    items, spoilt = parse_hits(content)
    assert (len(items), spoilt) == (50, 0)
    assert all(item.published and item.points for item in items)


def configured(site: Site, folder: Path, *names: str) -> list[str]:
    feeds = "".join(f'[[news.sources]]\nname = "{name}"\nurl = "{site.url}/{name}"\n' for name in names)
    (folder / "paperwire.toml").write_text(feeds)
    return ["--config", str(folder / "paperwire.toml"), "--archive", str(folder / "archive")]


def test_the_command_tells_sources_headlines_and_what_was_left_out(site, tmp_path):
    site.pages["/lab"] = 200, rss(post(1, title="A [red]model[/red] \x1b[31m of AI"), post(2, title="Pears"))
    options = configured(site, tmp_path, "lab", "gone")
    done = CliRunner().invoke(app, ["news", "--date", "2026-04-21", *options])
    assert done.exit_code == 4
    assert "A [red]model[/red]" in done.stdout
    assert "\x1b" not in done.stdout
    assert "1 left out: not about AI" in done.stdout
    assert "1 of 2 news sources failed: gone." in done.stderr


def test_the_command_s_codes_and_json(site, tmp_path):
    site.pages["/lab"] = 200, rss(post(1))
    options = configured(site, tmp_path, "lab")
    done = CliRunner().invoke(app, ["news", "--date", "2026-04-21", "--json", *options])
    assert done.exit_code == 0
    [day] = json.loads(done.stdout)["days"]
    assert day["items"][0]["title"] == "A new language model 1"
    assert CliRunner().invoke(app, ["news", "--date", "2026-04-23", *options]).exit_code == 3
    site.pages.clear()
    with pytest.raises(SourceError):
        CliRunner().invoke(app, ["news", "--date", "2026-04-24", *options], catch_exceptions=False)
