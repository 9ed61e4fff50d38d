"""From what a search found to the passages shown: only what is to the point, from several papers, with keys."""

from collections.abc import Iterable, Sequence
from datetime import date

from ...domain import Item
from ...domain.answer import Source, mint_key
from ...domain.mentions import mentioned
from ...memory import Record, day_number, day_of
from .room import Finds, Hit

# Set on the evaluation's first 157 questions; those marked `held` were asked afterwards.
_ALL, _SOME, _FEW = 0.95, 0.48, 0.3
_NEAR, _NEARER, _NEAREST = 0.20, 0.34, 0.60
_IN_REVIEWS = 0.15
_NEVER = 0.8
_SHOWN_CHARS = 1_800


class Relevance:
    """How much of a topic a record mentions; a rare word counts for more than one that every paper has."""

    def __init__(self, find: Finds, topic: Sequence[str]) -> None:
        self._topic = tuple(topic)
        self._rarities = dict(zip(topic, find.rarities(topic), strict=True)) if topic else {}
        self._whole = sum(self._rarities.values())

    def share(self, record: Record) -> float:
        """From 0 to 1; 1 if there is no topic."""
        if not self._whole:
            return 1.0
        return sum(self._rarities[word] for word in mentioned(self._topic, _text(record))) / self._whole

    def fits(self, hit: Hit) -> bool:
        """Whether the record mentions all and stands near, mentions half and stands nearer, or stands very near."""
        share, near = self.share(hit.record), _NEAR if hit.similarity is None else hit.similarity
        if hit.record.kind == "review" and share >= _SOME:
            # A review names what it finds in few words among many about the paper.
            return near >= _IN_REVIEWS
        return any(
            share >= least and near >= nearness
            for least, nearness in ((_ALL, _NEAR), (_SOME, _NEARER), (_FEW, _NEAREST))
        )

    def touches(self, hit: Hit) -> bool:
        """Whether a record of a paper that the question names has anything to do with the topic."""
        return self.share(hit.record) >= _FEW or (hit.similarity or 0.0) >= _NEARER

    def unmentioned(self, sources: Sequence[Source]) -> list[str]:
        """The words that hardly anything mentions, these sources least of all."""
        said = " ".join(f"{source.title}. {source.text}" for source in sources)
        rarest = max(self._rarities.values(), default=0.0)
        rare = [word for word in self._topic if self._rarities[word] >= max(_NEVER * rarest, 1.0)]
        known = set(mentioned(rare, said))
        return [word for word in rare if word not in known]


def to_the_point(find: Finds, hits: Iterable[Hit], topic: Sequence[str]) -> list[Hit]:
    """The hits that are about the topic; all of them if there is none."""
    relevance = Relevance(find, topic)
    return [hit for hit in hits if not topic or relevance.fits(hit)]


def sources_of(hits: Iterable[Hit], limit: int, part: str = "", per_paper: int = 2) -> list[Source]:
    """At most `limit` sources in the order of the hits, and at most `per_paper` of one paper.

    Digests come last, and at most two: they tell again what papers and stories say first hand.
    """
    chosen: list[Source] = []
    taken: dict[str, int] = {}
    for hit in sorted(hits, key=lambda one: one.record.kind == "digest"):
        record = hit.record
        if len(chosen) == limit:
            break
        whose = record.paper_id or (record.kind if record.kind == "digest" else record.id)
        if taken.get(whose, 0) < min(per_paper, 2 if record.kind == "digest" else per_paper):
            taken[whose] = taken.get(whose, 0) + 1
            chosen.append(source_of(record, hit.similarity, part))
    return chosen


def source_of(record: Record, similarity: float | None = None, part: str = "") -> Source:
    """The source that shows a record."""
    text = record.text.removeprefix(f"{record.title}. ")[:_SHOWN_CHARS]
    return Source(
        key=mint_key(record.id, text),
        record=record.id,
        kind=record.kind,
        paper_id=record.paper_id,
        title=record.title,
        text=text,
        url=record.url,
        section=record.section,
        published=day_of(record.published_day) if record.published_day else None,
        seen=day_of(record.seen_day),
        similarity=None if similarity is None else round(similarity, 3),
        part=part,
    )


def line_of(record: Record, line: str) -> Source:
    """The source that shows one line of a record, such as one piece of news in a digest."""
    return source_of(record).model_copy(update={"key": mint_key(record.id, line), "text": line})


def announced(day: date, item: Item) -> Record:
    """What a row of the ledger tells of its paper, for one that the memory has no record of."""
    return Record(
        id=f"paper:{item.paper_id}", kind="paper", paper_id=item.paper_id, title=item.title, text=item.title,
        url=f"https://arxiv.org/abs/{item.paper_id}" if item.paper_id else "", seen_day=day_number(day),
    )  # fmt: skip


def _text(record: Record) -> str:
    return f"{record.title}. {record.text}"


def made_source(record: Record, name: str, kind: str, text: str, section: str = "") -> Source:
    """A source about a paper that is no record of the memory: a row of the ledger, a score, a direction."""
    plain = source_of(record)
    made = f"{name}:{record.paper_id}"
    return plain.model_copy(
        update={"key": mint_key(made, text), "record": made, "kind": kind, "text": text, "section": section}
    )
