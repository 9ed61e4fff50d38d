"""The sample edition and the settings a newcomer starts from."""

from datetime import date
from importlib.resources import files
from pathlib import Path

from ..domain.errors import SourceError


def starter_settings() -> str:
    """The text of the commented `paperwire.toml` that `init` writes, and that is used where there is no file."""
    return (_root() / "paperwire.toml").read_text(encoding="utf-8")


def sample_days() -> list[date]:
    """The days there is a sample edition for, oldest first."""
    days = (_day_of(folder) for folder in _root().iterdir() if folder.is_dir())
    return sorted(day for day in days if day is not None)


def sample_folder(day: date) -> Path:
    """The folder of one day: `listing.rss.xml`, `earlier.jsonl`, `about.md` and `texts/<id>.html`.

    Raises:
        SourceError: there is no sample edition for that day; the remedy lists those there are.
    """
    days = sample_days()
    if day not in days:
        known = ", ".join(d.isoformat() for d in days)
        raise SourceError(f"There is no sample edition for {day}.", f"Leave out --date, or use one of: {known}.")
    return _root() / day.isoformat()


def _root() -> Path:
    # Wheels are unpacked when installed, so package data are always real files.
    return Path(str(files(__package__)))


def _day_of(folder: Path) -> date | None:
    try:
        day = date.fromisoformat(folder.name)
    except ValueError:
        return None
    # The name of a week is an ISO date as well: its Monday.
    return day if day.isoformat() == folder.name else None
