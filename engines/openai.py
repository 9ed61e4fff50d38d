"""The engine that asks a model: any server that speaks OpenAI's chat completions."""

import asyncio
import random
from collections.abc import Mapping
from dataclasses import replace

from ..domain import Provenance, Usage
from ..domain.errors import BadReply, EmptyReply, EngineError, Refusal, TruncatedReply
from ..settings import AgentChoice, EngineChoice
from .assignment import Assignment, F, Reply
from .openai_answer import Answer
from .openai_retry import Sleep
from .openai_schema import fill
from .openai_server import Question, Server
from .parameters import parameters_for

ALLOW_MODEL_REQUESTS = True
"""The tests' latch: while False, asking a model is the error of a test that forgot its fake."""

_SHOWN_REPLY = 4_000


class OpenAIEngine:
    """Fulfils assignments with a model behind `choice.base_url`, or OpenAI where that is empty.

    The reply is held to the form by a JSON schema; a server without one is given the schema in words. A reply that
    does not fit is asked for once more, with the reason. Usage covers every request, the wasted ones too.
    """

    name = "openai"

    def __init__(
        self,
        choice: EngineChoice,
        agents: Mapping[str, AgentChoice],
        api_key: str,
        sleep: Sleep = asyncio.sleep,
        rng: random.Random | None = None,
    ) -> None:
        self._choice = choice
        self._agents = agents
        self._server = Server(choice, api_key, sleep, rng or random.Random())  # noqa: S311 - jitter is no secret

    async def fulfil(self, assignment: Assignment[F]) -> Reply[F]:
        """The form, filled by the model. An error carries the tokens it cost in `usage`.

        Raises:
            EmptyReply, TruncatedReply, BadReply, Refusal, Unreachable: this assignment failed, for that reason.
            AccessDenied, QuotaExhausted, RunStopped: so will every other; nothing is asked from then on.
        """
        if not ALLOW_MODEL_REQUESTS:
            raise RuntimeError("A test asked a model: give it a fake engine, or the fixture `model_server`.")
        parameters = parameters_for(assignment, self._choice, self._agents)
        messages = tuple((m.role, m.text) for m in assignment.messages())
        spent: list[Usage] = []
        question = Question(messages, assignment.form, parameters, assignment.watch)
        try:
            form = await self._filled(question, assignment.form, spent)
        except EngineError as error:
            error.usage = _total(spent)
            raise
        prompt = assignment.prompt
        source = Provenance(prompt=prompt.id, prompt_hash=prompt.hash, engine=self.name, model=parameters.model)
        return Reply(form=form, provenance=source, usage=_total(spent))

    async def aclose(self) -> None:
        """Closes the connections of the running event loop."""
        await self._server.aclose()

    async def _filled(self, question: Question, form: type[F], spent: list[Usage]) -> F:
        answer = await self._ask(question, spent)
        try:
            return _read(answer, form)
        except TruncatedReply:
            raise
        except BadReply as bad:
            self._server.distrust_schema(question.parameters.model)
            again = _corrected(question, answer, bad)
        return _read(await self._ask(again, spent), form)

    async def _ask(self, question: Question, spent: list[Usage]) -> Answer:
        answer = await self._server.answer(question)
        spent.append(answer.usage)
        return answer


def _read(answer: Answer, form: type[F]) -> F:
    """The form in the answer, or the one reason why there is none."""
    if answer.refusal or answer.finish == "content_filter":
        said = " ".join(answer.refusal.split())[:200] or "content filter"
        raise Refusal(f"The model declined: {said}.", "Another model may not: engine.model.")
    if answer.finish == "length":
        raise TruncatedReply("The reply ran into the output limit.", "Raise agents.NAME.max_output_tokens.")
    if not answer.text.strip():
        raise EmptyReply("The server answered without a message.", "Try again, or choose another engine.model.")
    return fill(form, answer.text)


def _corrected(question: Question, answer: Answer, bad: BadReply) -> Question:
    """The question again; a reply that can be corrected is shown with what is wrong with it."""
    if not answer.text.strip():
        return question
    messages = (
        *question.messages,
        ("assistant", answer.text[:_SHOWN_REPLY]),
        ("user", f"{bad.message} Give the whole answer again, as JSON only."),
    )
    return replace(question, messages=messages)


def _total(spent: list[Usage]) -> Usage:
    return Usage(
        prompt_tokens=sum(u.prompt_tokens for u in spent),
        cached_tokens=sum(u.cached_tokens for u in spent),
        completion_tokens=sum(u.completion_tokens for u in spent),
    )
