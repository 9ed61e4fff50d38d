"""Editions of news, opened by name."""

from datetime import date
from importlib.resources import files
from pathlib import Path

from ... import samples as packaged
from ...domain.errors import SourceError
from ...domain.news import NewsEdition
from ...settings import News
from ..http import PoliteClient
from ..saved import content_of, edition_name
from .fetching import fetch_news
from .listing import listing_files, parse_listing, read_listing
from .raw import Answer
from .sifting import Knows, sift

FEEDS, SAMPLE, NONE = "feeds", "sample", "none"
_FILE = "news.jsonl"
_OFFLINE = "Check the network and the addresses under [news]; `timeout_s` there gives slow servers more time."


async def open_news(
    spec: str, day: date | None, today: date, settings: News, client: PoliteClient, shelf: Knows
) -> NewsEdition:
    """The news of `day`: `feeds`, `sample`, or a saved listing at a path; `shelf` tells what is known already.

    Without a day, `feeds` is of today (UTC), the others of the newest day they hold.

    Raises:
        SourceError: there is no such edition or day, it cannot be read, or every source failed.
        SettingsError: `feeds`, and the settings name none.
    """
    if spec == FEEDS:
        chosen, answers = day or today, await fetch_news(settings, day or today, client)
        name = FEEDS
    elif spec == SAMPLE:
        chosen, answers = _sample(day)
        name = SAMPLE
    else:
        place = _path(spec)
        chosen, answers = read_listing(place, day)
        name = listing_name(place)
    if all(answer.problem for answer in answers) and answers:
        raise SourceError(f"Every news source failed. {_failures(answers)}", _OFFLINE)
    return sift(chosen, name, answers, shelf, settings.max_age_days)


def news_days(spec: str) -> list[date]:
    """The days that an edition holds, oldest first; none for `feeds`, which hold what they hold.

    Raises:
        SourceError: there is no such listing.
    """
    if spec == FEEDS:
        return []
    return list(sample_news()) if spec == SAMPLE else list(listing_files(_path(spec)))


def sample_news() -> dict[date, Path]:
    """The news of the packaged sample days, by day, oldest first."""
    root = Path(str(files(packaged)))
    found = {file.parent.name: file for file in root.glob(f"[0-9]*-[0-9]*-[0-9]*/{_FILE}")}
    return {date.fromisoformat(name): found[name] for name in sorted(found)}


def listing_name(place: Path) -> str:
    """What an edition from a path is called: the folder's name, or that of a single file."""
    return place.resolve().name if place.is_dir() else edition_name(place)


def _sample(day: date | None) -> tuple[date, list[Answer]]:
    days = sample_news()
    chosen = day or max(days, default=None)
    if chosen is None or chosen not in days:
        known = ", ".join(map(str, days))
        raise SourceError(
            f"There is no sample news of {chosen or 'any day'}.", f"There is: {known}." if known else "Use --news none."
        )
    return chosen, parse_listing(content_of(days[chosen]), _FILE)


def _path(spec: str) -> Path:
    try:
        place = Path(spec).expanduser()
    except RuntimeError as error:
        raise SourceError(f"{spec}: {error}", "Give `feeds`, `sample`, or a saved listing.") from error
    if not place.exists():
        raise SourceError(f"There is no news edition {spec}.", "Give `feeds`, `sample`, or a saved listing.")
    return place


def _failures(answers: list[Answer]) -> str:
    """The first reason; offline they are all alike, and each is told where some source answers."""
    more = f" So did {len(answers) - 1} more." if len(answers) > 1 else ""
    return f"{answers[0].source}: {answers[0].problem}{more}"
