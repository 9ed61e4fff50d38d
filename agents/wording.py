"""How nouns are put into words for a prompt. Everything from outside is fenced."""

from collections.abc import Iterable, Sequence

from ..domain import FullText, Paper, Point, PriorWork, Profile, Review
from ..prompts import fence
from ..sources.fulltext.layout import lay_out

LENS_TITLES = {"method": "method and theory", "evidence": "experiments and evidence", "novelty": "novelty"}


_READ = {
    "html": "the full text, from arXiv's HTML",
    "pdf": "the full text, extracted from the PDF",
    "edition": "the full text, as it came with the edition",
    "abstract": "only the abstract",
}


def profile_text(profile: Profile) -> str:
    """The reader's interests; the same bytes for every batch, so that a provider can cache them."""
    lines = ["THE READER'S INTERESTS"]
    for interest in profile.interests:
        lines.append(f"- {interest.name}. Yes: {interest.relevant}")
        if interest.not_relevant:
            lines.append(f"  Not: {interest.not_relevant}")
    if profile.keywords_for:
        lines.append(f"Keywords that speak for a paper: {', '.join(profile.keywords_for)}.")
    if profile.keywords_against:
        lines.append(f"Keywords that speak against it: {', '.join(profile.keywords_against)}.")
    return "\n".join(lines)


def listing_text(papers: Iterable[Paper]) -> str:
    """Titles and whole abstracts, each fenced under its id."""
    return "\n".join(fence("paper", f"{paper.title}\n{paper.abstract}", id=paper.id) for paper in papers)


def paper_text(paper: Paper, text: FullText, max_chars: int) -> str:
    """The paper as a referee reads it: title, then sections with their ids."""
    return fence("paper", f"{paper.title}\n\n{lay_out(text, max_chars)}", id=paper.id)


def what_was_read(text: FullText) -> str:
    """One line on where the text comes from; it stands outside the paper, so that nobody quotes it."""
    note = "" if text.source == "abstract" else text.note
    return f"{_READ[text.source]}. {note}".strip()


def abstract_text(paper: Paper, text: FullText) -> str:
    """The abstract that the referees saw: the text's own, which may differ from the announcement's."""
    own = next((section.text for section in text.sections if section.id == "abstract"), "")
    return fence("abstract", own or paper.abstract)


def prior_work_text(prior: Sequence[PriorWork]) -> str:
    """The memory's neighbours, or a plain word that there are none."""
    if not prior:
        return "(none: the memory holds nothing near it)"
    return "\n".join(
        fence("prior", f"{work.title}\n{work.excerpt}", id=work.paper_id, date=str(work.published or "date unknown"))
        for work in prior
    )


def reviews_text(reviews: Sequence[Review]) -> str:
    """The panel's reviews with their verified quotes."""
    return "\n\n".join(_review_text(review) for review in reviews) or "(no review could be had)"


def _review_text(review: Review) -> str:
    lines = [f"Summary: {review.summary}", *_points("Strengths", review.strengths)]
    lines += _points("Weaknesses", review.weaknesses)
    if review.questions:
        lines += ["Questions:", *(f"- {question}" for question in review.questions)]
    if review.scores:
        lines.append("Scores: " + ", ".join(f"{name} {value}" for name, value in review.scores.model_dump().items()))
    return fence("review", "\n".join(lines), lens=LENS_TITLES[review.lens])


def _points(heading: str, points: Sequence[Point]) -> list[str]:
    if not points:
        return []
    return [f"{heading}:", *(f'- {p.claim}\n  "{p.quote.text}" [{p.quote.section_title}]' for p in points)]
