"""The digest for machines."""

from ..domain import Digest


def to_json(digest: Digest) -> str:
    """The digest as JSON in the order of its fields; `Digest.model_validate_json` reads it back unchanged."""
    return digest.model_dump_json(indent=2) + "\n"
