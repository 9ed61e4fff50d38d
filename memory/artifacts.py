"""Findings as they are stored: always a JSON list, so that one and several read alike."""

from collections.abc import Sequence
from typing import TypeVar

from pydantic import BaseModel, TypeAdapter, ValidationError

from ..domain.errors import ArchiveError

T = TypeVar("T", bound=BaseModel)


def stored(value: BaseModel | Sequence[BaseModel]) -> str:
    """The JSON list of one finding or several."""
    values = [value] if isinstance(value, BaseModel) else value
    return f"[{','.join(v.model_dump_json() for v in values)}]"


def listed(body: str, kind: str, type_: type[T]) -> list[T]:
    """The findings of a stored list.

    Raises:
        ArchiveError: they do not fit `type_`; it was stored by another version, or not by Paperwire.
    """
    try:
        return TypeAdapter(list[type_]).validate_json(body)  # type: ignore[valid-type]
    except ValidationError as error:
        raise ArchiveError(
            f"The archive holds a {kind} that is not a {type_.__name__}: {error.errors()[0]['msg']}.",
            "It was kept by another version of Paperwire: read it with that one, or name another archive.",
        ) from error
