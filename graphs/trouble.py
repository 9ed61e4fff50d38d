"""What kept rows open, by kind: the word that the ledger's reason begins with."""

import re
from collections import Counter
from collections.abc import Iterable

from ..agents.triage import NO_ANSWER
from ..domain import Item

_KIND = re.compile(r"(?:selected, not reviewed: )?([a-z]+): ")


def kinds_of_trouble(items: Iterable[Item]) -> dict[str, int]:
    """Failed and deferred rows by kind (`garbage`, `quota`, `budget`, `silence` …), the commonest first.

    `unreadable` are rows that the listing gave in no readable form; `other` is everything without a kind.
    """
    return dict(Counter(_kind(item) for item in items if item.state in ("failed", "deferred")).most_common())


def _kind(item: Item) -> str:
    if not item.paper_id:
        return "unreadable"
    if item.reason == NO_ANSWER:
        return "silence"
    named = _KIND.match(item.reason)
    return named[1] if named else "other"
