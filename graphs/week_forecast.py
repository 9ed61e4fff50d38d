"""What a weekly digest would ask, counted before anything is asked."""

from collections.abc import Sequence
from datetime import date

from ..agents.analyst import EYES, analyse
from ..agents.staff import Staff
from ..domain import Topic
from ..domain.errors import EngineError
from ..engines.assignment import Assignment, F, Reply
from ..engines.estimate import estimate_prompt
from ..stories import find_stories, find_topics
from ..stories.topics import OTHER
from .forecast import ForecastRow
from .newsroom import Newsroom
from .week_material import readable, week_material
from .week_predictions import open_predictions

# Tokens that replies took when the prompts were tried; what the two editors read besides a topic is taken as usual.
_REPLIES = {"analyst": 600, "topic_synthesis": 900, "week_synthesis": 1_500, "prediction_check": 700}
_ANALYSES = 1_800
_WEEK = 9_000


class _Scale:
    """Weighs the prompts of assignments instead of fulfilling them."""

    def __init__(self) -> None:
        self.tokens: list[int] = []

    async def fulfil(self, assignment: Assignment[F]) -> Reply[F]:
        self.tokens.append(estimate_prompt([message.text for message in assignment.messages()]))
        raise EngineError("A forecast asks nothing.")


async def forecast_week(room: Newsroom, week: str) -> tuple[int, list[ForecastRow]]:
    """The topics that analysts would read, and each agent's calls; analysts are counted on their own prompts."""
    material = week_material(room.archive, week, room.now().date())
    items, _ = readable(material.items)
    stories = find_stories(items, room.archive.embedder.embed)
    topics = find_topics(stories, room.archive.embedder.embed, room.settings.weekly.topics)
    read = [topic for topic in topics if topic.name != OTHER]
    tokens = await _analyst_tokens(room.staff, read, material.today)
    pending = [one for one in open_predictions(room.archive, week) if not one.trend]
    calls = {
        "analyst": (len(tokens), sum(tokens)),
        "topic_synthesis": (len(read), sum(tokens) // len(EYES) + _ANALYSES * len(read)),
        "week_synthesis": (1, _WEEK),
        "prediction_check": (1, _WEEK) if pending else (0, 0),
    }
    return len(read), [
        ForecastRow(agent=agent, calls=n, prompt_tokens=prompt, completion_tokens=n * _REPLIES[agent])
        for agent, (n, prompt) in calls.items()
    ]


async def _analyst_tokens(staff: Staff, topics: Sequence[Topic], today: date) -> list[int]:
    scale = _Scale()
    weighing = Staff(scale, staff.choices, staff.paper_chars)
    for topic in topics:
        for eye in EYES:
            try:
                await analyse(weighing, topic, eye, today)
            except EngineError:
                continue
    return scale.tokens
