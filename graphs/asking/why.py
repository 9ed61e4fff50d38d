"""Why a paper got what it got: read out of the ledger, with the prompt that scored it and the reviews' quotes."""

import re

from ...domain import Item, MetaReview, Provenance, Report, Review, Run, Triage
from ...domain.answer import Claim, Question, Source
from ...memory import Record
from .gather import PAPERS, look, named_papers
from .gathered import Told
from .room import ReadingRoom
from .sources import announced, made_source, to_the_point

_POINTS = 2
_SCORE = re.compile(r"\b(?:a|an) (10|[1-9])\b(?! percent)", re.IGNORECASE)


async def explain(room: ReadingRoom, question: Question) -> Told:
    """Every recorded reason for the paper of the question; nothing is worded by a model."""
    notices: list[str] = []
    papers = named_papers(room, question) or _announced(room, question)
    if not papers and question.scope.paper_ids:
        return [], [], [f"No day that was read announced {', '.join(question.scope.paper_ids)}."]
    if not papers:
        hits = await look(room, question.scope.query, PAPERS, None, question.scope)
        papers = [hit.record for hit in to_the_point(room.find, hits, question.scope.topic)][:1]
        notices = [f"Taken to be about {paper.title} ({paper.paper_id})." for paper in papers]
    told = []
    for paper in papers[:3]:
        pairs = _of_paper(room, paper)
        notices += [f"{paper.title} ({paper.paper_id}) {false}." for false in _false(room, question, paper) if pairs]
        told += pairs
        if not pairs:
            notices.append(f"{paper.title} ({paper.paper_id}) is remembered, but no day that was read announced it.")
    return [claim for claim, _ in told], [source for _, source in told], notices


def _false(room: ReadingRoom, question: Question, paper: Record) -> list[str]:
    """What the question takes for granted and the archive does not say."""
    verdict, score = question.scope.verdict, _SCORE.search(question.asked)
    told = []
    if verdict and paper.paper_id not in room.holdings.judged(verdict):
        told.append(f"does not have the recommendation {verdict!r}")
    if score and int(score[1]) not in _given(room, paper):
        told.append(f"was given no {score[1]}")
    return told


def _given(room: ReadingRoom, paper: Record) -> set[int | None]:
    """Every score of the paper, by triage, by reviewers and by the meta-review."""
    ledger, given = room.archive.ledger, set[int | None]()
    for run, _ in ledger.runs_of_paper(paper.paper_id):
        for scores in ledger.kept(run.id, paper.paper_id, "triage", Triage):
            given |= {scores.relevance, scores.novelty}
        for report in ledger.kept(run.id, paper.paper_id, "report", Report):
            given |= {review.scores.overall for review in report.reviews if review.scores}
            given |= {report.meta_review.score} if report.meta_review else set()
    return given


def _announced(room: ReadingRoom, question: Question) -> list[Record]:
    """Papers that were announced and never scored, so that the memory has no record of them."""
    rows = [room.archive.ledger.runs_of_paper(paper_id)[-1:] for paper_id in question.scope.paper_ids]
    return [announced(run.day, item) for found in rows for run, item in found]


def _of_paper(room: ReadingRoom, paper: Record) -> list[tuple[Claim, Source]]:
    """Run by run: where the paper's rows ended, then, once, what was found of it."""
    ledger = room.archive.ledger
    rows: dict[int, list[tuple[Run, Item]]] = {}
    for run, item in ledger.runs_of_paper(paper.paper_id):
        rows.setdefault(run.id, []).append((run, item))
    told = []
    for ends in rows.values():
        run = ends[0][0]
        told += [_recorded(paper, f"ledger{run.id}.{item.position}", "ledger", _ended(run, item)) for _, item in ends]
        for scores in ledger.kept(run.id, paper.paper_id, "triage", Triage):
            told.append(_recorded(paper, f"triage{run.id}", "triage", _scored(scores)))
        for report in ledger.kept(run.id, paper.paper_id, "report", Report):
            told += _reported(paper, run, report)
    return told


def _ended(run: Run, item: Item) -> str:
    reason = f": {item.reason}" if item.reason else ", without a reason given"
    return f"On {run.day} it was announced and ended as {item.state}{reason.rstrip('.')}."


def _scored(scores: Triage) -> str:
    matched = f" under the interest {scores.criterion!r}" if scores.criterion else ""
    reason = f": {scores.reason.rstrip('.')}" if scores.reason else ""
    followed = ", and one of its authors is followed" if scores.author_match else ""
    return (
        f"Triage gave it relevance {scores.relevance} and novelty {scores.novelty}{matched}{followed}{reason}."
        f"{_by(scores.provenance)}"
    )


def _by(provenance: Provenance | None) -> str:
    if not provenance:
        return ""
    who = " · ".join(part for part in (provenance.engine, provenance.model) if part)
    call = f", call {provenance.call}" if provenance.call else ""
    return f" Prompt {provenance.prompt} ({provenance.prompt_hash}), read by {who}{call}."


def _reported(paper: Record, run: Run, report: Report) -> list[tuple[Claim, Source]]:
    told = []
    if (meta := report.meta_review) and (text := recommended(meta)):
        told.append(_recorded(paper, f"meta{run.id}", "meta-review", f"{text}{_by(meta.provenance)}"))
    for review in report.reviews:
        told += _points(paper, run, review)
    return told


def recommended(meta: MetaReview) -> str:
    """What the meta-review recommends, and what it says decides it; empty if it says neither."""
    verdict = f"The meta-review recommends {meta.recommendation!r}, score {meta.score} of 10."
    decisive = (meta.overall or meta.weaknesses).strip()
    if decisive and not decisive.rstrip("”’\"')").endswith((".", "!", "?")):
        decisive += "."
    return " ".join(part for part in (verdict if meta.recommendation else "", decisive) if part)


def _points(paper: Record, run: Run, review: Review) -> list[tuple[Claim, Source]]:
    scores = f" (overall {review.scores.overall} of 10)" if review.scores else ""
    told = []
    for name, points in (("strength", review.strengths), ("weakness", review.weaknesses)):
        for at, point in enumerate(points[:_POINTS]):
            text = f"The {review.lens} reviewer{scores} names as a {name}: {point.claim.rstrip('.')}."
            where = f"{point.quote.section_title}: " if point.quote.section_title else ""
            claim, source = _recorded(paper, f"{review.lens}{name}{at}.{run.id}", "review", text)
            shown = source.model_copy(
                update={"text": f"{where}{point.quote.text}", "url": point.quote.url or source.url}
            )
            told.append((claim.model_copy(update={"quote": point.quote.text}), shown))
    return told


def _recorded(paper: Record, name: str, kind: str, text: str) -> tuple[Claim, Source]:
    source = made_source(paper, name, kind, text)
    return Claim(text=text, sources=(source.key,), support="recorded"), source
