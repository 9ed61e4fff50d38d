"""The nodes that look things up for a model or the extractive engine to answer from: find, compare, change."""

import asyncio
import re
from collections.abc import Collection, Sequence

from ...domain.answer import Question, Source
from ...domain.scope import Scope, topic_words
from ...domain.window import Window
from ...memory import Kind, Record, day_of
from .ends import of_that_end
from .foremost import gather_foremost, is_topicless, newest_first
from .gathered import Gathered
from .room import Hit, ReadingRoom
from .sources import Relevance, source_of, sources_of, to_the_point
from .told import gather_told

_SHOWN, _A_SIDE = 10, 5
_LOOKED_AT = 40
_SIDES = (
    re.compile(r"\bdifferences?\s+between\s+(.+?)\s+and\s+(.+)", re.IGNORECASE),
    re.compile(r"\b(?:compare|contrast)\s+(.+?)\s+(?:and|with|to|against|vs\.?|versus)\s+(.+)", re.IGNORECASE),
    re.compile(r"\b(?:do|does|is|are)\s+(.+?)\s+(?:differ|different)\s+from\s+(.+)", re.IGNORECASE),
    re.compile(r"\bhow\s+do\s+(.+?)\s+and\s+(.+?)\s+(?:differ|compare)", re.IGNORECASE),
    re.compile(r"(.+?)\s+(?:versus|vs\.?)\s+(.+)", re.IGNORECASE),
    re.compile(r"\b(?:better|worse|faster|cheaper)\b[^:,]*[:,]?\s+(.+?)\s+or\s+(.+)", re.IGNORECASE),
    re.compile(r"\bdo\s+(.+?)\s+and\s+(.+?)\s+have in common", re.IGNORECASE),
)
_SO_MANY = re.compile(r"\b(?:the|these|those)\s+(two|three|four|2|3|4)\b", re.IGNORECASE)
_HOW_MANY = {"two": 2, "three": 3, "four": 4}
PAPERS: tuple[Kind, ...] = ("paper",)
_REVIEWED: tuple[Kind, ...] = ("review", "passage")
# What somebody found or reported; a direction is neither, and is asked for by its own name.
_FIRST_HAND: tuple[Kind, ...] = ("paper", "passage", "review", "story")
_EVIDENCE: tuple[Kind, ...] = (*_FIRST_HAND, "digest")


async def gather_find(room: ReadingRoom, question: Question) -> Gathered:
    """Passages on the topic, those of papers that the question names first."""
    scope = question.scope
    if scope.records:
        return [source_of(record) for record in room.holdings.records(scope.records)], []
    if scope.kinds == ("digest",):
        return await gather_told(room, question)
    if not any(letter.isalnum() for letter in question.asked):
        return [], ["There is no word in the question."]
    if is_topicless(question) and not named_papers(room, question):
        return gather_foremost(room, question)
    return await _on_topic(room, question)


async def _on_topic(room: ReadingRoom, question: Question) -> Gathered:
    scope, notices = of_that_end(room, question), list[str]()
    kinds = scope.kinds or _EVIDENCE
    if not scope.kinds and (scope.verdict or scope.of_reviews):
        scope, kinds, notices = _judged(room, scope)
    window = _window(question)
    named = named_papers(room, question) if "paper" in kinds or scope.paper_ids else []
    outside = [record for record in named if not _within(record, window)]
    if scope.paper_ids and not scope.verdict:
        notices += [f"{record.title} ({record.paper_id}) lies outside the window." for record in outside]
    notices += _unheld(question, named)
    hits = await look(room, question.scope.query, kinds, window, scope)
    first = [Hit(record, None) for record in named if record not in outside and "paper" in kinds]
    if not question.scope.paper_ids:
        shown = newest_first(question, to_the_point(room.find, _once((*hits, *first)), scope.topic))
        return sources_of(_named_first(shown, named), _SHOWN), notices
    relevance = Relevance(room.find, scope.topic)
    if any(relevance.touches(hit) for hit in (*first, *hits)):
        return sources_of(_once((*first, *hits)), _SHOWN, per_paper=_SHOWN), notices
    about = " ".join(scope.topic)
    return [], [*notices, *(f"What was read of {record.paper_id} says nothing of {about!r}." for record in named)]


async def gather_compare(room: ReadingRoom, question: Question) -> Gathered:
    """Passages of each side: papers named, two topics, or `the two X papers`."""
    papers = named_papers(room, question)
    if len(papers) < 2:
        sides = read_sides(question.understood)
        if len(sides) > 1 and not papers:
            return await _topics(room, question, sides)
        wanted = _so_many(question.understood)
        papers = [*papers, *await _best_papers(room, question, wanted, papers)][: max(wanted, len(papers))]
    sources = [one for paper in papers for one in await _of_paper(room, question, paper)]
    notices = _unheld(question, papers)
    if len(papers) == 1:
        notices.append(f"Only one side was found: {papers[0].title}.")
    return sources, notices


