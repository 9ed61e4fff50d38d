"""One call of an engine, as the reply cache keeps it."""

from datetime import datetime

from .noun import Noun
from .usage import Usage


class Call(Noun):
    """What was asked, under which key, what came back and what it cost.

    A call that failed after tokens were used is kept too, without a reply, so that the sums stay true.
    """

    id: str = ""
    """The ledger's name for it (`c123`); empty until it is recorded."""
    key: str
    """SHA-256 over everything that shapes the reply: prompt, input, form, engine, model, parameters."""
    agent: str
    label: str
    engine: str
    model: str
    prompt: str
    prompt_hash: str
    usage: Usage = Usage()
    cost: float | None = None
    """US dollars; None where the price is unknown."""
    reply: str | None = None
    """The filled form as JSON; None if the call failed."""
    problem: str = ""
    at: datetime
