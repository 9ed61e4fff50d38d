"""Markdown, as converters make it from PDF, to a FullText."""

import re
from html import unescape

from ...domain import FullText
from ...domain.errors import SourceError
from .assemble import assemble
from .drafts import Draft, DraftSection, without_empty
from .headings import depth_of, is_known, is_references, number_of
from .prose import clean, one_line
from .references import split_by_marks

_HEADING = re.compile(r"^(#{1,6})\s+(.+?)\s*#*$")
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
_FORMULA = re.compile(r"<!--\s*formula-not-decoded\s*-->")
_RULE = re.compile(r"^\|?[\s|:-]*-{3,}[\s|:-]*\|?$")
_NOT_A_HEADING = re.compile(r"^(?:algorithm|table|figure|answer)\b|:$|^\W*\d+\W|^\d*$", re.IGNORECASE)
_LINE_NUMBER = re.compile(r"(?<=[^\d\s])\s+\d{2,4}$")
_CHECKLIST = re.compile(r"checklist", re.IGNORECASE)
_MIN_CHARS = 200


def parse_markdown(text: str, paper_id: str) -> FullText:
    """The paper of a Markdown text; what stands before the abstract is left out.

    A formula that the converter lost reads `[formula]`. The questions of a checklist stand one level below it.

    Raises:
        SourceError: less than 200 characters.
    """
    body = unescape(_COMMENT.sub("", _FORMULA.sub("[formula]", clean(text))))
    found, references = _cut(body.splitlines())
    sections = without_empty(_after_front(found))
    if sum(len(section.text) for section in sections) < _MIN_CHARS:
        raise SourceError("Markdown too short for a paper", "Another form of the paper is tried.")
    return assemble(Draft(sections, references), paper_id, "edition", "")


def _cut(lines: list[str]) -> tuple[list[DraftSection], list[str]]:
    """Sections as headings divide them, and the references."""
    sections = [DraftSection("", "", "")]
    bodies: list[list[str]] = [[]]
    for line in lines:
        heading = _HEADING.match(line)
        if heading and _is_heading(heading[2]):
            sections.append(_opened(heading, sections))
            bodies.append([])
        else:
            bodies[-1].append(heading[2] if heading else line)
    references: list[str] = []
    kept: list[DraftSection] = []
    for section, body in zip(sections, bodies, strict=True):
        if is_references(section.title):
            references += _references(body)
        else:
            section.text = _settled(body)
            kept.append(section)
    return kept, references


def _is_heading(title: str) -> bool:
    """Converters also mark captions, answers and stray lines as headings."""
    if number_of(title) or is_known(title):
        return not title.endswith(":")
    return not _NOT_A_HEADING.search(title) and len(re.findall(r"[^\W\d_]", title)) >= 3


def _opened(heading: re.Match[str], before: list[DraftSection]) -> DraftSection:
    title = one_line(_LINE_NUMBER.sub("", heading[2]))
    anchor = "abstract" if title.lower().rstrip(".:") == "abstract" else ""
    return DraftSection(anchor, title, "", _level(title, len(heading[1]), before))


def _level(title: str, marks: int, before: list[DraftSection]) -> int:
    """By the number, else by name, else one below the last numbered section."""
    number = number_of(title)
    if _in_checklist(before) and not (number[:1].isalpha() or is_known(title)):
        return 2
    if number:
        return depth_of(number)
    if is_known(title):
        return 1
    last = next((number_of(section.title) for section in reversed(before) if number_of(section.title)), "")
    return depth_of(last) + 1 if last else max(1, marks - 1)


def _in_checklist(before: list[DraftSection]) -> bool:
    top = next((section for section in reversed(before) if section.level == 1), None)
    return top is not None and bool(_CHECKLIST.search(top.title))


def _after_front(sections: list[DraftSection]) -> list[DraftSection]:
    """Without title and authors, which stand before the abstract or the first numbered section."""
    for at, section in enumerate(sections):
        if number_of(section.title)[:1].isdigit() or is_known(section.title):
            return sections[at:]
    return sections


def _settled(lines: list[str]) -> str:
    """Paragraphs apart by one empty line; rows of tables as `a | b`."""
    paragraphs: list[list[str]] = [[]]
    for line in lines:
        if not line.strip():
            paragraphs.append([])
        elif not _RULE.match(line.strip()):
            paragraphs[-1].append(_row(line) if line.lstrip().startswith("|") else one_line(line))
    return "\n\n".join("\n".join(paragraph) for paragraph in paragraphs if paragraph)


def _row(line: str) -> str:
    return " | ".join(one_line(cell) for cell in line.strip().strip("|").split("|"))


def _references(lines: list[str]) -> list[str]:
    """By their marks, else a paragraph or list item each; one that begins small goes on from the last."""
    entries = [one_line(re.sub(r"^[-*•]\s+", "", line.strip())) for line in lines if line.strip()]
    marked = split_by_marks(entries)
    if marked:
        return marked
    joined: list[str] = []
    for entry in entries:
        if joined and not entry[:1].isupper() and (entry[:1].islower() or not joined[-1].endswith(".")):
            joined[-1] += f" {entry}"
        else:
            joined.append(entry)
    return joined