async def gather_change(room: ReadingRoom, question: Question) -> Gathered:
    """Passages of the baseline and of the recent window, each under its role."""
    sources, notices = list[Source](), list[str]()
    for window in question.windows:
        hits = await look(room, question.scope.query, _kinds(question), window, question.scope)
        found = sources_of(to_the_point(room.find, hits, question.scope.topic), _A_SIDE, part=window.role)
        if not found:
            about = _nothing_of(room, question, window)
            notices.append(f"In the {window.role} window ({window.told}) there is {about}.")
        sources += found
    return sources, notices


async def look(
    room: ReadingRoom, query: str, kinds: Collection[Kind], window: Window | None, scope: Scope, limit: int = _LOOKED_AT
) -> list[Hit]:
    """A search off the event loop."""
    found = await asyncio.to_thread(room.find, query, kinds=kinds, window=window, scope=scope, limit=limit)
    return list(found)


def named_papers(room: ReadingRoom, question: Question) -> list[Record]:
    """Papers that the question calls by id, name or title, in that order."""
    ids = question.scope.paper_ids
    by_id = {record.paper_id: record for record in room.holdings.papers(ids)} if ids else {}
    if by_id:
        return [by_id[id_] for id_ in ids if id_ in by_id]
    return [] if ids else room.holdings.titled(question.understood)


def read_sides(question: str) -> list[str]:
    """The two things that a question holds against each other, in its own words."""
    for pattern in _SIDES:
        if match := pattern.search(question.strip(" ?.!")):
            return [side.strip(" ,?") for side in match.groups()]
    return []


async def _topics(room: ReadingRoom, question: Question, sides: Sequence[str]) -> Gathered:
    sources, notices = list[Source](), list[str]()
    for side in sides:
        topic = topic_words(side)
        hits = await look(room, " ".join(topic) or side, _kinds(question), _window(question), question.scope)
        found = sources_of(to_the_point(room.find, hits, topic), _A_SIDE, part=" ".join(topic) or side)
        if not found:
            notices.append(f"Nothing was found on {side!r}.")
        sources += found
    return sources, notices


async def _best_papers(room: ReadingRoom, question: Question, wanted: int, known: Sequence[Record]) -> list[Record]:
    hits = await look(room, question.scope.query, PAPERS, _window(question), question.scope)
    taken = {record.paper_id for record in known}
    near = [
        hit.record for hit in to_the_point(room.find, hits, question.scope.topic) if hit.record.paper_id not in taken
    ]
    return near[: max(0, wanted - len(known))]


async def _of_paper(room: ReadingRoom, question: Question, paper: Record) -> list[Source]:
    scope = question.scope.model_copy(update={"paper_ids": (paper.paper_id,)})
    hits = await look(room, question.scope.query or paper.title, _REVIEWED, None, scope, limit=3)
    return [source_of(paper, part=paper.paper_id), *(source_of(h.record, h.similarity, paper.paper_id) for h in hits)]


def _kinds(question: Question) -> tuple[Kind, ...]:
    return question.scope.kinds or _FIRST_HAND


def _nothing_of(room: ReadingRoom, question: Question, window: Window) -> str:
    if question.scope.kinds == ("story",):
        stories = room.holdings.stories_in(window)
        return f"nothing on it among {stories} news stories" if stories else "no news at all"
    held = room.holdings.papers_in(window)
    return f"nothing on it among {held} papers" if held else "no paper at all"


def _judged(room: ReadingRoom, scope: Scope) -> tuple[Scope, tuple[Kind, ...], list[str]]:
    """The scope narrowed to the papers of a verdict, and where the reasons for one stand."""
    if not scope.verdict:
        return scope, ("review",), []
    ids = room.holdings.judged(scope.verdict)
    if ids:
        return scope.model_copy(update={"paper_ids": tuple(ids)}), ("review",), []
    notice = f"No paper of the archive has the recommendation {scope.verdict!r}; all reviews were searched instead."
    return scope.model_copy(update={"verdict": None}), ("review",), [notice]


def _named_first(hits: Sequence[Hit], named: Sequence[Record]) -> list[Hit]:
    ids = {record.paper_id for record in named}
    return sorted(hits, key=lambda hit: hit.record.paper_id not in ids)


def _unheld(question: Question, papers: Sequence[Record]) -> list[str]:
    held = {paper.paper_id for paper in papers}
    return [f"The archive does not hold {id_}." for id_ in question.scope.paper_ids if id_ not in held]


def _within(record: Record, window: Window | None) -> bool:
    if window is None:
        return True
    published = record.published_day or record.seen_day
    return window.holds(day_of(published if window.sense == "published" else record.seen_day))


def _window(question: Question) -> Window | None:
    return question.windows[0] if question.windows else None


def _so_many(text: str) -> int:
    match = _SO_MANY.search(text)
    return (_HOW_MANY.get(match[1].lower()) or int(match[1])) if match else 2


def _once(hits: Sequence[Hit]) -> list[Hit]:
    return list({hit.record.id: hit for hit in reversed(hits)}.values())[::-1]
