"""A run: every case accounted for, nothing asked twice, errors never scored."""

import json

import pytest

from paperwire.agents.staff import Staff
from paperwire.agents.triage import assignment, triage
from paperwire.domain import Interest, Paper, Profile
from paperwire.domain.errors import AccessDenied, BadReply, RunStopped
from paperwire.domain.forms import PaperScore, TriageForm
from paperwire.engines import Desk
from paperwire.evals.cases import cases_of, dataset_hash
from paperwire.evals.log import RunFileError, finished, open_run, read_run
from paperwire.evals.metering import EpochCalls, note
from paperwire.evals.records import Header
from paperwire.evals.rescore import rescore
from paperwire.evals.runner import run_task
from paperwire.evals.task import Bench, Metric, Sample, Score, Task
from paperwire.settings import EngineChoice, Settings

PROFILE = Profile(interests=(Interest(name="Heat", relevant="heat"),))


def paper(number):
    return Paper(id=f"2601.{number:05}", title=f"Paper {number}", abstract="Heat.", categories=("cs.LG",))


def samples(_data):
    return [
        Sample(id=f"s{n}", cluster=f"c{n // 2}", group=f"g{n // 4}", input={"n": n}, target={"relevant": n % 2})
        for n in range(12)
    ]


async def solve(bench, cases):
    papers = {case.id: paper(case.input["n"]) for case in cases}
    form = (await bench.staff.desk.fulfil(assignment(bench.staff, list(papers.values()), PROFILE))).form
    rows = {row.id: row for row in form.papers}
    return {key: {"relevance": rows[p.id].relevance} for key, p in papers.items() if p.id in rows}


def score(sample, output):
    return [Score(name="right", value=float((output["relevance"] > 5) == bool(sample.target["relevant"])))]


def summary(cases):
    given = [case.output["relevance"] for case in cases if case.output]
    return [Metric(name="highest", value=max(given, default=None), n=len(given))]


TASK = Task(
    name="heat", description="Is it about heat?", agent="triage", samples=samples, solver=solve, scorer=score,
    summary=summary, primary="right",
)  # fmt: skip
CASES = samples(None)


def scored(asked):
    rows = [PaperScore(id=p.id, relevance=9 if int(p.id[-1]) % 2 else 2, novelty=5, criterion="", reason="")
            for p in asked.brief.papers]  # fmt: skip
    return TriageForm(papers=rows)


@pytest.fixture
def bench(fake_engine, memory_calls, clock):
    fake_engine.answer_with(scored)
    settings = Settings(engine=EngineChoice(kind="openai", model="fake"))
    desk = Desk(settings, EpochCalls(memory_calls), {"openai": lambda: fake_engine}, "openai", clock, note)
    return Bench(Staff(desk), "openai", clock)


@pytest.fixture
def header(clock):
    def make(**changes):
        base = Header(
            paperwire="0", commit="", code="abc", task="heat", task_version=1, primary="right", data="",
            dataset=dataset_hash(CASES), cases=len(CASES), engine="openai", model="fake", prompt="triage@v1",
            started=clock(), command="paperwire eval run heat",
        )  # fmt: skip
        return base.model_copy(update=changes)

    return make


async def test_every_case_has_its_line_and_the_file_reads_back(bench, header, tmp_path):
    run = await run_task(TASK, CASES, bench, tmp_path / "run.jsonl", header())
    again = read_run(tmp_path / "run.jsonl")
    assert (again.header, again.lines, again.closing) == (run.header, run.lines, run.closing)
    assert again.ids == {case.id for case in CASES}
    assert [(m.name, m.value) for m in finished(again).closing.metrics] == [("right", 1.0), ("highest", 9)]


async def test_tokens_are_shared_so_that_sums_stay_true(bench, header, tmp_path):
    run = await run_task(TASK, CASES, bench, tmp_path / "run.jsonl", header())
    assert run.closing.spent.calls == 3
    assert run.closing.spent.usage.prompt_tokens == 300
    assert sum(line.spent.usage.completion_tokens for line in run.lines.values()) == 60


async def test_a_second_run_asks_nothing_and_writes_nothing(bench, header, tmp_path, fake_engine):
    path = tmp_path / "run.jsonl"
    await run_task(TASK, CASES, bench, path, header())
    before = path.read_bytes()
    await run_task(TASK, CASES, bench, path, header())
    assert path.read_bytes() == before
    assert len(fake_engine.history) == 3


async def test_a_run_cut_in_the_middle_of_a_line_goes_on(bench, header, tmp_path, fake_engine):
    path = tmp_path / "run.jsonl"
    whole = await run_task(TASK, CASES, bench, path, header())
    lines = path.read_bytes().splitlines(keepends=True)
    path.write_bytes(b"".join(lines[:6]) + lines[6][:20])
    cut = read_run(path)
    assert len(cut.lines) == 5
    with pytest.raises(RunFileError, match="5 of 12 cases were asked"):
        finished(cut)
    again = await run_task(TASK, CASES, bench, path, header())
    assert {key: line.scores for key, line in again.lines.items()} == {
        key: line.scores for key, line in whole.lines.items()
    }
    assert len(fake_engine.history) == 3, "replies are kept: nothing is bought twice"
    assert again.closing.spent.cached == 2
    assert again.closing.spent.usage == whole.closing.spent.usage


async def test_each_epoch_asks_afresh_and_more_epochs_only_add(bench, header, tmp_path, fake_engine):
    await run_task(TASK, CASES, bench, tmp_path / "one.jsonl", header())
    run = await run_task(TASK, CASES, bench, tmp_path / "three.jsonl", header(epochs=3))
    assert len(fake_engine.history) == 9
    assert len(run.lines) == 36
    assert [m.n for m in run.closing.metrics] == [12, 12], "epochs of a case are not cases"


