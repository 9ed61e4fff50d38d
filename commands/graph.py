"""`paperwire graph`: the graphs as they are compiled, drawn as Mermaid."""

import sys

from ..graphs.daily import build_daily_graph
from ..graphs.paper import build_paper_graph
from . import WHOLE


def print_graph(name: str) -> int:
    """Writes the Mermaid text of the graph to stdout."""
    compiled = build_daily_graph(None) if name == "daily" else build_paper_graph(None)
    sys.stdout.write(compiled.get_graph().draw_mermaid())
    return WHOLE
