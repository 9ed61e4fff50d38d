"""The engine without a model: it selects and measures, invents nothing and gives no verdict."""

from .engine import ExtractiveEngine

__all__ = ["ExtractiveEngine"]
