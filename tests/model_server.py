"""A small OpenAI-compatible server on loopback, well-behaved or badly in every way that was met in the wild."""

import json
import random
import re
import socket
import struct
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from email.utils import formatdate
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

Body = dict[str, Any]
Content = dict[str, Any] | str
Answering = Callable[[Body], Content]

PAPER_ID = re.compile(r"\b\d{4}\.\d{4,5}\b")
MODES = (
    "well-behaved",
    "unauthorized",
    "quota",
    "rate-limited",
    "garbage",
    "garbage-once",
    "truncated",
    "refusal",
    "empty",
    "flaky",
    "slow",
    "missing-ids",
    "wrong-order",
    "out-of-range",
    "no-schema",
    "ignores-schema",
    "no-new-limit",
    "drops",
    "error-in-body",
    "html",
    "unknown-model",
    "moderated",
    "too-long",
    "no-stream",
    "no-stream-usage",
    "ignores-stream",
    "breaks-off",
    "ends-early",
    "fault-in-stream",
)
_EVENT_CHARS = 12
_GATE_S = 10.0


@dataclass
class ModelServer:
    """The server's behaviour, and what it saw. `mode` may be changed between requests."""

    mode: str = "well-behaved"
    delay_s: float = 2.0
    """Of the mode `slow`."""
    retry_after: str = "0"
    """Of the mode `rate-limited`, which refuses every request's first attempt; a date where it is `date`."""
    gate: threading.Event | None = None
    """Where set, a stream waits in its middle until it is opened."""
    told_whole: int = 0
    """Streams that were sent to their end."""
    seed: int = 7
    error_rate: float = 0.3
    answer: Answering | None = None
    requests: list[Body] = field(default_factory=list)
    headers: list[dict[str, str]] = field(default_factory=list)
    most_at_once: int = 0
    base_url: str = ""
    _at_once: int = 0
    _seen: set[str] = field(default_factory=set)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def __post_init__(self) -> None:
        self._rng = random.Random(self.seed)
        server = self

        class Handler(_Handler):
            model = server

        self._http = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._http.daemon_threads = True
        self.base_url = f"http://127.0.0.1:{self._http.server_address[1]}/v1"
        threading.Thread(target=self._http.serve_forever, args=(0.05,), daemon=True).start()

    def answer_with(self, answer: Answering) -> None:
        """Well-behaved, with the content that the callable makes of the request: an object, or raw text."""
        self.answer = answer

    def close(self) -> None:
        self._http.shutdown()
        self._http.server_close()

    @property
    def count(self) -> int:
        """Requests so far."""
        return len(self.requests)

    @property
    def prompt_chars(self) -> list[int]:
        """Characters of each request's messages."""
        return [len(prompt_of(body)) for body in self.requests]

    def enter(self, body: Body, headers: dict[str, str]) -> tuple[bool, float]:
        """Notes a request; gives whether its like was seen before, and its lot between 0 and 1."""
        with self._lock:
            self.requests.append(body)
            self.headers.append(headers)
            self._at_once += 1
            self.most_at_once = max(self.most_at_once, self._at_once)
            like = prompt_of(body)
            before = like in self._seen
            self._seen.add(like)
            return before, self._rng.random()

    def leave(self) -> None:
        with self._lock:
            self._at_once -= 1


def prompt_of(body: Body) -> str:
    """Everything that the request says."""
    return "\n".join(str(message["content"]) for message in body["messages"])


def schema_of(body: Body) -> Body | None:
    """The schema that the reply must fit, if the request carries one."""
    asked = body.get("response_format") or {}
    return asked.get("json_schema", {}).get("schema")


