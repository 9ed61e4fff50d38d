"""Reports on the terminal; words from outside are never read as markup."""

from collections.abc import Sequence

from rich.console import Console
from rich.table import Column, Table
from rich.text import Text

from .compare import Comparison, ScoreDifference, verdict
from .judge import Judged
from .report import Report
from .task import Task
from .wording import cost, kinds, number, p_value, shown, span

_FLIPS = 8
_OUTPUT_CHARS = 240
_WIDE = 110
"""Columns of a terminal that has room for notes."""


def show_tasks(console: Console, tasks: Sequence[Task]) -> None:
    """Name, description, agent, primary score and baselines of each task."""
    for task in tasks:
        console.print(Text.assemble((task.name, "bold"), f"  {task.description}"))
        agent = f"prompts of {task.agent}" if task.agent else "no prompt"
        console.print(Text(f"  {agent}; primary score: {task.primary}; baselines: {', '.join(task.baselines) or '–'}"))


def show_report(console: Console, report: Report) -> None:
    """Runs side by side."""
    for column in report.columns:
        head, end = column.header, column.closing
        told = f"{head.task} · {head.label}: {head.cases} cases, {end.answered} answered; {cost(end.spent)}"
        console.print(Text(told))
        if end.errors:
            console.print(Text(f"  no answer, left out of the figures: {kinds(end.errors)}", style="bold red"))
    noted = console.width >= _WIDE
    table = Table("Figure", *(_right(column.header.label) for column in report.columns), _right("Cases"))
    if noted:
        table.add_column("Note")
    for name in report.names:
        found = [report.metric(column, name) for column in report.columns]
        cells = [Text(f"{number(m.value)} {span(m.low, m.high)}" if m else "–") for m in found]
        first = next(metric for metric in found if metric)
        table.add_row(Text(name), *cells, str(first.n), *([Text(first.note)] if noted else []))
    console.print(table)
    for column in report.columns[1:]:
        told = verdict(column.against) if column.against else column.incomparable or "No case in common."
        console.print(Text(f"A = {column.header.label}, B = {report.lead.header.label}: {told}"))


def show_comparison(console: Console, found: Comparison, judged: Judged | None = None) -> None:
    """The verdict, the differences, what they rest on, and the cases that flipped."""
    console.print(Text(f"A  {found.a.label}\nB  {found.b.label}"))
    if found.lead:
        console.print(Text(verdict(found.lead), style="bold"))
        console.print(Text(_power(found.lead)))
    if found.excluded.cases:
        console.print(Text(excluded_words(found), style="bold red"))
    for note in found.notes:
        console.print(Text(note))
    console.print(_scores(found))
    if found.figures:
        console.print(_figures(found))
    if judged:
        show_judged(console, judged)
    _show_flips(console, found)


def excluded_words(found: Comparison) -> str:
    """How many cases were left out, and why."""
    out = found.excluded
    noun = "case" if out.cases == 1 else "cases"
    told = f"{out.cases} {noun} left out: no answer from A only {out.a}, from B only {out.b}, from both {out.both}."
    sides = [f"{side}: {kinds(errors)}" for side, errors in (("A", out.kinds_a), ("B", out.kinds_b)) if errors]
    return f"{told} {'; '.join(sides)}"


def show_judged(console: Console, judged: Judged) -> None:
    """The judge's agreement with people first; then what it says."""
    for line in judged.told:
        console.print(Text(line))


def _scores(found: Comparison) -> Table:
    table = Table("Score", *map(_right, ("A", "B", "B - A", "p", "Won/lost/tied", "Cases")))
    for row in found.scores:
        gap = f"{number(row.difference, signed=True)} {span(row.low, row.high, signed=True)}"
        table.add_row(
            Text(row.name + (" (less is better)" if row.lower_is_better else "")),
            number(row.a),
            number(row.b),
            Text(gap),
            p_value(row.p),
            f"{row.wins}/{row.losses}/{row.ties}",
            str(row.n),
        )
    return table


def _power(lead: ScoreDifference) -> str:
    """What the primary score's test rests on."""
    parts = [f"{lead.n} cases in {lead.clusters} clusters"]
    if lead.detectable is not None:
        parts.append(f"a true difference of {number(lead.detectable)} would be found in four of five tries")
    if lead.mcnemar_p is not None:
        parts.append(f"McNemar p {p_value(lead.mcnemar_p)}, pairs taken as independent")
    return "; ".join(parts) + "."


def _figures(found: Comparison) -> Table:
    table = Table("Figure over all cases", *map(_right, ("A", "B", "B - A", "95% interval")))
    for row in found.figures:
        gap = number(row.difference, signed=True)
        table.add_row(
            Text(row.name), number(row.a), number(row.b), gap, Text(span(row.low, row.high, signed=True) or "–")
        )
    return table


def _show_flips(console: Console, found: Comparison) -> None:
    lost = sum(flip.loss for flip in found.flips)
    if not found.flips:
        console.print(f"No case is scored differently for {found.primary}.", markup=False)
        return
    console.print(
        f"{len(found.flips)} cases scored differently for {found.primary}; B lost {lost}, shown first:", markup=False
    )
    for flip in found.flips[:_FLIPS]:
        console.print(Text(f"{flip.id}  {number(flip.a)} → {number(flip.b)}", style="red" if flip.loss else "green"))
        console.print(Text(f"  A {shown(flip.output_a, _OUTPUT_CHARS)}\n  B {shown(flip.output_b, _OUTPUT_CHARS)}"))
    if len(found.flips) > _FLIPS:
        console.print(f"… and {len(found.flips) - _FLIPS} more (--html shows them).")


def _right(name: str) -> Column:
    return Column(Text(name), justify="right")
