"""`paperwire eval`: parses and hands over. Nothing but typer is imported before a command runs."""

from pathlib import Path
from typing import Annotated

import typer

app = typer.Typer(
    name="eval",
    help="Tells whether a prompt, model or engine is better than another, with an interval.",
    epilog="Exit codes: 0 whole, or the gate holds; 2 unusable (the message says why); "
    "4 incomplete (cases ended in errors), or the gate does not hold.",
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)

TaskName = Annotated[str, typer.Argument(metavar="TASK", help="One of `eval list`, or your own as MODULE:NAME.")]
Data = Annotated[Path | None, typer.Option(help="Folder of cases; default PAPERWIRE_DATA, else the cases that ship.")]
Limit = Annotated[int | None, typer.Option(min=1, help="So many cases, spread over clusters.")]
Epochs = Annotated[int, typer.Option(min=1, help="Ask every case so many times.")]
Options = Annotated[list[str] | None, typer.Option("--option", help="NAME=VALUE for the task; repeatable.")]
Again = Annotated[bool, typer.Option("--retry-errors", help="Ask once more the cases that ended in an error.")]
Html = Annotated[Path | None, typer.Option(help="Write one self-contained page.")]
Config = Annotated[Path | None, typer.Option(help="Settings file; default ./paperwire.toml, else starter settings.")]
Archive = Annotated[Path | None, typer.Option(help="Archive folder; default from the settings. Runs go to its evals/.")]
Json = Annotated[bool, typer.Option("--json", help="JSON on stdout.")]
Run = Annotated[Path, typer.Argument(metavar="RUN", help="File of a run.")]


@app.command("list")
def list_tasks(json: Json = False) -> None:
    """Show the tasks, what they measure, and their baselines."""
    from .commands import show_tasks

    _finish(show_tasks(json=json))


@app.command()
def run(
    task: TaskName,
    prompt: Annotated[str, typer.Option(help="Prompt to measure, such as triage@v1; default the newest.")] = "",
    engine: Annotated[str, typer.Option(help="openai, extractive, or a baseline of the task.")] = "",
    model: Annotated[str, typer.Option(help="Model; default from the settings.")] = "",
    data: Data = None,
    limit: Limit = None,
    epochs: Epochs = 1,
    option: Options = None,
    out: Annotated[Path | None, typer.Option(help="File of the run; the same file goes on where it stopped.")] = None,
    inspect: Annotated[Path | None, typer.Option(help="Also write a log for Inspect (needs inspect-ai).")] = None,
    retry_errors: Again = False,
    config: Config = None,
    archive: Archive = None,
    json: Json = False,
) -> None:
    """Put every case to the agent and score the answers."""
    from .commands import run_and_show
    from .contender import Wanted
    from .order import EvalOrder

    order = EvalOrder(task, data, limit, epochs, option or [], retry_errors, config, archive)
    wanted = Wanted(prompt=prompt, engine=engine, model=model)
    _finish(run_and_show(order, wanted, out=out, inspect=inspect, json=json))


@app.command()
def compare(
    task: TaskName,
    a: Annotated[str, typer.Option("--a", help="triage@v1, engine:NAME, model:NAME, joined by commas; or a file.")],
    b: Annotated[str, typer.Option("--b", help="The other side.")],
    data: Data = None,
    limit: Limit = None,
    epochs: Epochs = 1,
    option: Options = None,
    html: Html = None,
    judge: Annotated[int, typer.Option(min=0, help="Let a model judge so many differing answers as well, blind.")] = 0,
    judge_labels: Annotated[
        Path | None, typer.Option(help="Labelled pairs, JSON lines; default those that ship.")
    ] = None,
    retry_errors: Again = False,
    config: Config = None,
    archive: Archive = None,
    json: Json = False,
) -> None:
    """Compare two sides on the same cases; sides that are no saved run are run first."""
    from .commands import compare_and_show
    from .order import EvalOrder

    order = EvalOrder(task, data, limit, epochs, option or [], retry_errors, config, archive)
    _finish(compare_and_show(order, a, b, html=html, judge=judge, labels=judge_labels, json=json))


@app.command()
def report(
    runs: Annotated[list[Path], typer.Argument(metavar="RUN...", help="Files of runs; the first leads.")],
    html: Html = None,
    markdown: Annotated[Path | None, typer.Option(help="Write the report as Markdown.")] = None,
    data: Data = None,
    json: Json = False,
) -> None:
    """Show the figures of a run, others beside it."""
    from .commands import report_runs

    _finish(report_runs(runs, html=html, markdown=markdown, data=data, json=json))


@app.command()
def rescore(
    run: Run,
    data: Data = None,
    out: Annotated[Path | None, typer.Option(help="Write here; default in place of RUN.")] = None,
    json: Json = False,
) -> None:
    """Score saved answers again with the present scorer; nothing is asked."""
    from .commands import rescore_and_show

    _finish(rescore_and_show(run, data=data, out=out, json=json))


@app.command()
def gate(
    run: Run,
    baseline: Annotated[Path, typer.Option(help="File of the run to hold to.")],
    margin: Annotated[float, typer.Option(min=0, help="How much worse is tolerable, in units of the score.")],
    score: Annotated[str, typer.Option(help="Score or figure; default the task's primary score.")] = "",
    errors: Annotated[int, typer.Option(min=0, help="How many cases may have lost their answer.")] = 0,
    data: Data = None,
    json: Json = False,
) -> None:
    """Exit with 0 only if RUN is shown to be no worse than the baseline by more than the margin, else with 4."""
    from .commands import check_gate

    _finish(check_gate(run, baseline, margin, score, errors=errors, data=data, json=json))


def _finish(code: int) -> None:
    raise typer.Exit(code)
