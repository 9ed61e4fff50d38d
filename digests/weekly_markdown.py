"""The week as one page of Markdown."""

from ..domain import FollowUp, Prediction, ReadFirst, Report, Weekly
from .links import anchor
from .markdown_escape import code, folded, inline, link, own_link, paragraphs
from .markdown_paper import screened
from .markdown_tables import provenance_table, usage_table
from .news_words import by_state, left_out_line, outcome_words, outcomes_line
from .weekly_markdown_news import topic_lines
from .weekly_markdown_trends import trends_part
from .weekly_markdown_words import cites_text, claim_text
from .weekly_page import WeekPage, how_read, provenances
from .weekly_words import (
    FATES,
    HEADINGS,
    NO_FOLLOW_UPS,
    fates,
    headline,
    no_best,
    no_opening,
    no_predictions,
    no_read_first,
    no_topics,
    numbers,
    prediction_facts,
    prediction_of,
    warnings,
    week_name,
    week_span,
)
from .words import made_by, moment, place, short_authors, verdict


def to_weekly_markdown(page: WeekPage) -> str:
    """The week in GitHub's Markdown; its pictures are the PNG files beside it."""
    parts = (
        _head(page.weekly),
        _opening(page),
        _part("read", _read_first(page)),
        _part("trends", trends_part(page)),
        _part("papers", _best(page)),
        _part("news", _topics(page)),
        _part("earlier", _follow_ups(page)),
        _part("ahead", _predictions(page)),
        _part("sources", _sources(page.weekly)),
        usage_table(page.weekly),
        provenance_table(provenances(page.weekly), "Of"),
        [f"Written {moment(page.weekly.written)}."],
    )
    lines = [line for part in parts for line in part]
    return "\n".join(lines).rstrip("\n") + "\n"


def _part(name: str, lines: list[str]) -> list[str]:
    return [f'<a id="part-{name}"></a>', "", f"## {HEADINGS[name]}", "", *lines]


def _head(weekly: Weekly) -> list[str]:
    lines = [f"# Paperwire · {week_name(weekly)}", "", week_span(weekly), "", f"**{headline(weekly)}**", ""]
    lines += [line for text in warnings(weekly) for line in (f"> **Warning.** {inline(text)}", "")]
    lines += [*(f"- **{n.value:,} {n.label}:** {n.meaning}" for n in numbers(weekly)), ""]
    lines += [line for text in how_read(weekly) for line in (inline(text), "")]
    if weekly.notices:
        lines += ["**Notices**", "", *(f"- {inline(notice)}" for notice in weekly.notices), ""]
    return [*lines, " · ".join(own_link(told, f"#part-{name}") for name, told in HEADINGS.items()), ""]


def _opening(page: WeekPage) -> list[str]:
    weekly = page.weekly
    if not weekly.opening:
        return ["## This week", "", no_opening(weekly), ""]
    label = made_by(weekly.opening_provenance) if weekly.opening_provenance else ""
    lines = [line for claim in weekly.opening for line in (claim_text(claim, page.places), "")]
    return ["## This week", "", *([f"*({label})*", ""] if label else []), *lines]


def _read_first(page: WeekPage) -> list[str]:
    if not page.weekly.read_first:
        return [no_read_first(page.weekly), ""]
    return [*(_first(rank, one, page) for rank, one in enumerate(page.weekly.read_first, 1)), ""]


def _first(rank: int, one: ReadFirst, page: WeekPage) -> str:
    title, here = page.first_links(one)
    further = f" ({own_link('on this page', here)})" if here else ""
    cites = f" {cites_text(one.cites, page.places)}" if one.cites else ""
    return f"{rank}. **{own_link(one.title, title)}**{further}<br>{inline(one.reason)}{cites}"


def _best(page: WeekPage) -> list[str]:
    if not page.weekly.best:
        return [no_best(page.weekly), ""]
    return [line for rank, report in enumerate(page.weekly.best, 1) for line in _paper(rank, report, page)]


def _paper(rank: int, report: Report, page: WeekPage) -> list[str]:
    paper, triage = report.paper, report.triage
    lines = [f'<a id="{anchor("paper", paper.id)}"></a>', "", f"### {rank}. {link(paper.title, paper.url)}", ""]
    lines += [f"{inline(short_authors(paper.authors)) or 'Authors not given'} · arXiv:{inline(paper.id)}", ""]
    scores = f"Relevance {triage.relevance}/10 · Novelty {triage.novelty}/10"
    lines += [f"**{verdict(report.meta_review)} · {scores}**", "", *screened(report.suspicions)]
    if report.summary:
        label = made_by(report.summary.provenance)
        lines += [*paragraphs(report.summary.text), *([f"*({label})*", ""] if label else [])]
    for heading, points in page.points(report):
        if points:
            told = (f"- {inline(p.claim)} ({own_link(place(p.quote), page.quote_link(p, paper.id))})" for p in points)
            lines += [f"**{heading}**", "", *told, ""]
    lines += [*(f"- Problem: {inline(problem)}" for problem in report.problems), ""] if report.problems else []
    return [*lines, _all_of_it(paper.id, page), ""]


def _all_of_it(paper_id: str, page: WeekPage) -> str:
    digest = page.digest_link(paper_id)
    where = f"{own_link('the daily digest', digest)}, or " if digest else ""
    return f"All of it: {where}{code(f'paperwire show {paper_id}')}."


def _topics(page: WeekPage) -> list[str]:
    if not page.weekly.topics:
        return [no_topics(page.weekly), ""]
    return [line for report in page.weekly.topics for line in topic_lines(report, page.places)]


def _follow_ups(page: WeekPage) -> list[str]:
    if not page.weekly.follow_ups:
        return [NO_FOLLOW_UPS, ""]
    told = (_follow_up(one, page) for one in page.weekly.follow_ups)
    return [fates(page.weekly.follow_ups), "", *told, ""]


def _follow_up(one: FollowUp, page: WeekPage) -> str:
    cites = f" {cites_text(one.cites, page.places)}" if one.cites else ""
    said = f"{inline(one.prediction.statement)} ({inline(prediction_of(one.prediction))})"
    return f"- **{FATES[one.fate].capitalize()}:** {said}<br>{inline(one.reason)}{cites}"


def _predictions(page: WeekPage) -> list[str]:
    if not page.weekly.predictions:
        return [no_predictions(page.weekly), ""]
    return [*(_prediction(one, page) for one in page.weekly.predictions), ""]


def _prediction(one: Prediction, page: WeekPage) -> str:
    cites = f" {cites_text(one.cites, page.places)}" if one.cites else ""
    return f"- {inline(one.statement)}{cites}<br>{inline(prediction_facts(one))}"


def _sources(weekly: Weekly) -> list[str]:
    rows = [f"- {inline(outcome_words(one))}" for one in by_state(weekly.outcomes)]
    lines = folded(outcomes_line(weekly.outcomes), [*rows, ""]) if rows else [f"{outcomes_line(weekly.outcomes)}.", ""]
    left_out = left_out_line(weekly.left_out)
    return [*lines, inline(left_out), ""] if left_out else lines
