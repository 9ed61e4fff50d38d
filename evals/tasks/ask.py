"""Questions to a fixed archive: is the right thing found, cited and counted, the time obeyed, and nothing made up?"""

import asyncio
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from ...domain.answer import Answer
from ...domain.errors import EngineError, RunStopped, SettingsError
from ...domain.scope import Scope
from ...graphs.ask import ask
from ...graphs.asking.room import ReadingRoom
from ...graphs.asking.search import Finder
from ...memory import Archive, open_archive
from ..ask_archive import MARK, build_sample, default_folder
from ..task import Bench, Json, Sample, Task
from .ask_cases import labelled_cases, sample_cases
from .ask_scores import score
from .ask_summary import LOWER_IS_BETTER, figures, summary

_NEAREST = 5


def questions(data: Path | None) -> Sequence[Sample]:
    """The questions over the labelled days in `data`, or those that ship."""
    return labelled_cases(data) if data else sample_cases()


async def solve(bench: Bench, samples: Sequence[Sample]) -> Mapping[str, Json]:
    """Each question by itself, by the graph that users have; one that no model answered is left out."""
    answers: dict[str, Json] = {}
    with opened(bench, samples) as archive:
        find = Finder(archive)
        for case in samples:
            moment = datetime.fromisoformat(case.input["now"])
            room = ReadingRoom(archive, find, bench.staff, lambda moment=moment: moment)  # type: ignore[misc]
            try:
                answers[case.id] = plain(await ask(room, case.input["ask"]))
            except RunStopped:
                raise
            except SettingsError:
                # The screening leaves nothing of a question that only gives orders; users see why.
                answers[case.id] = _empty("no_evidence")
            except EngineError:
                # The harness counts a case without an answer as an error and tells its kind.
                continue
    return answers


async def nearest(bench: Bench, samples: Sequence[Sample]) -> Mapping[str, Json]:
    """The five papers nearest to the question's words: no time, no counting, never a word that nothing was found."""
    with opened(bench, samples) as archive:
        find = Finder(archive)
        return {case.id: await asyncio.to_thread(_nearest, find, case.input["ask"]) for case in samples}


async def silent(bench: Bench, samples: Sequence[Sample]) -> Mapping[str, Json]:
    """Never an answer: what abstaining alone is worth."""
    return {case.id: _empty("no_evidence") for case in samples}


def plain(answer: Answer) -> Json:
    """What is scored of an answer."""
    return {
        "state": answer.state,
        "kind": answer.question.kind,
        "windows": [[str(w.first) if w.first else None, str(w.last) if w.last else None, w.sense, w.role]
                    for w in answer.question.windows],
        "cited": [{"paper": one.whose, "published": str(one.published or one.seen), "seen": str(one.seen)}
                  for one in answer.sources],
        "claims": [claim.model_dump(mode="json", include={"text", "support", "part"}) for claim in answer.claims],
        "unknown": sum("cites no passage" in one.reason for one in answer.left_out),
        "left_out": len(answer.left_out),
    }  # fmt: skip


@contextmanager
def opened(bench: Bench, cases: Sequence[Sample]) -> Iterator[Archive]:
    """The archive that the cases are about; the option `archive` names its folder.

    Raises:
        SettingsError: it has not been built yet.
    """
    name = cases[0].input["archive"]
    folder = Path(bench.options["archive"]) if bench.options.get("archive") else default_folder(name)
    if name == "sample" and not (folder / MARK).exists():
        build_sample(folder)
    if not (folder / MARK).exists():
        raise SettingsError(
            f"There is no archive for these questions in {folder}.",
            "Build it: python -m paperwire.evals.ask_archive --data DATA --out FOLDER; then --option archive=FOLDER.",
        )
    with open_archive(folder, write=False) as archive:
        yield archive


def _nearest(find: Callable[..., Sequence[object]], question: str) -> Json:
    hits = find(question, kinds=("paper",), window=None, scope=Scope(), limit=_NEAREST)
    records = [hit.record for hit in hits]  # type: ignore[attr-defined]
    return _empty("answered") | {
        "cited": [{"paper": r.paper_id, "published": _day(r.published_day or r.seen_day), "seen": _day(r.seen_day)}
                  for r in records],
        "claims": [{"text": r.title, "support": "quoted", "part": ""} for r in records],
    }  # fmt: skip


def _day(number: int) -> str:
    return f"{number // 10_000}-{number // 100 % 100:02}-{number % 100:02}"


def _empty(state: str) -> Json:
    return {"state": state, "kind": "find", "windows": [], "cited": [], "claims": [], "unknown": 0, "left_out": 0}


TASK = Task(
    name="ask",
    description="answers questions to the archive: what is found, cited, counted and left unanswered",
    agent="answer",
    samples=questions,
    solver=solve,
    scorer=score,
    summary=summary,
    figures=figures,
    primary="right",
    baselines={"nearest": nearest, "silent": silent},
    lower_is_better=LOWER_IS_BETTER,
)
