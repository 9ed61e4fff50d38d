"""The name under which a reply is kept."""

import hashlib
import json

from .assignment import Assignment, F
from .parameters import Parameters


def reply_key(assignment: Assignment[F], engine: str, parameters: Parameters) -> str:
    """SHA-256 (hex) over everything that shapes the reply; where the server stands is not part of it."""
    prompt = assignment.prompt
    shaping = {
        "prompt": [prompt.id, prompt.hash],
        "messages": [[m.role, m.text] for m in assignment.messages()],
        "form": [assignment.form.__name__, assignment.form.model_json_schema()],
        "engine": engine,
        "model": parameters.model,
        "temperature": parameters.temperature,
        "max_output_tokens": parameters.max_output_tokens,
    }
    return hashlib.sha256(json.dumps(shaping, sort_keys=True).encode()).hexdigest()
