"""Trends of the week in Markdown: the pictures, the table, and what carries each trend."""

from ..domain import PaperRef, Trend, Trends
from .links import anchor
from .markdown_escape import inline, link, own_link, table_of
from .pictures.ink import marks_of
from .trend_words import growth_span, paper_scores, share_cells, standing_words, weeks_line
from .weekly_cites import Places, trend_anchor
from .weekly_markdown_words import cited
from .weekly_page import WeekPage
from .weekly_trends import carrying_stories, link_cells, link_ends
from .weekly_words import no_trends


def trends_part(page: WeekPage) -> list[str]:
    """The lines below the heading."""
    trends = page.weekly.trends
    lines = [line for notice in trends.notices for line in (f"> {inline(notice)}", "")]
    if not trends.trends:
        lines += [inline(no_trends(page.weekly)), ""]
    for picture in page.pictures:
        lines += [f"![{inline(picture.alt)}]({picture.name}.png)", "", f"*{inline(picture.caption)}*", ""]
    if trends.trends:
        lines += [inline(weeks_line(trends)), "", *_table(trends)]
    for trend in trends.trends:
        lines += _trend(trend, trends, page.places)
    return lines


def _table(trends: Trends) -> list[str]:
    head = ["Topic", "Standing", "How sure", "Papers", "Share (95% interval)", "Against before"]
    rows, marks = [], marks_of(trends.trends)
    for trend in trends.trends:
        sign = f"{marks[trend.id].sign} " if trend.id in marks else ""
        plain = (trend.standing, trend.sureness, *share_cells(trend, trends.week), growth_span(trend))
        rows.append([sign + own_link(trend.name, f"#{trend_anchor(trend)}"), *map(inline, plain)])
    return table_of(head, rows, 3)


def _trend(trend: Trend, trends: Trends, places: Places) -> list[str]:
    lines = [f'<a id="{trend_anchor(trend)}"></a>', "", f"### {inline(trend.name)}", ""]
    lines += [f"**{trend.standing.capitalize()}, {trend.sureness}.** {inline(standing_words(trend, trends))}", ""]
    lines += [f"Words that set it apart: {inline(', '.join(trend.terms))}.", ""] if trend.terms else []
    lines += [*_papers(trend, places), *_stories(trend, places)]
    if trend.links:
        head = ["Paper", "Story", "Both speak of", "Shared words"]
        rows = [
            [cited(one) for one in link_ends(link, places)] + [inline(cell) for cell in link_cells(link)]
            for link in trend.links
        ]
        lines += ["**Papers and news that speak of the same**", "", *table_of(head, rows, 4)]
    return lines


def _papers(trend: Trend, places: Places) -> list[str]:
    if not trend.papers:
        return ["No paper of this week carries it.", ""]
    return [
        "**Papers that carry it, the most central first**",
        "",
        *(_paper(one, trend, places) for one in trend.papers),
        "",
    ]


def _paper(paper: PaperRef, trend: Trend, places: Places) -> str:
    here = f'<a id="{anchor("paper", paper.id)}"></a>' if places.houses(trend, paper.id) else ""
    scores = paper_scores(paper)
    return f"- {here}{link(paper.title, paper.url)} ({inline(paper.id)}{f' · {scores}' if scores else ''})"


def _stories(trend: Trend, places: Places) -> list[str]:
    shown, others = carrying_stories(trend, places)
    if not shown and not others:
        return []
    return [
        "**News that carries it**",
        "",
        *(f"- {cited(one)}" for one in shown),
        *([f"- {others}"] if others else []),
        "",
    ]
