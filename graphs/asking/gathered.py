"""What the nodes that look things up hand on."""

from ...domain.answer import Claim, Source

Gathered = tuple[list[Source], list[str]]
"""Passages for whoever words an answer, and notices for the reader."""
Told = tuple[list[Claim], list[Source], list[str]]
"""Claims that were read out or counted by code, what they rest on, and notices."""
