"""A server as it turns out to be: what it does not know is learnt, what may pass is tried again."""

import random
from collections import defaultdict
from dataclasses import dataclass, replace
from typing import Any

from ..domain.errors import BadReply, EngineError, RunStopped
from ..domain.forms import Form
from ..settings import EngineChoice
from .assignment import OnText
from .openai_answer import Answer
from .openai_faults import (
    Fault,
    engine_error,
    fault_of,
    lacks_new_limit,
    lacks_schema,
    lacks_streamed_usage,
    lacks_streams,
)
from .openai_retry import Sleep, persist
from .openai_schema import response_format, schema_in_words
from .openai_wire import Wire
from .parameters import Parameters
from .server import server_name

Messages = tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Question:
    """One chat completion to ask for; `messages` are pairs of role and text. `watch` is told it as it is written."""

    messages: Messages
    form: type[Form]
    parameters: Parameters
    watch: OnText | None = None


@dataclass
class _Habits:
    """What the server does with one model; learnt from its refusals, kept for the run."""

    takes_schema: bool = True
    heeds_schema: bool = True
    takes_new_limit: bool = True
    streams: bool = True
    counts_streams: bool = True


class Server:
    """Asks with retries. After an error that ends the run it answers everything with that error."""

    def __init__(self, choice: EngineChoice, api_key: str, sleep: Sleep, rng: random.Random) -> None:
        self._choice = choice
        self._api_key = api_key
        self._wire = Wire(choice, api_key)
        self._name = server_name(self._wire.base_url)
        self._sleep = sleep
        self._rng = rng
        self._habits: defaultdict[str, _Habits] = defaultdict(_Habits)
        self._stop: RunStopped | None = None

    async def answer(self, question: Question) -> Answer:
        """The server's answer, whatever it says.

        Raises:
            Unreachable: no attempt got through.
            RunStopped: this or an earlier request showed that none can succeed.
            EngineError: the server does not take this request.
        """
        async with self._wire.slots:
            return await persist(lambda: self._attempt(question), self._choice.attempts, self._sleep, self._rng)

    def distrust_schema(self, model: str) -> None:
        """From now on the model is given the schema in words as well: it answered past it."""
        self._habits[model].heeds_schema = False

    async def aclose(self) -> None:
        await self._wire.aclose()

    async def _attempt(self, question: Question) -> Answer:
        if self._stop:
            raise type(self._stop)(self._stop.message, self._stop.remedy)
        model = question.parameters.model
        sent = replace(self._habits[model])
        try:
            return await self._asked(question, sent)
        except Exception as error:
            fault = fault_of(error)
            if fault and fault.broken_off:
                # What breaks one stream, such as a proxy's patience, mostly breaks the next: it is asked for whole.
                self._habits[model].streams = False
            if fault is None or not self._learns(question, sent, fault):
                raise self._judged(error, fault, model) from error
        return await self._attempt(question)

    async def _asked(self, question: Question, sent: _Habits) -> Answer:
        model, messages, body = question.parameters.model, _messages(question, sent), _body(question, sent)
        if question.watch is None or not sent.streams:
            return await self._wire.ask(model, messages, body)
        if sent.counts_streams:
            body["stream_options"] = {"include_usage": True}
        return await self._wire.stream(model, messages, body, question.watch)

    def _learns(self, question: Question, sent: _Habits, fault: Fault) -> bool:
        """Whether the request is worth repeating in another shape; the shape is remembered."""
        habits, streamed = self._habits[question.parameters.model], question.watch is not None and sent.streams
        if streamed and sent.counts_streams and lacks_streamed_usage(fault):
            habits.counts_streams = False
        elif streamed and lacks_streams(fault):
            habits.streams = False
        elif sent.takes_new_limit and lacks_new_limit(fault):
            habits.takes_new_limit = False
        elif sent.takes_schema and lacks_schema(fault):
            habits.takes_schema = False
        else:
            return False
        return True

    def _judged(self, error: Exception, fault: Fault | None, model: str) -> Exception:
        if fault is None:
            return _malformed(error, self._name)
        if self._api_key:
            fault = replace(fault, text=fault.text.replace(self._api_key, "[key]"))
        judged: EngineError = engine_error(fault, self._name, self._choice.api_key_env, model)
        if isinstance(judged, RunStopped):
            self._stop = judged
        return judged


def _malformed(error: Exception, server: str) -> Exception:
    """Langchain trips over bodies that are no chat completion in several ways; other errors are ours."""
    if isinstance(error, (AttributeError, KeyError, TypeError, ValueError)):
        return BadReply(f"{server} sent no chat completion.", "Check engine.base_url: it usually ends in /v1.")
    return error


def _messages(question: Question, habits: _Habits) -> Messages:
    """The schema in words ends the system message, so that the part all batches share stays in front."""
    if habits.takes_schema and habits.heeds_schema:
        return question.messages
    words = schema_in_words(question.form)
    (role, text), *rest = question.messages
    if role == "system":
        return ((role, f"{text}\n\n{words}"), *rest)
    return (("system", words), *question.messages)


def _body(question: Question, habits: _Habits) -> dict[str, Any]:
    """Output limit and form, past langchain: on its own path a cut-off reply is raised before it can be read."""
    limit = "max_completion_tokens" if habits.takes_new_limit else "max_tokens"
    body: dict[str, Any] = {limit: question.parameters.max_output_tokens}
    if habits.takes_schema:
        body["response_format"] = response_format(question.form)
    return body
