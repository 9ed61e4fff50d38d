"""What digests said: their lines are the passages, since each tells of something else."""

import re

from ...domain.answer import Question, Source
from ...domain.mentions import mentioned
from ...memory import Record
from .gathered import Gathered
from .room import ReadingRoom
from .sources import line_of

_SHOWN, _LATEST = 10, 2
_WEEKLY = re.compile(r"digest:\d{4}-W\d\d")
_HALF = 0.5


async def gather_told(room: ReadingRoom, question: Question) -> Gathered:
    """Lines of digests that speak of the topic, newest first; without a topic the latest digest from its beginning."""
    scope, window = question.scope, question.windows[0] if question.windows else None
    digests = [one for one in room.holdings.digests(window) if not scope.weekly or _WEEKLY.fullmatch(one.id)]
    if not digests:
        return [], [
            f"There is no {'weekly ' if scope.weekly else ''}digest of that time." if window else _none(scope.weekly)
        ]
    if not scope.topic:
        shown = digests if window else digests[:1]
        return [line for one in shown[:_LATEST] for line in _lines(one)][:_SHOWN], []
    lines = [line for one in digests for line in _lines(one)]
    shares = {line.key: len(mentioned(scope.topic, line.text)) / len(scope.topic) for line in lines}
    near = sorted((line for line in lines if shares[line.key] >= _HALF), key=lambda line: -shares[line.key])
    return near[:_SHOWN], []


def _lines(digest: Record) -> list[Source]:
    return [line_of(digest, line.strip()) for line in digest.text.split("\n") if line.strip()]


def _none(weekly: bool) -> str:
    return f"No {'weekly ' if weekly else ''}digest is remembered yet."
