"""What was told is remembered too: the stories of the news, the digests, and the directions that a panel proposed."""

from collections.abc import Sequence
from datetime import date

from ..digests.day import headline
from ..domain import Digest, Direction, Paper, Report, Story, Weekly
from ..memory import Archive, Record, day_number
from ..memory.holdings import Holdings

_STORY_CHARS = 4_000
_STORIES = 12


def remember_stories(archive: Archive, stories: Sequence[Story]) -> None:
    """Each story by its title and what its items say; a story that grew takes the place of the smaller one.

    One that goes on when its first items are older than what was read along keeps its name and its first day; what
    turns out to be one story is one from then on.
    """
    before = _told_before(archive, stories)
    records = [_going_on(story_record(story), before.get(story.id, [])) for story in stories]
    archive.vectors.remember(records)
    merged = {one.id for told in before.values() for one in told} - {record.id for record in records}
    if merged:
        archive.vectors.forget(sorted(merged))


def _told_before(archive: Archive, stories: Sequence[Story]) -> dict[str, list[Record]]:
    """By the id of a story, the records of what it was before: named after one of its items, or linking to one."""
    by_name = {f"story:{item.id}": story.id for story in stories for item in story.items}
    by_link = {item.url: story.id for story in stories for item in story.items}
    owned: dict[str, list[Record]] = {}
    for record in Holdings(archive.connection).stories_at([*by_name], [*by_link]):
        owned.setdefault(by_name.get(record.id) or by_link[record.url], []).append(record)
    return owned


def _going_on(record: Record, before: Sequence[Record]) -> Record:
    if not before:
        return record
    first = min(before, key=lambda one: (one.published_day or one.seen_day, one.seen_day, one.id))
    days = [one.published_day for one in (*before, record) if one.published_day]
    seen = min(one.seen_day for one in (*before, record))
    return record.model_copy(update={"id": first.id, "published_day": min(days), "seen_day": seen})


def remember_directions(archive: Archive, paper: Paper, directions: Sequence[Direction], day: date) -> None:
    """What the panel proposed to try after a paper."""
    archive.vectors.remember([_direction_record(paper, at, one, day) for at, one in enumerate(directions)])


def remember_digest(archive: Archive, digest: Digest) -> None:
    """A day as it was told."""
    archive.vectors.remember([digest_record(digest)])


def remember_weekly(archive: Archive, weekly: Weekly) -> None:
    """A week as it was told."""
    archive.vectors.remember([weekly_record(weekly)])


def story_record(story: Story) -> Record:
    """The record of a story; its link is that of its most central item."""
    said = list(dict.fromkeys(text for item in story.items for text in (item.title, item.summary) if text))
    return Record(
        id=story.id,
        kind="story",
        paper_id="",
        title=story.title,
        text=". ".join(text.strip().rstrip(".") for text in (story.title, *said))[:_STORY_CHARS],
        url=story.items[0].url,
        section=", ".join(story.sources[:6]),
        published_day=day_number(story.first),
        seen_day=day_number(min(item.seen for item in story.items)),
    )


def digest_record(digest: Digest) -> Record:
    """The record of a day's digest: its numbers, the papers that the panel read, the news."""
    return Record(
        id=f"digest:{digest.day}",
        kind="digest",
        paper_id="",
        title=f"Digest of {digest.day}",
        text="\n".join(
            [
                headline(digest),
                *(_read(report) for report in digest.reports),
                *(f"News: {story.title.rstrip('.')}." for story in digest.stories[:_STORIES]),
            ]
        ),
        seen_day=day_number(digest.day),
        edition=digest.edition,
    )


def weekly_record(weekly: Weekly) -> Record:
    """The record of a weekly digest: its opening, what moved, what the news topics come to."""
    takes = [
        f"{report.topic.name}: {' '.join(claim.text for claim in report.synthesis.final_take)}"
        if report.synthesis
        else f"{report.topic.name}: {len(report.topic.items)} items."
        for report in weekly.topics
    ]
    moved = [f"{trend.name} is {trend.standing}." for trend in weekly.trends.trends if trend.standing != "steady"]
    best = [f"Read: {report.paper.title.rstrip('.')}." for report in weekly.best]
    return Record(
        id=f"digest:{weekly.week}",
        kind="digest",
        paper_id="",
        title=f"Weekly digest {weekly.week}",
        text="\n".join([*(claim.text for claim in weekly.opening), *moved, *best, *takes]) or f"Week {weekly.week}.",
        seen_day=day_number(min(weekly.last, weekly.written.date())),
    )


def _direction_record(paper: Paper, number: int, direction: Direction, day: date) -> Record:
    said = (direction.title, direction.idea, direction.rests_on, direction.first_experiment)
    return Record(
        id=f"direction:{paper.id}:{number}",
        kind="direction",
        paper_id=paper.id,
        title=paper.title,
        text=". ".join(text.strip().rstrip(".") for text in said if text) + ".",
        url=paper.url,
        section=direction.kind,
        published_day=day_number(paper.published) if paper.published else None,
        seen_day=day_number(day),
        categories=paper.categories,
    )


def _read(report: Report) -> str:
    verdict = report.meta_review.recommendation if report.meta_review else None
    return f"Reviewed: {report.paper.title.rstrip('.')}{f' ({verdict})' if verdict else ''}."
