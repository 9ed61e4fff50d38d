"""OpenReview forums: the notes of API v2, in every stored version, to a submission with its reviews."""

import math
import re
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from ..domain import Forum, HumanReview
from ..domain.errors import SourceError
from .openreview_note import sound_note

Note = Mapping[str, Any]
# The first word of a line, before a colon or on a short line of its own.
_WEAKNESSES = re.compile(
    r"^[\s#*_>\d.()-]*(?:weakness(?:es)?|cons|limitations|concerns)\b(?:[*_ ]*:|[^\n:]{0,40}$)",
    re.IGNORECASE | re.MULTILINE,
)
_TEXTS = ("summary", "strengths", "weaknesses", "questions", "limitations")
_NUMBERS = ("rating", "confidence", "soundness", "presentation", "contribution")


def parse_forum(source: Mapping[str, Any]) -> Forum:
    """The forum in `source`: an answer of `/notes?forum=ID`, or a saved submission with its `replies`.

    Of a note that was edited the newest version counts, of two reviews by one reviewer the later one. Notes that are
    deleted or not public are left out; a comment is no review, whoever wrote it.

    Raises:
        SourceError: there is no submission in it.
    """
    submission, replies = _split(source)
    content = _content(submission)
    public = [note for note in replies if _is_public(note)]
    latest = list(_latest(public).values())
    reviews, notices = _reviews(public)
    decision = next((_content(n) for n in latest if _kind(n) == "Decision"), {})
    chair = next((_content(n) for n in latest if _kind(n) == "Meta_Review"), {})
    venue = _text(content, "venue")
    return Forum(
        id=str(submission["id"]),
        title=_text(content, "title"),
        abstract=_text(content, "abstract"),
        venue=venue,
        withdrawn=bool(submission.get("withdrawn"))
        or "withdrawn" in venue.lower()
        or any(_kind(n) == "Withdrawal" for n in latest),
        decision=_text(decision, "decision"),
        meta_review=_text(chair, "metareview") or _text(decision, "comment") or _text(decision, "metareview"),
        reviews=reviews,
        author_replies=sum(_is_comment(n) and _signed(n) == "Authors" for n in latest),
        public_comments=sum(_kind(n) == "Public_Comment" for n in latest),
        notices=tuple(notices),
    )


def _split(source: Mapping[str, Any]) -> tuple[Note, Sequence[Note]]:
    notes = source.get("notes")
    if isinstance(notes, list):
        sound = [sound_note(n) for n in notes if isinstance(n, dict)]
        heads = [n for n in sound if n.get("id") and n.get("id") == n.get("forum")]
        if heads:
            return heads[0], [n for n in sound if n.get("id") != heads[0]["id"]]
    elif isinstance(source.get("id"), str) and isinstance(source.get("content"), dict):
        details = source.get("details")
        replies = source.get("replies") or (details.get("replies") if isinstance(details, dict) else None)
        return sound_note(source), [
            sound_note(n) for n in (replies if isinstance(replies, list) else []) if isinstance(n, dict)
        ]
    raise SourceError("The answer of OpenReview holds no submission.", "Check the forum's id.")


def _reviews(notes: Sequence[Note]) -> tuple[tuple[HumanReview, ...], list[str]]:
    versions: dict[str, list[Note]] = {}
    for note in notes:
        if _kind(note) == "Official_Review" and note.get("id"):
            versions.setdefault(str(note["id"]), []).append(note)
    read = sorted((_review(sorted(found, key=_changed)) for found in versions.values()), key=_posted)
    kept: dict[str, HumanReview] = {}
    notices = []
    for review in read:
        name = review.reviewer or review.id
        if name in kept:
            notices.append(f"{name} posted two reviews; the later one is read.")
        kept[name] = review
    return tuple(sorted(kept.values(), key=_posted)), notices


def _review(versions: Sequence[Note]) -> HumanReview:
    first, last = _content(versions[0]), _content(versions[-1])
    both = _text(last, "strengths_and_weaknesses")
    texts = {name: _text(last, name) for name in _TEXTS}
    if both and not texts["weaknesses"]:
        texts["strengths"], texts["weaknesses"] = split_both(both)
    return HumanReview(
        id=str(versions[-1]["id"]),
        reviewer=_signed(versions[-1]),
        **texts,
        **{name: _number(last.get(name)) for name in _NUMBERS},
        rating_first=_number(first.get("rating")) if len(versions) > 1 else None,
        posted=_moment(versions[0].get("tcdate") or versions[0].get("cdate")),
        edited=_moment(_changed(versions[-1])) if len(versions) > 1 else None,
        versions=len(versions),
    )


def split_both(text: str) -> tuple[str, str]:
    """Strengths and weaknesses of a review with one field for both; all of it as weaknesses if it has no heading."""
    head = _WEAKNESSES.search(text)
    if head is None:
        return "", text
    return text[: head.start()].strip(), text[head.end() :].strip(" \n*_:")


def _latest(notes: Sequence[Note]) -> dict[str, Note]:
    return {str(note.get("id")): note for note in sorted(notes, key=_changed)}


def _changed(note: Note) -> int:
    stamp = note.get("mdate") or note.get("tmdate") or note.get("cdate") or 0
    return stamp if isinstance(stamp, int) else 0


def _posted(review: HumanReview) -> datetime:
    return review.posted or datetime.min.replace(tzinfo=UTC)


def _is_public(note: Note) -> bool:
    readers = note.get("readers")
    return not note.get("ddate") and (not readers or "everyone" in readers)


def _is_comment(note: Note) -> bool:
    return _kind(note) in ("Official_Comment", "Rebuttal", "Author_Comment")


def _kind(note: Note) -> str:
    """`Official_Review` of `ICLR.cc/2026/Conference/Submission525/-/Official_Review`; edits are named besides."""
    names = [str(name).rpartition("/-/")[2] for name in note.get("invitations") or [note.get("invitation") or ""]]
    return next((name for name in names if name != "Edit"), "")


def _signed(note: Note) -> str:
    return str((note.get("signatures") or [""])[0]).rpartition("/")[2]


def _content(note: Note) -> dict[str, Any]:
    """Values without the `{"value": …}` of API v2."""
    content = note.get("content") or {}
    return {name: v.get("value") if isinstance(v, dict) else v for name, v in content.items()}


def _text(content: Mapping[str, Any], name: str) -> str:
    value = content.get(name)
    return value.strip() if isinstance(value, str) else ""


def _number(value: object) -> float | None:
    """The number, also of `6: marginally above the bar` and `3 good`."""
    head = str(value).replace(":", " ").split()[:1]
    try:
        number = float(head[0]) if head else None
    except ValueError:
        return None
    return number if number is not None and math.isfinite(number) else None


def _moment(stamp: object) -> datetime | None:
    return datetime.fromtimestamp(stamp / 1000, UTC) if isinstance(stamp, (int, float)) else None
