"""A small archive to ask: two days read, four papers reviewed or not, vectors of the real model without torch."""

from datetime import UTC, date, datetime
from pathlib import Path

import numpy as np

from paperwire.domain import (
    Digest,
    Direction,
    FullText,
    MetaReview,
    Paper,
    Point,
    Provenance,
    Quote,
    Report,
    Review,
    Scores,
    Triage,
)
from paperwire.graphs.remembering import remember_papers, remember_reading
from paperwire.memory import Archive, open_archive
from paperwire.memory.query_embedding import QueryEmbedder

MARCH, MAY = date(2026, 3, 10), date(2026, 5, 12)
SOURCE = Provenance(prompt="triage@v1", prompt_hash="0123456789ab", engine="openai", model="test-model", call="c7")

PAPERS = {
    MARCH: (
        ("2603.00001", "QuantTree: Pruned Quantization of Language Models",
         "We propose quantization of language model weights along a tree. Accuracy falls by 0.4 points at 3 bits."),
        ("2603.00002", "RouteMoE: Stable Routing for Mixture-of-Experts Models",
         "Routing in mixture of experts models is unstable. We propose a router with a margin that keeps loads even."),
        ("2603.00003", "A Survey of Graph Neural Networks for Traffic",
         "This survey reviews graph neural networks that forecast traffic in cities."),
    ),
    MAY: (
        ("2605.00001", "FreeRouter: Routing Experts without an Auxiliary Loss",
         "Mixture of experts routing usually needs an auxiliary loss. We propose routing that needs none."),
        ("2605.00002", "TinyBits: Two-Bit Quantization by Learned Codebooks",
         "Two-bit quantization of language models fails. We propose learned codebooks that keep 97 percent."),
        ("2605.00003", "Longer Memory for Transformers by Compressed Caches",
         "Long contexts exhaust the cache of a transformer. We propose caches that compress what is old."),
    ),
}  # fmt: skip


class QuickEmbedder:
    """The packaged model without torch, under its own name."""

    def __init__(self) -> None:
        self._model = QueryEmbedder()
        self.name = self._model.name

    def embed(self, texts):
        return np.stack([self._model.embed(text) for text in texts]).astype(np.float32)


def build(folder: Path) -> Path:
    """The archive in `folder`, closed."""
    with open_archive(folder, write=True, embedder=QuickEmbedder()) as archive:
        for day, rows in PAPERS.items():
            _read(archive, day, [_paper(row, day) for row in rows])
    return folder


def _paper(row: tuple[str, str, str], day: date) -> Paper:
    return Paper(id=row[0], title=row[1], abstract=row[2], categories=("cs.LG",), published=day)


def _read(archive: Archive, day: date, papers: list[Paper]) -> None:
    moment = datetime(day.year, day.month, day.day, 6, tzinfo=UTC)
    run = archive.ledger.open_run(day, "arxiv", "openai · test-model", moment)
    archive.ledger.enter(run.id, papers)
    scores = {p.id: _triage(p.id, at) for at, p in enumerate(papers)}
    archive.ledger.keep_many(run.id, "triage", scores)
    ends = ("reviewed", "selected", "scored")
    archive.ledger.settle_many(run.id, [(at, ends[at], f"ended as number {at}") for at in range(len(papers))])
    archive.ledger.keep(run.id, papers[0].id, "report", _report(archive, papers[0], scores[papers[0].id], day))
    counts = archive.ledger.counts(run.id)
    digest = Digest(
        day=day, edition="arxiv", written=moment, engine="openai", counts=counts, scanned=3, selected=2
    )  # fmt: skip
    archive.ledger.keep(run.id, "", "digest", digest)
    archive.ledger.close_run(run.id, "whole", moment, f"digests/{day}")
    remember_papers(archive, papers, scores, day, "arxiv")


def _triage(paper_id: str, at: int) -> Triage:
    reason = f"reason {at}"
    return Triage(
        paper_id=paper_id,
        relevance=9 - at,
        novelty=8 - at,
        criterion="Efficiency",
        reason=reason,
        provenance=SOURCE,
    )


def _report(archive: Archive, paper: Paper, scores: Triage, day: date) -> Report:
    text = FullText(paper_id=paper.id, source="abstract", sections=())
    point = Point(claim="The baselines are weak and few", quote=Quote(text=paper.abstract, section_title="Abstract"))
    review = Review(
        lens="evidence",
        summary="A method with weak baselines.",
        weaknesses=(point,),
        scores=Scores(soundness=2, presentation=3, contribution=2, overall=4, confidence=4),
        provenance=SOURCE,
    )
    verdict = "reject" if day == MARCH else "accept"
    meta = MetaReview(
        summary="s", agreement="a", overall="Baselines decide it.", recommendation=verdict, score=4, provenance=SOURCE
    )
    direction = Direction(
        kind="extension",
        title="Routing under drift",
        idea="Let the routing of experts follow a drifting load.",
        rests_on="The baselines are weak and few",
        first_experiment="Train eight experts for a day.",
        provenance=SOURCE,
    )
    remember_reading(archive, paper, text, [review], day)
    return Report(
        paper=paper, triage=scores, text=text, reviews=(review,), meta_review=meta, directions=(direction,)
    )  # fmt: skip
