"""What a model gets of a paper that is too long for it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paperwire.domain import FullText, Section
from paperwire.sources.fulltext import lay_out

TITLES = [
    ("abstract", "Abstract"),
    ("S1", "1 Introduction"),
    ("S2", "2 Method"),
    ("S3", "3 Experiments"),
    ("S4", "4 Conclusion"),
    ("Sx1", "Limitations"),
    ("A1", "Appendix A Proofs"),
    ("A2", "Appendix B Tables"),
]


def paper(length: int, titles: list[tuple[str, str]] = TITLES) -> FullText:
    sentence = "A sentence of forty characters, exactly. "
    texts = {"S2": 3 * length}
    sections = (
        Section(id=i, title=t, text=(sentence * (texts.get(i, length) // 41 + 1))[: texts.get(i, length)].strip())
        for i, t in titles
    )
    return FullText(paper_id="1", source="html", sections=tuple(sections))


def shown(laid_out: str) -> dict[str, str]:
    blocks = laid_out.split("\n\n[")
    return {block.lstrip("[").partition("]")[0]: block for block in blocks}


def test_a_short_paper_is_whole() -> None:
    text = paper(400)
    laid_out = lay_out(text, 10_000)
    assert laid_out.startswith("[abstract] Abstract\nA sentence")
    assert all(s.text in laid_out for s in text.sections)
    assert "left out" not in laid_out


def test_appendices_go_first_from_the_back() -> None:
    text = paper(4000)
    blocks = shown(lay_out(text, 36_500))
    assert "left out" in blocks["A2"]
    assert not [name for name in blocks if name != "A2" and "left out" in blocks[name]]


def test_then_the_longest_middle_section_at_a_sentence_end() -> None:
    blocks = shown(lay_out(paper(4000), 26_000))
    assert blocks["A1"].count("sentence") == blocks["A2"].count("sentence") == 0
    assert "exactly. [… " in blocks["S2"]
    assert "left out" not in blocks["S3"]


@pytest.mark.parametrize("budget", [17_000, 20_000, 30_000])
def test_what_matters_most_is_never_cut_while_anything_else_is_left(budget: int) -> None:
    text = paper(4000)
    laid_out = lay_out(text, budget)
    for section in text.sections:
        if section.id in ("abstract", "S1", "S4", "Sx1"):
            assert section.text in laid_out


def test_marks_tell_what_is_missing() -> None:
    text = paper(4000)
    block = shown(lay_out(text, 26_000))["S2"]
    missing = int(block.split("[… ")[1].split()[0])
    kept = block.partition("\n")[2].partition(" […")[0]
    assert len(kept) + missing == pytest.approx(len(text.sections[2].text), abs=1)


def test_lettered_titles_count_as_appendices_only_after_numbered_ones() -> None:
    lettered = [("sec-1", "1 Introduction"), ("sec-2", "2 Method"), ("sec-3", "A Proofs"), ("sec-4", "E Limitations")]
    blocks = shown(lay_out(paper(2000, lettered), 7_000))
    assert "left out" in blocks["sec-3"]
    assert "left out" not in blocks["sec-4"]
    plain = [("sec-1", "A New Method"), ("sec-2", "Experiments"), ("S2", "Discussion")]
    assert "sentence" in shown(lay_out(paper(2000, plain), 9_000))["sec-1"]


def test_a_checklist_goes_before_an_appendix_even_where_it_stands_earlier() -> None:
    titles = [("s1", "1 Introduction"), ("s2", "NeurIPS Paper Checklist"), ("s3", "A Proofs")]
    blocks = shown(lay_out(paper(2000, titles), 5_000))
    assert "left out" in blocks["s2"]
    assert "left out" not in blocks["s3"]


@given(length=st.integers(0, 3000), budget=st.integers(0, 40_000))
def test_never_longer_than_asked_and_always_the_same(length: int, budget: int) -> None:
    text = paper(length)
    laid_out = lay_out(text, budget)
    assert len(laid_out) <= budget
    assert laid_out == lay_out(text, budget)
