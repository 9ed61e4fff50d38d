"""What the archive of the `ask` evaluation was told besides papers: news, digests, weeks, directions, predictions.

Stories are found, days told and weeks written by the product's own code, without a model; the news is that of the real
data. Directions and written predictions, which only a model makes, are our own: `data/ask/told.json`.
"""

import asyncio
import json
from collections.abc import Iterator
from datetime import UTC, date, datetime, time
from functools import cache, partial
from importlib.resources import files
from pathlib import Path
from typing import Any

from ..agents.staff import Staff
from ..domain import Direction, FollowUp, Prediction, Provenance, Report, week_days
from ..domain.errors import SourceError
from ..engines import open_desk
from ..engines.assignment import Engine
from ..graphs.day_stories import day_stories
from ..graphs.editing import compose_digest
from ..graphs.newsroom import Newsroom
from ..graphs.remembering import find_done
from ..graphs.remembering_told import remember_digest, remember_directions, remember_stories
from ..graphs.week_walk import walk_week
from ..memory import Archive, Calls
from ..settings import Settings
from ..sources.editions import Edition
from ..sources.news.listing import listing_files, parse_listing
from ..sources.news.sifting import sift
from ..sources.saved import content_of

Json = dict[str, Any]
LAST = date(2026, 5, 1)
"""The last day of which anything is told: the questions are asked on the day after."""
WEEKS = ("2026-W09", "2026-W12", "2026-W13", "2026-W17", "2026-W18")
_NEWS = "ai_news_days"
_OURS = Provenance(prompt="told.json", prompt_hash="", engine="people", model="")


def tell(archive: Archive, data: Path) -> None:
    """Fills the archive of papers with all that was told; what is there already is told again the same.

    Raises:
        SourceError: `data` holds no news.
    """
    asyncio.run(_tell(archive, data / "news" / _NEWS))


async def _tell(archive: Archive, news: Path) -> None:
    for day, file in listing_files(news).items():
        if day <= LAST:
            _take_news(archive, day, file)
    _propose(archive)
    for run in archive.ledger.runs():
        _tell_day(archive, run.day)
    for week in WEEKS:
        await walk_week(_newsroom(archive, min(week_days(week)[1], LAST)), week)
        _predict(archive, week)


def _take_news(archive: Archive, day: date, file: Path) -> None:
    ours = "".join(json.dumps(row) + "\n" for row in _ours()["items"].get(str(day), ()))
    answers = parse_listing(content_of(file) + b"\n" + ours.encode(), file.name)
    archive.news.keep(sift(day, _NEWS, answers, archive.news, Settings().news.max_age_days))


def _tell_day(archive: Archive, day: date) -> None:
    """As the daily graph edits and remembers a day."""
    run = archive.ledger.run(day)
    assert run is not None, "the day was entered"
    stories, _ = day_stories(archive, day)
    digest = compose_digest(_newsroom(archive, day), day, (), stories)
    archive.ledger.keep(run.id, "", "digest", digest)
    remember_stories(archive, digest.stories)
    remember_digest(archive, digest)


def _propose(archive: Archive) -> None:
    """Directions in the reports of their papers and in the memory."""
    for paper_id, rows in _ours()["directions"].items():
        run, _ = archive.ledger.runs_of_paper(paper_id)[0]
        [report] = archive.ledger.kept(run.id, paper_id, "report", Report)
        proposed = [Direction(**row, provenance=_OURS) for row in rows]
        proposed = find_done(archive, report.paper, proposed, run.day)
        archive.ledger.keep(run.id, paper_id, "report", report.model_copy(update={"directions": tuple(proposed)}))
        remember_directions(archive, report.paper, proposed, run.day)


def _predict(archive: Archive, week: str) -> None:
    """Predictions that an editor would have worded that week, and what became of earlier ones."""
    weeks, run = archive.weeks, archive.weeks.week(week)
    assert run is not None, "the week was written"
    made = [one for one, row in _written() if row["week"] == week]
    settled = [
        FollowUp(prediction=one, fate=row["fate"], reason=row["reason"], provenance=_OURS)
        for one, row in _written()
        if row.get("settled") == week
    ]
    known = {one.id for one in made} | {one.prediction.id for one in settled}
    kept = [one for ones in weeks.kept(run.id, "prediction", Prediction).values() for one in ones]
    weeks.keep(run.id, "prediction", {"": [*(one for one in kept if one.id not in known), *made]})
    told = [one for ones in weeks.kept(run.id, "follow-up", FollowUp).values() for one in ones]
    weeks.keep(run.id, "follow-up", {"": [*(one for one in told if one.prediction.id not in known), *settled]})


def _written() -> Iterator[tuple[Prediction, Json]]:
    for row in _ours()["predictions"]:
        said = {name: row[name] for name in ("week", "due", "statement", "shown_by")}
        yield Prediction(id=f"{row['week']}:{row['id']}", provenance=_OURS, **said), row


def _newsroom(archive: Archive, day: date) -> Newsroom:
    """One without a model and without a way out, on the evening of `day`."""
    settings, calls = Settings(), Calls(archive.connection, run_id=0)
    moment = datetime.combine(day, time(20), UTC)
    desk = open_desk(settings, calls, partial(_extractive, archive), {}, lambda: moment)
    return Newsroom(
        settings=settings,
        archive=archive,
        calls=calls,
        staff=Staff(desk, settings.agents, settings.engine.paper_chars),
        fetch=_nothing,
        reader_for=_nobody,
        engine_label="extractive",
        triage_batch=1,
        now=lambda: moment,
    )


async def _nothing(name: str, day: date | None) -> Edition:
    raise SourceError(f"Nothing is fetched here, {name!r} neither.", "Enter the papers first.")


def _nobody(texts: Path | None) -> Any:
    raise SourceError("Nothing is read here.", "Enter the papers first.")


def _extractive(archive: Archive) -> Engine:
    from ..engines.extractive import ExtractiveEngine

    return ExtractiveEngine(archive.embedder.embed)


@cache
def _ours() -> Json:
    told: Json = json.loads(files("paperwire.evals").joinpath("data/ask/told.json").read_text(encoding="utf-8"))
    return told
