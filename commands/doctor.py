"""`paperwire doctor`: what a run needs, checked before it is needed; each trouble with its remedy."""

import json as jsonlib
import os
import shutil
import sys
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

from rich.console import Console
from rich.text import Text

from ..domain.errors import PaperwireError, SettingsError
from ..domain.kinds import counted
from ..domain.noun import Noun
from ..engines import chosen_engine
from ..memory import open_archive
from ..settings_file import DEFAULT_FILE
from . import UNUSABLE, WHOLE
from .order import Order, now

_LEAST_FREE_BYTES = 1_000_000_000


class Finding(Noun):
    """One check: `told` says what was found; `remedy` is empty where nothing needs doing."""

    check: str
    fine: bool
    told: str
    remedy: str = ""


def examine(order: Order, *, json: bool) -> int:
    """Runs every check; 2 if one of them would stop a run."""
    findings = [_guarded(check, order) for check in (settings, endpoint, memory, disk, clock)]
    if json:
        sys.stdout.write(jsonlib.dumps([finding.model_dump() for finding in findings], indent=2) + "\n")
    else:
        _print(findings)
    return WHOLE if all(finding.fine for finding in findings) else UNUSABLE


def _guarded(check: Callable[[Order], Finding], order: Order) -> Finding:
    try:
        return check(order)
    except PaperwireError as error:
        return Finding(check=check.__name__, fine=False, told=error.message, remedy=error.remedy)


def _print(findings: list[Finding]) -> None:
    console = Console(highlight=False)
    for finding in findings:
        mark = ("ok  ", "green") if finding.fine else ("FAIL", "bold red")
        console.print(Text.assemble(mark, f"  {finding.check:9} {finding.told}"))
        if finding.remedy:
            console.print(Text(f"      remedy: {finding.remedy}"))


def settings(order: Order) -> Finding:
    """The file parses, and says what to read and for whom."""
    found = order.settings
    file = order.config or DEFAULT_FILE
    source = str(file) if file.exists() else "no paperwire.toml: the starter settings are used"
    if not found.interests and not found.authors:
        raise SettingsError(f"{source}: no interests and no authors.", "Add an [[interests]] table.")
    told = f"{source}; {', '.join(found.categories)}; {len(found.interests)} interests"
    told += "; asks OpenReview about reviewed papers" if found.openreview.enabled else ""
    return Finding(
        check="settings", fine=True, told=told, remedy="" if file.exists() else "`paperwire init` writes one."
    )


def endpoint(order: Order) -> Finding:
    """The model server answers and accepts the key; the extractive engine has no server."""
    kind = chosen_engine(order.settings, os.environ)
    if kind == "extractive":
        told = "extractive engine: no model, no verdicts"
        return Finding(
            check="endpoint", fine=True, told=told, remedy="For a panel, set OPENAI_API_KEY or engine.base_url."
        )
    return _ask_models(order)


def _ask_models(order: Order) -> Finding:
    import httpx

    choice = order.settings.engine
    base = (choice.base_url or os.environ.get("OPENAI_BASE_URL", "") or "https://api.openai.com/v1").rstrip("/")
    key = os.environ.get(choice.api_key_env, "")
    try:
        answer = httpx.get(f"{base}/models", headers={"Authorization": f"Bearer {key or 'none'}"}, timeout=10)
    except (httpx.HTTPError, httpx.InvalidURL) as error:
        told = f"{base} does not answer: {type(error).__name__}"
        return Finding(check="endpoint", fine=False, told=told, remedy="Start the server, or mend engine.base_url.")
    if answer.status_code in (401, 403):
        told = f"{base} refuses the key (HTTP {answer.status_code})"
        return Finding(check="endpoint", fine=False, told=told, remedy=f"Put a valid key into {choice.api_key_env}.")
    return Finding(
        check="endpoint", fine=True, told=f"{base} answers (HTTP {answer.status_code}); model {choice.model}"
    )


def memory(order: Order) -> Finding:
    """Weights are there, the archive opens, and its vectors fit the embedding model."""
    from ..memory.embedding import Embedder

    weights = Embedder().name
    if not order.folder.exists():
        return Finding(check="memory", fine=True, told=f"{weights}; no archive yet at {order.folder}")
    with open_archive(order.folder, write=False) as archive:
        kinds = archive.vectors.count()
        told = ", ".join(counted(number, kind) for kind, number in kinds.items()) or "empty"
    return Finding(check="memory", fine=True, told=f"{weights}; {order.folder}: {told}")


def disk(order: Order) -> Finding:
    """The archive can be written, with room for a day."""
    place = _nearest(order.folder.absolute())
    free = shutil.disk_usage(place).free
    if not os.access(place, os.W_OK):
        return Finding(
            check="disk", fine=False, told=f"{place} cannot be written", remedy="Mend its rights, or set archive."
        )
    if free < _LEAST_FREE_BYTES:
        told = f"{place}: only {free / 1e9:.1f} GB free"
        return Finding(check="disk", fine=False, told=told, remedy="Free space, or set archive to another disk.")
    return Finding(check="disk", fine=True, told=f"{place}: {free / 1e9:.0f} GB free")


def _nearest(folder: Path) -> Path:
    return next(parent for parent in (folder, *folder.parents) if parent.exists())


def clock(order: Order) -> Finding:
    """The clock is not behind what the archive has already seen."""
    moment = now()
    told = f"{moment:%Y-%m-%d %H:%M} UTC"
    if not order.folder.exists():
        return Finding(check="clock", fine=True, told=told)
    with open_archive(order.folder, write=False) as archive:
        latest = max((run.started for run in archive.ledger.runs()), default=moment)
    if latest > moment + timedelta(minutes=5):
        late = f"{told}, but a run is recorded at {latest:%Y-%m-%d %H:%M}"
        return Finding(check="clock", fine=False, told=late, remedy="Set the system clock: days are chosen by it.")
    return Finding(check="clock", fine=True, told=told)
