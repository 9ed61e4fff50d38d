"""`paperwire graph`: the graphs as they are compiled, drawn as Mermaid."""

import sys
from collections.abc import Callable, Mapping
from typing import Any

from ..graphs.ask import build_ask_graph
from ..graphs.daily import build_daily_graph
from ..graphs.paper import build_paper_graph
from ..graphs.topic import build_topic_graph
from ..graphs.weekly import build_weekly_graph
from . import WHOLE


def print_graph(name: str) -> int:
    """Writes the Mermaid text of the graph to stdout."""
    build: Mapping[str, Callable[[None], Any]] = {
        "ask": build_ask_graph,
        "daily": build_daily_graph,
        "paper": build_paper_graph,
        "topic": build_topic_graph,
        "weekly": build_weekly_graph,
    }
    sys.stdout.write(build[name](None).get_graph().draw_mermaid())
    return WHOLE
