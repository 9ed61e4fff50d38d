"""Walks an HTML tree without recursion and writes its sections as text. Knows LaTeXML's classes."""

import re
from collections.abc import Callable
from typing import TYPE_CHECKING

from .drafts import MOST_HIDDEN, DraftHidden, DraftSection
from .formulas import join_formulas, tex_of
from .headings import is_references
from .latexml import BLOCK_TAGS, DROPPED_CLASSES, DROPPED_TAGS, RUN_IN, SECTIONS, STATEMENTS
from .pen import LINE, PARAGRAPH, Mark, Pen, settle
from .prose import clean, one_line
from .sight import how_hidden
from .tables import Tables

if TYPE_CHECKING:
    from selectolax.lexbor import LexborNode

Leave = Callable[[], None]
_HEADING = re.compile(r"h[1-6]$")
_LONGEST_HIDDEN = 2000


def _nothing() -> None: ...


class Walk:
    """One pass over a page: `sections` in reading order, `references`, and `loose` text outside any section.

    What the page does not show goes to `hidden` and into no section; `hiding` names classes that hide.
    """

    def __init__(self, hiding: frozenset[str] = frozenset()) -> None:
        self.pen = Pen()
        self.references: list[str] = []
        self.hidden: list[DraftHidden] = []
        self._hiding = hiding
        self._tables = Tables()
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
        if tag in DROPPED_TAGS or classes & DROPPED_CLASSES:
            return None
        if how := how_hidden(node, classes, self._hiding):
            self._hide(node, how)
            return None
        for rule in (self._leaf, self._notable, self._sectional, self._tabular):
            done, leave = rule(node, tag, classes)
            if done:
                return leave
        return self._block(tag, classes)

    def _hide(self, node: "LexborNode", how: str) -> None:
        words = one_line(clean(node.text(separator=" ")))[:_LONGEST_HIDDEN]
        if words and len(self.hidden) < MOST_HIDDEN:
            self.hidden.append(DraftHidden(f"§ {self.pen.here}" if self.pen.here else "the page", words, how))

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
        if classes & RUN_IN and self.pen.inside_section:
            return False, None
        if "ltx_abstract" in classes:
            return True, self.pen.open("abstract", "Abstract", front=True)
        if tag == "section" or classes & (SECTIONS | RUN_IN):
            return True, self.pen.open(node.attributes.get("id") or "")
        if _HEADING.match(tag) or "ltx_title" in classes:
            mark = self.pen.mark()
            return True, lambda: self._heading(mark, node, tag, classes)
        return False, None

    def _heading(self, mark: Mark, node: "LexborNode", tag: str, classes: frozenset[str]) -> None:
        words = self.pen.take_line(mark)
        statement = bool(classes & STATEMENTS)
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
        if tag == "table" or "ltx_tabular" in classes:
            self._tables.open_table()
            self.pen.write(PARAGRAPH)
            return True, self._table
        if tag == "tr" or "ltx_tr" in classes:
            self._tables.open_row()
            return True, self._row
        if tag in ("td", "th") or "ltx_td" in classes:
            mark = self.pen.mark()
            return True, lambda: self._cell(mark, _span(node, "colspan"), _span(node, "rowspan"))
        return False, None

    def _table(self) -> None:
        self._tables.close_table()
        self.pen.write(PARAGRAPH)

    def _row(self) -> None:
        row = self._tables.close_row()
        self.pen.write(f"{LINE}{row}{LINE}" if row else "")

    def _cell(self, mark: Mark, columns: int, rows: int) -> None:
        words = self.pen.take_line(mark)
        if self._tables.in_row:
            self._tables.add_cell(words, columns, rows)
        else:
            self.pen.write(f" {words} ")

    def _block(self, tag: str, classes: frozenset[str]) -> Leave:
        if tag == "pre":
            self._verbatim += 1
        if tag == "p":
            self._in_prose += 1
        if "ltx_listingline" in classes:
            self.pen.write(LINE)
        elif tag in BLOCK_TAGS:
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


def _span(cell: "LexborNode", name: str) -> int:
    """The cell's `colspan` or `rowspan`; 1 where it makes no sense."""
    value = cell.attributes.get(name) or "1"
    return int(value) if re.fullmatch(r"[1-9]\d{0,2}", value) else 1
