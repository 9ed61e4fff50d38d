"""Reads `paperwire.toml`; every mistake in it is an error that names file, key and remedy."""

import difflib
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ValidationError

from .domain.errors import SettingsError
from .samples import starter_settings
from .settings import Settings

DEFAULT_FILE = Path("paperwire.toml")


def load_settings(file: Path | None, env: Mapping[str, str]) -> Settings:
    """The settings of `file`, or of `paperwire.toml` here, or the starter settings if there is none.

    `PAPERWIRE_CONFIG` names a file, `PAPERWIRE_ARCHIVE` and `PAPERWIRE_MODEL` override their settings.

    Raises:
        SettingsError: naming file, key and remedy.
    """
    named = file or (Path(env["PAPERWIRE_CONFIG"]) if env.get("PAPERWIRE_CONFIG") else None)
    if named is None and not DEFAULT_FILE.exists():
        return parse_settings(starter_settings(), "the starter settings", env)
    path = named or DEFAULT_FILE
    try:
        return parse_settings(path.read_text(encoding="utf-8"), str(path), env)
    except (OSError, UnicodeDecodeError) as error:
        raise SettingsError(f"{path} cannot be read: {error}.", "Write one with `paperwire init`.") from error


def parse_settings(source: str, name: str, env: Mapping[str, str]) -> Settings:
    """The settings in `source`, the text of a TOML file called `name`."""
    try:
        values = tomllib.loads(source)
    except tomllib.TOMLDecodeError as error:
        raise SettingsError(f"{name} is not TOML: {error}.", "Text needs quotes, lists need [ ].") from error
    try:
        return Settings.model_validate(_with_environment(values, env))
    except ValidationError as error:
        raise SettingsError(*_told(error, name)) from error


def _with_environment(values: dict[str, Any], env: Mapping[str, str]) -> dict[str, Any]:
    if archive := env.get("PAPERWIRE_ARCHIVE"):
        values = values | {"archive": archive}
    if model := env.get("PAPERWIRE_MODEL"):
        engine = values.get("engine", {})
        values = values | {"engine": (engine if isinstance(engine, dict) else {}) | {"model": model}}
    return values


def _told(error: ValidationError, name: str) -> tuple[str, str]:
    """What is wrong, key by key, and what to do about the first of them."""
    problems = error.errors(include_url=False, include_input=True)
    lines = [f"{_key(p['loc'])}: {_unknown(p) or p['msg']}" for p in problems]
    return f"{name} has {_number(len(lines))}:\n  " + "\n  ".join(lines) + "\n", _remedy(problems[0])


def _number(problems: int) -> str:
    return "a mistake" if problems == 1 else f"{problems} mistakes"


def _key(location: tuple[int | str, ...]) -> str:
    return ".".join(f"[{part + 1}]" if isinstance(part, int) else part for part in location).replace(".[", "[")


def _unknown(problem: Mapping[str, Any]) -> str:
    return "there is no such setting" if problem["type"] == "extra_forbidden" else ""


def _remedy(problem: Mapping[str, Any]) -> str:
    if problem["type"] == "extra_forbidden":
        *table, wrong = problem["loc"]
        near = difflib.get_close_matches(str(wrong), _settings_of(table), n=1)
        known = f"Did you mean {near[0]!r}? " if near else f"Known here: {', '.join(_settings_of(table))}. "
        return known + "`paperwire init` writes a file with every setting."
    return f"Mend {_key(problem['loc'])!r}, or remove it to take the default."


def _settings_of(table: list[int | str]) -> list[str]:
    """The names of the settings in a table, given by its path from the top."""
    model: type[BaseModel] = Settings
    for part in table:
        if isinstance(part, int) or part not in model.model_fields:
            continue
        inner = [t for t in (model.model_fields[part].annotation, *_arguments(model, part)) if _is_model(t)]
        model = inner[0] if inner else model
    return list(model.model_fields)


def _arguments(model: type[BaseModel], name: str) -> tuple[Any, ...]:
    return getattr(model.model_fields[name].annotation, "__args__", ())


def _is_model(candidate: Any) -> bool:
    return isinstance(candidate, type) and issubclass(candidate, BaseModel)
