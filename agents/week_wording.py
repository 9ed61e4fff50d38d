"""How a week is put into words for its editor: trends, papers and news topics, counted by code and put on a board."""

from collections.abc import Iterable

from ..domain import CitedClaim, Link, PaperRef, Report, Story, TopicReport, Trend
from ..domain.analysis import cite
from ..domain.week_briefs import MOST_STORIES, WeekBrief
from ..domain.week_words import counted, growth_told, percent, share_told
from ..prompts import fence
from ..screening import screen
from .board import Board
from .topic_wording import put_story, story_facts

_CARRIERS = 3
"""Papers of one trend."""
_CHARS = 700


def week_text(brief: WeekBrief, board: Board) -> str:
    """Everything that the opening may tell and cite, put up on `board`; its size is bounded by the settings' counts."""
    stories = {cite("story", story.id): story for story in brief.leading_stories}
    # Papers go up first, so that what is cited of one is its summary, not the bare title under a trend.
    papers = [_paper(one, board) for one in brief.papers]
    trends = [_trend(one, stories, board) for one in brief.leading_trends]
    topics = [_topic(one, board) for one in brief.topics]
    return "\n".join([*trends, *papers, *topics]) or "(the week holds no trend, no reviewed paper and no news)"


def counts_text(brief: WeekBrief) -> str:
    """What the week rests on, as counted by code, with what keeps the trends from being sure."""
    counts, trends = brief.counts, brief.trends
    lines = [
        f"{brief.week}: {counted(len(counts.days), 'day')} read, {counted(counts.scanned, 'paper')} scanned, "
        f"{counts.selected} selected, {counts.reviewed} reviewed; {counted(counts.items, 'article')} of "
        f"{counted(counts.sources, 'source')} in {counted(counts.stories, 'story')}."
    ]
    if trends.weeks:
        lines.append(f"Weeks with papers that trends look at: {', '.join(trends.weeks)}.")
    if trends.missing:
        lines.append(f"Weeks without any: {', '.join(trends.missing)}.")
    return "\n".join([*lines, *trends.notices])


def _trend(trend: Trend, stories: dict[str, Story], board: Board) -> str:
    facts = "; ".join(part for part in (share_told(trend.weeks[-1]) if trend.weeks else "", growth_told(trend)) if part)
    earlier = ", ".join(f"{week.week} {percent(week.share)}" for week in trend.weeks[:-1])
    told = [f"This week: {facts}."] + ([f"Earlier weeks: {earlier}."] if earlier else [])
    standing = f"{trend.standing}, {trend.sureness}"
    key = board.put(cite("trend", trend.id), f"{trend.name}. {standing}. {' '.join(told)}", title=trend.name)
    lines = [*told, *(f"paper {_carrier(one, board)}: {_title(one)}" for one in trend.papers[:_CARRIERS])]
    lines += [line for link in trend.links if (line := _link(link, trend, stories, board))]
    return fence("trend", "\n".join(lines), key=key, name=trend.name, standing=standing)


def _carrier(paper: PaperRef, board: Board) -> str:
    return board.put(cite("paper", paper.id), _title(paper), title=_title(paper), url=paper.url)


def _title(paper: PaperRef) -> str:
    """The memory keeps titles as they were announced."""
    return screen(paper.title, "title").text


def _link(link: Link, trend: Trend, stories: dict[str, Story], board: Board) -> str:
    """A paper and a story of the news that speak of the same; only what a topic shows can be linked to."""
    story = stories.get(cite("story", link.story_id))
    paper = next((one for one in trend.papers if one.id == link.paper_id), None)
    if story is None or paper is None:
        return ""
    return (
        f"paper {_carrier(paper, board)} ({_title(paper)}) and story {put_story(story, board)} ({story.title}) "
        f"share the {link.kind} “{link.shared}”"
    )


def _paper(report: Report, board: Board) -> str:
    paper, meta = report.paper, report.meta_review
    lines = [paper.title, _clipped(report.summary.text if report.summary else paper.abstract)]
    lines.append(f"Triage: relevance {report.triage.relevance}/10, novelty {report.triage.novelty}/10.")
    if meta and meta.recommendation:
        lines.append(f"Verdict: {meta.recommendation}, {meta.score}/10. {_clipped(meta.overall)}")
    text = "\n".join(lines)
    key = board.put(cite("paper", paper.id), text, title=paper.title, url=paper.url)
    return fence("paper", text, key=key)


def _topic(report: TopicReport, board: Board) -> str:
    topic = report.topic
    sources = {item.source for item in topic.items}
    size = (
        f"{counted(len(topic.items), 'article')} in {counted(len(topic.stories), 'story')} "
        f"from {counted(len(sources), 'source')}"
    )
    stories = [f"story {put_story(story, board)}: {story_facts(story)}" for story in topic.stories[:MOST_STORIES]]
    lines = [*_take(report), *stories]
    # A topic has no place of its own to cite: citing it is citing its biggest story.
    leading = [cite("story", story.id) for story in topic.stories[:1]]
    text = "\n".join([topic.name, size, *lines])
    key = board.put(cite("topic", topic.id), text, cites=leading, title=topic.name)
    return fence("topic", "\n".join(lines), key=key, name=topic.name, size=size)


def _take(report: TopicReport) -> list[str]:
    if report.synthesis:
        view = report.synthesis
        return [f"Final take: {_joined(view.final_take)}", f"Consensus: {_joined(view.consensus)}"] + (
            [f"Divergence: {_joined(view.divergence)}"] if view.divergence else []
        )
    return [f"Its articles say: {_joined(report.excerpts)}"] if report.excerpts else []


def _joined(claims: Iterable[CitedClaim]) -> str:
    return _clipped(" ".join(claim.text for claim in claims))


def _clipped(text: str) -> str:
    return text if len(text) <= _CHARS else f"{text[: _CHARS - 1].rstrip()}…"
