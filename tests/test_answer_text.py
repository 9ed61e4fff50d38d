"""An answer as it is read: numbers set by code, support and what was left out in plain sight."""

from datetime import date

import pytest

from paperwire.digests.answer import answer_text, searched_text
from paperwire.domain.answer import Answer, Claim, LeftOut, Question, Searched, Source
from paperwire.domain.window import Window

ONE = Source(
    key="bcdfg",
    record="paper:2603.00001",
    kind="paper",
    paper_id="2603.00001",
    title="QuantTree: Pruned Quantization",
    text="Quantization along a tree [3, 4] works.",
    url="https://arxiv.org/abs/2603.00001",
    published=date(2026, 3, 9),
    seen=date(2026, 3, 10),
)
TWO = ONE.model_copy(update={"key": "ghjkm", "paper_id": "2603.00002", "title": "Another one"})
WINDOW = Window(first=date(2026, 3, 1), last=date(2026, 3, 31), words="in March")
ASKED = Question(asked="q", understood="q", kind="find", windows=(WINDOW,))


def test_claims_carry_the_numbers_of_their_references():
    claims = (
        Claim(text="Both work.", sources=("ghjkm", "bcdfg"), support="entailed"),
        Claim(text="One works a little.", sources=("bcdfg",), support="in part"),
    )
    text = answer_text(Answer(question=ASKED, state="answered", claims=claims, sources=(TWO, ONE)))
    assert "- Both work. [1][2]\n- One works a little. [2] (its passage says so only in part)" in text
    assert "[2] QuantTree: Pruned Quantization. 2603.00001, published 2026-03-09, seen 2026-03-10." in text
    assert text.startswith("Window: published 1 March 2026 to 31 March 2026.")


def test_a_quotation_has_a_name_and_no_foreign_numbers():
    claim = Claim(text="Quantization along a tree [3, 4] works.", sources=("bcdfg",), support="quoted")
    text = answer_text(Answer(question=ASKED, state="answered", claims=(claim,), sources=(ONE,)))
    assert '- QuantTree: "Quantization along a tree works." [1]' in text


def test_what_was_left_out_is_shown_with_its_reason():
    left = (LeftOut(text="It is ten times faster.", reason="10 stands in no passage that it cites"),)
    text = answer_text(Answer(question=ASKED, state="no_evidence", left_out=left))
    assert "Left out, 1 claim without support:\n- It is ten times faster. (10 stands" in text
    assert "The archive does not answer this." in text


@pytest.mark.parametrize(
    ("searched", "told"),
    [
        (Searched(), "Searched: an archive that holds nothing yet."),
        (
            Searched(papers=1200, digests=14, first=date(2026, 3, 1), last=date(2026, 11, 21), topic="quantization"),
            "Searched: 1,200 papers, 14 digests, 1 March 2026 to 21 November 2026; "
            "no title, abstract or news story mentions 'quantization'.",
        ),
        (
            Searched(papers=1, topic="atention mechanims"),
            "Searched: 1 paper; no title, abstract or news story mentions 'atention' and 'mechanims' together.",
        ),
        (
            Searched(
                papers=1,
                windows=(WINDOW,),
                topic="quantization",
                first_mention=date(2026, 5, 12),
                last_mention=date(2026, 6, 1),
            ),
            "Searched: 1 paper; nothing on 'quantization' in that time, only 12 May 2026 to 1 June 2026.",
        ),
    ],
)
def test_what_was_searched_is_told(searched, told):
    assert searched_text(Answer(question=ASKED, state="no_evidence", searched=searched)) == told


def test_a_number_for_a_source_that_is_not_cited_is_an_error():
    with pytest.raises(LookupError):
        Answer(question=ASKED, state="answered").number("bcdfg")
