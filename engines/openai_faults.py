"""What a server's error means: told apart by what the reader, or the engine, can do about it."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from typing import Any

from ..domain.errors import AccessDenied, EngineError, QuotaExhausted, Refusal, RunStopped, TimedOut, Unreachable
from .openai_stream import BrokenOff

_EXCERPT = 240
_UNKNOWN_SHAPE = (400, 404, 422, 501)
_LATE = "late"
_BROKEN_OFF = "broken off"
_SCHEMA_WORDS = ("response_format", "schema", "structured", "grammar", "unsupported", "not supported")
_USAGE_WORDS = ("stream_options", "include_usage")
# Not `upstream`, of which routers speak.
_STREAM = re.compile(r"\bstream", re.IGNORECASE)
_ROUTER_WORDS = ("requested parameters",)
_LIMIT_CODES = ("rate_limit_exceeded", "requests", "tokens")
_QUOTA_CODES = ("insufficient_quota", "billing_hard_limit_reached", "billing_not_active", "insufficient_credits")
_QUOTA_WORDS = (*_QUOTA_CODES, "current quota", "billing", "credit balance", "insufficient balance")
_COMES_BACK = ("retry in", "try again in")
_POLICY_WORDS = ("content_filter", "content_policy", "moderation", "flagged")
_CONTEXT_WORDS = ("context length", "context_length", "context size", "context window", "too long", "maximum context")


@dataclass(frozen=True)
class Fault:
    """One failed request. `status` is None where no answer came; `retry_after` is in seconds."""

    text: str
    status: int | None = None
    code: str = ""
    retry_after: float | None = None

    @property
    def broken_off(self) -> bool:
        """Whether the reply had begun when it ended."""
        return self.code == _BROKEN_OFF

    def mentions(self, *words: str) -> bool:
        said = f"{self.code} {self.text}".lower()
        return any(word in said for word in words)


class Busy(Unreachable):
    """A fault that may pass: worth another attempt, after `retry_after` seconds if the server named a time."""

    def __init__(self, message: str, remedy: str, retry_after: float | None = None, *, late: bool = False) -> None:
        super().__init__(message, remedy)
        self.retry_after = retry_after
        self.late = late

    def given_up(self, attempts: int) -> Unreachable:
        """The error once patience is at its end."""
        final = TimedOut if self.late else Unreachable
        return final(f"{self.message} ({attempts} attempts)", self.remedy)


def fault_of(error: Exception) -> Fault | None:
    """The fault behind an exception of the openai client, or None if it is not the server's."""
    import openai

    if isinstance(error, BrokenOff):
        return Fault(f"{error}.", code=_BROKEN_OFF)
    if isinstance(error, openai.APIStatusError):
        body = error.body if isinstance(error.body, Mapping) else {}
        return Fault(error.message, error.status_code, _code(body), _retry_after(error.response.headers))
    if isinstance(error, openai.APITimeoutError | TimeoutError):
        return Fault("No answer in time.", code=_LATE)
    if isinstance(error, openai.APIConnectionError):
        return Fault(f"{error.message} {error.__cause__ or ''}".strip())
    if isinstance(error, ValueError) and error.args and isinstance(error.args[0], Mapping):
        return _fault_in_body(error.args[0])
    if type(error) is openai.APIError:
        # In the middle of a stream; the status was sent long before.
        return _fault_in_body(error.body if isinstance(error.body, Mapping) else {"message": error.message})
    return None


def _fault_in_body(body: Mapping[str, Any]) -> Fault:
    """Some routers answer 200 and put the upstream's error into the body; langchain raises it as ValueError."""
    status = body.get("code")
    return Fault(str(body.get("message", body)), status if isinstance(status, int) else 502, _code(body))


def _code(body: Mapping[str, Any]) -> str:
    return " ".join(str(body[name]) for name in ("code", "type", "status") if body.get(name))


def _retry_after(headers: Mapping[str, str]) -> float | None:
    """Seconds; a date is taken relative to the server's own clock, so ours is not needed."""
    value = headers.get("retry-after", "")
    try:
        if not value or value.replace(".", "", 1).isdigit():
            return float(value) if value else None
        wait = parsedate_to_datetime(value) - parsedate_to_datetime(headers.get("date", ""))
    except (ValueError, TypeError):
        return None
    return max(wait.total_seconds(), 0.0)


def lacks_schema(fault: Fault) -> bool:
    """The server, or the model behind it, takes no JSON schema."""
    if fault.status == 404 and fault.mentions(*_ROUTER_WORDS):
        return True
    return fault.status in _UNKNOWN_SHAPE and fault.mentions(*_SCHEMA_WORDS)


def lacks_new_limit(fault: Fault) -> bool:
    """The server knows the output limit only under its older name."""
    return fault.status in (400, 422) and fault.mentions("max_completion_tokens")


def lacks_streamed_usage(fault: Fault) -> bool:
    """The server streams, but does not count tokens when it does."""
    return fault.status in _UNKNOWN_SHAPE and fault.mentions(*_USAGE_WORDS)


def lacks_streams(fault: Fault) -> bool:
    """The server, or the model behind it, only answers whole; or only without a schema."""
    return fault.status in (*_UNKNOWN_SHAPE, 405) and bool(_STREAM.search(f"{fault.code} {fault.text}"))


def engine_error(fault: Fault, server: str, key_name: str, model: str) -> EngineError:
    """The fault as the error that names its remedy; `Busy` if it may pass by itself."""
    said = " ".join(fault.text.split())[:_EXCERPT]
    if fault.broken_off:
        return Busy(f"{server} broke off in the middle of its reply: {said}", "Try again, or choose another server.")
    if fault.status is None:
        remedy = "Is the server running? Its address is engine.base_url, the patience engine.timeout_s."
        return Busy(f"{server} cannot be reached: {said}", remedy, late=fault.code == _LATE)
    what = f"{server} answered HTTP {fault.status}: {said}"
    if fault.mentions(*_POLICY_WORDS) and fault.status in (400, 403):
        return Refusal(what, "The server's policy declined the text.")
    if fault.status in (401, 403):
        return AccessDenied(what, f"Put a valid key into {key_name}, or set engine.base_url to a server of yours.")
    if fault.status == 402 or (fault.status == 429 and _is_quota(fault)):
        return QuotaExhausted(what, "Top up the account, or choose another server with engine.base_url.")
    if fault.status in (408, 409, 425, 429) or fault.status >= 500:
        return Busy(what, "Try again later, or lower engine.concurrency.", fault.retry_after)
    return _request_error(fault, what, model)


def _is_quota(fault: Fault) -> bool:
    """A rate limit passes; an empty account does not. Rate-limit texts name the billing page too."""
    if fault.mentions(*_QUOTA_CODES):
        return True
    passes = fault.retry_after is not None or fault.mentions(*_LIMIT_CODES[:1], *_COMES_BACK)
    return not passes and fault.code not in _LIMIT_CODES and fault.mentions(*_QUOTA_WORDS)


def _request_error(fault: Fault, what: str, model: str) -> EngineError:
    if fault.mentions(*_CONTEXT_WORDS):
        return EngineError(what, "Lower engine.paper_chars, or choose a model with a longer context.")
    if fault.status == 404 or fault.mentions("model_not_found", "does not exist"):
        return RunStopped(what, f"Check engine.model ({model}) and engine.base_url (it usually ends in /v1).")
    if fault.status is not None and 300 <= fault.status < 400:
        return RunStopped(what, "The server redirects: set engine.base_url to where it leads, if you trust it.")
    return EngineError(what, "The server did not take the request: see its message.")
