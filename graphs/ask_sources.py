"""From what a search found to the passages shown: only what is to the point, from several papers, with keys."""

from collections.abc import Iterable, Sequence

from ..domain.answer import Source, mint_key
from ..domain.mentions import mentioned
from ..memory import Record, day_of
from .ask_room import Hit

# Set on one half of the evaluation's questions and checked on the other.
_NEAR, _NEARER, _NEAREST = 0.25, 0.40, 0.58
_SHOWN_CHARS = 1_800


def to_the_point(hits: Iterable[Hit], topic: Sequence[str]) -> list[Hit]:
    """Hits that mention the topic and stand near it, or mention half of it and stand nearer, or stand very near."""
    return [hit for hit in hits if not topic or _fits(hit, topic)]


def _fits(hit: Hit, topic: Sequence[str]) -> bool:
    record = hit.record
    share = len(mentioned(topic, f"{record.title}. {record.text}")) / len(topic)
    near = hit.similarity if hit.similarity is not None else _NEAR
    return (share == 1 and near >= _NEAR) or (share >= 0.5 and near >= _NEARER) or near >= _NEAREST


def sources_of(hits: Iterable[Hit], limit: int, part: str = "", per_paper: int = 2) -> list[Source]:
    """At most `limit` sources in the order of the hits, and at most `per_paper` of one paper."""
    chosen: list[Source] = []
    taken: dict[str, int] = {}
    for hit in hits:
        record = hit.record
        if len(chosen) == limit:
            break
        if taken.get(record.paper_id, 0) < per_paper:
            taken[record.paper_id] = taken.get(record.paper_id, 0) + 1
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


def made_source(record: Record, name: str, kind: str, text: str, section: str = "") -> Source:
    """A source about a paper that is no record of the memory: a row of the ledger, a score, a direction."""
    plain = source_of(record)
    made = f"{name}:{record.paper_id}"
    return plain.model_copy(
        update={"key": mint_key(made, text), "record": made, "kind": kind, "text": text, "section": section}
    )
