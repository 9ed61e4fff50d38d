"""Where a paper goes after triage."""

from datetime import date

import pytest

from paperwire.domain import Item, Paper, Triage
from paperwire.graphs.routing import end_of, find_duplicates, out_of_scope, place_all, rank
from paperwire.settings import Selection, Settings

CUT = Selection(relevance=7, novelty=6, max_reviews=2)


def scored(paper_id: str, relevance: int, novelty: int, *, author: bool = False) -> Triage:
    return Triage(paper_id=paper_id, relevance=relevance, novelty=novelty, author_match=author, criterion="Attention")


def row(position: int, paper_id: str) -> Item:
    return Item(position=position, paper_id=paper_id, title="", state="fetched")


def test_followed_authors_come_first_then_the_sum_of_both_axes():
    ranked = rank([scored("a", 7, 7), scored("b", 8, 8), scored("c", 2, 2, author=True), scored("d", 9, 7)])
    assert [one.paper_id for one in ranked] == ["c", "d", "b", "a"]


def test_ties_keep_the_order_of_the_listing():
    assert [one.paper_id for one in rank([scored("x", 8, 7), scored("y", 8, 7)])] == ["x", "y"]


def test_the_best_go_to_the_panel_and_the_rest_of_the_selected_to_the_shortlist():
    ranked = [scored("a", 9, 9), scored("b", 8, 8), scored("c", 7, 6), scored("d", 9, 5), scored("e", 6, 9)]
    assert place_all(ranked, CUT) == ["review", "review", "shortlist", "drop", "drop"]


def test_a_followed_author_is_selected_whatever_the_scores():
    assert place_all([scored("a", 1, 1, author=True)], CUT) == ["review"]


def test_the_ledger_says_which_axis_was_too_low():
    assert end_of(scored("a", 6, 5), "drop", CUT, []) == ("scored", "relevance 6 below 7, novelty 5 below 6")


def test_a_stopped_run_defers_what_the_panel_was_to_read():
    state, reason = end_of(scored("a", 9, 9), "review", CUT, ["quota exhausted"])
    assert state == "deferred"
    assert "quota exhausted" in reason


def test_duplicates_name_what_they_repeat():
    rows = [row(0, "a"), row(1, "b"), row(2, "a")]
    assert find_duplicates(rows, {"b": date(2026, 1, 2)}) == {1: "read on 2026-01-02", 2: "the same paper as row 0"}


@pytest.mark.parametrize(
    ("announcement", "categories", "kept"),
    [
        ("new", ("cs.LG",), True),
        ("cross", ("stat.ML", "cs.LG"), True),
        ("new", ("math.CO",), False),
        ("replace", ("cs.LG",), False),
    ],
)
def test_replacements_and_other_categories_are_filtered(announcement, categories, kept):
    paper = Paper(id="1", title="", abstract="", announcement=announcement, categories=categories)
    assert (out_of_scope(paper, Settings(categories=("cs.LG",))) == "") is kept
