"""The command line: parses, hands over to a command, exits with its code. Nothing heavy is imported before it must."""

from pathlib import Path
from typing import Annotated, Literal

import typer

from .evals.cli import app as eval_app

app = typer.Typer(
    name="paperwire",
    help="Reads arXiv for you: triage, a panel of reviewers, a digest, and a memory of what it read.",
    epilog="Exit codes: 0 whole; 2 unusable (the message says why); 3 whole, nothing selected; "
    "4 incomplete (something failed or was deferred).",
    no_args_is_help=True,
    add_completion=False,
    # Plain help starts in a fifth of the time that rich needs to be imported.
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)

Config = Annotated[Path | None, typer.Option(help="Settings file; default ./paperwire.toml, else starter settings.")]
Archive = Annotated[Path | None, typer.Option(help="Archive folder; default from the settings.")]
Edition = Annotated[str, typer.Option(help="sample, arxiv, or a saved RSS, Atom or JSON-lines file.")]
Shelf = Annotated[str, typer.Option("--edition", help="'sample' looks into the sample edition's own archive.")]
Json = Annotated[bool, typer.Option("--json", help="JSON on stdout.")]
EngineKind = Literal["auto", "openai", "extractive"]

app.add_typer(eval_app, name="eval")


@app.command()
def init(
    file: Annotated[Path, typer.Argument(help="Where to write it.")] = Path("paperwire.toml"),
    force: Annotated[bool, typer.Option(help="Overwrite a file that is there.")] = False,
) -> None:
    """Write a commented settings file."""
    from .commands.init import write_starter

    _finish(write_starter(file, force))


@app.command()
def run(
    date: Annotated[str | None, typer.Option(help="Day to read, YYYY-MM-DD; default today, in UTC.")] = None,
    edition: Edition = "arxiv",
    engine: Annotated[EngineKind | None, typer.Option(help="auto, openai or extractive.")] = None,
    max_reviews: Annotated[int | None, typer.Option(min=0, help="How many papers go to the panel.")] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Show calls, tokens and money; call no model.")] = False,
    catch_up: Annotated[
        bool, typer.Option("--catch-up", help="Read every day never read or left open, oldest first.")
    ] = False,
    out: Annotated[Path | None, typer.Option(help="Folder for the digest; default in the archive.")] = None,
    config: Config = None,
    archive: Archive = None,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="No progress, no digest: only where it is.")] = False,
    json: Json = False,
) -> None:
    """Read a day: fetch, triage, review, digest."""
    from .commands.order import Order
    from .commands.run import run_day

    order = Order(config=config, archive=archive, edition=edition, day=date, engine=engine, max_reviews=max_reviews)
    if catch_up:
        from .commands.catch_up import catch_up as read_open_days

        _finish(read_open_days(order, dry_run=dry_run, out=out, quiet=quiet, json=json))
    _finish(run_day(order, dry_run=dry_run, out=out, quiet=quiet, json=json))


@app.command()
def show(
    what: Annotated[str | None, typer.Argument(help="A day (YYYY-MM-DD) or an arXiv id; default the latest.")] = None,
    edition: Shelf = "arxiv",
    config: Config = None,
    archive: Archive = None,
    json: Json = False,
) -> None:
    """Show a digest, or all that is known of one paper."""
    from .commands.order import Order
    from .commands.show import show_kept

    _finish(show_kept(Order(config=config, archive=archive, edition=edition), what, json=json))


@app.command()
def status(
    date: Annotated[str | None, typer.Argument(help="The day, YYYY-MM-DD; default the latest run.")] = None,
    every: Annotated[bool, typer.Option("--all", help="Every row, the scored and filtered ones too.")] = False,
    edition: Shelf = "arxiv",
    config: Config = None,
    archive: Archive = None,
    json: Json = False,
) -> None:
    """Show the ledger of a day: every row's end and reason."""
    from .commands.order import Order
    from .commands.status import show_status

    _finish(show_status(Order(config=config, archive=archive, edition=edition, day=date), every=every, json=json))


@app.command()
def doctor(edition: Shelf = "arxiv", config: Config = None, archive: Archive = None, json: Json = False) -> None:
    """Check settings, endpoint, memory, disk and clock; name the remedy of what is wrong."""
    from .commands.doctor import examine
    from .commands.order import Order

    _finish(examine(Order(config=config, archive=archive, edition=edition), json=json))


@app.command()
def graph(name: Annotated[Literal["daily", "paper"], typer.Argument(help="Which one.")]) -> None:
    """Print a graph as Mermaid."""
    from .commands.graph import print_graph

    _finish(print_graph(name))


def _finish(code: int) -> None:
    raise typer.Exit(code)
