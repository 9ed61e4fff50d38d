"""The engine without a model: it selects and measures, invents nothing and gives no verdict."""

from .engine import ExtractiveEngine
from .excerpts import topic_excerpts

__all__ = ["ExtractiveEngine", "topic_excerpts"]
