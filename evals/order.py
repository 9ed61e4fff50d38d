"""What was ordered on the command line, joined with settings and environment."""

import os
import shlex
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from ..commands.order import now
from ..domain.errors import SettingsError
from ..settings import Settings
from ..settings_file import load_settings
from .cases import cases_of, data_folder, dataset_hash
from .code_version import code_hash, commit, paperwire_version
from .contender import Contender, parameters
from .records import Header
from .task import Sample, Task
from .tasks import load_task, task_file


def task_code(reference: str) -> str:
    """The hash of the code behind a task's answers and scores, the module of one's own task included."""
    file = task_file(reference)
    return code_hash(*([file] if file else []))


@dataclass
class EvalOrder:
    """Options as given; the rest follows from them."""

    task_name: str
    data: Path | None = None
    limit: int | None = None
    epochs: int = 1
    option: list[str] = field(default_factory=list)
    retry_errors: bool = False
    config: Path | None = None
    archive: Path | None = None

    @cached_property
    def task(self) -> Task:
        return load_task(self.task_name)

    @cached_property
    def settings(self) -> Settings:
        return load_settings(self.config, os.environ)

    @cached_property
    def folder(self) -> Path:
        """The archive of evaluations, apart from what the reader's days are remembered in."""
        return (self.archive or self.settings.archive) / "evals"

    @cached_property
    def samples(self) -> list[Sample]:
        return cases_of(self.task, data_folder(self.data, os.environ), self.limit)

    @cached_property
    def options(self) -> dict[str, str]:
        """The task's options.

        Raises:
            SettingsError: one is not NAME=VALUE.
        """
        pairs = [text.partition("=") for text in self.option]
        wrong = [text for text, (name, sign, _) in zip(self.option, pairs, strict=True) if not (name and sign)]
        if wrong:
            raise SettingsError(f"--option {wrong[0]} is not understood.", "Write --option NAME=VALUE.")
        return {name: value for name, _, value in pairs}

    def header(self, contender: Contender, settings: Settings) -> Header:
        """The head of a run of `contender`, with settings made for it."""
        task = self.task
        return Header(
            paperwire=paperwire_version(),
            commit=commit(),
            code=task_code(self.task_name),
            task=self.task_name,
            task_version=task.version,
            primary=task.primary,
            lower_is_better=task.lower_is_better,
            data=str(data_folder(self.data, os.environ) or ""),
            dataset=dataset_hash(self.samples),
            cases=len(self.samples),
            limit=self.limit,
            epochs=self.epochs,
            **contender.model_dump(),
            parameters=parameters(contender, settings),
            options=self.options,
            started=now(),
            command=self._command(contender),
        )

    def _command(self, contender: Contender) -> str:
        """What to type to have the run again; a folder of the environment stays in the environment."""
        words = ["paperwire", "eval", "run", self.task_name]
        words += ["--engine", contender.engine]
        chosen = {"--prompt": contender.prompt, "--model": contender.model, "--data": self.data, "--limit": self.limit}
        for name, value in chosen.items():
            words += [name, str(value)] if value else []
        words += ["--epochs", str(self.epochs)] if self.epochs > 1 else []
        for text in self.option:
            words += ["--option", text]
        return shlex.join(words)
