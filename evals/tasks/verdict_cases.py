"""Papers with their reviews and what became of them: the cases of the verdict task."""

import ast
import gzip
import json
from collections.abc import Iterator, Mapping, Sequence
from importlib.resources import files
from pathlib import Path
from typing import Any

from ...domain.errors import SourceError
from ..task import Json, Sample

BENCH = "review_bench"
_BENCH_FILE = "review_bench/iclr2022.jsonl.gz"
# All papers of `neurips2025_arxiv_linked` were accepted: there is no decision to find there.
_HUMAN_FILES = (
    "reviews/iclr2017.jsonl.gz",
    "reviews/iclr2026_arxiv_linked.jsonl.gz",
    "reviews/neurips_balanced.jsonl.gz",
)
_NUMBERS = (
    "Soundness",
    "Presentation",
    "Contribution",
    "Overall",
    "Confidence",
    "Originality",
    "Quality",
    "Clarity",
    "Significance",
)
_LISTS = ("Strengths", "Weaknesses", "Questions", "Limitations")


def verdict_samples(data: Path | None) -> list[Sample]:
    """One case a paper, grouped by the form its reviews were written on, since scales differ between them.

    Without `data`, invented cases that only exercise the machinery.
    """
    if data is None:
        text = files("paperwire.evals").joinpath("data/verdict/cases.jsonl").read_text(encoding="utf-8")
        return [Sample.model_validate_json(line) for line in text.splitlines()]
    bench = [_bench_sample(row) for row in read_rows(data / _BENCH_FILE)]
    return bench + [_human_sample(row) for name in _HUMAN_FILES for row in read_rows(data / name) if row["reviews"]]


def bench_samples(data: Path) -> list[Sample]:
    """The cases with model reviews only."""
    return [_bench_sample(row) for row in read_rows(data / _BENCH_FILE)]


def read_rows(path: Path) -> Iterator[Json]:
    """The objects of a gzipped JSON-lines file.

    Raises:
        SourceError: it cannot be read.
    """
    try:
        with gzip.open(path, "rt", encoding="utf-8") as lines:
            yield from (json.loads(line) for line in lines)
    except (OSError, ValueError) as error:
        raise SourceError(f"{path} cannot be read: {error}", "Check the folder given with --data.") from error


def _bench_sample(row: Json) -> Sample:
    return Sample(
        id=row["paper_id"],
        cluster=row["paper_id"],
        group=BENCH,
        input={"reviews": [_bench_review(name, review) for name, review in row["llm_reviews"].items()]},
        target={"accept": row["decision"] != "Reject", "rating": sum(row["ratings"]) / len(row["ratings"])},
    )


def _bench_review(name: str, review: Mapping[str, str]) -> Json:
    lists = {part.lower(): _listed(review.get(part, "")) for part in _LISTS}
    scores = {part.lower(): float(review[part]) for part in _NUMBERS}
    decision = review["Decision"] == "Accept"
    return {"reviewer": name, "scores": scores, "summary": review["Summary"], "accept": decision, **lists}


def _listed(text: str) -> list[str]:
    """A list that was written as Python source, or the text as its only item."""
    try:
        found = ast.literal_eval(text)
    except (ValueError, SyntaxError):
        found = text
    return [str(item) for item in found] if isinstance(found, list) else [str(found)] if found else []


def _human_sample(row: Json) -> Sample:
    return Sample(
        id=row["forum"],
        cluster=row["forum"],
        group=row["venue"],
        input={"reviews": [_human_review(review) for review in row["reviews"]]},
        target={"accept": bool(row["accepted"]), "rating": None},
    )


def _human_review(review: Json) -> Json:
    sections: Mapping[str, str] = review["sections"]
    scores = {"overall": review["rating"], "confidence": review["confidence"], **review.get("scores", {})}
    weaknesses = sections.get("weaknesses") or sections.get("strengths_weaknesses") or sections.get("text") or ""
    return {
        "reviewer": "",
        "scores": {name: float(value) for name, value in scores.items() if value is not None},
        "summary": sections.get("summary") or "",
        "strengths": _said(sections.get("strengths")),
        "weaknesses": _said(weaknesses),
        "questions": _said(sections.get("questions")),
        "limitations": _said(sections.get("limitations")),
    }


def _said(text: str | None) -> list[str]:
    return [text] if text else []


def overall(reviews: Sequence[Mapping[str, Any]]) -> float:
    """The mean of the overall scores; reviews without one do not count."""
    given = [review["scores"]["overall"] for review in reviews if "overall" in review["scores"]]
    return sum(given) / len(given) if given else 0.0
