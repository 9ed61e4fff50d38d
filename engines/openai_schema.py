"""Forms as JSON schema on the way out, and filled forms on the way back."""

import json
from collections.abc import Iterator
from typing import Any

from pydantic import ValidationError

from ..domain.errors import BadReply
from ..domain.forms import Form
from .assignment import F

_SHOWN_ERRORS = 5


def response_format(form: type[Form]) -> dict[str, Any]:
    """The `response_format` of a chat completion that must fill the form."""
    return {
        "type": "json_schema",
        "json_schema": {"name": form.__name__, "strict": True, "schema": strict_schema(form)},
    }


def strict_schema(form: type[Form]) -> dict[str, Any]:
    """The form's JSON schema within the subset that OpenAI's strict mode takes.

    Every object is closed and all of its fields are required; a reference stands alone, without siblings.
    Source: https://platform.openai.com/docs/guides/structured-outputs#supported-schemas
    """
    schema: dict[str, Any] = _strict(form.model_json_schema())
    return schema


def _strict(node: Any) -> Any:
    if isinstance(node, list):
        return [_strict(child) for child in node]
    if not isinstance(node, dict):
        return node
    if "$ref" in node:
        return {"$ref": node["$ref"]}
    strict = {name: _strict(child) for name, child in node.items() if name != "default"}
    if "properties" in node:
        strict["properties"] = {name: _strict(child) for name, child in node["properties"].items()}
        strict["required"] = list(node["properties"])
        strict["additionalProperties"] = False
    return strict


def schema_in_words(form: type[Form]) -> str:
    """An instruction that carries the schema, for servers that cannot be held to one."""
    schema = json.dumps(strict_schema(form), ensure_ascii=False)
    return f"Answer with one JSON object and nothing else. It must be valid against this JSON schema:\n{schema}"


def fill(form: type[F], text: str) -> F:
    """The first JSON object in the text that fills the form; fences and words around it are passed over.

    Raises:
        BadReply: naming what does not fit, for the model to read as well.
    """
    complaint = ""
    for found in _objects(text):
        try:
            return form.model_validate_json(_plain(found))
        except ValidationError as error:
            complaint = complaint or _complaint(error)
    raise BadReply(complaint or "There is no JSON object in the reply.", "Another model may do better: engine.model.")


def _plain(found: dict[str, Any]) -> bytes:
    """The object as UTF-8; half a surrogate pair, which JSON may carry and a file may not, becomes a question mark."""
    return json.dumps(found, ensure_ascii=False).encode("utf-8", "replace")


def _objects(text: str) -> Iterator[dict[str, Any]]:
    decoder = json.JSONDecoder()
    position = text.find("{")
    while position >= 0:
        try:
            found, end = decoder.raw_decode(text, position)
        except (ValueError, RecursionError):
            end = position + 1
        else:
            yield found
        position = text.find("{", end)


def _complaint(error: ValidationError) -> str:
    listed = error.errors(include_url=False, include_context=False, include_input=False)
    rows = (f"{'.'.join(map(str, row['loc'])) or 'reply'}: {row['msg']}" for row in listed[:_SHOWN_ERRORS])
    return "The reply does not fit the form: " + "; ".join(rows) + "."
