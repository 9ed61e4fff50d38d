"""What papers, feeds and models write to do harm: the pages and the terminal show it, and nothing happens."""

import io
import re
from pathlib import Path
from types import ModuleType
from typing import Any
from urllib.parse import urlsplit

import pytest
from markdown_it import MarkdownIt
from rich.console import Console
from selectolax.lexbor import LexborHTMLParser

from paperwire.digests import show_weekly, write_weekly
from paperwire.digests.weekly_html import to_weekly_html
from paperwire.digests.weekly_markdown import to_weekly_markdown
from paperwire.domain import Weekly

HOSTILE = (
    "[x](javascript:alert(1)) <script>alert(1)</script> ![i](http://evil.example/t.png) <img src=x onerror=alert(1)>",
    "</details></article></svg></main></style><style>*{display:none}",
    "- item\n\n## heading\n\n```\nfence\n<div onclick=alert(1)>\n\n[x]: javascript:alert(1)",
    '"><a href="javascript:alert(1)" onmouseover="alert(1)">x</a>\x1b[31m\u202e | a | b',
    "$\\text{<img src=x>}$ $\\href{javascript:alert(1)}{x}$ {{ 7 * 7 }} [bold]x[/]",
)
LINKS = (
    "javascript:alert(1)",
    "data:text/html,<script>alert(1)</script>",
    "//evil.example/x",
    "https://user:pw@evil.example/",
    'https://ok.example/a(b)"><script>',
)
PAIRS = list(zip(HOSTILE, LINKS, strict=True))
FIXED = {
    *("week", "first", "last", "written", "due", "state", "standing", "sureness", "kind", "fate", "eye", "lens"),
    *("source", "announcement", "recommendation", "published", "seen", "days", "missing", "weeks", "engine"),
}
IDS = {"id", "paper_id", "story_id", "trend_id", "story_ids", "cites", "target", "trend"}


def test_the_page_loads_nothing_and_holds_its_pictures(weeks: ModuleType, tmp_path: Path) -> None:
    page = write_weekly(weeks.weekly(), tmp_path)["weekly.html"].read_text(encoding="utf-8")
    assert_harmless(page)
    assert len(page.encode()) < 300_000
    drawings = LexborHTMLParser(page).css("figure svg")
    assert len(drawings) == 5
    assert all(drawing.attributes["role"] == "img" for drawing in drawings)


def hostile(value: Any, text: str, url: str, key: str = "") -> Any:
    """The dump with every free text replaced, ids made hostile alike; what has a fixed form stays."""
    if isinstance(value, dict):
        return {k: hostile(v, text, url, k) for k, v in value.items()}
    if isinstance(value, list):
        return [hostile(v, text, url, key) for v in value]
    if not isinstance(value, str) or key in FIXED:
        return value
    if key in IDS:
        return f"{value}{text}"
    return url if key == "url" else text


def spoilt(weekly: Weekly, text: str, url: str) -> Weekly:
    return Weekly.model_validate(hostile(weekly.model_dump(mode="json"), text, url))


def assert_harmless(page: str) -> None:
    assert not re.search(r"<(script|img|iframe|object|embed|form|base|link|foreignobject|image|a xlink)\b", page, re.I)
    tree = LexborHTMLParser(page)
    assert len(tree.css("style")) == 1
    for node in tree.css("*"):
        for name, value in node.attributes.items():
            assert not name.startswith("on"), (node.tag, name)
            assert name not in ("src", "srcset", "background", "action", "xlink:href"), (node.tag, name)
            if name == "style":
                assert "url(" not in value or re.search(r"url\(#[\w-]+\)", value), value
            if name == "href" and node.tag == "use":
                assert re.match(r"#[\w-]+$", value), value
            elif name == "href":
                assert re.match(r"https?://|#|\.\./[\w./-]+\.html#", value or ""), value
                assert urlsplit(value or "").hostname != "evil.example"


@pytest.mark.parametrize(("text", "url"), PAIRS)
def test_hostile_text_never_becomes_markup(text: str, url: str, weeks: ModuleType) -> None:
    for kind in ("weekly", "extractive"):
        weekly = getattr(weeks, kind)()
        page = to_weekly_html(weeks.page_of(spoilt(weekly, text, url)))
        assert_harmless(page)
        tags = ("h2", "h3", "h4", "h5", "article", "details", "table", "tr")
        shape = [len(LexborHTMLParser(page).css(tag)) for tag in tags]
        plain = LexborHTMLParser(to_weekly_html(weeks.page_of(spoilt(weekly, "plain", ""))))
        assert shape == [len(plain.css(tag)) for tag in tags]


def test_hostile_titles_in_the_pictures_leave_the_page_whole(weeks: ModuleType, tmp_path: Path) -> None:
    weekly = weeks.weekly().model_copy(update={"trends": weeks.trends(papers=12)})
    written = write_weekly(spoilt(weekly, HOSTILE[1], LINKS[0]), tmp_path)
    page = written["weekly.html"].read_text(encoding="utf-8")
    assert_harmless(page)
    tips = LexborHTMLParser(page).css("svg use title")
    assert [tip.text() for tip in tips] == [HOSTILE[1]] * 12


@pytest.mark.parametrize(("text", "url"), PAIRS)
def test_hostile_text_leaves_the_shape_of_the_markdown(text: str, url: str, weeks: ModuleType) -> None:
    def rendered(text: str) -> str:
        page = to_weekly_markdown(weeks.page_of(spoilt(weeks.weekly(), text, url)))
        return MarkdownIt("commonmark").enable("table").render(page)

    def shape(page: str) -> list[str]:
        return re.findall(r"<(h\d|table|tr|td|details|/details|blockquote|script|img|div|hr|style)\b", page)

    page = rendered(text)
    assert shape(page) == shape(rendered("plain"))
    for target in re.findall(r'<a\s[^>]*href="([^"]*)"', page):
        assert re.match(r"https?://|#", target), target
        assert urlsplit(target).hostname != "evil.example"


@pytest.mark.parametrize("kind", ["weekly", "extractive", "one_week", "empty"])
def test_the_terminal_takes_no_orders(kind: str, weeks: ModuleType) -> None:
    text = "\x1b]0;owned\x07[bold red]x[/bold red]\x9b2J\u202e"
    console = Console(file=io.StringIO(), width=100, force_terminal=True, color_system=None)
    show_weekly(spoilt(getattr(weeks, kind)(), text, "https://x.example/[/link]"), console)
    page = re.sub(r"\x1b\[[0-9;]*m", "", console.file.getvalue())
    assert not re.search("[\x1b\x9b\x07\u202e]", page)
    assert kind == "empty" or "[bold red]x[/bold red]" in page
