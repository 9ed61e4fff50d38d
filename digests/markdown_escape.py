"""Text from outside as Markdown that says exactly that text: no markup, no structure, no links of its own."""

import re

from .formulas import split_formulas
from .links import web_link
from .text import blocks, one_line

_SPECIAL = re.compile(r"([\\`*_{}\[\]|~$])")
_LINE_START = re.compile(r"^(?:([#+=>:-])|(\d{1,9})([.)])(?=\s|$))")
_FENCE = re.compile(r"`+")
_WORD_UNDERSCORE = re.compile(r"(?<=\w)\\_(?=\w)")


def inline(text: str) -> str:
    """One line of Markdown for `text`; formulas stay as `$TeX$`, which GitHub typesets."""
    pieces = split_formulas(one_line(text))
    line = "".join(_formula(p.text, p.display) if p.tex else _escaped(p.text) for p in pieces)
    return _LINE_START.sub(lambda m: f"\\{m[1]}" if m[1] else f"{m[2]}\\{m[3]}", line)


def _escaped(text: str) -> str:
    escaped = _SPECIAL.sub(r"\\\1", text)
    escaped = escaped.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return _WORD_UNDERSCORE.sub("_", escaped)


def _formula(tex: str, display: bool) -> str:
    # Readers that do not typeset must not find tags, links, code or table cells in the TeX.
    safe = tex.replace("\\|", "\\Vert ").replace("|", "\\vert ").replace("`", "'")
    safe = safe.replace("<", "\\lt ").replace(">", "\\gt ").replace("](", "] (").replace("][", "] [")
    return f"$${safe}$$" if display else f"${safe}$"


def paragraphs(text: str, indent: str = "") -> list[str]:
    """Lines of Markdown for prose of several paragraphs and lists, each followed by an empty line."""
    lines: list[str] = []
    for block in blocks(text):
        bullet = "- " if block.kind == "list" else ""
        lines += [f"{indent}{bullet}{inline(item)}" for item in block.items]
        lines.append("")
    return lines


def link(text: str, url: str) -> str:
    """`[text](url)` where `url` is an address that may be followed, else the text alone."""
    target = web_link(url)
    return own_link(text, target) if target else inline(text)


def own_link(text: str, target: str) -> str:
    """A link to a target that we made or checked ourselves; without one, the text alone."""
    if not target:
        return inline(text)
    return f"[{inline(text)}]({target.replace('(', '%28').replace(')', '%29')})"


def fenced(text: str) -> list[str]:
    """`text` as a code block, its fence longer than any run of backticks inside."""
    longest = max((len(run) for run in _FENCE.findall(text)), default=0)
    fence = "`" * max(3, longest + 1)
    return [f"{fence}text", *text.splitlines(), fence, ""]


def code(text: str) -> str:
    """`text` as code within a line, its ticks longer than any run of ticks inside."""
    line = one_line(text)
    ticks = "`" * (max((len(run) for run in _FENCE.findall(line)), default=0) + 1)
    return f"{ticks} {line} {ticks}" if "`" in line else f"{ticks}{line}{ticks}"


def folded(title: str, lines: list[str]) -> list[str]:
    """Lines under a title of ours that opens on a click, where the reader's viewer knows HTML."""
    return ["<details>", f"<summary>{title}</summary>", "", *lines, "</details>", ""]


def table(head: list[str], rows: list[list[str]], numeric_from: int) -> list[str]:
    """A table of plain cells; columns from `numeric_from` on are set to the right."""
    return table_of(head, [[inline(cell) for cell in row] for row in rows], numeric_from)


def table_of(head: list[str], rows: list[list[str]], numeric_from: int) -> list[str]:
    """The same of cells that are Markdown already."""
    rule = ["---" if i < numeric_from else "---:" for i in range(len(head))]
    return [*("| " + " | ".join(row) + " |" for row in [head, rule, *rows]), ""]
