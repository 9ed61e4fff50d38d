"""Walks an HTML tree without recursion and writes its sections as text. Knows LaTeXML's classes."""

import re
from collections.abc import Callable
from typing import TYPE_CHECKING

from .drafts import DraftSection
from .formulas import join_formulas, tex_of
from .headings import is_references
from .pen import LINE, PARAGRAPH, Mark, Pen, settle
from .prose import clean, one_line

if TYPE_CHECKING:
    from selectolax.lexbor import LexborNode

Leave = Callable[[], None]
_DROPPED_TAGS = frozenset(
    "script style noscript template nav button footer head iframe object form select textarea img video audio".split()
)
_DROPPED_CLASSES = frozenset(
    "ltx_TOC ltx_page_footer ltx_page_header ltx_page_logo ltx_page_navbar package-alerts ltx_authors ltx_dates "
    "ltx_title_document ltx_keywords ltx_classification ltx_bib_cited ltx_note_mark ltx_tag_note ltx_tag_item "
    "ltx_listing_data ltx_pagination".split()
)
_BLOCK_TAGS = frozenset(
    "p div ul ol dl dt dd table caption figure figcaption blockquote pre article main aside header address center "
    "foreignobject details summary hr".split()
)
_SECTIONS = frozenset(
    "ltx_part ltx_chapter ltx_section ltx_subsection ltx_subsubsection ltx_appendix ltx_bibliography ltx_index "
    "ltx_glossary ltx_acknowledgements".split()
)
_RUN_IN = frozenset({"ltx_paragraph", "ltx_subparagraph"})
_STATEMENTS = frozenset({"ltx_title_theorem", "ltx_title_proof"})
_HEADING = re.compile(r"h[1-6]$")


def _nothing() -> None: ...


