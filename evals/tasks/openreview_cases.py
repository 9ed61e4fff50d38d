"""Forums with their reviews, the decision, and what the area chair wrote: the cases of the openreview task."""

from importlib.resources import files
from pathlib import Path

from ...domain import Forum, HumanReview
from ...sources.openreview import split_both
from ..task import Json, Sample
from .verdict_cases import read_rows

_FILE = "reviews/neurips_balanced.jsonl.gz"


def openreview_samples(data: Path | None) -> list[Sample]:
    """One case a paper; without `data`, forums written for this task."""
    if data is None:
        text = files("paperwire.evals").joinpath("data/openreview/forums.jsonl").read_text(encoding="utf-8")
        return [Sample.model_validate_json(line) for line in text.splitlines()]
    return [sample_of(row) for row in read_rows(data / _FILE) if row["reviews"]]


def sample_of(row: Json) -> Sample:
    """A row of the reviews as a case; the decision and the chair's text stand in the target alone."""
    forum = Forum(
        id=row["forum"],
        title=row["title"],
        abstract=row["abstract"] or "",
        venue=row["venue"],
        reviews=tuple(_review(f"{row['forum']}-{n}", n, one) for n, one in enumerate(row["reviews"], 1)),
    )
    return Sample(
        id=row["forum"],
        cluster=row["forum"],
        group=row["forum"],
        input={"forum": forum.model_dump(mode="json")},
        target={"accept": bool(row["accepted"]), "meta_review": row.get("meta_review") or ""},
    )


def _review(name: str, number: int, row: Json) -> HumanReview:
    said = row["sections"]
    strengths, weaknesses = said.get("strengths") or "", said.get("weaknesses") or ""
    if not weaknesses:
        strengths, weaknesses = split_both(said.get("strengths_weaknesses") or said.get("text") or "")
    return HumanReview(
        id=name,
        reviewer=f"Reviewer_{number}",
        summary=said.get("summary") or "",
        strengths=strengths,
        weaknesses=weaknesses,
        questions=said.get("questions") or "",
        limitations=said.get("limitations") or "",
        rating=row["rating"],
        confidence=row["confidence"],
    )
