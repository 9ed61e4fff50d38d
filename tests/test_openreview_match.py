"""Which submission on OpenReview is the paper: titles that only look alike, people of one name, years, copies."""

from datetime import UTC, date, datetime
from typing import Any

import pytest

from paperwire.domain import Forum, HumanReview, Paper
from paperwire.sources.openreview_bounds import bounded
from paperwire.sources.openreview_match import is_same_paper, likeness, search_words
from paperwire.sources.openreview_search import matching

TITLE = "Learning to Prune Attention Heads for Long Documents"


def paper(title: str = TITLE, authors: tuple[str, ...] = ("Ada Lovelace", "Alan Turing"), **more: Any) -> Paper:
    return Paper(id="2601.00007", title=title, abstract="", authors=authors, **more)


def stamp(year: int) -> int:
    return int(datetime(year, 6, 1, tzinfo=UTC).timestamp() * 1000)


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("A Study of $k$-Means++", "a study of k-means++", "same"),
        ("Pre-Training Helps: Really", "Pretraining Helps, Really", "same"),
        ('Schr\\"odinger Bridges', "Schrödinger bridges", "same"),
        ("Learning to prune attention head for long documents", TITLE, "near"),
        ("Scaling Laws for Sparse Experts, Part I", "Scaling Laws for Sparse Experts, Part II", "other"),
        ("LoRA-2: Low-Rank Adaptation Revisited", "LoRA-3: Low-Rank Adaptation Revisited", "other"),
        ("Attention Is All You Need", "Attention Is Not All You Need", "other"),
        ("On Convergence", "On Divergence", "other"),
        ("???", "!!!", "other"),
    ],
)
def test_titles_are_held_against_each_other_by_letters_and_numbers(one: str, other: str, expected: str) -> None:
    assert likeness(one, other) == likeness(other, one) == expected


@pytest.mark.parametrize(
    ("authors", "same"),
    [
        (["Ada Lovelace"], True),
        (["A. Lovelace", "Someone Else"], True),
        (["Lovelace, Ada"], True),
        ([{"fullname": "Alan M. Turing", "username": "~Alan_Turing1"}], True),
        (["Byron Lovelace"], False),
        (["Grace Hopper"], False),
    ],
)
def test_of_two_papers_that_share_a_title_the_authors_decide(authors: list[Any], same: bool) -> None:
    content = {"title": TITLE, "authors": authors}
    assert is_same_paper(paper(), content, stamp(2026)) is same
    assert is_same_paper(paper(published=date(2026, 1, 2)), content, None) is same


@pytest.mark.parametrize("hidden", [None, [], ["Anonymous"], ["Anonymous Authors"], "Anonymous"])
def test_without_names_the_year_decides_and_the_title_must_be_exact(hidden: Any) -> None:
    content = {"title": TITLE.upper(), "authors": hidden}
    assert is_same_paper(paper(), content, stamp(2025)), "the id says 2026"
    assert not is_same_paper(paper(), content, stamp(2023))
    assert not is_same_paper(paper(published=date(2019, 5, 1)), content, stamp(2025))
    assert not is_same_paper(paper(), content, None)
    assert not is_same_paper(paper(), {"title": TITLE.replace("Heads", "Head"), "authors": hidden}, stamp(2025))


def hit(name: str, year: int = 2025, **more: Any) -> dict[str, Any]:
    content = {"title": {"value": TITLE}, **{key: {"value": value} for key, value in more.pop("content", {}).items()}}
    kind = more.pop("kind", "ICLR.cc/2026/Conference/-/Submission")
    return {"id": name, "forum": name, "invitations": [kind], "cdate": stamp(year), "content": content, **more}


def test_submissions_come_newest_first_and_what_is_none_is_left_out() -> None:
    hits = [
        hit("old", 2025),
        hit("new", 2026),
        hit("dblp", 2026, kind="DBLP.org/-/Record"),
        hit("venueid", 2026, content={"venueid": "dblp.org/journals/CORR/2026"}),
        hit("reply", 2026, forum="other"),
        hit("gone", 2026, ddate=1),
        hit("../../etc", 2026),
        hit("alike", 2026, content={"title": f"Not {TITLE}"}),
        {"id": 3, "content": "x"},
        {},
    ]
    assert matching(paper(), hits) == ["new", "old"]


def test_a_title_becomes_words_without_signs_of_a_query_language() -> None:
    assert search_words('K-FAC* AND "x": $O(n)$ ~ (a OR b)^2') == "K-FAC AND x O n a OR b 2"
    assert len(search_words("word " * 5_000)) <= 300


def test_a_forum_of_any_length_is_cut_to_what_was_allowed_and_says_so() -> None:
    reviews = tuple(HumanReview(id=f"r{n}", weaknesses="w" * 900, limitations="l" * 900) for n in range(40))
    cut = bounded(Forum(id="f", title="t" * 9_000, decision="d" * 9_000, reviews=reviews), 12_000)
    assert len(cut.reviews) == 12
    assert all(len(review.weaknesses) == 900 and len(review.limitations) == 100 for review in cut.reviews)
    assert len(cut.title) + len(cut.decision) == 400
    assert [notice[:14] for notice in cut.notices] == ["Of 40 reviews ", "12 of the revi"]


def test_a_usual_forum_is_left_as_it_is() -> None:
    forum = Forum(id="f", title="T", reviews=(HumanReview(id="r", weaknesses="w"),))
    assert bounded(forum, 10_000) == forum
