"""The weeks of the `trends` task: arXiv days as a reader would have remembered them, and what editors tagged then."""

import json
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from ...domain import week_days, week_of
from ...domain.errors import SettingsError
from ...memory import Record, day_of, open_archive
from ...memory.embedding import Embeds
from ...memory.weeks import WeekOfPapers, papers_by_week
from ...settings import WeeklyChoice
from ..task import Json, Sample
from .retrieval_corpus import listed_papers, made_corpus
from .trends_match import spoken_of

TAGS = "news/ainews_issue_tags.json"
LEAST = WeeklyChoice().trend_papers
"""Papers of the week that must speak of a tag before papers could recover it: as many as a trend needs."""


def week_cases(data: Path | None) -> list[Sample]:
    """Every week with papers in `arxiv_days`, with the topics that editors tagged in it.

    Raises:
        SettingsError: there are none, or they cannot be read. None ship with the package.
    """
    if data is None:
        raise SettingsError(
            "The trends task has no cases of its own.", "Name the folder of the real data: --data or PAPERWIRE_DATA."
        )
    files = sorted((data / "arxiv_days" / "papers").glob("*.jsonl.gz"))
    weeks = list(dict.fromkeys(week_of(date.fromisoformat(file.name[:10])) for file in files))
    try:
        issues = json.loads((data / TAGS).read_text("utf-8"))
        papers = list(listed_papers(data).values())
        return [_case(data, week, issues, papers) for week in weeks]
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise SettingsError(f"{data / TAGS} cannot be read: {error!r}.", "Mend the folder or name another.") from error


def remembered_weeks(data: Path, folder: Path, embedder: Embeds | None) -> list[WeekOfPapers]:
    """The papers of all weeks with their vectors, made first where `folder` does not hold them."""
    place = made_corpus(list(listed_papers(data).values()), folder, embedder)
    with open_archive(place, write=False, embedder=embedder) as archive:
        return papers_by_week(archive.connection, None, date.max)


def _case(data: Path, week: str, issues: Sequence[Json], papers: Sequence[Record]) -> Sample:
    first, last = week_days(week)
    named = {tag for one in issues if first <= date.fromisoformat(one["date"]) <= last for tag in one["topics"]}
    tags = sorted(named)
    texts = (one.text for one in papers if first <= day_of(one.seen_day) <= last)
    return Sample(
        id=week,
        cluster=week,
        group="weeks",
        input={"week": week, "data": str(data.resolve())},
        target={"tags": tags, "in_papers": spoken_of(tags, texts, LEAST)},
    )
