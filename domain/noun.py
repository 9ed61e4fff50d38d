"""The base of every noun: immutable, and strict about what it is made of."""

from pydantic import BaseModel, ConfigDict


class Noun(BaseModel):
    """An immutable record without I/O; an unknown field is an error, not an extra."""

    model_config = ConfigDict(frozen=True, extra="forbid")
