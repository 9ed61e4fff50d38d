"""The day's news: fetched once, kept whole, and what of it failed told."""

from collections.abc import Sequence
from datetime import date
from typing import Protocol

from ..domain.errors import PaperwireError
from ..domain.news import NewsEdition, SourceOutcome
from ..memory import Archive
from ..settings import Settings
from ..sources.news import FEEDS, NONE, wanted
from .newsroom import Clock, FetchesNews, Newsroom


class NewsDesk(Protocol):
    """What of a newsroom the news needs: no engine."""

    @property
    def settings(self) -> Settings: ...
    @property
    def archive(self) -> Archive: ...
    @property
    def now(self) -> Clock: ...
    @property
    def fetch_news(self) -> FetchesNews: ...


async def take_news(room: NewsDesk, spec: str, day: date | None) -> NewsEdition:
    """The news of a day, from the shelf or else fetched and kept.

    Feeds change by the hour: a day of them that answered whole is not fetched again, one with failures is, and what
    then comes is added. Listings on disk are read each time, since they may have been mended.

    Raises:
        SourceError: there is no such news, or every source failed; what was kept before stays.
        SettingsError: the settings name no sources.
    """
    if kept := _finished(room, spec, day or room.now().date()):
        return kept
    edition = await room.fetch_news(spec, day)
    room.archive.news.keep(edition)
    whole = room.archive.news.edition(edition.day)
    assert whole is not None, "it has just been kept"
    return whole


async def try_news(room: Newsroom, spec: str, day: date) -> tuple[str, ...]:
    """Takes the news of a day beside its papers; gives why there is none, if so, and never stops the papers."""
    if spec == NONE:
        return ()
    try:
        await take_news(room, spec, day)
    except PaperwireError as error:
        return (f"There is no news of {day}: {error.message}",)
    return ()


def told_failures(outcomes: Sequence[SourceOutcome]) -> list[str]:
    """One line on the sources that failed, if any did."""
    failed = [outcome.source for outcome in outcomes if outcome.state == "failed"]
    if not failed:
        return []
    named = f"{', '.join(failed[:10])}{', …' if len(failed) > 10 else ''}"
    return [f"{len(failed)} of {len(outcomes)} news sources failed: {named}."]


def _finished(room: NewsDesk, spec: str, day: date) -> NewsEdition | None:
    """The kept edition of a day, if every source that is asked for now answered then."""
    kept = room.archive.news.edition(day) if spec == FEEDS else None
    if kept is None or kept.edition != FEEDS:
        return None
    answered = {outcome.source for outcome in kept.outcomes if outcome.state != "failed"}
    return kept if set(wanted(room.settings.news)) <= answered else None
