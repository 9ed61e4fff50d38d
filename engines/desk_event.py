"""What the desk tells whoever shows progress."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Literal

from ..domain import Usage


@dataclass(frozen=True)
class DeskEvent:
    """An assignment was `started`, `finished` or `failed`; `problem` names the kind of failure."""

    kind: Literal["started", "finished", "failed"]
    agent: str
    label: str
    engine: str
    cached: bool = False
    usage: Usage = field(default_factory=Usage)
    problem: str = ""


OnEvent = Callable[[DeskEvent], None]
