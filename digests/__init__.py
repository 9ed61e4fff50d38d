"""What goes out: the day and the week as Markdown, HTML, JSON and on the terminal."""

from .html import to_html
from .json import to_json
from .markdown import to_markdown
from .terminal import show_digest, show_report
from .weekly_terminal import show_weekly
from .weekly_write import write_weekly
from .write import write_digest

__all__ = [
    "show_digest",
    "show_report",
    "show_weekly",
    "to_html",
    "to_json",
    "to_markdown",
    "write_digest",
    "write_weekly",
]
