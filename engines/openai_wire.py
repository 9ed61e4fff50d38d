"""One request to an OpenAI-compatible server, and what came back."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from weakref import WeakKeyDictionary

from ..settings import EngineChoice
from .assignment import OnText
from .openai_answer import Answer, usage_of
from .server import OPENAI_URL, is_local

if TYPE_CHECKING:
    from langchain_core.outputs import LLMResult
    from langchain_openai import ChatOpenAI

NO_KEY = "none"
"""Sent where no key is set: local servers take anything, others refuse it with a clear error."""


@dataclass
class _Loop:
    """What belongs to one event loop: a client used from two loops fails with 'Event loop is closed'."""

    slots: asyncio.Semaphore
    http: Any
    models: dict[str, "ChatOpenAI"] = field(default_factory=dict)


class Wire:
    """Sends chat completions; at most `concurrency` at once on each event loop."""

    def __init__(self, choice: EngineChoice, api_key: str) -> None:
        self.base_url = choice.base_url or OPENAI_URL
        self._choice = choice
        self._api_key = api_key or NO_KEY
        self._loops: WeakKeyDictionary[asyncio.AbstractEventLoop, _Loop] = WeakKeyDictionary()

    @property
    def slots(self) -> asyncio.Semaphore:
        """The semaphore that all requests of the running loop share."""
        return self._loop().slots

    async def ask(self, model: str, messages: Sequence[tuple[str, str]], body: dict[str, Any]) -> Answer:
        """One request, without retries; `body` is merged into the request as it stands.

        Raises:
            TimeoutError: no whole answer within `engine.timeout_s` seconds.
            openai.APIError: the server or the connection failed.
            Exception: what langchain raises at an answer that is no chat completion.
        """
        from langchain_core.messages import AIMessage, BaseMessage, HumanMessage, SystemMessage
        from langsmith import tracing_context

        kinds: dict[str, type[BaseMessage]] = {
            "system": SystemMessage,
            "user": HumanMessage,
            "assistant": AIMessage,
        }
        chat = self._chat(model)
        # A LangSmith variable left in the environment would send every paper and prompt there.
        with tracing_context(enabled=False):
            async with asyncio.timeout(self._choice.timeout_s):
                result = await chat.agenerate([[kinds[role](text) for role, text in messages]], extra_body=body)
        return _answer(result)

    async def stream(
        self, model: str, messages: Sequence[tuple[str, str]], body: dict[str, Any], watch: OnText
    ) -> Answer:
        """The same request, its reply told to `watch` as it is written.

        Raises:
            BrokenOff: the reply ended in the middle; else as for `ask`.
        """
        from .openai_stream import streamed

        said = [{"role": role, "content": text} for role, text in messages]
        chat = self._chat(model)
        # Langchain knows the models that take none.
        own = {} if chat.temperature is None else {"temperature": chat.temperature}
        async with asyncio.timeout(self._choice.timeout_s):
            return await streamed(chat.root_async_client, {"model": model, "messages": said, **own, **body}, watch)

    async def aclose(self) -> None:
        """Closes the running loop's connections."""
        loop = self._loops.pop(asyncio.get_running_loop(), None)
        if loop:
            await loop.http.aclose()

    def _loop(self) -> _Loop:
        running = asyncio.get_running_loop()
        if running not in self._loops:
            self._loops[running] = _Loop(asyncio.Semaphore(self._choice.concurrency), self._http())
        return self._loops[running]

    def _http(self) -> Any:
        """No redirects, since texts and key would follow; no proxy on the way to this machine."""
        import openai

        return openai.DefaultAsyncHttpxClient(
            base_url=self.base_url, follow_redirects=False, trust_env=not is_local(self.base_url)
        )

    def _chat(self, model: str) -> "ChatOpenAI":
        """Everything langchain would take from the environment is given, so that nothing goes elsewhere."""
        from langchain_openai import ChatOpenAI
        from pydantic import SecretStr

        loop = self._loop()
        if model not in loop.models:
            temperature = {} if self._choice.temperature is None else {"temperature": self._choice.temperature}
            loop.models[model] = ChatOpenAI(
                model=model,
                base_url=self.base_url,
                api_key=SecretStr(self._api_key),
                http_async_client=loop.http,
                openai_proxy=None,
                timeout=self._choice.timeout_s,
                max_retries=0,
                use_responses_api=False,
                disable_streaming=True,
                output_version="v0",
                cache=False,
                **temperature,
            )
        return loop.models[model]


def _answer(result: "LLMResult") -> Answer:
    usage = usage_of((result.llm_output or {}).get("token_usage"))
    generations = result.generations[0] if result.generations else []
    if not generations:
        return Answer(usage=usage)
    info = generations[0].generation_info or {}
    message = getattr(generations[0], "message", None)
    refusal = message.additional_kwargs.get("refusal") if message else None
    return Answer(generations[0].text, str(info.get("finish_reason") or ""), str(refusal or ""), usage)
