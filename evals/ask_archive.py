"""Builds the fixed archive that the `ask` evaluation puts its questions to.

`python -m paperwire.evals.ask_archive --data DIR` makes it from thirty labelled arXiv days, the peer reviews of some of
their papers and twenty days of news; `ask_told` tells what of these days and weeks is told. Embedding 15,000 abstracts
takes twenty minutes; `--vectors FILE` takes vectors from the database of another archive instead, and so does what the
retrieval evaluation has embedded: then it takes a few minutes.
"""

import argparse
import gzip
import json
import sqlite3
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from datetime import UTC, date, datetime, time
from itertools import groupby
from pathlib import Path
from typing import Any

from ..domain import (
    Counts,
    Digest,
    FullText,
    MetaReview,
    Paper,
    Provenance,
    Recommendation,
    Report,
    Run,
    Section,
    State,
    Triage,
)
from ..domain.errors import SettingsError
from ..graphs.remembering import remember_earlier, remember_papers
from ..memory import Archive, Record, day_number, open_archive
from ..samples import sample_days, sample_folder
from ..sources.saved import load_earlier, load_listing
from .ask_told import tell

Json = dict[str, Any]
MARK = "ask-archive.json"
VERSION = 2
EDITION = "labelled days"
_PROFILE = "foundational-ml"
_REVIEWED, _REVIEWS_EACH, _REVIEW_WORDS = 150, 2, 170
_PEOPLE = Provenance(prompt="peer review", prompt_hash="", engine="people", model="OpenReview")


def default_folder(name: str = "labelled") -> Path:
    """Where the archive is kept unless told otherwise: the cache of the user."""
    from platformdirs import user_cache_path

    return user_cache_path("paperwire") / f"ask-{name}-v{VERSION}"


def build(data: Path, out: Path, vectors: Path | None = None) -> None:
    """Builds the archive in `out`; days that are there already are passed over, and a whole one is left as it is.

    Raises:
        SettingsError: `data` holds no labelled days.
        SourceError: it holds no news.
    """
    days = sorted((data / "arxiv_days" / "papers").glob("*.jsonl.gz"))
    if not days:
        raise SettingsError(f"{data} has no arxiv_days.", "Name the folder of real data with --data.")
    if (out / MARK).exists():
        sys.stderr.write(f"paperwire: {out} is built already; delete it to build it anew\n")
        return
    reviews = {row["arxiv_id"]: row for row in reviewed(data)}
    with open_archive(out, write=True) as archive:
        if vectors:
            _borrow(archive, vectors)
        read: set[str] = set()
        for path in days:
            day = date.fromisoformat(path.name[:10])
            rows = list(_rows(path))
            if archive.ledger.run(day) is None:
                labels = json.loads((data / "arxiv_days" / "labels" / f"{day}.{_PROFILE}.json").read_text("utf-8"))
                _enter_day(archive, day, rows, labels, read, reviews)
                sys.stderr.write(f"paperwire: {day}, {len(rows)} rows\n")
            read |= {row["id"] for row in rows}
        _remember_reviews(archive, reviews)
        tell(archive, data)
    (out / MARK).write_text(json.dumps({"version": VERSION, "days": len(days), "papers": len(read)}), encoding="utf-8")


def build_sample(out: Path) -> None:
    """Builds the archive of the questions that ship: the papers of the first sample day, scored by nobody."""
    day = sample_days()[0]
    folder = sample_folder(day)
    entries = load_listing(folder / "listing.rss.xml", day).entries
    fresh = [entry for entry in entries if isinstance(entry, Paper) and entry.announcement != "replace"]
    papers = list({paper.id: paper for paper in reversed(fresh)}.values())[::-1]
    with open_archive(out, write=True) as archive:
        ends: list[tuple[int, State, str]] = [(at, "scored", "listed") for at in range(len(papers))]
        enter(archive, day, papers, ends)
        remember_earlier(archive, load_earlier(folder / "earlier.jsonl"), EDITION)
        remember_papers(archive, papers, {}, day, EDITION)
    (out / MARK).write_text(json.dumps({"version": VERSION, "days": 1, "papers": len(papers)}), encoding="utf-8")


