"""Where an output comes from: prompt, engine, model and call."""

from .noun import Noun


class Provenance(Noun):
    """`prompt` is `name@vN`; `prompt_hash` the first 12 hex digits of its SHA-256; `call` the ledger's call id."""

    prompt: str
    prompt_hash: str
    engine: str
    model: str
    call: str = ""