async def test_failures_are_counted_by_kind_and_never_scored(bench, header, tmp_path, fake_engine):
    fake_engine.enqueue(BadReply("no JSON"))
    run = await run_task(TASK, CASES, bench, tmp_path / "run.jsonl", header())
    assert run.closing.errors == {"garbage": 4}
    assert run.closing.answered == 8
    assert all(not line.scores and line.output is None for line in run.errors)
    assert next(m for m in run.closing.metrics if m.name == "right").n == 8


async def test_a_case_left_out_of_an_answer_is_an_error(bench, header, tmp_path, fake_engine):
    fake_engine.answer_with(lambda asked: TriageForm(papers=scored(asked).papers[1:]))
    run = await run_task(TASK, CASES, bench, tmp_path / "run.jsonl", header())
    assert run.closing.errors == {"no answer": 3}
    assert {line.id for line in run.errors} == {"s0", "s4", "s8"}


async def test_errors_can_be_tried_again(bench, header, tmp_path, fake_engine):
    fake_engine.enqueue(BadReply("no JSON"))
    path = tmp_path / "run.jsonl"
    await run_task(TASK, CASES, bench, path, header())
    assert (await run_task(TASK, CASES, bench, path, header())).errors
    run = await run_task(TASK, CASES, bench, path, header(), again=True)
    assert not run.errors
    assert read_run(path).closing.answered == 12


async def test_when_no_model_can_be_asked_the_open_cases_stay_open(bench, header, tmp_path, fake_engine):
    path = tmp_path / "run.jsonl"
    fake_engine.enqueue(AccessDenied("key refused"), AccessDenied("key refused"), AccessDenied("key refused"))
    with pytest.raises(RunStopped):
        await run_task(TASK, CASES, bench, path, header())
    assert read_run(path).lines == {}
    assert (await run_task(TASK, CASES, bench, path, header())).closing.answered == 12


async def test_a_stop_that_an_agent_reports_in_its_own_way_is_one_too(bench, header, tmp_path, fake_engine):
    async def quiet(on, cases):
        result = await triage(on.staff, [paper(case.input["n"]) for case in cases], PROFILE, 2)
        found = {case.id: result.scored.get(paper(case.input["n"]).id) for case in cases}
        return {key: {"relevance": row.relevance} for key, row in found.items() if row}

    refused = {"2601.00003", "2601.00004"}
    fake_engine.answer_with(
        lambda asked: AccessDenied("no") if refused & {p.id for p in asked.brief.papers} else scored(asked)
    )
    path = tmp_path / "run.jsonl"
    with pytest.raises(RunStopped, match="access"):
        await run_task(Task(**{**vars(TASK), "solver": quiet}), CASES, bench, path, header())
    assert not read_run(path).errors, "what was not asked is open, not an error"


async def test_a_file_of_another_run_is_refused_by_name(bench, header, tmp_path):
    path = tmp_path / "run.jsonl"
    await run_task(TASK, CASES, bench, path, header())
    with pytest.raises(RunFileError, match=r"different: prompt \(triage@v1 → triage@v2\), prompt_hash"):
        await run_task(TASK, CASES, bench, path, header(prompt="triage@v2", prompt_hash="f"))


async def test_a_solver_may_not_answer_cases_of_its_own(bench, header, tmp_path):
    async def stray(_bench, _cases):
        return {"nowhere": {}}

    with pytest.raises(ValueError, match="nowhere"):
        await run_task(Task(**{**vars(TASK), "solver": stray}), CASES, bench, tmp_path / "run.jsonl", header())


async def test_rescoring_calls_nothing_and_keeps_the_answers(bench, header, tmp_path, fake_engine, clock):
    run = await run_task(TASK, CASES, bench, tmp_path / "run.jsonl", header())
    harsh = Task(**{**vars(TASK), "scorer": lambda s, o: [Score(name="right", value=0.0)], "version": 2})
    out = tmp_path / "again.jsonl"
    rescore(run, harsh, CASES, out, clock)
    again = read_run(out)
    assert again.header.task_version == 2
    assert [line.output for line in again.lines.values()] == [line.output for line in run.lines.values()]
    assert {line.value("right") for line in again.lines.values()} == {0.0}
    assert len(fake_engine.history) == 3


@pytest.mark.parametrize("damage", [b"{}\n", b"not json\n", b'{"kind": "header", "format": 99}\n', b""])
def test_what_is_no_run_file_is_said_to_be_none(tmp_path, damage):
    path = tmp_path / "odd.jsonl"
    path.write_bytes(damage)
    with pytest.raises(RunFileError, match=r"odd\.jsonl"):
        read_run(path)


def test_a_damaged_line_is_named(tmp_path, header):
    path = tmp_path / "run.jsonl"
    open_run(path, header())
    with path.open("ab") as file:
        file.write(json.dumps({"kind": "case", "id": 1}).encode() + b"\n")
    with pytest.raises(RunFileError, match="line 2 is damaged"):
        read_run(path)


def test_a_limit_spans_the_clusters():
    few = cases_of(TASK, None, 6)
    assert [sample.id for sample in few] == ["s0", "s2", "s4", "s6", "s8", "s10"]
    assert len(cases_of(TASK, None, 100)) == 12


def test_the_dataset_hash_follows_content_not_order():
    assert dataset_hash(CASES) == dataset_hash(CASES[::-1])
    assert dataset_hash(CASES) != dataset_hash([CASES[0].model_copy(update={"target": {}}), *CASES[1:]])
