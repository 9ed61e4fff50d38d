"""News topics of the week in Markdown: what is made of them, then the stories they rest on."""

from ..domain import Analysis, Story, TopicReport
from .links import anchor
from .markdown_escape import folded, inline, link
from .markdown_paper import screened
from .news_words import item_facts, story_facts
from .weekly_cites import Places, bare, story_anchor
from .weekly_markdown_words import claim_list
from .weekly_words import EYES, NO_CLAIMS, analysts_line, dropped_words, no_synthesis, synthesis_parts, topic_facts
from .words import counted


def topic_lines(report: TopicReport, places: Places) -> list[str]:
    """One topic: its name and counts, the synthesis or the excerpts, the analysts and the stories folded."""
    topic = report.topic
    lines = [f'<a id="{anchor("topic", bare(topic.id))}"></a>', "", f"### {inline(topic.name)}", ""]
    lines += [f"{topic_facts(report)}{_terms(topic.terms)}", "", *screened(report.suspicions)]
    lines += [line for part in (_synthesis, _excerpts) for line in part(report, places)]
    if why := no_synthesis(report):
        lines += [inline(why), ""]
    if report.problems:
        lines += ["**Problems**", "", *(f"- {inline(problem)}" for problem in report.problems), ""]
    if report.analyses:
        told = [line for analysis in report.analyses for line in _analysis(analysis, places)]
        lines += folded(analysts_line(report), told)
    stories = [line for story in topic.stories for line in story_lines(story)]
    return lines + folded(f"The stories: {counted(len(topic.stories), 'story', 'stories')} and their items", stories)


def story_lines(story: Story) -> list[str]:
    """A story with its counts, dates and items, each a link where it can be followed."""
    names = f" · {inline(', '.join(story.entities))}" if story.entities else ""
    lines = [f'<a id="{story_anchor(story)}"></a>', "", f"**{inline(story.title)}**<br>{story_facts(story)}{names}", ""]
    return [*lines, *(f"- {link(item.title, item.url)} ({inline(item_facts(item))})" for item in story.items), ""]


def _synthesis(report: TopicReport, places: Places) -> list[str]:
    if report.synthesis is None:
        return []
    lines = []
    for heading, claims, nothing in synthesis_parts(report.synthesis):
        lines += [f"**{heading}**", "", *(claim_list(claims, places) if claims else [nothing, ""])]
    dropped = dropped_words(report.synthesis.dropped)
    return [*lines, f"*{dropped}.*", ""] if dropped else lines


def _excerpts(report: TopicReport, places: Places) -> list[str]:
    if not report.excerpts:
        return []
    return ["**In the words of its items**", "", *claim_list(report.excerpts, places)]


def _analysis(analysis: Analysis, places: Places) -> list[str]:
    lines = [f"**{EYES[analysis.eye]}**", ""]
    lines += claim_list(analysis.claims, places) if analysis.claims else [NO_CLAIMS, ""]
    if analysis.would_change:
        lines += ["What would change this view:", "", *claim_list(analysis.would_change, places)]
    dropped = dropped_words(analysis.dropped)
    return [*lines, f"*{dropped}.*", ""] if dropped else lines


def _terms(terms: tuple[str, ...]) -> str:
    return f" · {inline(', '.join(terms))}" if terms else ""
