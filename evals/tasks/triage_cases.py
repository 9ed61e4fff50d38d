"""The cases of the triage task: labelled days of arXiv and astro-ph, or the ones that ship."""

import gzip
import hashlib
import json
import tomllib
from collections.abc import Callable, Iterator
from datetime import date
from functools import cache
from importlib.resources import files
from pathlib import Path

from ...domain import Paper, Profile
from ...domain.errors import SettingsError
from ...settings import Selection
from ..task import Json, Sample

_SCANNED = {"cs.LG", "cs.AI"}
# The astronomer's source kept every paper; above this cut lies a ninth of them.
_CUT = Selection()

Wanted = Callable[[str, date], bool]


def labelled_cases(data: Path | None, wanted: Wanted = lambda _family, _day: True) -> list[Sample]:
    """The cases in `data`, day by day; those that ship where it is None. `wanted` is asked by family and day.

    Of the vision reader only selected papers are known: what scores itself by the rest of the day meets a day there
    that is better than any.

    A target has `selected` (None where a paper's absence from the selection proves nothing), `relevance` and
    `novelty` (where the labels span the scale), and `second`, what another rater selected. Papers selected for their
    author alone are no cases: their content was not judged.

    Raises:
        SettingsError: `data` holds no labelled days, or a file there cannot be read.
    """
    if data is None:
        return [case for case in _shipped() if wanted(family(case), day(case))]
    if not any((data / name).is_dir() for name in ("arxiv_days", "astro_days")):
        raise SettingsError(f"{data} has no folder arxiv_days or astro_days.", "Name another with --data.")
    try:
        return [*_arxiv(data / "arxiv_days", wanted), *_astro(data / "astro_days", wanted)]
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise SettingsError(f"The labelled days in {data} cannot be read: {error!r}.", "Mend the folder.") from error


def profile_of(case: Sample) -> Profile:
    """The reader that a case is scored for."""
    return profiles()[case.input["profile"]]


def paper_of(case: Sample) -> Paper:
    """The paper of a case, as a listing announces it."""
    return Paper.model_validate(case.input["paper"])


def family(case: Sample) -> str:
    """The profile's name without its version: `foundational-ml`, `vlm-embodied` or `astro`."""
    return _family(case.input["profile"])


def day(case: Sample) -> date:
    """The day of the listing."""
    return date.fromisoformat(case.cluster)


@cache
def profiles() -> dict[str, Profile]:
    """The readers, by name."""
    source = files("paperwire.evals").joinpath("data/triage/profiles.toml").read_text(encoding="utf-8")
    return {name: Profile.model_validate(table) for name, table in tomllib.loads(source).items()}


def _arxiv(folder: Path, wanted: Wanted) -> Iterator[Sample]:
    for listing in sorted(folder.glob("papers/*.jsonl.gz")):
        name = listing.name.removesuffix(".jsonl.gz")
        labels = {
            kind: _labels(folder / "labels" / f"{name}.{kind}.json")
            for kind in ("foundational-ml", "foundational-ml-rater2", "vlm-embodied")
        }
        rows = _rows(listing)
        if labels["foundational-ml"] and wanted("foundational-ml", date.fromisoformat(name)):
            yield from _foundational(name, rows, labels["foundational-ml"], labels["foundational-ml-rater2"])
        if labels["vlm-embodied"] and wanted("vlm-embodied", date.fromisoformat(name)):
            yield from _embodied(name, rows, labels["vlm-embodied"])


def _foundational(name: str, rows: list[Json], first: Json, second: Json) -> Iterator[Sample]:
    chosen, other = _chosen(first), _chosen(second)
    for row in rows:
        if not _SCANNED & set(row["categories"]) or chosen.get(row["id"], {}).get("author_match"):
            continue
        by_other = other.get(row["id"], {})
        target = {
            "selected": row["id"] in chosen,
            "second": bool(by_other) if second and not by_other.get("author_match") else None,
        }
        yield _sample("arxiv", name, f"foundational-ml-{first['criteria_version']}", row, target)


def _embodied(name: str, rows: list[Json], labels: Json) -> Iterator[Sample]:
    chosen = _chosen(labels)
    for row in rows:
        if (scores := chosen.get(row["id"])) and not scores.get("author_match"):
            target = {"relevance": scores["relevance"], "novelty": scores["novelty"]}
            yield _sample("vlm", name, "vlm-embodied", row, target)


def _astro(folder: Path, wanted: Wanted) -> Iterator[Sample]:
    for listing in sorted(folder.glob("*.jsonl.gz")):
        name = listing.name.removesuffix(".jsonl.gz")
        if wanted("astro", date.fromisoformat(name)):
            for row in _rows(listing):
                yield _sample("astro", name, "astro", row, _scored(row))


@cache
def _shipped() -> tuple[Sample, ...]:
    source = files("paperwire.evals").joinpath("data/triage/cases.jsonl").read_text(encoding="utf-8")
    rows = [json.loads(line) for line in source.splitlines() if line.strip()]
    return tuple(_sample("shipped", row["day"], row["profile"], row, _scored(row)) for row in rows)


def _scored(row: Json) -> Json:
    chosen = row["relevance"] >= _CUT.relevance and row["novelty"] >= _CUT.novelty
    return {"selected": chosen, "relevance": row["relevance"], "novelty": row["novelty"]}


def _sample(kind: str, name: str, profile: str, row: Json, target: Json) -> Sample:
    paper = {key: row[key] for key in ("id", "title", "abstract", "authors", "categories") if row.get(key)}
    return Sample(
        id=f"{kind}:{name}:{row['id']}",
        cluster=name,
        group=f"{_family(profile)}:{name}",
        # The hash makes cases of another wording of the interests other cases.
        input={"paper": paper, "profile": profile, "interests": _wording(profile)},
        target={"selected": None, "relevance": None, "novelty": None, "second": None} | target,
    )


@cache
def _wording(profile: str) -> str:
    return hashlib.sha256(profiles()[profile].model_dump_json().encode()).hexdigest()[:12]


def _family(profile: str) -> str:
    stem, _, version = profile.rpartition("-v")
    return stem if stem and version.isdecimal() else profile


def _chosen(labels: Json) -> dict[str, Json]:
    return {row["id"]: row for row in labels.get("selected", ())}


def _labels(path: Path) -> Json:
    found: Json = json.loads(path.read_text(encoding="utf-8")) if path.is_file() else {}
    return found


def _rows(path: Path) -> list[Json]:
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        return [json.loads(line) for line in lines if line.strip()]
