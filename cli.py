"""The command line: parses, hands over to a command, exits with its code. Nothing heavy is imported before it must."""

from pathlib import Path
from typing import Annotated, Literal

import typer

from .evals.cli import app as eval_app

app = typer.Typer(
    name="paperwire",
    help="Reads arXiv for you: triage, a panel of reviewers, a digest, and a memory of what it read.",
    epilog="Exit codes: 0 whole; 2 unusable (the message says why); 3 whole, nothing selected; "
    "4 incomplete (something failed or was deferred); 10 to 21 incomplete for one reason alone: 10 key refused, "
    "11 quota, 12 budget, 13 timeout, 14 server out of reach, 15 garbage, 16 empty, 17 truncated, 18 refusal, "
    "19 papers left out of every reply, 20 the same scores for all, 21 no such model or address.",
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
Quiet = Annotated[bool, typer.Option("--quiet", "-q", help="No progress on stderr.")]
Kinds = Annotated[
    list[str] | None,
    typer.Option(
        "--kind",
        help="paper, passage, review, story, digest or direction: look through these alone. May be repeated.",
    ),
]
EngineKind = Literal["auto", "openai", "extractive"]

memory_app = typer.Typer(help="Look after the memory.", no_args_is_help=True, rich_markup_mode=None)
app.add_typer(eval_app, name="eval")
app.add_typer(memory_app, name="memory")


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
    news: Annotated[
        str | None, typer.Option(help="feeds, sample, none or a saved listing; default as --edition.")
    ] = None,
    config: Config = None,
    archive: Archive = None,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="No progress, no digest: only where it is.")] = False,
    json: Json = False,
) -> None:
    """Read a day: fetch, triage, review, digest."""
    from .commands.order import Order
    from .commands.run import run_day

    order = Order(config, archive, edition, day=date, engine=engine, max_reviews=max_reviews, news=news)
    if catch_up:
        from .commands.catch_up import catch_up as read_open_days

        _finish(read_open_days(order, dry_run=dry_run, out=out, quiet=quiet, json=json))
    _finish(run_day(order, dry_run=dry_run, out=out, quiet=quiet, json=json))


@app.command()
def news(
    date: Annotated[str | None, typer.Option(help="Day, YYYY-MM-DD; default today, or all of a folder.")] = None,
    edition: Annotated[str, typer.Option(help="feeds, sample, or a saved listing or folder of them.")] = "feeds",
    config: Config = None,
    archive: Archive = None,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="Only counts, no sources and headlines.")] = False,
    json: Json = False,
) -> None:
    """Fetch and keep the news: what each source gave, what was left out and why; 4 if some source failed."""
    from .commands.news import gather
    from .commands.order import Order

    _finish(gather(Order(config=config, archive=archive, edition=edition, day=date), quiet=quiet, json=json))


@app.command()
def weekly(
    week: Annotated[str | None, typer.Option(help="2026-W17, or a day of it; default that of the newest day.")] = None,
    edition: Annotated[
        str | None,
        typer.Option(help="sample, arxiv, a saved listing or a folder of them; its days are read first."),
    ] = None,
    news: Annotated[
        str | None, typer.Option(help="feeds, sample, none or a saved listing; default as --edition.")
    ] = None,
    engine: Annotated[EngineKind | None, typer.Option(help="auto, openai or extractive.")] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Show calls, tokens and money; call no model.")] = False,
    out: Annotated[Path | None, typer.Option(help="Folder for the weekly digest; default in the archive.")] = None,
    config: Config = None,
    archive: Archive = None,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="No progress, no digest: only where it is.")] = False,
    json: Json = False,
) -> None:
    """Write a week: news topics, trends, the best papers, what to read first."""
    from .commands.order import Order
    from .commands.weekly import weekly as write_week

    # Without an edition the week is written from what the archive holds: nothing is fetched.
    shelf, brought = edition or "arxiv", news or (None if edition else "none")
    order = Order(config, archive, shelf, engine=engine, news=brought)
    _finish(write_week(order, week, edition, dry_run=dry_run, out=out, quiet=quiet, json=json))


