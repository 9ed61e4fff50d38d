"""From what sources gave to a day's edition: every item is kept, or left out for one reason that is counted."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import NamedTuple, Protocol

from ...domain.news import LeftOut, NewsEdition, NewsItem, SourceOutcome, SourceState
from . import address
from .about_ai import is_about_ai
from .dates import date_told
from .raw import Answer, RawItem
from .text import headline, titled

UNDATED = "no date, shown when its source was first met"
_TWICE = "the same page twice"
_AHEAD = timedelta(days=1)
"""Clocks and time zones differ; what is dated later than this belongs to a later day."""
_STAMPED = 3
"""Items of one source that all bear the day's own midnight: whoever collected them put it there."""
_ROUNDUP_HOSTS = 3


class Knows(Protocol):
    """What the archive remembers of news: `NewsShelf` does."""

    def known(self, ids: Iterable[str], before: date) -> set[str]: ...

    def met(self, before: date) -> set[str]: ...


class Sifted(NamedTuple):
    """An item, and why it is left out, if it is."""

    item: NewsItem | None
    raw: RawItem
    reason: str = ""


def sift(day: date, edition: str, answers: Sequence[Answer], shelf: Knows, max_age_days: int) -> NewsEdition:
    """The edition of `day`: what is new, usable and about AI, in the order of the sources.

    Kept and left out together are as many as the sources held; outcomes are one per source, in order.
    """
    firsts = [one for answer in answers for one in _read(answer, day, max_age_days)]
    known = shelf.known([one.item.id for one in firsts if one.item], day)
    met = shelf.met(day)
    judged = _once([_judged(one, known, met) for one in firsts])
    return NewsEdition(
        day=day,
        edition=edition,
        items=tuple(one.item for one in judged if one.item and not one.reason),
        outcomes=tuple(_outcome(answer, judged) for answer in answers),
        left_out=_counted(judged, answers),
        aside=tuple(dict.fromkeys(one.item.id for one in judged if one.item and one.reason == UNDATED)),
    )


def _read(answer: Answer, day: date, max_age_days: int) -> list[Sifted]:
    """The items of one source, each with what is wrong with it by itself."""
    stamped = _stamp(answer.items, day)
    home = _home(answer.items)
    found = []
    for raw in answer.items:
        undated = replace(raw, published=None) if raw.published == stamped else raw
        item = _item(undated, day)
        found.append(Sifted(item, raw, _fault(item, undated, home) if item else "no address"))
    oldest = datetime(day.year, day.month, day.day, tzinfo=UTC) - timedelta(days=max_age_days)
    return [one if one.reason or not one.item else one._replace(reason=_age(one.item, day, oldest)) for one in found]


def _stamp(items: Sequence[RawItem], day: date) -> datetime | None:
    """The one moment that all items of a source bear, where it tells of their collection and not of themselves."""
    moments = {item.published for item in items}
    [only] = moments if len(moments) == 1 else [None]
    if only is None or len(items) < _STAMPED or only.minute or only.second:
        return None
    return only if abs(only.date() - day) <= timedelta(days=1) else None


def _item(raw: RawItem, day: date) -> NewsItem | None:
    url = address.cleaned(raw.url)
    if not url:
        return None
    bare, told = headline(raw.title)
    title, summary = titled(bare, raw.summary)
    return NewsItem(
        id=address.item_id(url),
        title=title,
        summary=summary,
        url=url,
        source=raw.source,
        channel=raw.channel,
        published=raw.published or told or date_told(raw.title, url),
        seen=day,
        points=raw.points,
    )


def _fault(item: NewsItem, raw: RawItem, home: str) -> str:
    """What makes it no news item at all."""
    if not item.title:
        return "no title"
    if _same(item.title, item.source) or (raw.points is None and _leads_nowhere(item.url, home)):
        return "a landing page, no story"
    host = address.host_of(item.url)
    if raw.points is None and (host == "arxiv.org" or item.url.startswith("https://huggingface.co/papers/")):
        return "a paper, read with the papers"
    if raw.points is None and host == "github.com" and item.url.lower().endswith(f"/{item.title.lower()}"):
        return "a repository, no story"
    return ""


def _leads_nowhere(url: str, home: str) -> bool:
    # A roundup links to products, whose page is a front page; other sources link to their own.
    return address.leads_to_a_list(url) and home in ("", address.host_of(url))


def _home(items: Sequence[RawItem]) -> str:
    """The host that most items of a roundup lead to; empty for a source whose items lead to one host or two."""
    hosts = Counter(address.host_of(item.url) for item in items if item.url)
    return hosts.most_common(1)[0][0] if len(hosts) >= _ROUNDUP_HOSTS else ""


def _age(item: NewsItem, day: date, oldest: datetime) -> str:
    if item.published is None:
        return ""
    if item.published < oldest:
        return f"older than {(day - oldest.date()).days} days"
    return "dated after the day" if item.published.date() > day + _AHEAD else ""


def _judged(one: Sifted, known: set[str], met: set[str]) -> Sifted:
    """With what only the archive, or a look at the words, can tell."""
    item = one.item
    if item is None or one.reason:
        return one
    if item.id in known:
        return one._replace(reason="known before")
    if not one.raw.trusted and not is_about_ai(item.title, item.summary, item.url):
        return one._replace(reason="not about AI")
    return one._replace(reason=UNDATED) if item.published is None and item.source not in met else one


def _once(judged: Sequence[Sifted]) -> list[Sifted]:
    """Every page once: the first that is kept, with the votes of the others."""
    points: dict[str, int] = {}
    for one in judged:
        if one.item and one.item.points is not None and not one.reason:
            points[one.item.id] = max(one.item.points, points.get(one.item.id, 0))
    found: list[Sifted] = []
    taken: set[str] = set()
    for one in judged:
        if one.item is None or one.reason:
            found.append(one)
        elif one.item.id in taken:
            found.append(one._replace(reason=_TWICE))
        else:
            taken.add(one.item.id)
            found.append(one._replace(item=one.item.model_copy(update={"points": points.get(one.item.id)})))
    return found


def _outcome(answer: Answer, judged: Sequence[Sifted]) -> SourceOutcome:
    """What became of one source; `fresh` are its pages in the edition, also where another source had them first."""
    held = len(answer.items) + answer.spoilt
    fresh = sum(one.reason in ("", _TWICE) for one in judged if one.raw.source == answer.source)
    state: SourceState = "new" if fresh else "unchanged"
    reason = answer.problem
    if answer.problem:
        state = "failed"
    elif not held:
        state, reason = "empty", "It holds no items."
    return SourceOutcome(source=answer.source, url=answer.url, state=state, items=held, fresh=fresh, reason=reason)


def _counted(judged: Sequence[Sifted], answers: Sequence[Answer]) -> tuple[LeftOut, ...]:
    reasons = Counter(one.reason for one in judged if one.reason)
    reasons["not readable"] += sum(answer.spoilt for answer in answers)
    return tuple(LeftOut(reason=reason, items=number) for reason, number in reasons.most_common() if number)


def _same(title: str, source: str) -> bool:
    return " ".join(title.lower().split()) == " ".join(source.lower().split())
