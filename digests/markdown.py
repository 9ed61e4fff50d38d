"""The digest as one page of Markdown."""

from ..domain import Digest, Item, Report, Shortlisted
from .day import endings, headline, nothing_reviewed, numbers, open_groups, warnings
from .day_news import has_news, news_line
from .links import anchor, web_link
from .markdown_escape import fenced, folded, inline, link, own_link
from .markdown_news import news_lines
from .markdown_paper import abstract, byline, report_lines, screened
from .markdown_tables import provenance_table, usage_table
from .openreview_words import enquiries
from .reading import how_read, provenances
from .words import closed, criterion, day_name, moment, short_authors, verdict

_UNFOLDED = 12


def to_markdown(digest: Digest) -> str:
    """The digest in GitHub's Markdown, UTF-8 text that ends with a newline; formulas stay as `$TeX$`."""
    parts = (
        _head(digest),
        usage_table(digest),
        _contents(digest),
        _reviewed(digest),
        _shortlist(digest),
        news_lines(digest),
        _open_items(digest),
        _selection(digest),
        _provenance(digest),
    )
    lines = [line for part in parts for line in part]
    return "\n".join(lines).rstrip("\n") + "\n"


def _head(digest: Digest) -> list[str]:
    lines = [f"# Paperwire · {day_name(digest.day)}", "", f"Edition: {inline(digest.edition)}", ""]
    lines += [f"**{headline(digest)}**", ""]
    lines += [line for text in warnings(digest) for line in (f"> **Warning.** {inline(text)}", "")]
    lines += [f"- **{n.value:,} {n.label}:** {n.meaning}" for n in numbers(digest)]
    ends = " + ".join(f"{n.value:,} {n.label}" for n in endings(digest))
    lines += ["", f"Where every row ended: {ends} = {digest.counts.announced:,} announced.", ""] if ends else [""]
    lines += [line for text in how_read(digest) for line in (inline(text), "")]
    lines += [f"[News](#news): {inline(news_line(digest))}", ""] if has_news(digest) else []
    if digest.notices:
        lines += ["**Notices**", "", *(f"- {inline(notice)}" for notice in digest.notices), ""]
    return lines


def _contents(digest: Digest) -> list[str]:
    entries: list[Report | Shortlisted] = [*digest.reports, *digest.shortlist]
    if not entries:
        return []
    return ["## Contents", "", *(_entry(rank, entry) for rank, entry in enumerate(entries, 1)), ""]


def _entry(rank: int, entry: Report | Shortlisted) -> str:
    paper, triage = entry.paper, entry.triage
    end = verdict(entry.meta_review) if isinstance(entry, Report) else "shortlist"
    facts = f"relevance {triage.relevance}, novelty {triage.novelty} · {end}"
    title = own_link(paper.title, "#" + anchor("paper", paper.id))
    return f"{rank}. {title}<br>{inline(short_authors(paper.authors))} · {inline(facts)}"


def _reviewed(digest: Digest) -> list[str]:
    lines = ["## Reviewed", ""]
    if not digest.reports:
        return [*lines, nothing_reviewed(digest), ""]
    for rank, report in enumerate(digest.reports, 1):
        lines += report_lines(rank, report)
    return lines


def _shortlist(digest: Digest) -> list[str]:
    if not digest.shortlist:
        return []
    lines = ["## Shortlist", "", "Selected, not reviewed.", ""]
    for rank, entry in enumerate(digest.shortlist, len(digest.reports) + 1):
        lines += _shortlisted(rank, entry)
    return lines


def _shortlisted(rank: int, entry: Shortlisted) -> list[str]:
    paper, triage = entry.paper, entry.triage
    lines = [f'<a id="{anchor("paper", paper.id)}"></a>', "", f"### {rank}. {link(paper.title, paper.url)}", ""]
    lines += [*byline(paper), f"Relevance {triage.relevance}/10 · Novelty {triage.novelty}/10", ""]
    lines += [f"**{inline(closed(criterion(triage)))}** {inline(triage.reason)}".strip(), ""]
    return lines + screened(entry.suspicions) + abstract(paper)


def _open_items(digest: Digest) -> list[str]:
    groups = open_groups(digest.open_items)
    lines = ["## Failed and deferred", ""] if groups else []
    for group in groups:
        rows = [*(_open_item(item) for item in group.rows), ""]
        lines += [f"**{len(group.rows):,} {group.state}:** {inline(group.reason)}", ""]
        lines += rows if len(rows) <= _UNFOLDED else folded("The papers", rows)
    return lines


def _open_item(item: Item) -> str:
    known = web_link(f"https://arxiv.org/abs/{item.paper_id}") if item.paper_id else ""
    title = own_link(item.title or item.paper_id or "Unreadable row", known)
    return f"- {title} ({inline(item.paper_id)})" if item.paper_id else f"- {title}"


def _selection(digest: Digest) -> list[str]:
    if not digest.selection_prompt.strip():
        return []
    name = f" ({inline(digest.selection_prompt_id)})" if digest.selection_prompt_id else ""
    return ["## Selection prompt", "", f"What triage was told{name}:", "", *fenced(digest.selection_prompt)]


def _provenance(digest: Digest) -> list[str]:
    asked = enquiries(digest)
    told = [inline(asked), ""] if asked else []
    return [*provenance_table(provenances(digest), "Papers"), *told, f"Written {moment(digest.written)}."]
