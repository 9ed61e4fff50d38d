"""What the reader ordered on the command line, joined with the settings."""

import os
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import cached_property
from pathlib import Path
from typing import Literal

from ..domain.errors import SettingsError
from ..settings import Settings
from ..settings_file import load_settings


def now() -> datetime:
    """The one place where the clock is read."""
    return datetime.now(UTC)


@dataclass
class Order:
    """Options as given; `settings` and `folder` are what follows from them."""

    config: Path | None = None
    archive: Path | None = None
    edition: str = "arxiv"
    day: str | None = None
    engine: Literal["auto", "openai", "extractive"] | None = None
    max_reviews: int | None = None
    news: str | None = None

    @cached_property
    def settings(self) -> Settings:
        """The settings with the command line's word over them."""
        settings = load_settings(self.config, os.environ)
        engine = settings.engine.model_copy(update={"kind": self.engine} if self.engine else {})
        reviews = {} if self.max_reviews is None else {"max_reviews": self.max_reviews}
        selection = settings.selection.model_copy(update=reviews)
        return settings.model_copy(update={"engine": engine, "selection": selection})

    @cached_property
    def folder(self) -> Path:
        """The archive. The sample edition has its own, since its texts are no memory of real papers."""
        if self.archive:
            return self.archive
        return self.settings.archive / "sample" if self.edition == "sample" else self.settings.archive

    @cached_property
    def date(self) -> date | None:
        """The day asked for.

        Raises:
            SettingsError: it is not a date.
        """
        return parse_day(self.day) if self.day else None


def parse_day(text: str) -> date:
    """The day written as YYYY-MM-DD.

    Raises:
        SettingsError: it is not one.
    """
    try:
        # `2026-W02` and `20260105` are days too to the standard library: the first of that week, without a word.
        return datetime.strptime(text, "%Y-%m-%d").replace(tzinfo=UTC).date()
    except ValueError as error:
        raise SettingsError(f"{text!r} is not a day.", "Write it as YYYY-MM-DD.") from error