class _Handler(BaseHTTPRequestHandler):
    model: ModelServer
    protocol_version = "HTTP/1.1"

    def log_message(self, *args: Any) -> None:
        """Silent: pytest shows what failed."""

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        before, lot = self.model.enter(body, {name.lower(): value for name, value in self.headers.items()})
        try:
            self._respond(body, before, lot)
        except (BrokenPipeError, ConnectionResetError):
            self.close_connection = True
        finally:
            self.model.leave()

    def _respond(self, body: Body, before: bool, lot: float) -> None:
        mode = self.model.mode
        fault = _fault(self.model, body, before, lot)
        if mode == "drops":
            self.close_connection = True
        elif fault:
            self._send(*fault)
        elif mode == "html":
            self._send(200, "<html>Welcome to nginx!</html>")
        else:
            if mode == "slow":
                time.sleep(self.model.delay_s)
            completion = _completion(self.model, body, before)
            if body.get("stream") and mode != "ignores-stream":
                self._stream(completion, counted=bool(body.get("stream_options")))
            else:
                self._send(200, completion)

    def _stream(self, completion: Body, *, counted: bool) -> None:
        self.send_response_only(200)
        self.send_header("Content-Type", "text/event-stream")
        self.send_header("Connection", "close")
        self.end_headers()
        self.close_connection = True
        events = _events(completion, counted=counted)
        for place, event in enumerate(events):
            if place == len(events) // 2 and not self._goes_on():
                return
            self._tell(json.dumps(event))
        self._tell("[DONE]")
        self.model.told_whole += 1

    def _goes_on(self) -> bool:
        """What happens in the middle of a stream; whether there is more of it."""
        if self.model.gate:
            assert self.model.gate.wait(_GATE_S), "nobody opened the gate"
        if self.model.mode == "fault-in-stream":
            self._tell(json.dumps(_error("Upstream overloaded", 503)))
        if self.model.mode == "breaks-off":
            # The other side meets a reset, not an end.
            self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            self.connection.close()
        return self.model.mode not in ("fault-in-stream", "breaks-off", "ends-early")

    def _tell(self, data: str) -> None:
        self.wfile.write(f"data: {data}\n\n".encode())
        self.wfile.flush()

    def _send(self, status: int, payload: Body | str, headers: dict[str, str] | None = None) -> None:
        html = isinstance(payload, str)
        data = payload.encode() if html else json.dumps(payload).encode()
        self.send_response_only(status)
        for name, value in (headers or {}).items():
            self.send_header(name, value)
        self.send_header("Content-Type", "text/html" if html else "application/json")
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)


def _error(message: str, code: str | int = "", kind: str = "") -> Body:
    return {"error": {"message": message, "code": code, "type": kind}}


def _fault(server: ModelServer, body: Body, before: bool, lot: float) -> tuple[int, Body, dict[str, str]] | None:
    """The error that the mode answers this request with, if any: status, body and headers."""
    now = formatdate(1_000_000_000, usegmt=True)
    later = formatdate(1_000_000_002, usegmt=True)
    pause = {"Retry-After": server.retry_after} if server.retry_after != "date" else {"Date": now, "Retry-After": later}
    key = server.headers[-1].get("authorization", "").removeprefix("Bearer ")
    always: dict[str, tuple[int, Body]] = {
        "unauthorized": (401, _error(f"Incorrect API key provided: {key}", "invalid_api_key")),
        "quota": (429, _error("You exceeded your current quota.", "insufficient_quota", "insufficient_quota")),
        "error-in-body": (200, _error("Upstream overloaded", 503)),
        "unknown-model": (404, _error("The model `x` does not exist", "model_not_found")),
        "moderated": (403, _error("Your input was flagged by moderation", 403)),
        "too-long": (400, _error("maximum context length is 8192 tokens", "context_length_exceeded")),
    }
    if server.mode in always:
        return (*always[server.mode], {})
    if server.mode == "rate-limited" and not before:
        text = "Rate limit reached. To raise it visit the billing page."
        return 429, _error(text, "rate_limit_exceeded", "requests"), pause
    if server.mode == "flaky" and lot < server.error_rate:
        return (500, 503, 429)[int(lot * 1000) % 3], _error("Overloaded"), {"Retry-After": "0"}
    if server.mode == "no-schema" and "response_format" in body:
        return 400, _error("response_format json_schema is not supported by this model"), {}
    if server.mode == "no-stream" and body.get("stream"):
        return 400, _error("Streaming is not supported with this response_format"), {}
    if server.mode == "no-stream-usage" and "stream_options" in body:
        return 400, _error("Unrecognized request argument supplied: stream_options"), {}
    if server.mode == "no-new-limit" and "max_completion_tokens" in body:
        return 400, _error("Unsupported parameter: max_completion_tokens. Use max_tokens."), {}
    return None


