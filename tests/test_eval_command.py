"""`paperwire eval` as it is typed: a small task whole, on baselines and on a model behind a loopback server."""

import json
import re
import sys
import textwrap
from importlib.util import find_spec

import pytest
from typer.testing import CliRunner

from paperwire.cli import app
from paperwire.domain.errors import PaperwireError

TASK = """
from paperwire.agents.triage import triage
from paperwire.domain import Interest, Paper, Profile
from paperwire.evals.task import Metric, Sample, Score, Task

PROFILE = Profile(interests=(Interest(name="Heat", relevant="heat in metals"),))

def samples(data):
    extra = len(list(data.glob("*.case"))) if data else 0
    return [
        Sample(id=f"s{n}", cluster=f"c{n // 2}", group=f"g{n // 6}", input={"n": n}, target={"hot": n % 2})
        for n in range(12 + extra)
    ]

async def solve(bench, cases):
    papers = {case.id: Paper(id=f"2601.{case.input['n']:05}", title="T", abstract="A") for case in cases}
    result = await triage(bench.staff, list(papers.values()), PROFILE, 40)
    rows = {key: result.scored.get(paper.id) for key, paper in papers.items()}
    return {key: {"relevance": row.relevance} for key, row in rows.items() if row}

async def always(bench, cases):
    return {case.id: {"relevance": 9} for case in cases}

async def oracle(bench, cases):
    return {case.id: {"relevance": 9 * case.target["hot"]} for case in cases}

def score(sample, output):
    return [Score(name="right", value=float((output["relevance"] > 5) == bool(sample.target["hot"])))]

TASK = Task(
    name="heat", description="Is it about heat?", agent="triage", samples=samples, solver=solve, scorer=score,
    summary=lambda cases: [Metric(name="answers", value=float(len([c for c in cases if c.output])))],
    primary="right", baselines={"always": always, "oracle": oracle},
)
"""


@pytest.fixture
def paperwire(tmp_path, monkeypatch):
    """Runs a command line in an empty folder that holds the task `heat:TASK`."""
    (tmp_path / "heat.py").write_text(textwrap.dedent(TASK))
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.delitem(sys.modules, "heat", raising=False)
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("PAPERWIRE_DATA", raising=False)

    def run(line, code=0):
        result = CliRunner().invoke(app, line.split())
        if isinstance(result.exception, PaperwireError):
            assert code == 2, f"{line}: {result.exception}"
            return f"{result.exception.message} {result.exception.remedy}"
        assert result.exit_code == code, f"{line}: {result.output} {result.exception!r}"
        return result.stdout

    return run


def saved(folder, name):
    [path] = (folder / "paperwire-archive" / "evals" / "runs").glob(f"*{name}*.jsonl")
    return path


def test_one_task_whole(paperwire, tmp_path):
    told = json.loads(paperwire("eval run heat:TASK --engine always --json"))
    [column] = told["columns"]
    assert column["closing"]["metrics"][0]["value"] == 0.5
    found = json.loads(paperwire("eval compare heat:TASK --a engine:always --b engine:oracle --html page.html --json"))
    assert found["scores"][0]["difference"] == 0.5
    assert "<svg" in (tmp_path / "page.html").read_text()
    good, bad = saved(tmp_path, "oracle"), saved(tmp_path, "always")
    assert paperwire(f"eval gate {good} --baseline {bad} --margin 0").startswith("holds")
    assert paperwire(f"eval gate {bad} --baseline {good} --margin 0.1", code=4).startswith("worse")
    paperwire(f"eval report {good} {bad} --markdown REPORT.md --html report.html")
    assert "B is better in right" in (tmp_path / "REPORT.md").read_text()
    assert str(tmp_path) not in (tmp_path / "REPORT.md").read_text()
    paperwire(f"eval rescore {good}")
    again = paperwire(f"eval compare heat:TASK --a {bad} --b {good}")
    assert "B is better in right (+0.500" in again
    assert re.search(r"12 cases in 6 clusters", again)


def test_the_same_command_goes_on_where_it_was_cut(paperwire, tmp_path):
    paperwire("eval run heat:TASK --engine always --out run.jsonl")
    lines = (tmp_path / "run.jsonl").read_text().splitlines(keepends=True)
    (tmp_path / "run.jsonl").write_text("".join(lines[:4]))
    assert "cut short: 3 of 12" in paperwire("eval report run.jsonl", code=2)
    paperwire("eval run heat:TASK --engine always --out run.jsonl")
    assert "always" in paperwire("eval report run.jsonl")


def test_unequal_cases_are_refused(paperwire, tmp_path):
    (tmp_path / "more").mkdir()
    (tmp_path / "more" / "one.case").touch()
    paperwire("eval run heat:TASK --engine always --out few.jsonl")
    paperwire("eval run heat:TASK --engine always --data more --out many.jsonl")
    assert "only in B (1): s12" in paperwire("eval compare heat:TASK --a few.jsonl --b many.jsonl", code=2)


