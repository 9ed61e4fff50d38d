"""What agents think with: an OpenAI-compatible model, or the extractive engine; the desk hands out the work."""

from .assignment import Assignment, Engine, Reply
from .desk import Desk, chosen_engine, open_desk
from .desk_event import DeskEvent

__all__ = ["Assignment", "Desk", "DeskEvent", "Engine", "Reply", "chosen_engine", "open_desk"]