def _completion(server: ModelServer, body: Body, before: bool) -> Body:
    message: Body = {"role": "assistant", "content": "", "refusal": None}
    finish = "stop"
    mode = server.mode
    if mode == "refusal":
        message |= {"content": None, "refusal": "I cannot help with that."}
    elif mode == "garbage" or (mode == "garbage-once" and not before and server.count == 1):
        message["content"] = "Sure! Here is what I think: {not json"
    elif mode == "ignores-schema" and "JSON schema" not in prompt_of(body):
        message["content"] = "The paper is nice."
    else:
        message["content"] = _content(server, body)
    if mode == "truncated":
        message["content"] = message["content"][: len(message["content"]) // 2]
        finish = "length"
    choices = [] if mode == "empty" else [{"index": 0, "message": message, "finish_reason": finish}]
    return {
        "id": f"chatcmpl-{server.count}",
        "object": "chat.completion",
        "created": 0,
        "model": body["model"],
        "choices": choices,
        "usage": _usage(body, str(message["content"])),
    }


def _events(completion: Body, *, counted: bool) -> list[Body]:
    """The completion in pieces, as a stream brings them: role, text, reason of the end, and tokens if asked for."""

    def event(delta: Body, finish: str | None = None) -> Body:
        return head | {"choices": [{"index": 0, "delta": delta, "finish_reason": finish}]}

    head = {"id": completion["id"], "object": "chat.completion.chunk", "created": 0, "model": completion["model"]}
    events = [event({"role": "assistant", "content": ""})]
    for choice in completion["choices"]:
        text, refusal = choice["message"]["content"] or "", choice["message"]["refusal"]
        events += [event({"content": text[at : at + _EVENT_CHARS]}) for at in range(0, len(text), _EVENT_CHARS)]
        events += [event({"refusal": refusal})] if refusal else []
        events.append(event({}, choice["finish_reason"]))
    return [*events, head | {"choices": [], "usage": completion["usage"]}] if counted else events


def _usage(body: Body, content: str) -> Body:
    prompt, completion = len(prompt_of(body)) // 4 + 1, len(content) // 4 + 1
    return {
        "prompt_tokens": prompt,
        "completion_tokens": completion,
        "total_tokens": prompt + completion,
        "prompt_tokens_details": {"cached_tokens": prompt // 2},
    }


def _content(server: ModelServer, body: Body) -> str:
    if server.answer:
        said = server.answer(body)
        return said if isinstance(said, str) else json.dumps(said)
    schema = schema_of(body) or _schema_in_words(prompt_of(body))
    if schema is None:
        return "I was given no schema."
    filled = fill_schema(schema, prompt_of(body))
    if "papers" in filled:
        filled["papers"] = _triage_rows(server.mode, prompt_of(body))
    text = json.dumps(filled)
    return f"Here you are:\n```json\n{text}\n```" if schema_of(body) is None else text


def _schema_in_words(prompt: str) -> Body | None:
    """The schema object that stands in the prompt, after the words `JSON schema`."""
    _, found, tail = prompt.partition("JSON schema:\n")
    return json.JSONDecoder().raw_decode(tail)[0] if found else None


def _triage_rows(mode: str, prompt: str) -> list[Body]:
    """A score for every paper id of the prompt, by the id's digits: equal prompts, equal scores."""
    ids = list(dict.fromkeys(PAPER_ID.findall(prompt)))
    rows = [
        {
            "id": paper,
            "relevance": int(paper[-1]) + 1,
            "novelty": int(paper[-2]) + 1,
            "criterion": "",
            "reason": f"told by the digits of {paper}",
        }
        for paper in ids
    ]
    if mode == "missing-ids":
        rows = rows[::2]
    elif mode == "wrong-order":
        rows = rows[::-1]
    elif mode == "out-of-range":
        rows = [row | {"relevance": 11 + place} for place, row in enumerate(rows)]
    return rows


def fill_schema(schema: Body, prompt: str = "", root: Body | None = None) -> Any:
    """A value that is valid against the schema: the smallest number, the first choice, one or two items."""
    root = root or schema
    if "$ref" in schema:
        return fill_schema(root["$defs"][schema["$ref"].rsplit("/", 1)[-1]], prompt, root)
    if "const" in schema:
        return schema["const"]
    if "enum" in schema:
        return schema["enum"][0]
    if "anyOf" in schema:
        return fill_schema(schema["anyOf"][0], prompt, root)
    kind = schema.get("type", "object")
    if kind == "object":
        return {name: fill_schema(part, prompt, root) for name, part in schema.get("properties", {}).items()}
    if kind == "array":
        return [fill_schema(schema["items"], prompt, root) for _ in range(max(1, schema.get("minItems", 1)))]
    if kind in ("integer", "number"):
        return schema.get("minimum", 0)
    return {"boolean": False, "null": None}.get(kind, _words(schema, prompt))


def _words(schema: Body, prompt: str) -> str:
    """Text for a string field; where the schema asks for the paper's own words, some of them."""
    if "verbatim" in schema.get("description", "") or "copied" in schema.get("description", ""):
        return " ".join(prompt.split()[-30:-15])
    return "A plain sentence."
