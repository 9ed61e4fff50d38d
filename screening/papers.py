"""Papers and full texts without the passages that steer machine readers."""

from collections.abc import Iterable
from functools import lru_cache

from ..domain import FullText, Paper, Section
from ..domain.suspicion import HiddenText, Suspicion
from .judge import judge
from .scan import screen

_LEAST_WORDS = 4
"""Shorter hidden text is an alignment aid or a label."""


# A day asks for each of its papers several times.
@lru_cache(maxsize=8192)
def screen_paper(paper: Paper) -> tuple[Paper, tuple[Suspicion, ...]]:
    """The paper with title and abstract as agents may read them, and what was taken out of them."""
    title, abstract = screen(paper.title, "title"), screen(paper.abstract, "abstract")
    found = (*title.suspicions, *abstract.suspicions)
    if not found:
        return paper, ()
    return paper.model_copy(update={"title": title.text, "abstract": abstract.text}), found


def screen_text(text: FullText) -> tuple[FullText, tuple[Suspicion, ...]]:
    """The full text as reviewers may read it, and what was taken out; text that the page hid is out already."""
    sections: list[Section] = []
    found: list[Suspicion] = []
    for section in text.sections:
        clean, suspicions = _section(section)
        sections.append(clean)
        found += suspicions
    found += [_hidden(one) for one in text.hidden if is_prose(one.text)]
    if not found:
        return text, ()
    return text.model_copy(update={"sections": tuple(sections)}), joined(found)


def joined(suspicions: Iterable[Suspicion]) -> tuple[Suspicion, ...]:
    """Without repetitions: a page tells its abstract, or a hidden passage, more than once."""
    kept: dict[str, Suspicion] = {}
    for one in suspicions:
        kept.setdefault(" ".join(one.passage.lower().split()), one)
    return tuple(kept.values())


def is_prose(text: str) -> bool:
    """Whether hidden text says something: several words that are not figures."""
    return sum(any(c.isalpha() for c in word) and len(word) > 1 for word in text.split()) >= _LEAST_WORDS or (
        judge(text, "body") is not None
    )


def _section(section: Section) -> tuple[Section, tuple[Suspicion, ...]]:
    where = "the abstract" if section.id == "abstract" else f"§ {section.title or section.id}"
    title, body = screen(section.title, "title", where), screen(section.text, "body", where)
    return section.model_copy(update={"title": title.text, "text": body.text}), (*title.suspicions, *body.suspicions)


def _hidden(one: HiddenText) -> Suspicion:
    finding = judge(one.text, "body")
    rule = f"is hidden ({one.how})" + (f" and {finding.rule}" if finding else "")
    return Suspicion(place=one.place, passage=one.text, rule=rule, hidden=True)
