"""Conversations that are kept: LangGraph's checkpoints, in a file of their own beside the archive's."""

import sqlite3
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..domain.errors import ArchiveError
from ..domain.noun import Noun

if TYPE_CHECKING:
    from langgraph.checkpoint.sqlite.aio import AsyncSqliteSaver

FILE = "chats.db"


class Session(Noun):
    """A conversation: its name, how many questions it has, the last one, and when it was asked (ISO, UTC)."""

    name: str
    questions: int
    last: str
    at: str


@asynccontextmanager
async def open_chats(folder: Path) -> "AsyncIterator[AsyncSqliteSaver]":
    """The checkpointer of the conversations in the archive's folder.

    Raises:
        ArchiveError: the file cannot be opened or is damaged.
    """
    from langgraph.checkpoint.sqlite.aio import AsyncSqliteSaver

    try:
        async with AsyncSqliteSaver.from_conn_string(str(folder / FILE)) as saver:
            await saver.setup()
            yield saver
    except sqlite3.DatabaseError as error:
        raise ArchiveError(
            f"The conversations in {folder / FILE} cannot be used: {error}.",
            "Make the archive's folder writable, or move the file aside; nothing else is kept in it.",
        ) from error


async def list_chats(saver: "AsyncSqliteSaver") -> list[Session]:
    """Every conversation with a question in it, the latest first."""
    async with saver.conn.execute(
        "SELECT thread_id, MAX(checkpoint_id) AS latest FROM checkpoints GROUP BY thread_id ORDER BY latest DESC"
    ) as cursor:
        names = [row[0] for row in await cursor.fetchall()]
    found = []
    for name in names:
        kept = await saver.aget_tuple(config_of(name))
        turns = kept.checkpoint["channel_values"].get("turns", []) if kept else []
        if kept and turns:
            last = turns[-1]["question"]["asked"]
            found.append(Session(name=name, questions=len(turns), last=last, at=kept.checkpoint["ts"]))
    return found


async def forget_chat(saver: "AsyncSqliteSaver", name: str) -> None:
    """Deletes a conversation.

    Raises:
        ArchiveError: there is none of that name.
    """
    names = [session.name for session in await list_chats(saver)]
    if name not in names:
        told = ", ".join(names) or "none"
        raise ArchiveError(f"There is no conversation {name!r}.", f"There are: {told}.")
    await saver.adelete_thread(name)


async def keep_latest(saver: "AsyncSqliteSaver", name: str) -> None:
    """Drops the checkpoints that the last one of a conversation has made useless."""
    for table in ("checkpoints", "writes"):
        await saver.conn.execute(
            f"DELETE FROM {table} WHERE thread_id = :name AND checkpoint_id < "  # noqa: S608
            "(SELECT MAX(checkpoint_id) FROM checkpoints WHERE thread_id = :name)",
            {"name": name},
        )
    await saver.conn.commit()


def config_of(name: str) -> Any:
    """The configuration that runs a graph as the conversation of that name."""
    return {"configurable": {"thread_id": name}}
