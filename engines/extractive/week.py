"""A week without a model: counted sentences on what moved, and what to read first by scores and coverage."""

from collections.abc import Iterator, Sequence

from ...domain import Report, Standing, Trend
from ...domain.analysis import cite
from ...domain.week_briefs import AnalystBrief, PredictionCheckBrief, WeekBrief
from ...domain.week_forms import AnalystFindings, KeyedClaim, PredictionCheckForm, Recommended, WeekFindings
from ...domain.week_words import carried_told, counted, growth_told, share_told

_MOVING: tuple[Standing, ...] = ("emerging", "growing", "fading")
_SURENESS = ("sure", "likely", "unsure")
_MOST_TRENDS = 3
_MOST_TOPICS = 3
_MOST_PAPERS = 3
_MOST_STORIES = 2


def hold_no_view(brief: AnalystBrief) -> AnalystFindings:
    """No claims: a view of the news takes a model."""
    return AnalystFindings(claims=[])


def leave_unjudged(brief: PredictionCheckBrief) -> PredictionCheckForm:
    """No verdicts: to hold a written sentence against a week takes a model."""
    return PredictionCheckForm(verdicts=[])


def tell_week(brief: WeekBrief) -> WeekFindings:
    """An opening of counted sentences, each citing what was counted; what to read first by scores and coverage."""
    opening = [*_trends(brief), *_links(brief), *_papers(brief), *_topics(brief)]
    return WeekFindings(opening=opening, read_first=[*_best_papers(brief), *_biggest_stories(brief)])


def _trends(brief: WeekBrief) -> Iterator[KeyedClaim]:
    """The topics that moved, surest first; where none did, the largest."""
    shown = [one for one in brief.leading_trends if one.weeks]
    moved = [one for one in shown if _moved(one)]
    moved.sort(key=lambda one: _SURENESS.index(one.sureness))
    for trend in moved[:_MOST_TRENDS]:
        yield _claim(f"“{trend.name}” is {trend.standing} ({trend.sureness}): {_size(trend)}.", cite("trend", trend.id))
    if shown and not moved:
        largest = max(shown, key=lambda one: one.weeks[-1].share)
        text = f"No topic moved beyond doubt; the largest is “{largest.name}” with {_size(largest)}."
        yield _claim(text, cite("trend", largest.id))


def _moved(trend: Trend) -> bool:
    return trend.standing in _MOVING and trend.sureness != "unsure"


def _size(trend: Trend) -> str:
    growth = growth_told(trend)
    return share_told(trend.weeks[-1]) + (f", {growth}" if growth else "")


def _links(brief: WeekBrief) -> Iterator[KeyedClaim]:
    """The first thing that a paper of a trend and a story of the news share."""
    stories = {cite("story", story.id): story for story in brief.leading_stories}
    for trend in brief.leading_trends:
        titles = {paper.id: paper.title for paper in trend.papers}
        for link in trend.links:
            story = stories.get(cite("story", link.story_id))
            if story and link.paper_id in titles:
                both = f"The paper “{titles[link.paper_id]}” and the story “{story.title}”"
                yield _claim(
                    f"{both} share the {link.kind} “{link.shared}”.",
                    cite("paper", link.paper_id),
                    cite("story", story.id),
                )
                return


def _papers(brief: WeekBrief) -> Iterator[KeyedClaim]:
    if brief.papers:
        best = brief.papers[0]
        text = f"Of the week's papers, “{best.paper.title}” ranks first ({_scores(best)})."
        yield _claim(text, cite("paper", best.paper.id))


def _topics(brief: WeekBrief) -> Iterator[KeyedClaim]:
    for report in brief.topics[:_MOST_TOPICS]:
        topic = report.topic
        if not topic.stories:
            continue
        leading = topic.stories[0]
        size = f"{counted(len(topic.items), 'article')} in {counted(len(topic.stories), 'story')}"
        told = f"The news topic “{topic.name}” has {size}"
        if len(topic.stories) > 1:
            told += f"; its biggest story is “{leading.title}” ({carried_told(leading)})"
        yield _claim(f"{told}.", cite("topic", topic.id), cite("story", leading.id))


def _best_papers(brief: WeekBrief) -> Iterator[Recommended]:
    for report in brief.papers[:_MOST_PAPERS]:
        paper = cite("paper", report.paper.id)
        trend = _carried_by(report, brief.leading_trends)
        reasons = [f"{_scores(report).capitalize()}."]
        if report.triage.criterion:
            reasons.append(f"It matches your interest “{report.triage.criterion}”.")
        if trend:
            moving = f", which is {trend.standing} ({trend.sureness})" if _moved(trend) else ""
            reasons.append(f"It belongs to the topic “{trend.name}”{moving}.")
        keys = [paper, *([cite("trend", trend.id)] if trend else [])]
        yield Recommended(key=paper, reason=" ".join(reasons), keys=keys)


def _carried_by(report: Report, trends: Sequence[Trend]) -> Trend | None:
    return next((one for one in trends if any(paper.id == report.paper.id for paper in one.papers)), None)


def _biggest_stories(brief: WeekBrief) -> Iterator[Recommended]:
    stories = sorted(brief.leading_stories, key=lambda one: (-len(one.sources), -len(one.items), one.id))
    for story in stories[:_MOST_STORIES]:
        key = cite("story", story.id)
        if len(story.sources) > 1:
            yield Recommended(key=key, reason=f"Among the most widely told: {carried_told(story)}.", keys=[key])


def _scores(report: Report) -> str:
    meta = report.meta_review
    verdict = f", verdict {meta.recommendation} {meta.score}/10" if meta and meta.recommendation else ""
    return f"relevance {report.triage.relevance}/10, novelty {report.triage.novelty}/10{verdict}"


def _claim(text: str, *keys: str) -> KeyedClaim:
    return KeyedClaim(text=text, keys=list(keys))
