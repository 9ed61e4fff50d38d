"""A quote counts only if the paper says it."""

import pytest

from paperwire.agents.quotes import QuoteFinder
from paperwire.domain import FullText, Section

TEXT = FullText(
    paper_id="1",
    source="html",
    sections=(
        Section(id="abstract", title="Abstract", text="We train a small model and report what it learns."),
        Section(
            id="S3",
            title="Results",
            text="On the test split the model reaches 28.4 points, which is 2.1 more than the\n"
            "strongest base-line we trained. The “softmax” step costs $O(n^{2}d)$ operations — too many "
            "for long inputs.",
            url="https://arxiv.org/html/1#S3",
        ),
    ),
)


@pytest.fixture(scope="module")
def finder() -> QuoteFinder:
    return QuoteFinder(TEXT)


def test_a_verbatim_quote_is_found_in_its_section(finder):
    found = finder.find("the model reaches 28.4 points, which is 2.1 more than the strongest base-line we trained")
    assert found is not None
    assert (found.section_id, found.url, found.match) == ("S3", "https://arxiv.org/html/1#S3", 100.0)


@pytest.mark.parametrize(
    "quote",
    [
        '"The "softmax" step costs O(n^2 d) operations - too many for long inputs."',
        "The softmax step costs $O(n^{2}d)$ operations, too many for long inputs",
        "ON THE TEST SPLIT the model  reaches\n28.4 points",
    ],
)
def test_typography_does_not_matter(finder, quote):
    found = finder.find(quote)
    assert found is not None
    assert found.section_id == "S3"
    assert found.text in " ".join(TEXT.sections[1].text.split())


@pytest.mark.parametrize(
    "quote",
    [
        "the model reaches 38.4 points, which is 2.1 more than the strongest base-line we trained",
        "the model is much better than every earlier system on the test split",
        "the strongest",
        "",
        "…",
    ],
)
def test_what_the_paper_does_not_say_is_not_found(finder, quote):
    assert finder.find(quote) is None


def test_the_quote_is_shown_in_the_papers_words(finder):
    found = finder.find("We train a smal model and report what it learns")
    assert found is not None
    assert found.text.startswith("We train a small model")


def test_a_formula_at_either_end_is_whole(finder):
    found = finder.find("$O(n^{2}d)$ operations — too many for long inputs")
    assert found is not None
    assert found.text.startswith("$O(n^{2}d)$ operations")
    assert finder.find("The “softmax” step costs $O(n^{2}d)$").text.endswith("$O(n^{2}d)$")


def test_the_nearest_passages_come_first(finder):
    assert "28.4" in finder.nearest("beats the baseline", "28.4 points more than the baseline")[0]