class Walk:
    """One pass over a page: `sections` in reading order, `references`, and `loose` text outside any section."""

    def __init__(self) -> None:
        self.pen = Pen()
        self.references: list[str] = []
        self._rows: list[list[str]] = []
        self._in_prose = 0
        self._verbatim = 0

    def over(self, root: "LexborNode") -> None:
        """Reads the tree under `root`."""
        todo: list[LexborNode | Leave] = [root]
        while todo:
            step = todo.pop()
            if callable(step):
                step()
                continue
            leave = self._enter(step)
            if leave is None:
                continue
            todo.append(leave)
            todo.extend(reversed(list(step.iter(include_text=True))))

    @property
    def loose(self) -> str:
        return settle("".join(self.pen.root.parts))

    def sections(self) -> list[DraftSection]:
        """Everything but the bibliography, whose entries are in `references`."""
        found: list[DraftSection] = []
        for opened in self.pen.order:
            text = settle("".join(opened.parts))
            if not is_references(opened.title):
                found.append(DraftSection(opened.anchor, opened.title, text, opened.level))
            elif not self.references:
                self.references = [one_line(entry) for entry in text.splitlines() if entry.strip()]
        return found

    def _enter(self, node: "LexborNode") -> Leave | None:
        """Writes what comes before the children; None leaves them out, else what to do after them."""
        if node.is_text_node:
            self._text(node.text_content or "")
            return None
        if not node.is_element_node:
            return None
        tag, classes = (node.tag or "").lower(), frozenset((node.attributes.get("class") or "").split())
        if tag in _DROPPED_TAGS or classes & _DROPPED_CLASSES:
            return None
        for rule in (self._leaf, self._notable, self._sectional, self._tabular):
            done, leave = rule(node, tag, classes)
            if done:
                return leave
        return self._block(tag, classes)

    def _text(self, text: str) -> None:
        if self._verbatim:
            self.pen.write(clean(text).replace("\n", LINE))
        else:
            self.pen.write(re.sub(r"\s+", " ", clean(text)))

    def _leaf(self, node: "LexborNode", tag: str, classes: frozenset[str]) -> tuple[bool, Leave | None]:
        """Elements written in one go."""
        if tag == "math":
            self.pen.write(tex_of(node))
        elif tag == "br":
            self.pen.write(LINE)
        elif "ltx_bib_external" in classes:
            self.pen.write(_address(node))
        elif "ltx_ERROR" in classes:
            # An unknown macro inside a sentence stands for words (\sysname); elsewhere it is a stray command.
            self.pen.write(clean(node.text()) if self._in_prose else "")
        elif "ltx_tag_bibitem" in classes:
            tag_text = one_line(clean(node.text()))
            self.pen.write(f"{tag_text} " if re.match(r"[\[(]?[A-Z+\d]", tag_text) and len(tag_text) < 9 else "")
        else:
            return False, None
        return True, None

    def _notable(self, node: "LexborNode", tag: str, classes: frozenset[str]) -> tuple[bool, Leave | None]:
        """Elements whose text is gathered first and then put in its place."""
        mark = self.pen.mark()
        if "ltx_bibitem" in classes:
            return True, lambda: self.references.extend(filter(None, [self.pen.take_line(mark)]))
        if "ltx_note" in classes:
            return True, lambda: self._note(mark)
        if tag == "li":
            return True, lambda: self._item(mark, _item_tag(node))
        if tag == "sup":
            return True, lambda: self._raised(mark)
        if "ltx_eqn_row" in classes:
            return True, lambda: self.pen.write(f"{LINE}{join_formulas(self.pen.take_line(mark))}{LINE}")
        return False, None

    def _note(self, mark: Mark) -> None:
        words = self.pen.take_line(mark)
        self.pen.write(f" ({words})" if words else "")

    def _item(self, mark: Mark, tag: str) -> None:
        body = self.pen.take(mark).strip(f" {LINE}{PARAGRAPH}")
        self.pen.write(f"{LINE}{tag} {body}{LINE}" if body else "")

    def _raised(self, mark: Mark) -> None:
        words = self.pen.take_line(mark)
        power = re.fullmatch(r"[-+−]?\d+", words) and self.pen.last_character.isdigit()
        self.pen.write(f"^{words}" if power else words)

    def _sectional(self, node: "LexborNode", tag: str, classes: frozenset[str]) -> tuple[bool, Leave | None]:
        """Sections, the abstract, and the headings that name them."""
        if classes & _RUN_IN and self.pen.inside_section:
            return False, None
        if "ltx_abstract" in classes:
            return True, self.pen.open("abstract", "Abstract", front=True)
        if tag == "section" or classes & (_SECTIONS | _RUN_IN):
            return True, self.pen.open(node.attributes.get("id") or "")
        if _HEADING.match(tag) or "ltx_title" in classes:
            mark = self.pen.mark()
            return True, lambda: self._heading(mark, node, tag, classes)
        return False, None

    def _heading(self, mark: Mark, node: "LexborNode", tag: str, classes: frozenset[str]) -> None:
        words = self.pen.take_line(mark)
        statement = bool(classes & _STATEMENTS)
        if not statement and self.pen.name_section(words):
            return
        if statement or "ltx_title" in classes:
            self.pen.write(f"{PARAGRAPH}{words}{PARAGRAPH}")
        elif words and (tag != "h1" or self.pen.order):
            self.pen.open_flat(node.attributes.get("id") or "", words, max(1, int(tag[1]) - 1))

    def _tabular(self, node: "LexborNode", tag: str, classes: frozenset[str]) -> tuple[bool, Leave | None]:
        """Rows and cells; cells of equations were taken by their row."""
        if "ltx_eqn_cell" in classes:
            return True, lambda: self.pen.write(" ")
        if tag == "tr" or "ltx_tr" in classes:
            self._rows.append([])
            return True, self._row
        if tag in ("td", "th") or "ltx_td" in classes:
            mark = self.pen.mark()
            return True, lambda: self._cell(mark)
        return False, None

    def _row(self) -> None:
        cells = self._rows.pop()
        if any(cells):
            self.pen.write(f"{LINE}{' | '.join(cells)}{LINE}")

    def _cell(self, mark: Mark) -> None:
        words = self.pen.take_line(mark)
        if self._rows:
            self._rows[-1].append(words)
        else:
            self.pen.write(f" {words} ")

    def _block(self, tag: str, classes: frozenset[str]) -> Leave:
        if tag == "pre":
            self._verbatim += 1
        if tag == "p":
            self._in_prose += 1
        if "ltx_listingline" in classes:
            self.pen.write(LINE)
        elif tag in _BLOCK_TAGS:
            self.pen.write(PARAGRAPH)
        elif "ltx_tag_listingline" not in classes:
            return _nothing
        return lambda: self._after(tag, classes)

    def _after(self, tag: str, classes: frozenset[str]) -> None:
        self._verbatim -= tag == "pre"
        self._in_prose -= tag == "p"
        if "ltx_tag_listingline" in classes:
            self.pen.write(" ")
        else:
            self.pen.write(LINE if "ltx_listingline" in classes else PARAGRAPH)


def _address(link: "LexborNode") -> str:
    target = clean(link.attributes.get("href") or "")
    return target if re.match(r"https?://\S+$", target) else clean(link.text())


def _item_tag(item: "LexborNode") -> str:
    """The bullet or number as printed; a dash where the list has none."""
    for child in item.iter():
        if "ltx_tag_item" in (child.attributes.get("class") or "").split():
            return one_line(clean(child.text())) or "-"
    return "-"