def test_the_environment_names_the_data(paperwire, tmp_path, monkeypatch):
    (tmp_path / "more").mkdir()
    (tmp_path / "more" / "one.case").touch()
    monkeypatch.setenv("PAPERWIRE_DATA", str(tmp_path / "more"))
    told = json.loads(paperwire("eval run heat:TASK --engine always --json"))
    assert told["columns"][0]["header"]["cases"] == 13
    assert "--data" not in told["columns"][0]["header"]["command"]


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("eval run cold", "There is no task 'cold'. There are: triage"),
        ("eval run cold:TASK", "There is no module 'cold'"),
        ("eval run heat:samples", "must be a Task"),
        ("eval run heat:TASK --engine nobody", "There are: openai, extractive, always, oracle"),
        ("eval run heat:TASK --engine extractive --prompt triage@v1", "reads no prompt"),
        ("eval run heat:TASK --prompt reviewer@v1", "reviewer@v1 is a prompt of reviewer"),
        ("eval run heat:TASK --engine openai", "OPENAI_API_KEY"),
        ("eval run heat:TASK --engine always --data nowhere", "nowhere is not a folder"),
        ("eval run heat:TASK --engine always --option days", "NAME=VALUE"),
        ("eval run heat:TASK --engine always --inspect log.txt", "must end in"),
        ("eval compare heat:TASK --a nowhere.jsonl --b engine:always", "'nowhere.jsonl' is no contender"),
        ("eval report nowhere.jsonl", "nowhere.jsonl cannot be read"),
        ("eval gate heat.py --baseline heat.py --margin 0", "is not a run file"),
    ],
)
def test_what_cannot_be_done_is_said_with_its_remedy(paperwire, line, told):
    assert told in paperwire(line, code=2)


def answer(body):
    """Relevance by the last digit of the id; the second model knows better than the first."""
    ids = re.findall(r"2601\.\d{5}", body["messages"][-1]["content"])
    hot = {key for key in ids if int(key[-1]) % 2} if body["model"] == "good" else set(ids)
    return {"papers": [{"id": key, "relevance": 9 if key in hot else 2, "novelty": 5, "criterion": "", "reason": ""}
                       for key in dict.fromkeys(ids)]}  # fmt: skip


def test_two_models_are_compared_through_a_server_and_paid_for_once(paperwire, model_server, monkeypatch):
    model_server.answer_with(answer)
    monkeypatch.setenv("OPENAI_BASE_URL", model_server.base_url)
    line = "eval compare heat:TASK --a triage@v1,model:poor --b triage@v1,model:good --json"
    found = json.loads(paperwire(line))
    assert found["scores"][0]["difference"] == 0.5
    assert (found["a"]["model"], found["b"]["prompt"]) == ("poor", "triage@v1")
    asked = len(model_server.requests)
    assert asked == 4
    paperwire(line)
    paperwire("eval run heat:TASK --prompt triage@v1 --model good --out other.jsonl")
    assert len(model_server.requests) == asked
    paperwire("eval run heat:TASK --prompt triage@v1 --model good --epochs 2")
    assert len(model_server.requests) == asked + 2


def test_a_refused_key_stops_the_run_and_the_same_command_goes_on(paperwire, model_server, monkeypatch):
    monkeypatch.setenv("OPENAI_BASE_URL", model_server.base_url)
    model_server.answer_with(answer)
    model_server.mode = "unauthorized"
    assert "No more can be asked (access)" in paperwire("eval run heat:TASK --model good --out run.jsonl", code=2)
    model_server.mode = "well-behaved"
    told = json.loads(paperwire("eval run heat:TASK --model good --out run.jsonl --json"))
    assert told["columns"][0]["closing"]["answered"] == 12


def test_bad_replies_are_errors_with_a_kind_and_an_exit_code(paperwire, model_server, monkeypatch):
    monkeypatch.setenv("OPENAI_BASE_URL", model_server.base_url)
    model_server.mode = "garbage"
    told = json.loads(paperwire("eval run heat:TASK --model good --json", code=4))
    closing = told["columns"][0]["closing"]
    assert (closing["answered"], closing["errors"]) == (0, {"garbage": 12})
    assert closing["metrics"][0]["name"] == "answers"


def test_the_judge_is_asked_through_the_same_door(paperwire, model_server, monkeypatch):
    def judge_or_answer(body):
        schema = json.dumps(body.get("response_format", {}))
        return {"reason": "r", "better": "neither"} if '"better"' in schema else answer(body)

    model_server.answer_with(judge_or_answer)
    monkeypatch.setenv("OPENAI_BASE_URL", model_server.base_url)
    told = paperwire("eval compare heat:TASK --a engine:always --b engine:oracle --judge 3")
    flat = " ".join(told.split())
    assert flat.index("labelled pairs") < flat.index("It prefers B in 0, A in 0, neither in 3 of 3 pairs")


def test_an_inspect_log_opens_in_inspect(paperwire, tmp_path):
    if find_spec("inspect_ai") is None:
        told = paperwire("eval run heat:TASK --engine always --inspect log.json", code=2)
        assert "pip install inspect-ai" in told
        pytest.skip("needs the group inspect")
    from inspect_ai.log import read_eval_log

    paperwire("eval run heat:TASK --engine always --epochs 2 --inspect log.eval")
    log = read_eval_log(str(tmp_path / "log.eval"))
    assert log.status == "success"
    assert len(log.samples) == 24
    assert log.results.scores[0].metrics["value"].value == 0.5
    assert log.samples[0].scores["right"].value == 0.0
