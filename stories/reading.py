"""A news item as stories are found by: its headline without clocks and counters, and the beginning of its summary."""

import re
from dataclasses import dataclass
from functools import cached_property

from ..domain.news import NewsItem
from ..memory.words import words
from .names import Versioned, known_in, names_in, versions_in

_SUMMARY = 300
"""Characters of a summary that are read: what follows is comment, and the same for many."""
_CLOCK = re.compile(r"^\W*(?:\d+|an?)\s*(?:minute|min|hour|hr|day)s?\s+ago\b[\s:|·-]*|^\d{1,2}:\d{2}\s+", re.IGNORECASE)
_DATE = re.compile(r"^\d{4}-\d{2}-\d{2}\s+|\s+\d{4}/\d{2}/\d{2}$")
_COUNTER = re.compile(r"^[\s:.]*\(Activity: \d+\)[\s:]*")
_LINK = re.compile(r"https?://\S+")
_SPACE = re.compile(r"\s+")
_HAN = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]")
_PLAIN_WORDS = """
a about after ai all also an and any are as at be been before but by can could did do does for from get had has have
he her him his how i if in into is it its just like me more most my new no not now of on one only or our out over s
say she so some t than that the their them there they this to up us was we were what when which who why will with
you your
"""
COMMON = frozenset(_PLAIN_WORDS.split())


def clean_title(title: str) -> str:
    """A headline without the clock or date that a page wrote before it, links and doubled spaces."""
    plain = _SPACE.sub(" ", _LINK.sub("", title)).strip()
    return _DATE.sub("", _CLOCK.sub("", plain)).strip() or plain or title


@dataclass(frozen=True)
class Reading:
    """One item, read once for all the pairs it is part of."""

    item: NewsItem

    @cached_property
    def title(self) -> str:
        return clean_title(self.item.title)

    @cached_property
    def summary(self) -> str:
        """The beginning of the summary, without the headline that many feeds repeat there."""
        plain = _SPACE.sub(" ", _LINK.sub("", self.item.summary)).strip()
        raw = _SPACE.sub(" ", self.item.title).strip()
        return _COUNTER.sub("", plain.removeprefix(raw).removeprefix(self.title)).strip(" :")[:_SUMMARY]

    @property
    def text(self) -> str:
        return f"{self.title}. {self.summary}".strip()

    @cached_property
    def title_words(self) -> frozenset[str]:
        return frozenset(words(self.title)) - COMMON

    @cached_property
    def words(self) -> frozenset[str]:
        return frozenset(words(self.text)) - COMMON

    @cached_property
    def title_names(self) -> frozenset[str]:
        return names_in(self.title)

    @cached_property
    def names(self) -> frozenset[str]:
        return self.title_names | names_in(self.summary)

    @cached_property
    def versions(self) -> tuple[Versioned, ...]:
        """Models and products with a version, of the headline alone."""
        return versions_in(self.title)

    @cached_property
    def chinese(self) -> bool:
        return bool(_HAN.search(self.title))

    @cached_property
    def own_house(self) -> bool:
        """Whether a source writes about itself, as a company's own page does."""
        return bool(known_in(self.item.source) & self.names) or self.item.source.split()[0].lower() in self.words
