"""One reviewed paper as Markdown."""

from ..domain import Direction, MetaReview, Paper, Point, PriorWork, Provenance, Report, Review, Suspicion
from .links import anchor, quote_link
from .markdown_escape import folded, inline, link, own_link, paragraphs, table
from .markdown_openreview import openreview_lines
from .openreview_words import problems_of
from .words import (
    LENSES,
    SCREENED,
    by_kind,
    closed,
    criterion,
    facts,
    made_by,
    meta_parts,
    panel,
    place,
    quote_check,
    short_day,
    suspicion_lines,
    verdict,
    what_was_read,
)


def report_lines(rank: int, report: Report) -> list[str]:
    """Everything known of one paper, in the order a reader wants it."""
    paper = report.paper
    lines = [f'<a id="{anchor("paper", paper.id)}"></a>', "", f"### {rank}. {link(paper.title, paper.url)}", ""]
    lines += [*byline(paper), *_selected(report), *screened(report.suspicions)]
    if report.summary:
        lines += [*paragraphs(report.summary.text), *_origin(report.summary.provenance)]
    if report.meta_review:
        lines += _meta(report.meta_review)
    if report.reviews:
        lines += _panel(report)
    if report.openreview:
        lines += openreview_lines(report.openreview)
    lines += _directions(report.directions)
    if report.prior_work:
        lines += ["#### From the memory", "", *(f"- {_prior(work)}" for work in report.prior_work), ""]
    if problems := problems_of(report):
        lines += ["#### Problems", "", *(f"- {inline(problem)}" for problem in problems), ""]
    return lines + abstract(paper)


def byline(paper: Paper) -> list[str]:
    """Authors, then categories and dates."""
    authors = ", ".join(inline(name) for name in paper.authors) or "Authors not given"
    return [authors + "<br>", " · ".join(inline(fact) for fact in (f"arXiv:{paper.id}", *facts(paper))), ""]


def screened(suspicions: tuple[Suspicion, ...]) -> list[str]:
    """What was taken out of the paper, as a warning beside it."""
    lines = [f"> - {inline(line)}" for line in suspicion_lines(suspicions)]
    return [f"> **Passages addressed to machine readers.** {SCREENED}", ">", *lines, ""] if lines else []


def abstract(paper: Paper) -> list[str]:
    """The abstract, folded."""
    return folded("Abstract", paragraphs(paper.abstract or "No abstract."))


def _selected(report: Report) -> list[str]:
    triage = report.triage
    scores = f"**Relevance {triage.relevance}/10 · Novelty {triage.novelty}/10 · {verdict(report.meta_review)}**"
    why = f"**{inline(closed(criterion(triage)))}** {inline(triage.reason)}".strip()
    return [scores, "", why, "", f"*{inline(what_was_read(report.text))}*", ""]


def _origin(provenance: Provenance) -> list[str]:
    label = made_by(provenance)
    return [f"*({label})*", ""] if label else []


def _meta(meta: MetaReview) -> list[str]:
    lines = [f"#### Meta-review: {verdict(meta)}", "", *_origin(meta.provenance)]
    for heading, text in meta_parts(meta):
        lines += [f"**{heading}**", "", *paragraphs(text)]
    return lines


def _panel(report: Report) -> list[str]:
    lines = [line for review in report.reviews for line in _review(review, report.paper.id)]
    return folded(panel(report.reviews), lines)


def _review(review: Review, paper_id: str) -> list[str]:
    lines = [
        f"##### {LENSES[review.lens]}",
        "",
        *_origin(review.provenance),
        *_scores(review),
        *paragraphs(review.summary),
    ]
    for heading, points in (("Strengths", review.strengths), ("Weaknesses", review.weaknesses)):
        if points:
            lines += [f"**{heading}**", "", *(line for point in points for line in _point(point, paper_id))]
    if review.questions:
        lines += ["**Questions**", "", *(f"- {inline(question)}" for question in review.questions), ""]
    check = quote_check(review.repaired, review.dropped)
    return lines + ([f"*{inline(check)}.*", ""] if check else [])


def _scores(review: Review) -> list[str]:
    scores = review.scores
    if scores is None:
        return ["No scores: this engine gives no verdict.", ""]
    head = ["Soundness", "Presentation", "Contribution", "Overall", "Confidence"]
    given = (scores.soundness, scores.presentation, scores.contribution, scores.overall, scores.confidence)
    row = [f"{value}/{most}" for value, most in zip(given, (4, 4, 4, 10, 5), strict=True)]
    return table(head, [row], 0)


def _point(point: Point, paper_id: str) -> list[str]:
    quote = point.quote
    where = own_link(place(quote), quote_link(quote.url, paper_id))
    return [f"- {inline(point.claim)}", "", f"  > {inline(quote.text)}", "  >", f"  > {where}", ""]


def _directions(directions: tuple[Direction, ...]) -> list[str]:
    if not directions:
        return []
    lines = ["#### Future directions", "", *_origin(directions[0].provenance)]
    for heading, group in by_kind(directions):
        lines += [f"**{heading}**", "", *(line for direction in group for line in _direction(direction))]
    return lines


def _direction(direction: Direction) -> list[str]:
    lines = [f"- **{inline(closed(direction.title))}** {inline(direction.idea)}"]
    if direction.rests_on:
        lines.append(f"  - Rests on: {inline(direction.rests_on)}")
    if direction.first_experiment:
        lines.append(f"  - First experiment: {inline(direction.first_experiment)}")
    if direction.done_by:
        lines.append(f"  - May have been done by: {'; '.join(_prior(work) for work in direction.done_by)}")
    return [*lines, ""]


def _prior(work: PriorWork) -> str:
    published = f"published {short_day(work.published)}, " if work.published else ""
    return f"{link(work.title, work.url)} ({published}similarity {work.similarity:.2f}, seen {short_day(work.seen)})"
