"""Who is measured: a prompt, an engine, a model or a baseline, and the settings that make the agents so."""

from collections.abc import Mapping
from pathlib import Path

from pydantic import Field

from ..domain.errors import SettingsError
from ..domain.noun import Noun
from ..engines import chosen_engine
from ..prompts import Prompt, all_prompts, load_prompt
from ..settings import AgentChoice, Settings
from .task import Json, Task

ENGINES = ("openai", "extractive")


class Wanted(Noun):
    """A contender as asked for; empty fields follow from the settings. `file` names a saved run instead."""

    prompt: str = ""
    engine: str = ""
    model: str = ""
    file: Path | None = Field(default=None)


class Contender(Noun):
    """A contender as it answers; `prompt` and `model` are empty where the engine has none."""

    engine: str
    model: str = ""
    prompt: str = ""
    prompt_hash: str = ""

    @property
    def slug(self) -> str:
        """The contender as part of a file's name."""
        text = "-".join(part for part in (self.prompt, self.engine, self.model) if part)
        return "".join(c if c.isalnum() or c in "@.-_" else "_" for c in text)[:80]


def parse_wanted(text: str) -> Wanted:
    """A contender from the command line: `triage@v2`, `engine:extractive`, `model:NAME`, parts joined by commas, or
    the file of a saved run.

    Raises:
        SettingsError: a part is none of these.
    """
    if Path(text).is_file():
        return Wanted(file=Path(text))
    fields: dict[str, str] = {}
    for part in text.split(","):
        kind, colon, value = part.strip().partition(":")
        known = kind in ("prompt", "engine", "model") and bool(value)
        if not known and (colon or ("@" not in part and part not in {p.name for p in all_prompts().values()})):
            raise SettingsError(
                f"{part!r} is no contender, and no file of a run.",
                "Write triage@v2, engine:extractive, model:NAME (joined by commas), or the file of a saved run.",
            )
        fields |= {kind: value} if known else {"prompt": part.strip()}
    return Wanted.model_validate(fields)


def resolve(task: Task, wanted: Wanted, settings: Settings, env: Mapping[str, str]) -> Contender:
    """The contender that `wanted` means for `task`.

    Raises:
        SettingsError: the task has no such baseline, or the engine reads no prompt or has no model.
        PromptError: there is no such prompt.
    """
    engine = wanted.engine or _usual_engine(task, wanted, settings, env)
    if engine not in ENGINES and engine not in task.baselines:
        there = ", ".join([*ENGINES, *task.baselines])
        raise SettingsError(f"The task {task.name} has no engine or baseline {engine!r}.", f"There are: {there}.")
    if engine != "openai" and (wanted.prompt or wanted.model):
        raise SettingsError(f"{engine} reads no prompt and has no model to choose.", "Take --engine openai for that.")
    if engine != "openai" or not task.agent:
        return Contender(engine=engine)
    own = settings.agents.get(task.agent, AgentChoice())
    prompt = _prompt(task, wanted.prompt or own.prompt or task.agent)
    model = wanted.model or own.model or settings.engine.model
    return Contender(engine=engine, model=model, prompt=prompt.id, prompt_hash=prompt.hash)


def settings_for(task: Task, contender: Contender, settings: Settings) -> Settings:
    """The settings with which every agent works as the contender says; one agent's own engine never overrides it."""
    kind = "openai" if contender.engine == "openai" else "extractive"
    agents = {name: own.model_copy(update={"engine": None}) for name, own in settings.agents.items()}
    if contender.prompt:
        own = agents.get(task.agent, AgentChoice())
        agents[task.agent] = own.model_copy(update={"prompt": contender.prompt, "model": contender.model})
    engine = settings.engine.model_copy(update={"kind": kind})
    return settings.model_copy(update={"engine": engine, "agents": agents})


def parameters(contender: Contender, settings: Settings) -> Json:
    """What else shapes a model's answers, of settings made by `settings_for`."""
    if contender.engine != "openai":
        return {}
    engine = settings.engine
    return {
        "temperature": engine.temperature,
        "paper_chars": engine.paper_chars,
        "default_model": engine.model,
        "agents": {name: own.model_dump(exclude_none=True) for name, own in sorted(settings.agents.items())},
    }


def _usual_engine(task: Task, wanted: Wanted, settings: Settings, env: Mapping[str, str]) -> str:
    if wanted.prompt or wanted.model:
        return "openai"
    return chosen_engine(settings, env) if task.agent else "extractive"


def _prompt(task: Task, reference: str) -> Prompt:
    prompt = load_prompt(reference)
    if prompt.agent != task.agent:
        raise SettingsError(
            f"{prompt.id} is a prompt of {prompt.agent}; the task {task.name} measures {task.agent}.",
            f"Take one of: {', '.join(p.id for p in all_prompts().values() if p.agent == task.agent)}.",
        )
    return prompt
