"""Trends: topics of papers over weeks, found in the vector memory, and what of the news belongs to them."""

from .check import follow_up
from .find import find_trends
from .forecast import predict
from .links import Embed, find_links

__all__ = ["Embed", "find_links", "find_trends", "follow_up", "predict"]
