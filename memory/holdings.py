"""What the archive holds, counted by SQLite: how much, of which days, and which papers mention what."""

import json
import re
from collections.abc import Sequence
from datetime import date

from ..domain import Item
from ..domain.asking_words import ASKING
from ..domain.mentions import hints, mentioned
from ..domain.noun import Noun
from ..domain.scope import Scope, Standing, states_of
from ..domain.timewords import DAY_NAMES, MONTH_NAMES
from ..domain.window import Sense, Window
from .database import Database
from .records import Kind, Record, day_number, day_of

# A paper whose day of publication is unknown counts by the day it was first read.
_DAY: dict[Sense, str] = {
    "published": "coalesce(json_extract(body, '$.published_day'), seen_day)",
    "seen": "seen_day",
}
_NOVELTY = "json_extract(body, '$.novelty')"
# A system's name: `FlashAttention` and `LoTA-QAF` anywhere, `Mamba` not where every word has a capital.
_NAME = re.compile(r"(?<![\w.-])([A-Za-z][\w-]*[A-Z0-9][\w-]*|(?<=[a-z,] )[A-Z][a-z]{3,})(?![\w.-]*\w)")
_TIMES = frozenset(name.lower() for name in (*MONTH_NAMES, *DAY_NAMES))
_QUOTED = re.compile(r"[\"“‘']([^\"”’']{12,200})[\"”’']")
_RELEVANCE = "json_extract(body, '$.relevance')"


class Extent(Noun):
    """How much there is, and of which days."""

    papers: int = 0
    digests: int = 0
    reviewed: int = 0
    stories: int = 0
    first: date | None = None
    """The first day on which anything was read."""
    last: date | None = None


class Ended(Noun):
    """A row of the ledger and the day of its run."""

    day: date
    item: Item


class Holdings:
    """Questions to the database that need no meaning; each is one or two queries."""

    def __init__(self, connection: Database) -> None:
        self._db = connection

    def extent(self) -> Extent:
        """The whole archive."""
        [papers] = self._db.rows(
            "SELECT count(*) AS held, min(seen_day) AS first, max(seen_day) AS last FROM records WHERE kind = 'paper'"
        )
        [runs] = self._db.rows("SELECT count(*) AS held, min(day) AS first, max(day) AS last FROM runs")
        [digests] = self._db.rows(
            "SELECT (SELECT count(*) FROM artifacts WHERE kind = 'digest') + "
            "(SELECT count(*) FROM week_findings WHERE kind = 'weekly') AS held"
        )
        [news] = self._db.rows(
            "SELECT count(*) AS held, min(seen_day) AS first, max(seen_day) AS last FROM records WHERE kind = 'story'"
        )
        [reviews] = self._db.rows("SELECT count(DISTINCT paper_id) AS held FROM records WHERE kind = 'review'")
        days = [date.fromisoformat(day) for day in (runs["first"], runs["last"]) if day]
        days += [day_of(day) for held in (papers, news) for day in (held["first"], held["last"]) if day]
        return Extent(
            papers=papers["held"],
            digests=digests["held"],
            reviewed=reviews["held"],
            stories=news["held"],
            first=min(days, default=None),
            last=max(days, default=None),
        )

    def papers_in(self, window: Window) -> int:
        """How many papers of the window there are, whatever they are about."""
        return self._held("paper", window)

    def stories_in(self, window: Window) -> int:
        """How many stories of the news there are of the window."""
        return self._held("story", window)

    def _held(self, kind: Kind, window: Window) -> int:
        chosen, values = _within(window)
        query = f"SELECT count(*) FROM records WHERE kind = :kind{chosen}"  # noqa: S608
        return int(self._db.rows(query, values | {"kind": kind})[0][0])

    def days_in(self, window: Window) -> int:
        """How many days were read in the window, by the day of reading."""
        query = "SELECT count(*) FROM runs WHERE day BETWEEN ? AND ?"
        return int(self._db.rows(query, _days(window))[0][0])

    def digests(self, window: Window | None = None) -> list[Record]:
        """The digests of the window, days and weeks, by the day they were told; the newest first."""
        chosen, values = _within(window.model_copy(update={"sense": "seen"}) if window else None)
        query = f"SELECT body FROM records WHERE kind = 'digest'{chosen} ORDER BY seen_day DESC, id DESC"  # noqa: S608
        return [Record.model_validate_json(row["body"]) for row in self._db.rows(query, values)]

    def stories_at(self, ids: Sequence[str], urls: Sequence[str]) -> list[Record]:
        """Stories with one of the ids or links, by the day they were first seen."""
        query = (
            "SELECT body FROM records WHERE kind = 'story' AND (id IN (SELECT value FROM json_each(:ids)) "
            "OR json_extract(body, '$.url') IN (SELECT value FROM json_each(:urls))) ORDER BY seen_day, id"
        )
        rows = self._db.rows(query, {"ids": json.dumps(list(ids)), "urls": json.dumps(list(urls))})
        return [Record.model_validate_json(row["body"]) for row in rows]

    def mentioning(
        self,
        words: Sequence[str],
        window: Window | None = None,
        scope: Scope | None = None,
        kinds: Sequence[Kind] = ("paper",),
    ) -> list[Record]:
        """Records of the kinds that mention all the words, within window and scope; earliest seen first.

        Papers unless said otherwise, by title and abstract.
        """
        chosen, values = _within(window)
        more, also = _filtered(scope or Scope())
        sifted, hinted = _sifted(words)
        named = {"kinds": json.dumps(list(kinds))}
        among = "kind IN (SELECT value FROM json_each(:kinds))"
        query = f"SELECT body FROM records WHERE {among}{chosen}{more}{sifted} ORDER BY seen_day, id"  # noqa: S608
        found = []
        for rows in self._db.blocks(query, values | also | hinted | named):
            records = (Record.model_validate_json(row["body"]) for row in rows)
            found += [one for one in records if len(mentioned(words, f"{one.title}. {one.text}")) == len(words)]
        return found

    def ended(self, standing: Standing, window: Window | None = None, scope: Scope | None = None) -> list[Ended]:
        """Rows of the ledger that ended so, by day; a paper announced twice is there once, by its last end."""
        first, last = _days(window or Window())
        query = (
            "SELECT day, position, paper_id, title, state, reason FROM items JOIN runs ON runs.id = items.run_id "
            "WHERE day BETWEEN :first AND :last AND state IN (SELECT value FROM json_each(:states)) "
        )
        rows = self._db.rows(
            f"{query}{_of_papers(scope or Scope())} ORDER BY day, position",
            {"first": first, "last": last, "states": json.dumps(states_of(standing))} | _values(scope or Scope()),
        )
        found: dict[str, Ended] = {}
        for row in rows:
            values = dict(row)
            day = date.fromisoformat(values.pop("day"))
            found[row["paper_id"] or f"row {day} {row['position']}"] = Ended(day=day, item=Item(**values))
        return list(found.values())

    def judged(self, verdict: str) -> list[str]:
        """Ids of papers whose meta-review recommends this."""
        rows = self._db.rows(
            "SELECT DISTINCT paper_id FROM artifacts WHERE kind = 'report' "
            "AND json_extract(body, '$[0].meta_review.recommendation') = ?",
            (verdict,),
        )
        return [row["paper_id"] for row in rows]

    def records(self, ids: Sequence[str]) -> list[Record]:
        """The records with these ids, in that order; those that there are not are left out."""
        rows = self._db.rows(
            "SELECT body FROM records JOIN json_each(?) AS named ON records.id = named.value ORDER BY named.key",
            (json.dumps(list(ids)),),
        )
        return [Record.model_validate_json(row["body"]) for row in rows]

    def papers(self, ids: Sequence[str]) -> list[Record]:
        """The papers with these ids, as they are remembered."""
        rows = self._db.rows(
            "SELECT body FROM records WHERE kind = 'paper' AND paper_id IN (SELECT value FROM json_each(?))",
            (json.dumps(list(ids)),),
        )
        return [Record.model_validate_json(row["body"]) for row in rows]

    def titled(self, text: str, limit: int = 5) -> list[Record]:
        """Papers that the text calls by their whole title in quotation marks, or by the name before the colon."""
        starts = [f'%"title":"{name}:%' for name in _NAME.findall(text) if name.lower() not in ASKING | _TIMES]
        starts += [f'%"title":"%{json.dumps(title.strip(" .?!,"))[1:-1]}%","text"%' for title in _QUOTED.findall(text)]
        query = (
            "SELECT body FROM records JOIN json_each(?) AS named ON body LIKE named.value "
            "WHERE kind = 'paper' ORDER BY named.key, seen_day DESC LIMIT ?"
        )
        rows = self._db.rows(query, (json.dumps(starts), limit)) if starts else []
        return [Record.model_validate_json(row["body"]) for row in rows]


