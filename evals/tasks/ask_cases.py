"""The questions of the ask task with what a right answer holds; what can be counted in the data is counted here."""

import gzip
import json
import re
from collections.abc import Iterator, Mapping
from datetime import date
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

from ...domain import week_days
from ...domain.errors import SettingsError
from ..ask_archive import published, reviewed
from ..ask_told import WEEKS
from ..task import Json, Sample

NOW = {"labelled": "2026-05-02T08:00:00+00:00", "sample": "2026-01-06T08:00:00+00:00"}
Windows = list[list[str | None]]
_EVER = ("0001-01-01", "9999-12-31")
_ANSWERING = ("gold", "either", "facts", "never", "number", "windows", "kind", "state", "family", "held", "half")


def labelled_cases(data: Path) -> list[Sample]:
    """The questions over the labelled days in `data`.

    Raises:
        SettingsError: `data` holds no labelled days.
    """
    if not (data / "arxiv_days" / "papers").is_dir():
        raise SettingsError(f"{data} has no folder arxiv_days.", "Name another with --data.")
    corpus = _corpus(data)
    rows = [*_questions("questions.jsonl"), *_questions("told_questions.jsonl")]
    return [_sample(row, "labelled", corpus) for row in rows]


def sample_cases() -> list[Sample]:
    """The questions that ship, over the sample edition's papers."""
    return [_sample(row, "sample", None) for row in _questions("sample_questions.jsonl")]


class _Corpus:
    """Every paper by id with the first day that listed it, who was selected on it, and the reviewers' words."""

    def __init__(
        self, papers: dict[str, Json], days: dict[str, date], selected: set[str], reviews: dict[str, Json]
    ) -> None:
        self.papers, self.days, self.selected, self.reviews = papers, days, selected, reviews
        self.novelty: dict[str, int] = {}

    def count(self, spec: Json, windows: Windows) -> int:
        """The number that a counting question asks for."""
        first, last = (windows[0][0] or _EVER[0], windows[0][1] or _EVER[1]) if windows else _EVER
        sense = windows[0][2] if windows else "seen"
        if spec.get("digests") or spec.get("days"):
            days = [*set(self.days.values()), *(week_days(one)[1] for one in WEEKS if spec.get("digests"))]
            return sum(first <= str(day) <= last for day in days)
        day = {one: published(one, seen) if sense == "published" else seen for one, seen in self.days.items()}
        return sum(first <= str(day[one]) <= last and self._counts(one, spec) for one in self.papers)

    def _counts(self, paper_id: str, spec: Json) -> bool:
        text = _text(self.papers[paper_id])
        return (
            all(re.search(word, text, re.IGNORECASE) for word in spec.get("words", ()))
            and (spec.get("standing") != "selected" or paper_id in self.selected)
            and (not spec.get("category") or spec["category"] in self.papers[paper_id]["categories"])
            and (not spec.get("novelty") or self.novelty.get(paper_id, 0) >= spec["novelty"])
        )

    def matching(self, patterns: list[str]) -> list[str]:
        """Papers whose title or abstract matches any of the patterns."""
        return [
            one for one, row in self.papers.items() if any(re.search(p, _text(row), re.IGNORECASE) for p in patterns)
        ]

    def reviewed(self, pattern: str, accepted: bool | None) -> list[str]:
        """Reviewed papers whose reviews match, of those accepted or not."""
        return [
            one
            for one, row in self.reviews.items()
            if re.search(pattern, _review_text(row), re.IGNORECASE) and accepted in (None, row["accepted"])
        ]


def _sample(row: Json, archive: str, corpus: _Corpus | None) -> Sample:
    target: Json = {name: row[name] for name in _ANSWERING if name in row}
    if "any" in row:
        target["among"] = corpus.matching(row["any"]) if corpus else row["any"]
    if "review" in row and corpus:
        target["among"] = corpus.reviewed(row["review"], row.get("accepted"))
    if "count" in row:
        target["number"] = corpus.count(row["count"], row.get("windows", [])) if corpus else row["count"]
    return Sample(
        id=f"{archive}:{row['id']}",
        cluster=row["id"],
        group=f"{archive}:{row['family']}",
        input={"ask": row["ask"], "now": NOW[archive], "archive": archive},
        target=target,
    )


@cache
def _corpus(data: Path) -> _Corpus:
    papers: dict[str, Json] = {}
    days: dict[str, date] = {}
    selected: set[str] = set()
    novelty: dict[str, int] = {}
    for path in sorted((data / "arxiv_days" / "papers").glob("*.jsonl.gz")):
        day = date.fromisoformat(path.name[:10])
        fresh = [row for row in _rows(path) if row["id"] not in papers]
        papers |= {row["id"]: row for row in fresh}
        days |= {row["id"]: day for row in fresh}
        labels = json.loads((data / "arxiv_days" / "labels" / f"{day}.foundational-ml.json").read_text("utf-8"))
        known = {row["id"] for row in fresh}
        selected |= {row["id"] for row in labels["selected"]} & known
        novelty |= {row["id"]: row["novelty"] for row in labels["selected"] if row["novelty"] and row["id"] in known}
    reviews = {row["arxiv_id"]: row for row in reviewed(data)}
    selected |= set(reviews) & set(papers)
    corpus = _Corpus(papers, days, selected, reviews)
    corpus.novelty = novelty
    return corpus


def _questions(name: str) -> list[Json]:
    source = files("paperwire.evals").joinpath(f"data/ask/{name}").read_text(encoding="utf-8")
    return [json.loads(line) for line in source.splitlines() if line.strip()]


def _text(row: Mapping[str, Any]) -> str:
    return f"{row['title']}. {row['abstract']}"


def _review_text(row: Mapping[str, Any]) -> str:
    return " ".join(str(part) for review in row["reviews"] for part in (review.get("sections") or {}).values())


def _rows(path: Path) -> Iterator[Json]:
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        yield from (json.loads(line) for line in lines if line.strip())
