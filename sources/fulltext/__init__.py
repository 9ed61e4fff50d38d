"""Full text: from arXiv HTML, PDF, Markdown or a local copy to the sections that reviewers read.

Names are loaded when they are first used: the reading process (`worker.py`) starts without pydantic.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .html import parse_html
    from .layout import lay_out
    from .markdown import parse_markdown
    from .pdf import parse_pdf
    from .reader import TextReader

__all__ = ["TextReader", "lay_out", "parse_html", "parse_markdown", "parse_pdf"]

_HOMES = {
    "TextReader": "reader",
    "lay_out": "layout",
    "parse_html": "html",
    "parse_markdown": "markdown",
    "parse_pdf": "pdf",
}


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f".{_HOMES[name]}", __name__), name)
