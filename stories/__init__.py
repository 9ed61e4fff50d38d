"""One story, not six headlines: news items as stories, stories as topics."""

from .find import Embed, find_stories
from .topics import find_topics

__all__ = ["Embed", "find_stories", "find_topics"]
