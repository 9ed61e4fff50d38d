"""The week's editing: what the editor is shown, the digest from what is kept, and the word for how it went."""

from collections.abc import Sequence

from ..agents.staff import AGENTS
from ..agents.week_editor import WeekEdit
from ..domain import FollowUp, Outcome, Prediction, Story, TopicReport, Trends, Weekly, week_days
from ..domain.week_briefs import WeekBrief
from .newsroom import Newsroom
from .week_material import joined_left_out, joined_outcomes, week_counts, week_material


def evidence_of(room: Newsroom, week: str, week_id: int) -> WeekBrief:
    """All that the week's opening, and a verdict on a prediction, may rest on."""
    material = week_material(room.archive, week, room.now().date())
    weeks = room.archive.weeks
    [stories] = weeks.kept(week_id, "story", Story).values()
    return WeekBrief(
        week=week,
        today=material.today,
        counts=week_counts(material, len(stories)),
        trends=_trends(room, week_id),
        papers=tuple(material.reports[: room.settings.weekly.papers]),
        topics=_reports(room, week_id),
    )


def compose_weekly(room: Newsroom, week: str, week_id: int, notices: Sequence[str]) -> Weekly:
    """The digest of `week` from the archive alone."""
    material = week_material(room.archive, week, room.now().date())
    evidence = evidence_of(room, week, week_id)
    weeks = room.archive.weeks
    edited = [edit for [edit] in weeks.kept(week_id, "edit", WeekEdit).values()]
    edit = edited[0] if edited else None
    first, last = week_days(week)
    return Weekly(
        week=week,
        first=first,
        last=last,
        written=room.now(),
        engine=room.engine_label,
        counts=evidence.counts,
        opening=edit.opening if edit else (),
        opening_provenance=edit.provenance if edit else None,
        trends=evidence.trends,
        best=evidence.papers,
        topics=evidence.topics,
        read_first=edit.read_first if edit else (),
        predictions=(*_measured(room, week_id), *(edit.predictions if edit else ())),
        follow_ups=_follow_ups(room, week_id),
        outcomes=joined_outcomes(material.editions),
        left_out=joined_left_out(material.editions),
        # Calls end in any order; the same week must make the same digest.
        usage=tuple(sorted(room.calls.usage(), key=lambda row: (_seat(row.agent), row.engine, row.model))),
        notices=(*notices, *_dropped(edit)),
    )


def outcome_of(weekly: Weekly, troubles: Sequence[str]) -> Outcome:
    """How the week went: nothing may be missing in a whole one."""
    partial = any(report.problems for report in weekly.topics)
    return "incomplete" if troubles or partial else "whole"


def _trends(room: Newsroom, week_id: int) -> Trends:
    [[trends]] = room.archive.weeks.kept(week_id, "trends", Trends).values()
    return trends


def _reports(room: Newsroom, week_id: int) -> tuple[TopicReport, ...]:
    kept = room.archive.weeks.kept(week_id, "topic report", TopicReport)
    return tuple(report for _, [report] in sorted(kept.items()))


def _measured(room: Newsroom, week_id: int) -> list[Prediction]:
    [predictions] = room.archive.weeks.kept(week_id, "measured", Prediction).values()
    return predictions


def _follow_ups(room: Newsroom, week_id: int) -> tuple[FollowUp, ...]:
    [found] = room.archive.weeks.kept(week_id, "follow-up", FollowUp).values()
    return tuple(found)


def _dropped(edit: WeekEdit | None) -> list[str]:
    if not edit or not edit.dropped:
        return []
    number = "1 sentence or tip" if edit.dropped == 1 else f"{edit.dropped} sentences or tips"
    return [f"{number} of the week's editor did not stand: nothing shown carries what they say."]


def _seat(agent: str) -> int:
    return AGENTS.index(agent) if agent in AGENTS else len(AGENTS)
