"""How many: counted in the database, never by a model; the rule of the count is said with it."""

import re
from collections.abc import Sequence

from ...domain.answer import Claim, Question, Source
from ...domain.kinds import PLURALS, SINGULARS
from ...domain.scope import Scope, Standing
from ...domain.window import Window
from ...memory import Record
from ...memory.holdings import Ended
from .gathered import Told
from .room import ReadingRoom
from .sources import source_of

_SHOWN = 8
_DIGESTS = re.compile(r"\b(?:how many|number of)\s+(?P<sort>\w+\s+)?digests?\b", re.IGNORECASE)
_WEEKLY = re.compile(r"digest:\d{4}-W\d\d")
_DAYS = re.compile(r"\b(?:how many|number of)\s+(?:\w+\s+)?days\b", re.IGNORECASE)
_READ = re.compile(r"\b(?:you|were|was)\s+(?:read|scanned?|scored?|see|seen)\b", re.IGNORECASE)


async def count(room: ReadingRoom, question: Question) -> Told:
    """The number asked for, of each window if there are several, with some of what was counted."""
    windows: Sequence[Window | None] = question.windows or (None,)
    claims: list[Claim] = []
    sources: list[Source] = []
    for window in windows:
        text, records = _counted(room, question, window)
        shown = [source_of(record, part=window.role if window and len(windows) > 1 else "") for record in records]
        claims.append(
            Claim(
                text=text,
                sources=tuple(source.key for source in shown),
                support="recorded",
                part=window.role if window and len(windows) > 1 else "",
            )
        )
        sources += shown
    return claims, sources, []


def _counted(room: ReadingRoom, question: Question, window: Window | None) -> tuple[str, list[Record]]:
    when = f", {window.told}" if window else ""
    if asked := _DIGESTS.search(question.understood):
        return _of_digests(room, (asked["sort"] or "").strip().lower(), window, when)
    if _DAYS.search(question.understood):
        return f"{_so_many(room.holdings.days_in(window or Window()), 'day')} in the archive{when}.", []
    scope = question.scope
    if scope.kinds and scope.kinds != ("paper",):
        return _of_kinds(room, scope, window, when)
    narrowed = scope.topic or scope.least_novelty or scope.least_relevance or scope.verdict
    if scope.standing or (_READ.search(question.understood) and not narrowed):
        return _by_end(room, question, scope.standing or "read", window, when)
    records = room.holdings.mentioning(scope.topic, window, _narrowed(room, scope))
    rule = f" {_verb(len(records))} {_listed(scope.topic)} in title or abstract, in any form of the words"
    filters = f" ({'; '.join(scope.filters)})" if scope.filters else ""
    return f"{_so_many(len(records), 'paper')}{filters}{rule if scope.topic else ''}{when}.", _best(records)


def _of_digests(room: ReadingRoom, sort: str, window: Window | None, when: str) -> tuple[str, list[Record]]:
    """Days by the ledger's runs, weeks as they were told."""
    days = room.holdings.days_in(window or Window())
    weeks = [one for one in room.holdings.digests(window) if _WEEKLY.fullmatch(one.id)]
    if sort == "weekly":
        return f"{_so_many(len(weeks), 'weekly digest')} in the archive{when}.", weeks[:_SHOWN]
    if sort == "daily" or not weeks:
        return f"{_so_many(days, f'{sort} digest'.strip())} in the archive{when}.", []
    told = f"{_so_many(days, 'day')} and {_so_many(len(weeks), 'week')}"
    return f"{_so_many(days + len(weeks), 'digest')} in the archive, of {told}{when}.", weeks[:_SHOWN]


def _of_kinds(room: ReadingRoom, scope: Scope, window: Window | None, when: str) -> tuple[str, list[Record]]:
    records = room.holdings.mentioning(scope.topic, window, scope, scope.kinds)
    told = " and ".join((PLURALS if len(records) != 1 else SINGULARS)[kind] for kind in scope.kinds)
    rule = f" {_verb(len(records))} {_listed(scope.topic)}, in any form of the words" if scope.topic else ""
    return f"{len(records):,} {told}{rule}{when}.", records[::-1][:_SHOWN]


def _by_end(
    room: ReadingRoom, question: Question, standing: Standing, window: Window | None, when: str
) -> tuple[str, list[Record]]:
    """Rows of the ledger; their days are those of the runs, whatever the question calls them."""
    scope = question.scope
    ended: list[Ended] = room.holdings.ended(standing, window, scope)
    about = f" that mention {_listed(scope.topic)}" if scope.topic else ""
    records = room.holdings.mentioning(scope.topic, None, scope) if scope.topic else []
    if scope.topic:
        known = {record.paper_id for record in records}
        ended = [one for one in ended if one.item.paper_id in known]
    if not scope.topic:
        records = room.holdings.papers([one.item.paper_id for one in ended[:200]])
    wanted = {one.item.paper_id for one in ended}
    shown = _best([record for record in records if record.paper_id in wanted])
    return f"{_so_many(len(ended), 'paper')}{about} ended as {standing}{when.replace('published', 'on days')}.", shown


def _narrowed(room: ReadingRoom, scope: Scope) -> Scope:
    if not scope.verdict:
        return scope
    return scope.model_copy(update={"paper_ids": tuple(room.holdings.judged(scope.verdict)) or ("none",)})


def _best(records: Sequence[Record]) -> list[Record]:
    """The highest scored first, then the newest."""
    ranked = sorted(records, key=lambda one: (-(one.relevance or 0) - (one.novelty or 0), -one.seen_day, one.id))
    return ranked[:_SHOWN]


def _so_many(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number:,} {noun}s"


def _verb(number: int) -> str:
    return "mentions" if number == 1 else "mention"


def _listed(words: Sequence[str]) -> str:
    return " and ".join(repr(word) for word in words)
