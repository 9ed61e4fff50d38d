"""Screening: text from outside is searched for passages that steer models, which are taken out and shown."""

from .forums import screen_forum
from .news import screened_items
from .papers import joined, screen_paper, screen_text
from .scan import MARK, Screened, screen

__all__ = ["MARK", "Screened", "joined", "screen", "screen_forum", "screen_paper", "screen_text", "screened_items"]
