"""Editions: a day's listing with what belongs to it, opened by name."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from importlib.resources import files
from pathlib import Path

from .. import samples as packaged
from ..domain import Listing, Paper
from ..domain.errors import SourceError
from ..settings import Settings
from .arxiv import EDITION, fetch_day
from .http import PoliteClient
from .saved import load_earlier, load_listing

SAMPLE = "sample"


@dataclass(frozen=True)
class Edition:
    """A listing, the folder of local full texts (`ID.html`) if it has one, and the papers read before it.

    `earlier` pairs papers with the day they were seen; every sample day comes with those of the days before it.
    """

    listing: Listing
    texts: Path | None = None
    earlier: tuple[tuple[Paper, date], ...] = ()


async def open_edition(
    spec: str, day: date | None, today: date, settings: Settings, client: PoliteClient, samples: Path | None = None
) -> Edition:
    """The edition `sample`, `arxiv`, or that of a saved listing at a path.

    Without a day, `arxiv` is of today (UTC), `sample` the newest, a path's the day it tells itself. `samples` is the
    folder of sample days, the packaged one by default.

    Raises:
        SourceError: there is no such edition, or it cannot be read.
    """
    if spec == SAMPLE:
        return _sample(samples or Path(str(files(packaged))), day)
    if spec == EDITION:
        return Edition(await fetch_day(day or today, today, settings, client))
    return Edition(load_listing(_path(spec), day))


def _path(spec: str) -> Path:
    try:
        return Path(spec).expanduser()
    except RuntimeError as error:
        raise SourceError(f"{spec}: {error}", "Give `sample`, `arxiv` or a file.") from error


def _sample(samples: Path, day: date | None) -> Edition:
    days = {folder.name: folder for folder in sorted(samples.glob("[0-9]*-[0-9]*-[0-9]*")) if folder.is_dir()}
    name = str(day) if day else max(days, default="")
    if name not in days:
        remedy = f"There is: {', '.join(days)}." if days else "Install Paperwire anew."
        raise SourceError(f"No sample edition of {name or 'any day'}.", remedy)
    folder = days[name]
    listing = load_listing(folder / "listing.rss.xml", date.fromisoformat(name))
    texts = folder / "texts"
    return Edition(
        listing=listing.model_copy(update={"edition": SAMPLE}),
        texts=texts if texts.is_dir() else None,
        earlier=_earlier(path for day_name, path in days.items() if day_name <= name),
    )


def _earlier(folders: Iterable[Path]) -> tuple[tuple[Paper, date], ...]:
    """What was read before any of these days, each paper once: whoever begins in mid-week has the same past."""
    found = {paper.id: (paper, seen) for folder in folders for paper, seen in load_earlier(folder / "earlier.jsonl")}
    return tuple(found.values())
