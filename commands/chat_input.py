"""Questions as they come: from the terminal with history and completion, or one a line from a pipe."""

import sys
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any

from .chat_words import COMMANDS, Conversation

_HISTORY = "chat_history"
_END = ("/quit", "/exit")


async def read_questions(folder: Path, talk: Conversation) -> AsyncIterator[str]:
    """Lines that are not empty, until the input ends or /quit is typed."""
    lines = _typed(_terminal(folder, talk)) if sys.stdin.isatty() else _piped()
    async for line in lines:
        if line in _END:
            return
        if line:
            yield line


async def _piped() -> AsyncIterator[str]:
    for line in sys.stdin:
        yield line.strip()


async def _typed(prompt: Any) -> AsyncIterator[str]:
    """Control-C empties the line, control-D ends."""
    while True:
        try:
            line = await prompt.prompt_async("ask> ")
        except EOFError:
            return
        except KeyboardInterrupt:
            continue
        yield line.strip()


def known_words(talk: Conversation) -> list[str]:
    """What can be completed: commands, and ids and names of papers that answers have cited, the latest first."""
    sources = [source for answer in reversed(talk.answers) for source in answer.sources]
    names = [word for source in sources for word in (source.paper_id, source.title.partition(":")[0]) if word]
    return [*COMMANDS, *dict.fromkeys(names)]


def _terminal(folder: Path, talk: Conversation) -> Any:
    from prompt_toolkit import PromptSession
    from prompt_toolkit.completion import Completer, Completion
    from prompt_toolkit.document import Document
    from prompt_toolkit.history import FileHistory

    class Known(Completer):
        """Completes the word before the cursor, and a command only at the start of the line."""

        def get_completions(self, document: Document, complete_event: object) -> Iterator[Completion]:
            word = document.get_word_before_cursor(WORD=True)
            for known in known_words(talk):
                fits = known.lower().startswith(word.lower()) and (document.text == word or not known.startswith("/"))
                if word and fits:
                    yield Completion(known, start_position=-len(word))

    session: Any = PromptSession(history=FileHistory(str(folder / _HISTORY)), completer=Known())
    return session
