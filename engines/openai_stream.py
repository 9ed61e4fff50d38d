"""A reply read while it is written: server-sent events in, the text so far to whoever watches.

The openai client is asked past langchain: langchain's own streaming hides the reply's content type, by which a server
that answers whole all the same is told, and what a refusal says.
"""

import json
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from .assignment import OnText
from .openai_answer import Answer, usage_of

if TYPE_CHECKING:
    from openai import AsyncOpenAI

_WHOLE = ("json", "html")


class BrokenOff(Exception):
    """The stream ended before the reply did."""


async def streamed(client: "AsyncOpenAI", request: Mapping[str, Any], watch: OnText) -> Answer:
    """The whole answer in the end; `watch` is told its text whenever there is more of it.

    `request` is the body of the request but for `stream`. A server that answers with one whole completion is taken at
    its word; then `watch` is told nothing.

    Raises:
        BrokenOff: the connection or the stream ended in the middle of the reply.
        openai.APIError: the server or the connection failed before.
        ValueError: what came is no chat completion.
    """
    asked = dict(request)
    model, messages = asked.pop("model"), asked.pop("messages")
    create = client.chat.completions.with_streaming_response.create
    async with create(model=model, messages=messages, stream=True, extra_body=asked) as response:
        if any(kind in response.headers.get("content-type", "") for kind in _WHOLE):
            return _whole(json.loads(await response.read()))
        return await _Reading(watch).all_of(await response.parse())


class _Reading:
    """One stream on its way into an answer."""

    def __init__(self, watch: OnText) -> None:
        self._watch = watch
        self._text = self._refusal = self._finish = ""
        self._usage: Any = None

    async def all_of(self, stream: Any) -> Answer:
        import openai

        try:
            async for chunk in stream:
                self._take(chunk.model_dump())
        except openai.APIConnectionError as error:
            if isinstance(error, openai.APITimeoutError) or not self._text:
                raise
            raise BrokenOff(str(error.__cause__ or error)) from error
        if not self._ended():
            raise BrokenOff("it ended without a finish_reason")
        return Answer(_paired(self._text), self._finish, self._refusal, usage_of(self._usage))

    def _take(self, chunk: dict[str, Any]) -> None:
        self._usage = chunk.get("usage") or self._usage
        for choice in (chunk.get("choices") or [])[:1]:
            delta = choice.get("delta") or {}
            self._finish = str(choice.get("finish_reason") or self._finish)
            self._refusal += delta.get("refusal") or ""
            more = delta.get("content") or ""
            if more:
                self._text += more
                self._watch(self._text)

    def _ended(self) -> bool:
        """Some servers never say why they end: what they count then, or JSON that is closed, tells as much."""
        return bool(self._finish or self._usage) or self._text.rstrip(" \n`").endswith("}")


def _whole(body: Any) -> Answer:
    """The answer in one chat completion; an error that a router put into the body is raised as langchain would."""
    if not isinstance(body, Mapping):
        raise ValueError("no chat completion")
    if body.get("error"):
        raise ValueError(body["error"])
    usage = usage_of(body.get("usage"))
    if not body["choices"]:
        return Answer(usage=usage)
    choice = body["choices"][0]
    message = choice["message"]
    return Answer(
        message.get("content") or "", str(choice.get("finish_reason") or ""), message.get("refusal") or "", usage
    )


def _paired(text: str) -> str:
    """The two halves of a character beyond 16 bits may have come in two events."""
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
