"""The run file: JSON lines, appended whole, read back exactly, continued where it was cut."""

import json
import os
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from pydantic import ValidationError

from ..domain.errors import PaperwireError
from .records import FORMAT, NOT_IDENTITY, Closing, Header, Line

Key = tuple[str, int]
"""A case's id and its epoch."""


class RunFileError(PaperwireError):
    """A run file is missing, damaged, of another format, or belongs to another run."""


@dataclass
class SavedRun:
    """A run file as read. `lines` holds the last word on each case; `closing` is None if the run was cut short."""

    path: Path
    header: Header
    lines: dict[Key, Line] = field(default_factory=dict)
    closing: Closing | None = None

    @property
    def ids(self) -> set[str]:
        return {line.id for line in self.lines.values()}

    @property
    def errors(self) -> list[Line]:
        return [line for line in self.lines.values() if line.error]


def read_run(path: Path) -> SavedRun:
    """The run saved in `path`; a last line that was cut in the middle counts as not written.

    Raises:
        RunFileError: naming the line that is wrong.
    """
    try:
        whole = path.read_bytes()
    except OSError as error:
        raise RunFileError(f"{path} cannot be read: {error.strerror}.", "Make it with `paperwire eval run`.") from error
    head, *rest = _whole_lines(whole) or [b""]
    run = SavedRun(path, _header(path, head))
    for number, raw in enumerate(rest, start=2):
        record = _record(path, number, raw)
        if isinstance(record, Closing):
            run.closing = record
        else:
            run.lines[record.id, record.epoch] = record
            run.closing = None
    return run


def finished(run: SavedRun) -> SavedRun:
    """`run`, if every case was asked.

    Raises:
        RunFileError: it was cut short.
    """
    if run.closing is None:
        asked, wanted = len(run.lines), run.header.cases * run.header.epochs
        raise RunFileError(
            f"{run.path} was cut short: {asked} of {wanted} cases were asked.",
            f"Go on with `{run.header.command} --out {run.path}`.",
        )
    return run


def open_run(path: Path, header: Header) -> SavedRun:
    """The run in `path` to go on with, begun with `header` if there is none; a torn last line is cut off.

    Raises:
        RunFileError: the file holds another run, or cannot be written.
    """
    if path.exists() and path.stat().st_size:
        run = read_run(path)
        if run.header.identity != header.identity:
            differ = ", ".join(_differences(run.header, header))
            raise RunFileError(f"{path} holds another run; different: {differ}.", "Name another file with --out.")
        _cut_torn_line(path)
        return run
    append(path, [header])
    return SavedRun(path, header)


def append(path: Path, records: Sequence[Header | Line | Closing]) -> None:
    """Adds whole lines with one write, on disk when it returns.

    Raises:
        RunFileError: the file cannot be written; what was there is kept.
    """
    text = "".join(json.dumps(record.model_dump(mode="json"), ensure_ascii=False) + "\n" for record in records)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("ab", buffering=0) as file:
            file.write(text.encode("utf-8", "surrogatepass"))
            os.fsync(file.fileno())
    except OSError as error:
        raise RunFileError(f"{path} cannot be written: {error.strerror}.", "Name another file with --out.") from error


def rewrite(path: Path, records: Iterable[Header | Line | Closing]) -> None:
    """Writes a run file anew beside `path` and puts it in its place."""
    beside = path.with_name(f"{path.name}.part")
    beside.unlink(missing_ok=True)
    append(beside, list(records))
    beside.replace(path)


def _whole_lines(whole: bytes) -> list[bytes]:
    return whole[: whole.rfind(b"\n") + 1].splitlines()


def _cut_torn_line(path: Path) -> None:
    with path.open("rb+") as file:
        file.truncate(file.read().rfind(b"\n") + 1)


def _header(path: Path, raw: bytes) -> Header:
    try:
        values = json.loads(raw)
        if isinstance(values, dict) and values.get("format", FORMAT) != FORMAT:
            raise RunFileError(f"{path} has format {values['format']}, not {FORMAT}.", "Run the task again.")
        return Header.model_validate(values)
    except ValueError as error:
        raise RunFileError(f"{path} is not a run file.", "Make one with `paperwire eval run`.") from error


def _record(path: Path, number: int, raw: bytes) -> Line | Closing:
    try:
        values = json.loads(raw)
        return Closing.model_validate(values) if values.get("kind") == "closing" else Line.model_validate(values)
    except (ValidationError, ValueError, AttributeError) as error:
        raise RunFileError(f"{path}, line {number} is damaged.", "Remove that line and run the task again.") from error


def _differences(old: Header, new: Header) -> list[str]:
    before, after = old.model_dump(), new.model_dump()
    return [
        f"{name} ({_short(before[name])} → {_short(after[name])})"
        for name in before
        if name not in NOT_IDENTITY and before[name] != after[name]
    ]


def _short(value: object) -> str:
    text = str(value)
    return text if len(text) <= 40 else f"{text[:39]}…"
