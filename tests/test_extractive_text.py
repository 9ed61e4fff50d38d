"""What is found in a paper's text: sentences, strengths, limits, checks, summary and directions."""

import gzip
import json
import os
import re
from datetime import date
from pathlib import Path

import pytest

from paperwire.domain import (
    FullText,
    Lens,
    MetaReview,
    Paper,
    Point,
    PriorWork,
    Provenance,
    Quote,
    Review,
    Section,
)
from paperwire.domain.briefs import DirectionsBrief, MetaReviewBrief, ReviewBrief, SummaryBrief
from paperwire.domain.errors import EngineError
from paperwire.domain.forms import MetaReviewFindings, ReviewFindings
from paperwire.engines.extractive.directions import propose
from paperwire.engines.extractive.meta_review import join_reviews
from paperwire.engines.extractive.review import review
from paperwire.engines.extractive.sentences import read_sentences, readable, split_sentences
from paperwire.engines.extractive.summary import summarise

ABSTRACT = (
    "Existing samplers waste most of their steps and remain difficult to tune in practice. "
    "We propose Lantern, a sampler that chooses its own step size from the local curvature. "
    "The rule needs one extra evaluation and no gradient of the step size. "
    "Lantern is 2.4x faster than the best baseline and improves likelihood by 3.1% on four datasets. "
    "The results suggest that curvature is a cheap guide for sampling."
)
RESULTS = (
    "Lantern outperforms every baseline by 4.2 points on the hardest dataset, cf. Fig. 3 of the appendix.\n\n"
    "Table 2: Results of all methods on all datasets that we have tried so far in this work.\n\n"
    "Removing the curvature term lowers the ablated accuracy from 81.3% to 76.0% on the same dataset."
)
LIMITS = (
    "Our method assumes that the density is smooth, and it may not hold for discrete targets. "
    "We did not evaluate the sampler on problems with more than one thousand dimensions."
)
CONCLUSION = (
    "We introduced a sampler that reads the curvature of its target and sets its own step. "
    "In future work, we plan to extend the sampler to discrete targets with learned relaxations."
)
PAPER = Paper(id="2601.99901", title="Lantern", abstract=ABSTRACT)


def text(*more: Section, results: str = RESULTS, source: str = "html") -> FullText:
    sections = (
        Section(id="abstract", title="Abstract", text=ABSTRACT),
        Section(
            id="S1",
            title="1 Introduction",
            text="In contrast to prior methods, our sampler needs no tuning by hand at all.",
        ),
        Section(id="S4", title="4 Experiments", text=results),
        Section(id="S5", title="5 Limitations", text=LIMITS),
        Section(id="S6", title="6 Conclusion", text=CONCLUSION),
        *more,
    )
    return FullText.model_validate({"paper_id": PAPER.id, "source": source, "sections": sections})


def read(lens: Lens, of: FullText, prior: tuple[PriorWork, ...] = ()) -> ReviewFindings:
    return review(ReviewBrief(paper=PAPER, text=of, lens=lens, prior_work=prior, today=date(2026, 1, 5)))


def claims(points: list) -> list[str]:
    return [point.claim for point in points]


@pytest.mark.parametrize(
    ("paragraph", "count"),
    [
        ("We follow Vaswani et al. In this way the loss falls. It stays low.", 2),
        ("See Fig. 3 for the curve. The rest is in Sec. 4.2 and Eq. (7). Done.", 3),
        ("It costs 0.5 s, e.g. One GPU is enough, i.e. Two are better.", 1),
        ("Let $x. Y$ be a set. Then $f(x) = 1.$ Next we go on.", 3),
        ("Does it scale? Yes! It does so “always.” We show it.", 4),
        ("This is by J. Smith and A. B. Jones of the U. N. panel.", 1),
    ],
)
def test_sentences_end_where_they_end(paragraph: str, count: int) -> None:
    pieces = split_sentences(paragraph)
    assert len(pieces) == count
    assert all(piece in paragraph for piece in pieces)


@pytest.mark.parametrize(
    "junk",
    [
        "Too short to say anything.",
        "and so the rest of a sentence that was cut at a column goes on here.",
        "We define \\mathcal{L} as the loss of the model on the whole data set here.",
        "Where f 1 ( x ) = a + b * c and g ( y ) = d - e , h k l m n.",
        "The method of Smith et al. and the one that was given in [3, 4 are the same.",
        "A sentence without an end that goes on and on and then just stops there",
    ],
)
def test_debris_is_not_read(junk: str) -> None:
    assert not readable(junk)


def test_captions_and_checklists_are_left_out() -> None:
    checklist = Section(
        id="x",
        title="2. Limitations",
        text="The answer NA means that the paper has no limitation, while No means it has some.",
    )
    found = [s.text for s in read_sentences(text(checklist))]
    assert not any(s.startswith("Table 2") or "answer NA" in s for s in found)
    assert any(s.endswith("cf. Fig. 3 of the appendix.") for s in found)


def test_every_quote_stands_in_its_section() -> None:
    of = text()
    for lens in ("method", "evidence", "novelty"):
        found = read(lens, of)
        assert found.strengths
        for point in (*found.strengths, *found.weaknesses):
            assert any(point.quote in section.text for section in of.sections)
            assert 8 <= len(point.quote.split()) <= 60


def test_each_lens_looks_at_its_own() -> None:
    method, evidence, novelty = (read(lens, text()) for lens in ("method", "evidence", "novelty"))
    assert method.strengths[0].quote.startswith("We propose Lantern")
    assert "States a limit of its own" in claims(method.weaknesses)
    assert any("2.4x faster" in p.quote for p in evidence.strengths)
    assert "Tests its parts in an ablation" in claims(evidence.strengths)
    assert any("more than one thousand dimensions" in p.quote for p in evidence.weaknesses)
    assert "Says how it differs from earlier work" in claims(novelty.strengths)


