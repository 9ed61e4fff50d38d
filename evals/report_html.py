"""Reports and comparisons as one page of HTML that loads nothing and runs nothing."""

from collections.abc import Sequence
from functools import cache
from typing import TYPE_CHECKING

from ..digests.pages import page_environment
from . import wording
from .compare import Comparison, verdict
from .judge import Judged
from .log import SavedRun
from .report import Report
from .report_figures import Row, calibration, forest
from .report_terminal import excluded_words
from .runner import answered
from .task import Sample, Task

if TYPE_CHECKING:
    from jinja2 import Environment

SHOWN_FLIPS = 200


def comparison_page(found: Comparison, judged: Judged | None = None) -> str:
    """The verdict, the differences as table and picture, what was left out, and the flipped cases."""
    scores = [(row.name, row.difference, row.low, row.high) for row in found.scores]
    figures = [(r.name, r.difference, r.low, r.high) for r in found.figures if r.difference is not None]
    pictures = [forest(rows, "Differences, B minus A, with 95% intervals") for rows in _by_size([*scores, *figures])]
    return _render(
        "compare.html",
        found=found,
        judged=judged,
        verdict=verdict(found.lead) if found.lead else "No case has the primary score on both sides.",
        excluded=excluded_words(found) if found.excluded.cases else "",
        pictures=pictures,
        flips=found.flips[:SHOWN_FLIPS],
    )


def report_page(report: Report, task: Task, run: SavedRun, samples: Sequence[Sample]) -> str:
    """Figures with intervals, calibration where the task gives it and the cases are there, errors and commands."""
    cases = answered(samples, run.lines, run.header.epochs)
    curves = task.calibration(cases) if task.calibration and cases else {}
    drawn = {name: bins for name, bins in curves.items() if bins}
    return _render(
        "report.html",
        report=report,
        task=task,
        pictures={name: forest(_rows(report, name), f"{name} with 95% intervals", None) for name in _pictured(report)},
        calibration=calibration(drawn, "Calibration: said against so") if drawn else "",
        errors=run.errors[:SHOWN_FLIPS],
        verdict=verdict,
    )


def _by_size(rows: Sequence[Row]) -> list[list[Row]]:
    """Shares apart from points: on one axis the wide differences would flatten the others."""
    narrow = [row for row in rows if max(abs(bound) for bound in row[1:] if bound is not None) <= 1]
    wide = [row for row in rows if row not in narrow]
    return [part for part in (narrow, wide) if part]


def _pictured(report: Report) -> list[str]:
    """Figures with an interval, the primary score first: at most six pictures."""
    return [name for name in report.names if any(row[2] is not None for row in _rows(report, name))][:6]


def _rows(report: Report, name: str) -> list[Row]:
    found = [(column, report.metric(column, name)) for column in report.columns]
    return [(c.header.label, m.value, m.low, m.high) for c, m in found if m and m.value is not None]


def _render(template: str, **values: object) -> str:
    return _environment().get_template(template).render(**values)


@cache
def _environment() -> "Environment":
    environment = page_environment(__package__)
    environment.globals |= {"words": wording, "shown": wording.shown}
    return environment
