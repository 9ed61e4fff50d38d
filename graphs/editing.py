"""The editor: a day's digest from what the ledger keeps, and the word for how the day went."""

from collections.abc import Sequence
from datetime import date

from ..agents.staff import AGENTS
from ..agents.triage import selection_prompt
from ..domain import Digest, Outcome, Report, Screening, Shortlisted, Story, Triage
from ..screening import screen_paper
from .newsroom import Newsroom
from .routing import is_selected, rank


def compose_digest(room: Newsroom, day: date, notices: Sequence[str], stories: Sequence[Story] = ()) -> Digest:
    """The digest of `day`, ranked, from the ledger and the news shelf alone, with the stories found in its news."""
    ledger = room.archive.ledger
    run = ledger.run(day)
    assert run is not None, "the run was opened by fetch"
    items = {item.paper_id: item for item in ledger.items(run.id) if item.state not in ("duplicate", "filtered")}
    triages = {key: kept[0] for key, kept in ledger.kept_for_day(run.id, "triage", Triage).items() if key in items}
    order = [one.paper_id for one in rank([triages[key] for key in items if key in triages])]
    reports = ledger.kept_for_day(run.id, "report", Report)
    prompt = room.staff.prompt("triage")
    news = room.archive.news.edition(day)
    shown = [key for key in order if items[key].state in ("reviewed", "selected")]
    aside = [key for key in ledger.kept_for_day(run.id, "screening", Screening) if key not in shown]
    return Digest(
        day=day,
        edition=run.edition,
        written=room.now(),
        engine=room.engine_label,
        counts=ledger.counts(run.id),
        scanned=len(triages),
        selected=sum(is_selected(one, room.settings.selection) for one in triages.values()),
        # Calls end in any order; the same day must make the same digest.
        usage=tuple(sorted(room.calls.usage(), key=lambda row: (_seat(row.agent), row.engine, row.model))),
        reports=tuple(reports[key][0] for key in order if items[key].state == "reviewed"),
        shortlist=tuple(
            Shortlisted(paper=clean, triage=triages[key], suspicions=found)
            for key in order
            if items[key].state == "selected" and (paper := ledger.paper(key))
            for clean, found in [screen_paper(paper)]
        ),
        stories=tuple(stories),
        news_outcomes=news.outcomes if news else (),
        news_left_out=news.left_out if news else (),
        open_items=tuple(item for item in ledger.items(run.id) if item.state in ("deferred", "failed")),
        notices=(*notices, *_told_of_others(aside)),
        selection_prompt=selection_prompt(prompt, room.settings.profile),
        selection_prompt_id=f"{prompt.id} · {prompt.hash}",
    )


def _told_of_others(aside: Sequence[str]) -> list[str]:
    """A word on screened papers that have no place of their own in the digest."""
    if not aside:
        return []
    papers = "1 paper that is" if len(aside) == 1 else f"{len(aside)} papers that are"
    named = f"{', '.join(aside[:10])}{', …' if len(aside) > 10 else ''}"
    return [f"In {papers} not shown below, passages addressed to machine readers were taken out: {named}."]


def _seat(agent: str) -> int:
    return AGENTS.index(agent) if agent in AGENTS else len(AGENTS)


def outcome_of(digest: Digest, complete: bool) -> Outcome:
    """How the day went: nothing may be open, missing or half done in a whole one."""
    partial = any(report.problems for report in digest.reports)
    if digest.open_items or digest.counts.fetched or partial or not complete:
        return "incomplete"
    return "whole" if digest.selected else "nothing selected"
