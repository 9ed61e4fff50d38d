"""The graphs for LangGraph's own tools, which `langgraph.json` points here.

`langgraph dev --allow-blocking` opens them: the ledger is SQLite, whose short calls are made in the nodes themselves.
Runs use the settings in this folder and the archive that follows from them.
"""

import os
from functools import cache
from typing import Any

from ..graphs.daily import build_daily_graph
from ..graphs.newsroom import Newsroom
from ..graphs.paper import build_paper_graph
from ..graphs.topic import build_topic_graph
from ..graphs.weekly import build_weekly_graph
from ..memory import open_archive
from .hire import hire
from .order import Order


def daily() -> Any:
    """The daily graph; start it with `{"edition": "sample"}`."""
    return build_daily_graph(_room())


def paper() -> Any:
    """The paper graph; start it with a paper, a day and the folder of local texts, as `graphs/paper.py` says."""
    return build_paper_graph(_room())


def weekly() -> Any:
    """The weekly graph; start it with `{"week": "2026-W02"}`, a week with finished days or news."""
    return build_weekly_graph(_room())


def topic() -> Any:
    """The topic graph; start it with a topic and a day, as `graphs/topic.py` says."""
    return build_topic_graph(_room())


@cache
def _room() -> Newsroom:
    """One newsroom a server, since an archive has one writer. `PAPERWIRE_EDITION` chooses it, `sample` by default."""
    order = Order(edition=os.environ.get("PAPERWIRE_EDITION", "sample"))
    return hire(order, open_archive(order.folder, write=True))[0]
