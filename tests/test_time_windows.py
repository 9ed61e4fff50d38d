"""Times in a question, by the clock that is handed in."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paperwire.domain.timespans import read_time
from paperwire.domain.window import span_told

NOW = datetime(2026, 11, 21, 9, tzinfo=UTC)  # a Saturday


def spans(question: str, now: datetime = NOW) -> list[tuple[str, str]]:
    return [(str(w.first), str(w.last)) for w in read_time(question, now).windows]


@pytest.mark.parametrize(
    ("words", "first", "last"),
    [
        ("since March", "2026-03-01", "2026-11-21"),
        ("since 12 May", "2026-05-12", "2026-11-21"),
        ("since 2026", "2026-01-01", "2026-11-21"),
        ("since last week", "2026-11-09", "2026-11-21"),
        ("in March", "2026-03-01", "2026-03-31"),
        ("in December", "2025-12-01", "2025-12-31"),
        ("last March", "2026-03-01", "2026-03-31"),
        ("last December", "2025-12-01", "2025-12-31"),
        ("in Feb. 2024", "2024-02-01", "2024-02-29"),
        ("in Q2", "2026-04-01", "2026-06-30"),
        ("in Q4", "2026-10-01", "2026-12-31"),
        ("in the first quarter of 2025", "2025-01-01", "2025-03-31"),
        ("in the second half of 2025", "2025-07-01", "2025-12-31"),
        ("in winter 2024", "2024-12-01", "2025-02-28"),
        ("in early 2025", "2025-01-01", "2025-04-30"),
        ("this week", "2026-11-16", "2026-11-21"),
        ("last week", "2026-11-09", "2026-11-15"),
        ("in the past week", "2026-11-15", "2026-11-21"),
        ("last month", "2026-10-01", "2026-10-31"),
        ("last quarter", "2026-07-01", "2026-09-30"),
        ("last year", "2025-01-01", "2025-12-31"),
        ("in the last ten days", "2026-11-12", "2026-11-21"),
        ("over the last two months", "2026-09-22", "2026-11-21"),
        ("yesterday", "2026-11-20", "2026-11-20"),
        ("on Monday", "2026-11-16", "2026-11-16"),
        ("three months ago", "2026-08-01", "2026-08-31"),
        ("on 2026-05-12", "2026-05-12", "2026-05-12"),
        ("on May 12th, 2026", "2026-05-12", "2026-05-12"),
        ("before May 2025", "None", "2025-04-30"),
        ("until May 2025", "None", "2025-05-31"),
        ("after 2026-11-01", "2026-11-02", "2026-11-21"),
        ("between March and May", "2026-03-01", "2026-05-31"),
        ("in the week of 5 May", "2026-05-04", "2026-05-10"),
        ("the week beginning 2026-05-04", "2026-05-04", "2026-05-10"),
        ("between 3 and 9 May", "2026-05-03", "2026-05-09"),
        ("from October to March 2025", "2024-10-01", "2025-03-31"),
        ("- what about March?", "2026-03-01", "2026-03-31"),
        ("in 2027", "2027-01-01", "2027-12-31"),
    ],
)
def test_words_for_a_time(words, first, last):
    assert spans(f"papers on routing {words}") == [(first, last)]


@pytest.mark.parametrize(
    "question",
    [
        "what may work better than LoRA",
        "the march of progress in vision",
        "ImageNet 2012 classification",
        "why did you give 2505.17117 a 9",
        "the fall of recurrent networks",
        "on 31 June everything changes its colour",
        "a mixture of 8 experts",
    ],
)
def test_words_that_are_no_time(question):
    reading = read_time(question, NOW)
    assert [w for w in reading.windows if w.words] == []


def test_the_year_is_the_latest_in_which_the_month_has_begun():
    assert spans("in November", datetime(2026, 11, 1, tzinfo=UTC)) == [("2026-11-01", "2026-11-30")]
    assert spans("in November", datetime(2026, 10, 31, tzinfo=UTC)) == [("2025-11-01", "2025-11-30")]


def test_the_rest_is_the_question_without_its_time():
    reading = read_time("Which papers on MoE routing appeared in March?", NOW)
    assert reading.rest == "Which papers on MoE routing appeared?"
    assert reading.windows[0].words == "in March"


@pytest.mark.parametrize(
    ("question", "sense"),
    [
        ("what did you tell me in March", "seen"),
        ("papers you rejected in March", "seen"),
        ("what was in the digests of March", "seen"),
        ("how many papers were reviewed in March", "seen"),
        ("papers of March", "published"),
        ("papers published in March that you rejected", "published"),
    ],
)
def test_published_and_seen_are_told_apart(question, sense):
    assert [w.sense for w in read_time(question, NOW).windows] == [sense]


@pytest.mark.parametrize(
    ("question", "baseline", "recent"),
    [
        ("what changed in routing in Q2?", ("2026-01-01", "2026-03-31"), ("2026-04-01", "2026-06-30")),
        ("what changed since 12 November?", ("2026-11-02", "2026-11-11"), ("2026-11-12", "2026-11-21")),
        ("what changed compared with last month?", ("2026-10-01", "2026-10-31"), ("2026-11-01", "2026-11-21")),
        (
            "how has routing evolved in 2026 compared to 2024",
            ("2024-01-01", "2024-12-31"),
            ("2026-01-01", "2026-12-31"),
        ),
        ("what changed?", ("2026-09-23", "2026-10-22"), ("2026-10-23", "2026-11-21")),
    ],
)
def test_a_change_has_a_baseline_and_a_recent_window(question, baseline, recent):
    windows = read_time(question, NOW).windows
    assert [w.role for w in windows] == ["baseline", "recent"]
    assert [(str(w.first), str(w.last)) for w in windows] == [baseline, recent]


def test_a_window_is_told_with_its_sense():
    [window] = read_time("what did you read since March", NOW).windows
    assert window.told == "seen 1 March 2026 to 21 November 2026"
    assert window.holds(date(2026, 3, 1))
    assert not window.holds(date(2026, 2, 28))
    assert span_told(None, None) == "at any time"


EARLIEST = datetime(1990, 1, 1)  # noqa: DTZ001 (hypothesis adds the zone)


@given(st.text(max_size=200), st.datetimes(timezones=st.just(UTC), min_value=EARLIEST))
def test_no_question_breaks_it(question, now):
    for window in read_time(question, now).windows:
        assert window.first is None or window.last is None or window.first <= window.last


PIECES = (
    "since before between in from to and last past next the of 3 31 2026 0000 March May Q2 week months ago first half"
)


@given(st.lists(st.sampled_from(PIECES.split()), max_size=12), st.sampled_from(["", "what changed "]))
def test_no_heap_of_time_words_breaks_it(pieces, opening):
    for window in read_time(opening + " ".join(pieces), NOW).windows:
        assert window.first is None or window.last is None or window.first <= window.last
