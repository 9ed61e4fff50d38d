"""What was put off: papers that a run deferred and no other has read."""

from datetime import date

from ..domain import Paper
from .database import Database

# A run that is entered again keeps what it took over before, whatever became of those papers elsewhere since.
_WAITING = """
SELECT paper_id, coalesce(MIN(since), MIN(day)) AS first, papers.paper AS paper
FROM items JOIN runs ON runs.id = items.run_id JOIN papers ON papers.id = items.paper_id
WHERE (day = :day AND since IS NOT NULL)
  OR (day < :day AND state = 'deferred' AND paper_id NOT IN (
    SELECT paper_id FROM items JOIN runs ON runs.id = items.run_id
    WHERE day != :day AND state IN ('scored', 'selected', 'reviewed')))
GROUP BY paper_id ORDER BY first, MIN(items.run_id), MIN(position)
"""


class Backlog:
    """The queue in front of a day."""

    def __init__(self, connection: Database) -> None:
        self._db = connection

    def before(self, day: date) -> list[tuple[Paper, date]]:
        """The papers that wait for `day`, each with the day that first put it off, oldest first."""
        rows = self._db.rows(_WAITING, {"day": day.isoformat()})
        return [(Paper.model_validate_json(row["paper"]), date.fromisoformat(row["first"])) for row in rows]