def _within(window: Window | None) -> tuple[str, dict[str, int | str]]:
    if window is None:
        return "", {}
    day = _DAY[window.sense]
    first = day_number(window.first) if window.first else 0
    last = day_number(window.last) if window.last else 99_999_999
    return f" AND {day} BETWEEN :first AND :last", {"first": first, "last": last}


def _days(window: Window) -> tuple[str, str]:
    return str(window.first or date.min), str(window.last or date.max)


def _sifted(words: Sequence[str]) -> tuple[str, dict[str, int | str]]:
    """Rows whose text can mention all the words; SQLite reads them many times as fast as regular expressions do."""
    parts, values = list[str](), dict[str, int | str]()
    for at, word in enumerate(words):
        named = {f"hint{at}_{place}": f"%{hint}%" for place, hint in enumerate(hints(word))}
        if named:
            parts.append(f" AND ({' OR '.join(f'body LIKE :{name}' for name in named)})")
        values |= named
    return "".join(parts), values


def _filtered(scope: Scope) -> tuple[str, dict[str, int | str]]:
    how = "=" if scope.exact_scores else ">="
    parts = [_of_papers(scope)]
    parts += [f"AND {_NOVELTY} {how} :novelty"] if scope.least_novelty else []
    parts += [f"AND {_RELEVANCE} {how} :relevance"] if scope.least_relevance else []
    scores = {"novelty": scope.least_novelty, "relevance": scope.least_relevance}
    values: dict[str, int | str] = {name: value for name, value in scores.items() if value}
    return " " + " ".join(part for part in parts if part), values | _values(scope)


def _of_papers(scope: Scope) -> str:
    parts = []
    if scope.categories:
        parts.append(
            "AND paper_id IN (SELECT papers.id FROM papers, json_each(paper, '$.categories') AS named "
            "WHERE named.value IN (SELECT value FROM json_each(:categories)))"
        )
    if scope.paper_ids:
        parts.append("AND paper_id IN (SELECT value FROM json_each(:ids))")
    return " ".join(parts)


def _values(scope: Scope) -> dict[str, int | str]:
    lists = {"categories": scope.categories, "ids": scope.paper_ids}
    return {name: json.dumps(value) for name, value in lists.items() if value}
