"""Writing the digest of a week."""

import os
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType

from ..domain import Weekly
from .files import write_files
from .json import to_json
from .pictures import weekly_pictures
from .weekly_cites import Places
from .weekly_html import to_weekly_html
from .weekly_markdown import to_weekly_markdown
from .weekly_page import WeekPage

_NONE: Mapping[str, Path] = MappingProxyType({})


def write_weekly(weekly: Weekly, folder: Path, daily: Mapping[str, Path] = _NONE) -> dict[str, Path]:
    """Writes the week's files into `folder` and returns their paths by name relative to it.

    `weekly.md`, `weekly.html`, `weekly.json`, and the pictures that the Markdown shows, `weekly-shares.png` and
    `weekly-map.png`, where there is data for them. `daily` holds, by paper id, the page of the daily digest that
    reviewed it; links to it are relative, so that an archive can be moved as a whole.

    Raises:
        ArchiveError: the folder cannot be written to; a file that was not reached is left as it was.
    """
    near = {paper_id: Path(os.path.relpath(page, folder)).as_posix() for paper_id, page in daily.items()}
    page = WeekPage(weekly, Places(weekly), weekly_pictures(weekly.trends), near)
    images: dict[str, str | bytes] = {f"{picture.name}.png": picture.png for picture in page.pictures}
    pages = {
        "weekly.json": to_json(weekly),
        "weekly.md": to_weekly_markdown(page),
        "weekly.html": to_weekly_html(page),
    }
    return write_files(folder, images | pages, "weekly digest")