def test_a_missing_spread_is_a_weakness_and_a_question() -> None:
    missing = read("evidence", text())
    assert "No spread over runs or seeds found in the text" in claims(missing.weaknesses)
    assert missing.questions == ["How do the results vary over seeds?"]
    given = read(
        "evidence",
        text(results=RESULTS + "\n\nAll figures are means over 5 seeds with a standard deviation below 0.2."),
    )
    assert "No spread over runs or seeds found in the text" not in claims(given.weaknesses)
    assert given.questions == []
    assert "Says how the results vary" in claims(given.strengths)


def test_what_only_an_abstract_lacks_is_not_held_against_it() -> None:
    only = FullText(
        paper_id="x", source="abstract", sections=(Section(id="abstract", title="Abstract", text=ABSTRACT),)
    )
    for lens in ("method", "evidence"):
        assert not [c for c in claims(read(lens, only).weaknesses) if c.startswith("No ")]


def test_a_near_paper_of_the_memory_is_named() -> None:
    near = PriorWork(paper_id="2501.00001", title="Candle", seen=date(2025, 1, 2), similarity=0.83)
    far = near.model_copy(update={"title": "Brick", "similarity": 0.2})
    found = read("novelty", text(), (near, far))
    assert found.questions == ["How does it differ from “Candle” (2501.00001, similarity 0.83)?"]
    assert found.weaknesses == [], "nearness is a question, not a fault"


def test_an_unreadable_text_gives_no_findings() -> None:
    empty = FullText(paper_id="x", source="pdf", sections=(Section(id="p1", title="", text="x1 y2 |||"),))
    for lens in ("method", "evidence", "novelty"):
        assert read(lens, empty) == ReviewFindings(summary="", strengths=[], weaknesses=[], questions=[])


def test_the_summary_is_the_papers_own_sentences_in_order() -> None:
    told = summarise(SummaryBrief(paper=PAPER, text=text())).text
    pieces = split_sentences(told)
    assert 3 <= len(pieces) <= 5
    assert all(piece in ABSTRACT for piece in pieces)
    assert [ABSTRACT.index(p) for p in pieces] == sorted(ABSTRACT.index(p) for p in pieces)
    assert "We propose Lantern" in told


def test_the_summary_falls_back_on_the_abstract_and_then_fails_loudly() -> None:
    empty = FullText(paper_id="x", source="pdf", sections=())
    assert "Lantern" in summarise(SummaryBrief(paper=PAPER, text=empty)).text
    with pytest.raises(EngineError, match="Nothing readable"):
        summarise(SummaryBrief(paper=PAPER.model_copy(update={"abstract": " "}), text=empty))


def test_directions_come_from_future_work_and_limits() -> None:
    brief = DirectionsBrief(
        paper=PAPER, text=text(), reviews=(), meta_review=None, prior_work=(), today=date(2026, 1, 5)
    )
    found = propose(brief).directions
    assert found[0].title == "Future work named in “6 Conclusion”"
    assert found[0].idea.startswith("In future work, we plan")
    assert found[0].first_experiment == ""
    assert [d.title.startswith("A limit") for d in found] == [False, True, True]


def _reviews(of: FullText) -> tuple[Review, ...]:
    by = Provenance(prompt="review@v1", prompt_hash="0" * 12, engine="extractive", model="rules")
    reviews = []
    for lens in ("method", "evidence", "novelty"):
        found = read(lens, of)
        strengths, weaknesses = (
            tuple(Point(claim=p.claim, quote=Quote(text=p.quote)) for p in points)
            for points in (found.strengths, found.weaknesses)
        )
        reviews.append(
            Review(lens=lens, summary=found.summary, strengths=strengths, weaknesses=weaknesses, provenance=by)
        )
    return tuple(reviews)


def test_the_meta_review_joins_and_gives_no_verdict() -> None:
    reviews = _reviews(text())
    brief = MetaReviewBrief(paper=PAPER, text=text(), reviews=reviews, prior_work=(), today=date(2026, 1, 5))
    joined = join_reviews(brief)
    assert "no verdict" in joined.summary
    assert joined.summary.startswith("3 readings: ")
    assert "2 stated limits" in joined.summary
    assert joined.agreement.startswith("The paper states its main contribution")
    assert "No spread over runs" in joined.weaknesses
    assert "discrete targets" in joined.limitations
    assert set(MetaReviewFindings.model_fields) < set(MetaReview.model_fields)


@pytest.mark.skipif("PAPERWIRE_DATA" not in os.environ, reason="PAPERWIRE_DATA names no folder of real papers")
def test_real_papers_are_read_and_every_quote_is_exact() -> None:
    path = Path(os.environ["PAPERWIRE_DATA"]) / "fulltext" / "neurips2025_markdown.jsonl.gz"
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for row in map(json.loads, lines):
            pieces = re.split(r"^#+ (.*)$", row["markdown"], flags=re.MULTILINE)
            pairs = zip(pieces[1::2], pieces[2::2], strict=True)
            sections = tuple(Section(id=f"sec-{at}", title=t, text=b.strip()) for at, (t, b) in enumerate(pairs))
            of = FullText(paper_id="x", source="pdf", sections=sections)
            assert len(split_sentences(summarise(SummaryBrief(paper=PAPER, text=of)).text)) >= 2
            points = [p for lens in ("method", "evidence", "novelty") for p in read(lens, of).strengths]
            assert points, row["title"]
            assert all(any(p.quote in s.text for s in sections) for p in points)
