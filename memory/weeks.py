"""The papers of the vector memory, week by week, with their vectors: what trends are found in."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import TYPE_CHECKING

from ..domain import PaperRef, week_days, week_of
from ..domain.errors import ArchiveError
from .database import Database
from .record_table import RecordTable
from .records import Record, day_number, day_of

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Vectors = NDArray[np.float32]

_EARLIEST = 0
_PAPERS = "kind = 'paper' AND seen_day BETWEEN ? AND ?"


@dataclass(frozen=True)
class WeekOfPapers:
    """The papers first read in one ISO week, by day and id; every field has one entry a paper.

    `texts` are title and abstract as they were embedded, `fields` the primary categories ("" where unknown), `vectors`
    of unit norm, float32, shape (n, d).
    """

    week: str
    papers: tuple[PaperRef, ...]
    texts: tuple[str, ...]
    days: tuple[date, ...]
    fields: tuple[str, ...]
    vectors: "Vectors"

    def __len__(self) -> int:
        return len(self.papers)


def papers_by_week(connection: Database, first: date | None, last: date) -> list[WeekOfPapers]:
    """The weeks with papers first read from `first` (None: ever) to `last`, oldest first; others are left out.

    A paper takes 1.5 kB for its vector and some 2 kB for its text, while and after they are read.

    Raises:
        ArchiveError: the vectors are of several models and cannot be compared.
    """
    if len(made_by := RecordTable(connection).embedders()) > 1:
        raise ArchiveError(
            f"The vectors in {connection.path} were made by {' and '.join(sorted(made_by))}.",
            "Run `paperwire memory rebuild`, which embeds every record anew.",
        )
    rows = _rows(connection, day_number(first) if first else _EARLIEST, day_number(last))
    return [_week(name, part) for name, part in groupby(rows, key=lambda row: week_of(day_of(row[0].seen_day)))]


def observed_weeks(connection: Database, last: str, count: int) -> list[str]:
    """The `count` newest weeks up to `last` in which papers were first read, oldest first."""
    end = day_number(week_days(last)[1])
    query = f"SELECT DISTINCT seen_day FROM records WHERE {_PAPERS} ORDER BY seen_day"  # noqa: S608
    days = (day_of(row["seen_day"]) for row in connection.rows(query, (_EARLIEST, end)))
    return list(dict.fromkeys(week_of(day) for day in days))[-count:]


def recent_weeks(connection: Database, last: str, count: int) -> list[WeekOfPapers]:
    """The papers of `observed_weeks`; raises what `papers_by_week` raises."""
    weeks = observed_weeks(connection, last, count)
    return papers_by_week(connection, week_days(weeks[0])[0], week_days(last)[1]) if weeks else []


def _rows(connection: Database, first: int, last: int) -> Iterator[tuple[Record, bytes]]:
    query = f"SELECT body, vector FROM records JOIN vectors USING (number) WHERE {_PAPERS} ORDER BY seen_day, id"  # noqa: S608
    for block in connection.blocks(query, (first, last), size=1024):
        yield from ((Record.model_validate_json(row["body"]), row["vector"]) for row in block)


def _week(name: str, rows: Iterable[tuple[Record, bytes]]) -> WeekOfPapers:
    papers, texts, days, fields, vectors = list[PaperRef](), list[str](), list[date](), list[str](), bytearray()
    for record, vector in rows:
        papers.append(_reference(record))
        texts.append(record.text)
        days.append(day_of(record.seen_day))
        fields.append(record.categories[0] if record.categories else "")
        vectors += vector
    return WeekOfPapers(name, tuple(papers), tuple(texts), tuple(days), tuple(fields), _matrix(vectors, len(papers)))


def _reference(record: Record) -> PaperRef:
    return PaperRef(
        id=record.paper_id,
        title=record.title,
        url=record.url or f"https://arxiv.org/abs/{record.paper_id}",
        relevance=record.relevance,
        novelty=record.novelty,
    )


def _matrix(vectors: bytearray, count: int) -> "Vectors":
    import numpy as np

    return np.frombuffer(vectors, dtype="<f4").reshape(count, -1).astype(np.float32, copy=False)


def stacked(weeks: Sequence[WeekOfPapers]) -> "Vectors":
    """All vectors of the weeks under one another, shape (sum of n, d)."""
    import numpy as np

    return np.concatenate([week.vectors for week in weeks])