def published(paper_id: str, day: date) -> date:
    """The day of the listing, or the last day of the month that the id names where that is earlier."""
    year, month = 2000 + int(paper_id[:2]), int(paper_id[2:4])
    if (year, month) >= (day.year, day.month):
        return day
    following = date(year + month // 12, month % 12 + 1, 1)
    return min(day, date.fromordinal(following.toordinal() - 1))


def enter(archive: Archive, day: date, papers: Sequence[Paper], ends: Sequence[tuple[int, State, str]]) -> Run:
    """A run of the ledger with its rows and ends, closed, and a digest without reports."""
    moment = datetime.combine(day, time(6), UTC)
    run = archive.ledger.open_run(day, EDITION, "labels", moment)
    archive.ledger.enter(run.id, papers)
    archive.ledger.settle_many(run.id, ends)
    counts = archive.ledger.counts(run.id)
    archive.ledger.keep(run.id, "", "digest", _digest(day, moment, counts))
    archive.ledger.close_run(run.id, "whole", moment, f"digests/{day}")
    return run


def _enter_day(
    archive: Archive, day: date, rows: Sequence[Json], labels: Json, read: set[str], reviews: dict[str, Json]
) -> None:
    chosen = {row["id"]: row for row in labels["selected"]}
    papers = [_paper(row, day) for row in rows]
    fresh = [paper for paper in papers if paper.id not in read]
    scores = {
        paper.id: _triage(paper.id, chosen[paper.id])
        for paper in fresh
        if paper.id in chosen and chosen[paper.id]["relevance"]
    }
    ends = [(at, *_end(paper.id, read, chosen, scores, reviews)) for at, paper in enumerate(papers)]
    run = enter(archive, day, papers, ends)
    archive.ledger.keep_many(run.id, "triage", scores)
    for paper in fresh:
        if paper.id in reviews:
            archive.ledger.keep(run.id, paper.id, "report", _report(paper, reviews[paper.id], scores.get(paper.id)))
    remember_papers(archive, fresh, scores, day, EDITION)


def _end(
    paper_id: str, read: set[str], chosen: Json, scores: dict[str, Triage], reviews: dict[str, Json]
) -> tuple[State, str]:
    if paper_id in read:
        return "duplicate", "read on an earlier day"
    if paper_id in reviews:
        return "reviewed", f"peer reviews of {reviews[paper_id]['venue']}"
    if paper_id in scores:
        one = scores[paper_id]
        return "selected", f"relevance {one.relevance}, novelty {one.novelty}"
    return ("selected", "a followed author") if paper_id in chosen else ("scored", "below the cut")


def _paper(row: Json, day: date) -> Paper:
    names = ("id", "title", "abstract", "authors", "categories", "comment")
    return Paper.model_validate(
        {name: row[name] for name in names if row.get(name)} | {"published": published(row["id"], day)}
    )


def _triage(paper_id: str, label: Json) -> Triage:
    source = Provenance(prompt="labels", prompt_hash="", engine="labels", model=_PROFILE)
    scores = {name: label[name] for name in ("relevance", "novelty", "reason")}
    return Triage(paper_id=paper_id, provenance=source, **scores)


def _report(paper: Paper, reviewed: Json, scores: Triage | None) -> Report:
    abstract = Section(id="abstract", title="Abstract", text=paper.abstract)
    verdict: Recommendation = "accept" if reviewed["accepted"] else "reject"
    return Report(
        paper=paper,
        triage=scores or Triage(paper_id=paper.id, relevance=1, novelty=1),
        text=FullText(paper_id=paper.id, source="abstract", sections=(abstract,)),
        meta_review=MetaReview(summary="", agreement="", recommendation=verdict, provenance=_PEOPLE),
    )


def _remember_reviews(archive: Archive, reviews: dict[str, Json]) -> None:
    days = {
        paper_id: (paper, run.day)
        for paper_id in reviews
        if (paper := archive.ledger.paper(paper_id))
        for run, item in archive.ledger.runs_of_paper(paper_id)[:1]
    }
    records = [
        _review_record(*days[paper_id], number, review)
        for paper_id, row in reviews.items()
        if paper_id in days
        for number, review in enumerate(row["reviews"][:_REVIEWS_EACH])
    ]
    archive.vectors.remember(records)


def _review_record(paper: Paper, day: date, number: int, review: Json) -> Record:
    parts = review.get("sections") or {}
    words = " ".join(parts.get(name) or "" for name in ("weaknesses", "summary", "text")).split()
    return Record(
        id=f"review:{paper.id}:{number}",
        kind="review",
        paper_id=paper.id,
        title=paper.title,
        text=" ".join(words[:_REVIEW_WORDS]) or "(an empty review)",
        url=paper.url,
        section=f"referee {number + 1}",
        published_day=day_number(published(paper.id, day)),
        seen_day=day_number(day),
        edition=EDITION,
    )


def _digest(day: date, moment: datetime, counts: Counts) -> Digest:
    chosen = counts.selected + counts.reviewed
    return Digest(
        day=day,
        edition=EDITION,
        written=moment,
        engine="labels",
        counts=counts,
        scanned=counts.scored + chosen,
        selected=chosen,
    )


def reviewed(data: Path) -> list[Json]:
    """The papers whose peer reviews the archive holds, with them."""
    rows = [row for row in _rows(data / "reviews" / "iclr2026_arxiv_linked.jsonl.gz") if row["reviews"]]
    return sorted(rows, key=lambda row: str(row["arxiv_id"]))[:: max(1, len(rows) // _REVIEWED)][:_REVIEWED]


def _borrow(archive: Archive, vectors: Path) -> None:
    with closing(sqlite3.connect(f"{vectors.absolute().as_uri()}?mode=ro", uri=True)) as other:
        rows = other.execute("SELECT key, vector FROM embeddings")
        for _, block in groupby(enumerate(rows), key=lambda pair: pair[0] // 2000):
            archive.vector_cache.put_many({key: vector for _, (key, vector) in block})


def _rows(path: Path) -> Iterator[Json]:
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        yield from (json.loads(line) for line in lines if line.strip())


def _embedded_before() -> Path | None:
    """The newest corpus of the retrieval evaluation."""
    from platformdirs import user_cache_path

    found = (user_cache_path("paperwire") / "retrieval").glob("*/archive.db")
    return max(found, key=lambda file: file.stat().st_mtime, default=None)


def _main(arguments: Iterable[str]) -> None:
    parser = argparse.ArgumentParser(prog="python -m paperwire.evals.ask_archive", description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="folder of real data")
    parser.add_argument("--out", type=Path, default=default_folder(), help="folder of the archive")
    parser.add_argument("--vectors", type=Path, help="archive.db of an archive that has embedded the same abstracts")
    given = parser.parse_args(list(arguments))
    build(given.data, given.out, given.vectors or _embedded_before())


if __name__ == "__main__":
    _main(sys.argv[1:])
