"""A run told in figures, with other runs beside it; the Markdown that a published report is made of."""

from collections.abc import Sequence

from ..domain.noun import Noun
from .compare import ScoreDifference, score_difference, verdict
from .log import SavedRun
from .pairing import NotComparable, pair
from .records import Closing, Header
from .task import Metric
from .wording import cost, kinds, number, span


class Column(Noun):
    """One run: its head, its end, and its paired difference to the leading run (leading minus this)."""

    header: Header
    closing: Closing
    against: ScoreDifference | None = None
    incomparable: str = ""


class Report(Noun):
    """Runs side by side, the leading one first."""

    columns: tuple[Column, ...]

    @property
    def lead(self) -> Column:
        return self.columns[0]

    @property
    def names(self) -> list[str]:
        """Every figure of any run; the primary score first."""
        names = dict.fromkeys(metric.name for column in self.columns for metric in column.closing.metrics)
        return sorted(names, key=lambda name: name != self.lead.header.primary)

    def metric(self, column: Column, name: str) -> Metric | None:
        return next((metric for metric in column.closing.metrics if metric.name == name), None)


def report_of(runs: Sequence[SavedRun]) -> Report:
    """The report on finished runs."""
    lead, *others = runs
    return Report(columns=(_column(lead), *(_beside(lead, run) for run in others)))


def as_markdown(report: Report) -> str:
    """The report as Markdown: what was run, figures with intervals, differences, errors, and the commands."""
    head = report.lead.header
    parts = [
        f"## {_cell(head.task)}",
        _table(["", *(_cell(c.header.label) for c in report.columns)], [*_head_rows(report)]),
        "Figures with 95% intervals (clusters resampled):",
        _table(["figure", *(_cell(c.header.label) for c in report.columns), "cases"], _figure_rows(report)),
        *_differences(report),
        *_errors(report),
        "Made by:",
        "```sh\n" + "\n".join(dict.fromkeys(c.header.command for c in report.columns)) + "\n```",
    ]
    return "\n\n".join(parts) + "\n"


def _column(run: SavedRun) -> Column:
    if run.closing is None:
        raise ValueError(f"{run.path} is not finished")
    return Column(header=run.header, closing=run.closing)


def _beside(lead: SavedRun, run: SavedRun) -> Column:
    column = _column(run)
    try:
        paired = pair(run, lead)
    except NotComparable as error:
        return column.model_copy(update={"incomparable": error.message})
    return column.model_copy(update={"against": score_difference(paired, lead.header.primary)})


def _head_rows(report: Report) -> list[list[str]]:
    def row(name: str, *values: str) -> list[str]:
        return [name, *(_cell(value) for value in values)]

    columns = report.columns
    return [
        row("cases", *(f"{c.header.cases}" + _times(c.header.epochs) for c in columns)),
        row("answered", *(str(c.closing.answered) for c in columns)),
        row("errors", *(kinds(c.closing.errors) or "none" for c in columns)),
        row("prompt", *(f"{h.prompt} ({h.prompt_hash})" if h.prompt else "–" for h in (c.header for c in columns))),
        row("cost", *(cost(c.closing.spent) for c in columns)),
        row("data", *(f"{_data(c.header)}, hash {c.header.dataset}" for c in columns)),
        row("code", *(f"paperwire {c.header.paperwire}, commit {c.header.commit or '–'}, task version "
                      f"{c.header.task_version}" for c in columns)),
        row("finished", *(f"{c.closing.finished:%Y-%m-%d %H:%M} UTC" for c in columns)),
    ]  # fmt: skip


def _times(epochs: int) -> str:
    return f" × {epochs} epochs" if epochs > 1 else ""


def _data(header: Header) -> str:
    return "a folder of real data" if header.data else "the cases that ship"


def _figure_rows(report: Report) -> list[list[str]]:
    rows = []
    for name in report.names:
        found = [report.metric(column, name) for column in report.columns]
        cells = [f"{number(m.value)} {span(m.low, m.high)}".strip() if m else "–" for m in found]
        rows.append([_cell(name), *cells, str(max((m.n for m in found if m), default=0))])
    return rows


def _differences(report: Report) -> list[str]:
    """One line for each run beside: A is that run, B the leading one."""
    lines = []
    for column in report.columns[1:]:
        told = verdict(column.against) if column.against else column.incomparable or "No case in common."
        lines.append(f"- A = {_cell(column.header.label)}, B = {_cell(report.lead.header.label)}: {_cell(told)}")
    return ["Paired, on the same cases:", "\n".join(lines)] if lines else []


def _errors(report: Report) -> list[str]:
    broken = [c for c in report.columns if c.closing.errors]
    if not broken:
        return []
    lines = [f"- {_cell(c.header.label)}: {_cell(kinds(c.closing.errors))}" for c in broken]
    return ["Cases without an answer (left out of the figures above, never scored 0):", "\n".join(lines)]


def _table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    lines = ["| " + " | ".join(head) + " |", "|" + " --- |" * len(head)]
    return "\n".join([*lines, *("| " + " | ".join(row) + " |" for row in rows)])


def _cell(text: str) -> str:
    return " ".join(text.replace("|", "\\|").replace("<", "&lt;").split())