@app.command()
def show(
    what: Annotated[
        str | None, typer.Argument(help="A day (YYYY-MM-DD), a week (2026-W17) or an arXiv id; default the latest day.")
    ] = None,
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
def ask(
    question: Annotated[list[str], typer.Argument(help="The question; - reads it from stdin.")],
    edition: Shelf = "arxiv",
    engine: Annotated[EngineKind | None, typer.Option(help="auto, openai or extractive.")] = None,
    kind: Kinds = None,
    config: Config = None,
    archive: Archive = None,
    quiet: Quiet = False,
    json: Json = False,
) -> None:
    """Ask the archive; exits with 3 if it holds no answer, with 4 if the model failed."""
    from .commands.ask import ask_once
    from .commands.order import Order

    order = Order(config=config, archive=archive, edition=edition, engine=engine)
    _finish(ask_once(order, " ".join(question), quiet=quiet, json=json, kinds=kind or ()))


@app.command()
def chat(
    session: Annotated[str | None, typer.Option(help="Name of the conversation; one of that name goes on.")] = None,
    resume: Annotated[bool, typer.Option("--resume", help="Go on with the latest conversation.")] = False,
    list_: Annotated[bool, typer.Option("--list", help="List the conversations that are kept.")] = False,
    delete: Annotated[str | None, typer.Option(help="Delete the conversation of that name.")] = None,
    edition: Shelf = "arxiv",
    engine: Annotated[EngineKind | None, typer.Option(help="auto, openai or extractive.")] = None,
    kind: Kinds = None,
    config: Config = None,
    archive: Archive = None,
    json: Json = False,
) -> None:
    """Talk with the archive; questions may follow up on each other."""
    from .commands.chat import chat as talk
    from .commands.chat import delete_session, list_sessions
    from .commands.order import Order

    order = Order(config=config, archive=archive, edition=edition, engine=engine)
    if list_:
        _finish(list_sessions(order, json=json))
    _finish(delete_session(order, delete) if delete else talk(order, session, resume=resume, kinds=kind or ()))


@app.command()
def mcp(
    edition: Shelf = "arxiv",
    engine: Annotated[EngineKind | None, typer.Option(help="auto, openai or extractive.")] = None,
    config: Config = None,
    archive: Archive = None,
) -> None:
    """Serve the archive to other tools: search, paper, review, digest and ask, as MCP over stdio."""
    from .commands.mcp import serve
    from .commands.order import Order

    _finish(serve(Order(config=config, archive=archive, edition=edition, engine=engine)))


@app.command()
def doctor(edition: Shelf = "arxiv", config: Config = None, archive: Archive = None, json: Json = False) -> None:
    """Check settings, endpoint, memory, disk and clock; name the remedy of what is wrong."""
    from .commands.doctor import examine
    from .commands.order import Order

    _finish(examine(Order(config=config, archive=archive, edition=edition), json=json))


@app.command()
def graph(
    name: Annotated[Literal["daily", "paper", "weekly", "topic", "ask"], typer.Argument(help="Which one.")],
) -> None:
    """Print a graph as Mermaid."""
    from .commands.graph import print_graph

    _finish(print_graph(name))


@memory_app.command("rebuild")
def memory_rebuild(
    edition: Shelf = "arxiv",
    config: Config = None,
    archive: Archive = None,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="No progress.")] = False,
    json: Json = False,
) -> None:
    """Make the vector index anew from the archive's database; the old one is kept aside."""
    from .commands.memory import rebuild
    from .commands.order import Order

    _finish(rebuild(Order(config=config, archive=archive, edition=edition), quiet=quiet, json=json))


def _finish(code: int) -> None:
    raise typer.Exit(code)
