"""What the digest says of a day: empty, silent, failed and whole days never read alike."""

from datetime import UTC, date, datetime

import pytest

from paperwire.digests import to_html, to_markdown
from paperwire.digests.day import day_state, endings, headline, warnings
from paperwire.digests.reading import money, usage_total
from paperwire.domain import Counts, Digest, Item, UsageRow


def _day(counts: Counts, scanned: int = 0, selected: int = 0, **more: object) -> Digest:
    return Digest(
        day=date(2026, 1, 5),
        edition="arxiv",
        written=datetime(2026, 1, 5, 6, 30, tzinfo=UTC),
        engine=str(more.pop("engine", "openai · gpt-5-mini")),
        counts=counts,
        scanned=scanned,
        selected=selected,
        **more,
    )


DAYS = {
    "empty listing": _day(Counts()),
    "nothing to scan": _day(Counts(duplicate=4, filtered=2)),
    "no answer": _day(Counts(failed=40, deferred=3)),
    "nothing selected": _day(Counts(scored=43), scanned=43),
    "selected": _day(Counts(scored=40, selected=3), scanned=43, selected=3),
}


@pytest.mark.parametrize("state", DAYS)
def test_each_kind_of_day_is_told_apart(state: str) -> None:
    assert day_state(DAYS[state]) == state


def test_no_two_kinds_of_day_read_alike() -> None:
    openings = [headline(day).split(".")[0] for day in DAYS.values()]
    assert len(set(openings)) == len(DAYS)


@pytest.mark.parametrize("render", [to_html, to_markdown])
def test_silence_from_triage_is_not_an_empty_day(render) -> None:
    silent, empty = render(DAYS["no answer"]), render(DAYS["nothing selected"])
    assert "Triage got no answer" in silent
    assert "not a day without relevant papers: 43 papers are unread" in silent
    assert "Nothing was selected" not in silent
    assert "Nothing was selected among the 43 papers that were scanned" in empty
    assert "no answer" not in empty


def test_a_day_of_failures_says_so_before_anything_else() -> None:
    page = to_markdown(_day(Counts(failed=1), open_items=(_failed(),)))
    assert page.index("Triage got no answer") < page.index("announced:**")
    assert page.index("Warning") < page.index("announced:**")


def test_an_empty_selection_with_failures_warns() -> None:
    assert "no answer" in warnings(_day(Counts(scored=40, failed=3), scanned=40))[0]
    assert warnings(DAYS["nothing selected"]) == []


def test_an_unfinished_run_warns() -> None:
    assert "2 rows have no end yet" in warnings(_day(Counts(fetched=2, scored=1), scanned=1))[-1]


def test_the_endings_add_up_to_what_was_announced() -> None:
    counts = Counts(duplicate=1, filtered=2, scored=3, selected=4, reviewed=5, deferred=6, failed=7, fetched=8)
    assert sum(end.value for end in endings(_day(counts, 12, 9))) == counts.announced


@pytest.mark.parametrize("render", [to_html, to_markdown])
def test_an_extractive_day_gives_no_verdict_and_names_the_remedy(render) -> None:
    page = render(_day(Counts(scored=3), scanned=3, engine="extractive")).replace("\\", "")
    assert "gives no verdict" in page
    assert "OPENAI_API_KEY" in page
    assert "paperwire.toml" in page


@pytest.mark.parametrize("render", [to_html, to_markdown])
def test_an_unreadable_row_without_id_or_title_is_listed(render) -> None:
    page = render(_day(Counts(failed=1), open_items=(_failed(),)))
    assert "Unreadable row" in page
    assert "arxiv.org/abs" not in page


def _failed() -> Item:
    return Item(position=1, paper_id="", title="", state="failed", reason="no identifier")


@pytest.mark.parametrize(
    ("cost", "words"),
    [(None, "unknown"), (0, "$0.00"), (0.00001, "under $0.0001"), (0.0042, "$0.0042"), (1234.5, "$1,234.50")],
)
def test_money(cost: float | None, words: str) -> None:
    assert money(cost) == words


def _row(cost: float | None) -> UsageRow:
    return UsageRow(
        agent="a", engine="openai", model="m", calls=1, prompt_tokens=2, cached_tokens=1, completion_tokens=3, cost=cost
    )


def test_a_total_says_what_it_does_not_know() -> None:
    assert usage_total((_row(0.5), _row(0.25))).cost == "$0.75"
    assert usage_total((_row(0.5), _row(None))).cost == "at least $0.50"
    assert usage_total((_row(None), _row(None))).cost == "unknown"
    assert usage_total((_row(0.5), _row(None))).prompt == "4"


def test_failures_are_gathered_under_their_reason() -> None:
    items = tuple(
        Item(position=n, paper_id=str(n), title=f"P{n}", state="failed", reason="no reply") for n in range(40)
    )
    other = Item(position=41, paper_id="41", title="P41", state="deferred", reason="over budget")
    day = _day(Counts(failed=40, deferred=1), open_items=(other, *items))
    for page in (to_html(day), to_markdown(day)):
        assert page.count("no reply") == 1
        assert page.index("no reply") < page.index("over budget")
        assert page.count("arxiv.org/abs/") == 41
