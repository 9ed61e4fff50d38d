"""Prompts as files: `NAME.vN.md`, TOML front matter, then messages with `$variables`.

+++
agent = "triage"
description = "Scores a batch of papers."
variables = ["interests", "papers"]
[fragments]
short = "text a prompt can be given in several versions of"
+++
<!-- system -->
...
<!-- user -->
...
"""

import hashlib
import re
import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from string import Template
from typing import Literal

from ..domain.errors import PaperwireError
from ..domain.noun import Noun

Role = Literal["system", "user"]
_NAME = re.compile(r"^(?P<name>[a-z_]+)\.v(?P<version>\d+)\.md$")
_MESSAGE = re.compile(r"^<!-- (system|user) -->\n", re.MULTILINE)


class PromptError(PaperwireError):
    """A prompt file, or what it is filled with, is wrong."""


class Message(Noun):
    """One chat message; `text` is a template in a prompt, the final words once rendered."""

    role: Role
    text: str


class _FrontMatter(Noun):
    agent: str
    description: str
    variables: tuple[str, ...]
    fragments: dict[str, str] = {}


class Prompt(Noun):
    """A versioned prompt. Its `hash` covers every byte of the file."""

    name: str
    version: int
    agent: str
    description: str
    variables: tuple[str, ...]
    fragments: dict[str, str]
    messages: tuple[Message, ...]
    hash: str

    @property
    def id(self) -> str:
        return f"{self.name}@v{self.version}"

    def render(self, variables: Mapping[str, str]) -> list[Message]:
        """The messages with every variable filled in; values are never expanded again.

        Raises:
            PromptError: naming every variable that is missing or unknown.
        """
        missing = sorted(set(self.variables) - set(variables))
        unknown = sorted(set(variables) - set(self.variables))
        if missing or unknown:
            raise PromptError(f"Prompt {self.id}: missing variables {missing}, unknown variables {unknown}.")
        return [Message(role=m.role, text=Template(m.text).substitute(variables)) for m in self.messages]


def parse_prompt(filename: str, source: str) -> Prompt:
    """A prompt from the text of its file; what it declares is checked against what it uses."""
    named = _NAME.match(filename)
    if not named:
        raise PromptError(f"Prompt file {filename}: the name must be NAME.vN.md.")
    front, messages = _split(filename, source)
    used = {name for m in messages for name in Template(m.text).get_identifiers()}
    if used != set(front.variables):
        raise PromptError(f"Prompt file {filename} declares {sorted(front.variables)} and uses {sorted(used)}.")
    return Prompt(
        name=named["name"],
        version=int(named["version"]),
        agent=front.agent,
        description=front.description,
        variables=front.variables,
        fragments={name: text.strip() for name, text in front.fragments.items()},
        messages=messages,
        hash=hashlib.sha256(source.encode()).hexdigest()[:12],
    )


def _split(filename: str, source: str) -> tuple[_FrontMatter, tuple[Message, ...]]:
    try:
        _, front, body = source.split("+++\n", 2)
        matter = _FrontMatter.model_validate(tomllib.loads(front))
    except ValueError as error:
        raise PromptError(f"Prompt file {filename}: bad front matter: {error}") from error
    head, *parts = _MESSAGE.split(body)
    if head.strip() or not parts:
        raise PromptError(f"Prompt file {filename}: text must stand under <!-- system --> or <!-- user -->.")
    pairs = zip(parts[::2], parts[1::2], strict=True)
    return matter, tuple(Message.model_validate({"role": role, "text": text.strip()}) for role, text in pairs)


@cache
def all_prompts() -> dict[str, Prompt]:
    """Every prompt that ships, by id (`triage@v1`)."""
    found = (f for f in files(__package__).iterdir() if f.name.endswith(".md"))
    prompts = (parse_prompt(f.name, f.read_text(encoding="utf-8")) for f in found)
    return {prompt.id: prompt for prompt in prompts}


def load_prompt(reference: str) -> Prompt:
    """The prompt `name@vN`, or the newest version of `name`.

    Raises:
        PromptError: listing what there is.
    """
    matches = [p for p in all_prompts().values() if reference in (p.id, p.name)]
    if not matches:
        raise PromptError(f"No prompt {reference!r}.", f"There are: {', '.join(sorted(all_prompts()))}.")
    return max(matches, key=lambda p: p.version)
