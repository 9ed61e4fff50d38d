"""The words that every form of the digest shares."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Literal, get_args

from ..domain import (
    Direction,
    DirectionKind,
    FullText,
    Lens,
    MetaReview,
    Paper,
    Point,
    Provenance,
    Quote,
    Review,
    Suspicion,
    Triage,
)
from .text import one_line

LENSES: dict[Lens, str] = {
    "method": "Method and theory",
    "evidence": "Experiments and evidence",
    "novelty": "Novelty against prior work",
}
KINDS: dict[DirectionKind, str] = {
    "extension": "Direct extensions",
    "new direction": "New directions",
    "open problem": "Unexplored problems",
    "application": "Applications",
}
_SOURCES = {
    "html": "the full text (arXiv HTML)",
    "pdf": "the full text (PDF)",
    "edition": "the full text (as it came with the edition)",
    "abstract": "the abstract only",
}
SELECTED_SENTENCES = "sentences selected by the extractive engine"


def day_name(day: date) -> str:
    """`Monday, 5 January 2026`."""
    return f"{day:%A}, {short_day(day)}"


def short_day(day: date) -> str:
    """`5 January 2026`."""
    return f"{day.day} {day:%B %Y}"


def moment(when: datetime) -> str:
    """`5 January 2026, 06:30 UTC`; digests are written in UTC."""
    return f"{short_day(when.date())}, {when:%H:%M} {when.tzname() or ''}".strip()


def counted(number: int, noun: str, plural: str = "") -> str:
    """`1 quote`, `1,204 quotes`."""
    return f"{number:,} {noun if number == 1 else plural or noun + 's'}"


def listed(parts: Sequence[str]) -> str:
    """`one, two and three`."""
    return " and ".join(part for part in (", ".join(parts[:-1]), *parts[-1:]) if part)


def short_authors(authors: tuple[str, ...], most: int = 3) -> str:
    """The first authors, and how many there are besides."""
    names = [one_line(name) for name in authors]
    if len(names) <= most + 1:
        return ", ".join(names)
    return f"{', '.join(names[:most])} and {len(names) - most} more"


def verdict(meta: MetaReview | None) -> str:
    """`Major revision · 6/10`; `No verdict` where the engine gives none, `No meta-review` where there is none."""
    if meta is None:
        return "No meta-review"
    recommendation = meta.recommendation.capitalize() if meta.recommendation else ""
    score = f"{meta.score}/10" if meta.score is not None else ""
    return " · ".join(part for part in (recommendation, score) if part) or "No verdict"


def made_by(provenance: Provenance) -> str:
    """A label for what no model wrote; empty for what a model did."""
    return SELECTED_SENTENCES if provenance.engine == "extractive" else ""


def criterion(triage: Triage) -> str:
    """What selected the paper: `Author match`, the interest's name, both, or neither."""
    parts = ("Author match" if triage.author_match else "", one_line(triage.criterion))
    return " · ".join(part for part in parts if part) or "No single interest"


def what_was_read(text: FullText) -> str:
    """The source of the text and why it is less than the whole, in one or two sentences."""
    note = one_line(text.note)
    read = f"Read from {_SOURCES[text.source]}."
    return f"{read} {note}" if note else read


def closed(text: str) -> str:
    """`text` as one line that ends like a sentence."""
    line = one_line(text)
    return line if line.endswith((".", "?", "!", ":")) else f"{line}."


def panel(reviews: tuple[Review, ...]) -> str:
    """`The panel: 3 reviews, overall 6, 5 and 7`."""
    given = [str(review.scores.overall) for review in reviews if review.scores]
    overall = f", overall {listed(given)}" if given else ""
    return f"The panel: {counted(len(reviews), 'review')}{overall}"


def strongest(reviews: Sequence[Review], side: Literal["strengths", "weaknesses"], most: int) -> list[Point]:
    """The first points of every review, then the further ones; a claim made twice counts once."""
    lists: list[tuple[Point, ...]] = [getattr(review, side) for review in reviews]
    found = [point for points in lists for point in points[:1]] + [point for points in lists for point in points[1:]]
    each: dict[str, Point] = {}
    for point in found:
        each.setdefault(point.claim, point)
    return list(each.values())[:most]


def place(quote: Quote) -> str:
    """Where a quote stands: `§` and the section."""
    return f"§ {one_line(quote.section_title or quote.section_id) or 'the text'}"


SCREENED = "Taken out before the agents read it; it moved no score by itself."
_LONGEST_PASSAGE = 600


def suspicion_lines(suspicions: tuple[Suspicion, ...]) -> list[str]:
    """A line for each passage that was taken out: where it stood, what it does, its words."""
    return [f"{suspicion_head(one)} “{_shortened(one.meaning or one.passage)}”" for one in suspicions]


def suspicion_head(one: Suspicion) -> str:
    """`A passage in the abstract asks for a verdict:`"""
    return f"A passage in {one_line(one.place)} {one_line(one.rule)}:"


def _shortened(text: str) -> str:
    line = one_line(text)
    return line if len(line) <= _LONGEST_PASSAGE else f"{line[:_LONGEST_PASSAGE]}…"


def facts(paper: Paper) -> list[str]:
    """Categories, day of publication, kind of announcement, comment: what there is of them."""
    kind = {"new": "", "cross": "cross-listed", "replace": "replacement"}[paper.announcement]
    published = f"published {short_day(paper.published)}" if paper.published else ""
    parts = (", ".join(paper.categories), published, kind, paper.comment or "")
    return [one_line(part) for part in parts if part.strip()]


def by_kind(directions: Iterable[Direction]) -> list[tuple[str, list[Direction]]]:
    """Directions under the heading of their kind, in a fixed order of kinds, empty ones left out."""
    known = list(directions)
    groups = ((KINDS[kind], [d for d in known if d.kind == kind]) for kind in get_args(DirectionKind))
    return [(heading, group) for heading, group in groups if group]


def meta_parts(meta: MetaReview) -> list[tuple[str, str]]:
    """The meta-review's prose under its headings, in reading order, empty parts left out."""
    parts = (
        ("Against real decisions", against_decisions(meta)),
        ("Summary", meta.summary),
        ("Agreement", meta.agreement),
        ("Disagreements", "\n".join(f"- {one_line(point)}" for point in meta.disagreements)),
        ("Weaknesses", meta.weaknesses),
        ("Technical soundness", meta.technical_soundness),
        ("Novelty and significance", meta.novelty_and_significance),
        ("Limitations", meta.limitations),
        ("Overall evaluation", meta.overall),
        ("Required revisions", "\n".join(f"- {one_line(point)}" for point in meta.required_revisions)),
    )
    return [(heading, text) for heading, text in parts if text.strip()]


def against_decisions(meta: MetaReview) -> str:
    """What scores like the panel's have gone with at a conference; empty where they could not be compared."""
    found = meta.calibrated
    if found is None:
        return ""
    return (
        f"Of papers that models scored like this, about {found.accept_probability:.0%} were accepted at "
        f"{found.fitted_on} (of all, {found.base_rate:.0%}); their human ratings averaged "
        f"{found.expected_rating:.1f} of 10. Fitted by rule on those decisions, not asked of a model."
    )


def quote_check(repaired: int, dropped: int) -> str:
    """What became of the quotes that were not found at first; empty where all were."""
    parts = []
    if repaired:
        parts.append(f"{counted(repaired, 'quote')} found only when asked for again")
    if dropped:
        parts.append(f"{counted(dropped, 'point')} dropped, the quote is not in the paper")
    return "; ".join(parts)
