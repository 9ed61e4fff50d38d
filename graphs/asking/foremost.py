"""Questions that name no topic give nothing to search by: the best scored papers and newest stories answer them."""

import re
from collections.abc import Sequence
from itertools import chain, zip_longest

from ...domain.answer import Question
from ...domain.window import Window
from ...memory import Kind, Record
from .ends import narrowed_to
from .gathered import Gathered
from .room import Hit, ReadingRoom
from .sources import sources_of

_SHOWN = 10
_PAPERS = re.compile(r"\b(?:papers?|preprints?|articles?|works?|publications?|scores?|read)\b", re.IGNORECASE)
_NEW = re.compile(r"\b(?:new|newest|latest|most recent|recent)\b", re.IGNORECASE)
_LATEST = re.compile(r"\b(?:newest|latest|most recent)\b", re.IGNORECASE)
_RANKED: tuple[Kind, ...] = ("paper", "story")


def is_topicless(question: Question) -> bool:
    """Whether it says neither what about nor whose; papers and news can still be ranked."""
    scope = question.scope
    named = scope.topic or scope.paper_ids or scope.records or scope.of_reviews
    return not named and set(scope.kinds) <= set(_RANKED)


def gather_foremost(room: ReadingRoom, question: Question) -> Gathered:
    """The papers with the highest scores, or of the newest day first; the newest stories between them."""
    kinds = question.scope.kinds or (("paper",) if _asks_for_papers(question) else _RANKED)
    window = question.windows[0] if question.windows else None
    papers = _papers(room, question, window) if "paper" in kinds else []
    stories = room.holdings.mentioning((), window, question.scope, ("story",))[::-1] if "story" in kinds else []
    turns = chain.from_iterable(zip_longest(papers[:_SHOWN], stories[:_SHOWN]))
    sources = sources_of([Hit(record, None) for record in turns if record], _SHOWN)
    shown = ["the papers with the highest scores"] * bool(papers) + ["the newest stories"] * bool(stories)
    return sources, [f"No topic is named: {' and '.join(shown)} are shown."] if sources else []


def newest_first(question: Question, hits: Sequence[Hit]) -> list[Hit]:
    """The hits in their order, or by day of publication where the latest are asked for."""
    if not _LATEST.search(question.asked):
        return list(hits)
    return sorted(hits, key=lambda hit: -(hit.record.published_day or hit.record.seen_day))


def _asks_for_papers(question: Question) -> bool:
    scope = question.scope
    return bool(_PAPERS.search(question.asked) or scope.categories or scope.least_novelty or scope.least_relevance)


def _papers(room: ReadingRoom, question: Question, window: Window | None) -> list[Record]:
    scope = question.scope
    narrowed = narrowed_to(room, scope, scope.standing) if scope.standing else scope
    found = room.holdings.mentioning((), window, narrowed)
    newest = bool(_NEW.search(question.asked))

    def place(one: Record) -> tuple[int, int, str]:
        return -one.seen_day * newest, -(one.relevance or 0) - (one.novelty or 0), one.id

    return sorted(found, key=place)
