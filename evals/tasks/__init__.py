"""The evaluations that ship: one module a task, imported when it is asked for."""

import sys
from importlib import import_module
from pathlib import Path

from ...domain.errors import SettingsError
from ..task import Task

TASKS = (
    "triage",
    "verdict",
    "openreview",
    "grounding",
    "injection",
    "retrieval",
    "csfcube",
    "ask",
    "stories",
    "trends",
)


def all_tasks() -> dict[str, Task]:
    """Every task that ships, by name."""
    return {name: load_task(name) for name in TASKS}


def load_task(reference: str) -> Task:
    """The task called `reference`, or one's own, given as `module:NAME`.

    Raises:
        SettingsError: there is no such task; the message lists what there is.
    """
    if reference in TASKS:
        return _task_in(f"{__package__}.{reference}", "TASK")
    module, colon, name = reference.partition(":")
    if not colon:
        raise SettingsError(
            f"There is no task {reference!r}.", f"There are: {', '.join(TASKS)}; your own is written MODULE:NAME."
        )
    try:
        return _task_in(module, name)
    except ModuleNotFoundError as error:
        if error.name != module:
            raise
        raise SettingsError(f"There is no module {module!r}.", "Put its folder on PYTHONPATH.") from error


def task_file(reference: str) -> Path | None:
    """The file of one's own task, loaded before; None for those that ship."""
    name = getattr(sys.modules.get(reference.partition(":")[0]), "__file__", None)
    return Path(name) if name and ":" in reference else None


def _task_in(module: str, name: str) -> Task:
    found = getattr(import_module(module), name, None)
    if not isinstance(found, Task):
        raise SettingsError(f"{module} has no task {name!r}.", "It must be a Task of paperwire.evals.task.")
    return found
