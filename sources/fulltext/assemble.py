"""A draft to a FullText: every section with an id of its own and a link."""

import re

from ...domain import FullText, HiddenText, Section
from ...domain.paper import TextSource
from .drafts import Draft, DraftSection

_ANCHOR = re.compile(r"[A-Za-z][\w.:-]{0,80}$")


def assemble(draft: Draft, paper_id: str, source: TextSource, url: str) -> FullText:
    """The draft as a FullText; sections link to `url#anchor`, or to `url#page=N` where only the page is known.

    Sections without a usable anchor, or with one that was taken before, are called `sec-1`, `sec-2` and so on
    after their place in the paper, and link to the whole.
    """
    taken: set[str] = set()
    sections = []
    for place, section in enumerate(draft.sections, start=1):
        usable = bool(_ANCHOR.match(section.anchor)) and section.anchor not in taken
        name = section.anchor if usable else _free(f"sec-{place}", taken)
        taken.add(name)
        link = _link(section, url, anchored=usable)
        sections.append(Section(id=name, title=section.title, text=section.text, level=section.level, url=link))
    return FullText(
        paper_id=paper_id,
        source=source,
        sections=tuple(sections),
        references=tuple(draft.references),
        url=url,
        note=draft.note,
        hidden=tuple(HiddenText(place=one.place, text=one.text, how=one.how) for one in draft.hidden),
    )


def _free(name: str, taken: set[str]) -> str:
    while name in taken:
        name += "-"
    return name


def _link(section: DraftSection, url: str, *, anchored: bool) -> str:
    if not url:
        return ""
    if section.page:
        return f"{url}#page={section.page}"
    return f"{url}#{section.anchor}" if anchored else url
