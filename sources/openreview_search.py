"""OpenReview asked for a paper: a search by title, then the forum; at most two requests.

API v2: https://docs.openreview.net/reference/api-v2/openapi-definition
"""

import asyncio
import json
import re
from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from ..domain import Forum, Paper
from ..domain.errors import SourceError
from ..settings import OpenReview
from .answers import FetchError
from .fulltext.reader import Client
from .openreview import parse_forum
from .openreview_match import is_imported, is_same_paper, search_words
from .openreview_note import sound_note

_FRESH = timedelta(days=1)
"""Reviews change while they are discussed; a day that is repeated within hours reads the same ones."""
_HITS = 25
_MOST_FORUMS = 5
_ID = re.compile(r"[A-Za-z0-9_-]{1,40}")
_OFF = "`enabled = false` under [openreview] stops asking."


class ForumFinder:
    """Finds forums, one paper after the other. A server that refuses or is down is asked no more by this finder."""

    def __init__(self, client: Client, settings: OpenReview) -> None:
        self._client = client
        self._url = settings.api_url.rstrip("/")
        self._turn = asyncio.Lock()
        self._shut: SourceError | None = None

    async def find(self, paper: Paper) -> Forum | None:
        """The forum of the latest submission of `paper` that has reviews, else of its latest; None if there is none.

        Raises:
            SourceError: OpenReview gave no answer, or one that cannot be read.
        """
        words = search_words(paper.title)
        if not words:
            return None
        async with self._turn:
            query = {"term": words, "type": "terms", "content": "all", "group": "all", "source": "forum"}
            hits = await self._get(f"/notes/search?{urlencode(query | {'limit': _HITS})}")
            ids = matching(paper, hits)
            return await self._forum(ids) if ids else None

    async def _forum(self, ids: Sequence[str]) -> Forum:
        if len(ids) == 1:
            notes = await self._get(f"/notes?{urlencode({'forum': ids[0]})}")
        else:
            notes = await self._get(f"/notes?{urlencode({'ids': ','.join(ids), 'details': 'replies'})}")
        return await asyncio.to_thread(_best, ids, notes)

    async def _get(self, path: str) -> list[dict[str, Any]]:
        if self._shut:
            raise self._shut
        try:
            answer = await self._client.get(self._url + path, fresh_for=_FRESH)
        except SourceError as error:
            told = _told(error, self._url + path)
            if _is_shut(error):
                self._shut = told
            raise told from error
        return await asyncio.to_thread(_notes, answer.content)


class SavedForums:
    """The forums that came with an edition, in files named after the paper (`2501.00001.json`)."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    async def find(self, paper: Paper) -> Forum | None:
        """The forum in the paper's file, an answer of the API or a saved submission; None if there is no file.

        Raises:
            SourceError: the file cannot be read, or holds no submission.
        """
        file = self._folder / f"{paper.id.replace('/', '_').replace(chr(92), '_')}.json"
        if not file.is_file():
            return None
        try:
            content = await asyncio.to_thread(file.read_bytes)
        except OSError as error:
            raise SourceError(
                f"{file.name} cannot be read ({error.strerror}).", "Check the edition's folder."
            ) from error
        return await asyncio.to_thread(lambda: parse_forum(_object(content)))


def matching(paper: Paper, hits: Sequence[dict[str, Any]]) -> list[str]:
    """Ids of the submissions among search hits that are `paper`, newest first; copies of bibliographies are none."""
    found: dict[str, float] = {}
    for hit in hits:
        note = sound_note(hit)
        content = {name: v.get("value") if isinstance(v, dict) else v for name, v in note["content"].items()}
        stamp = note.get("cdate") or note.get("tcdate")
        name = note.get("id", "")
        names = [*note.get("invitations", []), note.get("invitation", "")]
        head = _ID.fullmatch(name) and note.get("forum", name) == name and not note.get("ddate")
        if head and not is_imported(names, content.get("venueid")) and is_same_paper(paper, content, stamp):
            found[name] = stamp or 0
    return sorted(found, key=lambda name: -found[name])[:_MOST_FORUMS]


def _best(ids: Sequence[str], notes: Sequence[dict[str, Any]]) -> Forum:
    forums = []
    for name in ids:
        head = next((note for note in notes if note.get("id") == name), None)
        thread = [note for note in notes if note.get("forum") == name]
        if head:
            forums.append(parse_forum(head if isinstance(head.get("details"), dict) else {"notes": thread}))
    if not forums:
        raise SourceError("OpenReview's answer holds none of the forums that it named.", _OFF)
    return next((forum for forum in forums if forum.reviews), forums[0])


def _notes(content: bytes) -> list[dict[str, Any]]:
    notes = _object(content).get("notes")
    if not isinstance(notes, list):
        raise SourceError("OpenReview's answer holds no notes.", _OFF)
    return [note for note in notes if isinstance(note, dict)]


def _object(content: bytes) -> dict[str, Any]:
    try:
        found = json.loads(content)
    except (ValueError, RecursionError) as error:
        raise SourceError("OpenReview's answer is not JSON that can be read.", _OFF) from error
    if not isinstance(found, dict):
        raise SourceError("OpenReview's answer is not a JSON object.", _OFF)
    return found


def _is_shut(error: SourceError) -> bool:
    """Whether the next paper would fare no better: refused, too many requests, or no answer at all."""
    return isinstance(error, FetchError) and error.status not in (200, 400, 404)


def _told(error: SourceError, url: str) -> SourceError:
    """The client's complaint without the long address, and with our own settings as the remedy."""
    status = getattr(error, "status", None)
    if status == 200:
        return SourceError("OpenReview's answer is too large.", "`max_bytes` under [openreview] sets the limit.")
    if status == 429:
        return SourceError("OpenReview answered 429 (too many requests).", "Raise `interval_s` under [openreview].")
    if status:
        return SourceError(f"OpenReview answered {status}.", f"It may take you for a robot; {_OFF}")
    return SourceError(error.message.replace(url, "OpenReview"), f"Check the network; {_OFF}")
