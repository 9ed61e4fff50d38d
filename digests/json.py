"""The digest for machines."""

from ..domain import Digest, Weekly


def to_json(digest: Digest | Weekly) -> str:
    """The digest as JSON in the order of its fields; `model_validate_json` of its class reads it back unchanged."""
    return digest.model_dump_json(indent=2) + "\n"
