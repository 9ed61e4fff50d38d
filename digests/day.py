"""What the day was: its headline, its warnings and its numbers."""

from typing import Literal, NamedTuple

from ..domain import Digest, Item
from .words import counted

DayState = Literal["empty listing", "nothing to scan", "no answer", "nothing selected", "selected"]


class Number(NamedTuple):
    """One count of the header and what it counts."""

    label: str
    value: int
    meaning: str


class OpenGroup(NamedTuple):
    """Failed or deferred rows that share a reason."""

    state: str
    reason: str
    rows: tuple[Item, ...]


def day_state(digest: Digest) -> DayState:
    """An empty listing, silence from triage and a day without a match are three different things."""
    counts = digest.counts
    if not counts.announced:
        return "empty listing"
    if digest.selected:
        return "selected"
    if digest.scanned:
        return "nothing selected"
    return "no answer" if counts.failed or counts.deferred or counts.fetched else "nothing to scan"


def headline(digest: Digest) -> str:
    """The day in one line of plain words, numbers included."""
    numbers = _numbers_line(digest)
    opening = {
        "empty listing": "Nothing was announced.",
        "nothing to scan": "Nothing was left to scan: every row was a duplicate or filtered out.",
        "no answer": "Triage got no answer: not one paper was scored.",
        "nothing selected": "Nothing was selected.",
        "selected": "",
    }[day_state(digest)]
    return f"{opening} {numbers}.".strip()


def _numbers_line(digest: Digest) -> str:
    counts = digest.counts
    main = f"{counts.announced:,} announced, {digest.scanned:,} scanned, {digest.selected:,} selected, "
    main += f"{counts.reviewed:,} reviewed"
    left = [f"{n:,} {word}" for n, word in ((counts.failed, "failed"), (counts.deferred, "deferred")) if n]
    return f"{main}; {', '.join(left)}" if left else main


def warnings(digest: Digest) -> list[str]:
    """What keeps this digest from being the whole day, most serious first; empty for a whole day."""
    counts, state = digest.counts, day_state(digest)
    found = []
    if state == "no answer":
        open_rows = counts.failed + counts.deferred
        found.append(
            f"This is not a day without relevant papers: {counted(open_rows, 'paper is', 'papers are')} unread. "
            "The reasons stand under “Failed and deferred”; a new run of the same day takes them up again."
        )
    elif state == "nothing selected" and (counts.failed or counts.deferred):
        found.append("Some papers got no answer, so a relevant one may be among them.")
    if state == "selected" and not counts.reviewed:
        found.append("No selected paper was reviewed; the shortlist shows what triage found.")
    if counts.fetched:
        found.append(f"{counted(counts.fetched, 'row has', 'rows have')} no end yet: the run was cut short.")
    return found


def numbers(digest: Digest) -> list[Number]:
    """The four counts that narrow down, each with its meaning."""
    return [
        Number("announced", digest.counts.announced, "every row of the listing, replacements and duplicates included"),
        Number("scanned", digest.scanned, "distinct papers that triage scored"),
        Number("selected", digest.selected, "above the cut, whatever became of them afterwards"),
        Number("reviewed", digest.counts.reviewed, "read by the panel"),
    ]


def endings(digest: Digest) -> list[Number]:
    """Where every announced row ended; the values add up to `announced`."""
    counts = digest.counts
    every = [
        Number("duplicate", counts.duplicate, "a paper listed or read before"),
        Number("filtered", counts.filtered, "left out before triage, as the settings say"),
        Number("below the cut", counts.scored, "scored by triage, not selected"),
        Number("shortlisted", counts.selected, "selected, not sent to the panel"),
        Number("reviewed", counts.reviewed, "read by the panel"),
        Number("deferred", counts.deferred, "left for a later run"),
        Number("failed", counts.failed, "could not be read, or got no answer"),
        Number("unfinished", counts.fetched, "without an end"),
    ]
    return [number for number in every if number.value]


def open_groups(items: tuple[Item, ...]) -> list[OpenGroup]:
    """Failed and deferred rows by state and reason, the largest group first."""
    groups: dict[tuple[str, str], list[Item]] = {}
    for item in items:
        groups.setdefault((item.state, item.reason or "no reason was given"), []).append(item)
    found = [OpenGroup(state, reason, tuple(rows)) for (state, reason), rows in groups.items()]
    return sorted(found, key=lambda group: -len(group.rows))


def nothing_reviewed(digest: Digest) -> str:
    """Why there is no reviewed paper, for the place where they would stand."""
    return {
        "empty listing": "Nothing was announced, so there was nothing to read.",
        "nothing to scan": "No paper reached triage.",
        "no answer": "Triage got no answer, so nothing could be selected.",
        "nothing selected": f"Nothing was selected among the {counted(digest.scanned, 'paper')} that were scanned.",
        "selected": "No selected paper was reviewed.",
    }[day_state(digest)]
