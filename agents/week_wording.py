"""How a week is put into words for its editor: trends, papers and news topics, counted by code and put on a board."""

from ..domain import Link, PaperRef, Report, Story, Trend
from ..domain.analysis import cite
from ..domain.week_briefs import WeekBrief
from ..domain.week_words import counted, growth_told, percent, share_told
from ..screening import screen
from .board import Board, panel
from .topic_wording import put_story
from .week_topic_wording import news_topic_text

_CARRIERS = 3
"""Papers of one trend."""
_CHARS = 700


def week_text(brief: WeekBrief, board: Board) -> str:
    """Everything that the opening may tell and cite, put up on `board`; its size is bounded by the settings' counts."""
    stories = {cite("story", story.id): story for story in brief.leading_stories}
    # Trends go up last, so that what is cited of a paper or a story is all that is told of it, not its bare title.
    papers = [_paper(one, board) for one in brief.papers]
    topics = [news_topic_text(one, board) for one in brief.topics]
    trends = [_trend(one, stories, board) for one in brief.leading_trends]
    return "\n".join([*trends, *papers, *topics]) or "(the week holds no trend, no reviewed paper and no news)"


def counts_text(brief: WeekBrief) -> str:
    """What the week rests on, as counted by code, with what keeps the trends from being sure."""
    counts, trends = brief.counts, brief.trends
    papers = ((counts.scanned, "scanned"), (counts.selected, "selected"), (counts.reviewed, "reviewed"))
    read = ", ".join(f"{counted(number, 'paper')} {what}" for number, what in papers)
    news = f"{counted(counts.items, 'article')} of {counted(counts.sources, 'source')}"
    in_stories = counted(counts.stories, "story")
    lines = [f"{brief.week}: {counted(len(counts.days), 'day')} read, {read}; {news} in {in_stories}."]
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
    return panel("trend", "\n".join(lines), key=key, name=trend.name, standing=standing)


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
    return panel("paper", text, key=key)


def _clipped(text: str) -> str:
    return text if len(text) <= _CHARS else f"{text[: _CHARS - 1].rstrip()}…"
