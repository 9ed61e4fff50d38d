"""The triage task: its cases, its scores and figures, the real agent as solver, and baselines that do not cheat."""

import gzip
import hashlib
import json
import os
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pytest

from paperwire.agents.staff import Staff
from paperwire.domain import Triage
from paperwire.domain.errors import EngineError, SettingsError
from paperwire.engines.extractive import ExtractiveEngine
from paperwire.evals.cases import grouped
from paperwire.evals.task import Answered, Bench, Sample, Task
from paperwire.evals.tasks.triage import DEVELOPMENT, TASK, score
from paperwire.evals.tasks.triage_cases import family, labelled_cases, profiles
from paperwire.evals.tasks.triage_learned import training_days
from paperwire.evals.tasks.triage_order import placed
from paperwire.evals.tasks.triage_tally import auc, hits
from paperwire.graphs.routing import rank
from paperwire.settings import Selection


def words(texts: Sequence[str]) -> np.ndarray:
    """Vectors by hashed words: shared words are near, as in an embedding, without a model."""
    rows = np.zeros((len(texts), 512), dtype=np.float32)
    for row, text in zip(rows, texts, strict=True):
        for word in text.lower().split():
            row[int(hashlib.sha256(word[:6].encode()).hexdigest(), 16) % 512] += 1
        row /= max(float(np.linalg.norm(row)), 1e-9)
    return rows


def a_bench(**options: str) -> Bench:
    return Bench(Staff(ExtractiveEngine(words)), "extractive", lambda: datetime(2026, 1, 5, tzinfo=UTC), options)


async def run(task: Task, cases: Sequence[Sample], solver: str = "", **options: str) -> list[Answered]:
    solve = task.baselines[solver] if solver else task.solver
    rows = []
    for group in grouped(cases).values():
        outputs = await solve(a_bench(**options), group)
        rows += [answered(case, outputs.get(case.id)) for case in group]
    return rows


def answered(case: Sample, output: Mapping | None) -> Answered:
    scores = () if output is None else tuple(task_score for task_score in score(case, dict(output)))
    return Answered(sample=case, output=output, error="" if output else "no answer", scores=scores)


def figures(task: Task, rows: Sequence[Answered]) -> Mapping[str, float | None]:
    return task.figures(rows)


def perfect(cases: Sequence[Sample]) -> list[Answered]:
    """Every answer is the label."""
    rows = []
    for group in grouped(cases).values():
        answers = {c.id: {axis: c.target[axis] for axis in ("relevance", "novelty")} for c in group}
        outputs = placed(answers, Selection())
        rows += [answered(case, outputs[case.id]) for case in group]
    return rows


@pytest.fixture
def days(tmp_path: Path) -> Path:
    """Real data's layout with two days of five papers: one selected, one for its author, one out of scope."""
    folder = tmp_path / "arxiv_days"
    (folder / "papers").mkdir(parents=True)
    (folder / "labels").mkdir()
    for name in ("2025-05-26", "2025-09-25"):
        papers = [
            {"id": f"p{n}", "title": f"Paper {n}", "abstract": "Words.", "authors": ["A"], "categories": [kind]}
            for n, kind in enumerate(["cs.LG", "cs.LG", "cs.AI", "cs.CV", "cs.AI"])
        ]
        with gzip.open(folder / "papers" / f"{name}.jsonl.gz", "wt", encoding="utf-8") as file:
            file.writelines(json.dumps(paper) + "\n" for paper in papers)
        chosen = {"id": "p0", "relevance": 9, "novelty": 8, "reason": ""}
        author = {"id": "p1", "relevance": None, "novelty": None, "reason": "", "author_match": True}
        labels = {"criteria_version": "v1", "selected": [chosen, author]}
        write(folder / "labels" / f"{name}.foundational-ml.json", labels)
        write(folder / "labels" / f"{name}.vlm-embodied.json", {"selected": [chosen | {"id": "p3", "relevance": 4}]})
    second = {"criteria_version": "v2", "selected": [chosen | {"id": "p4"}]}
    write(folder / "labels" / "2025-09-25.foundational-ml-rater2.json", second)
    return tmp_path


def write(path: Path, value: dict) -> None:
    path.write_text(json.dumps(value), encoding="utf-8")


def test_labelled_days_become_cases(days: Path) -> None:
    cases = {case.id: case for case in TASK.samples(days)}
    assert sorted(cases) == sorted(
        f"{kind}:{day}:{paper}"
        for day in ("2025-05-26", "2025-09-25")
        for kind, paper in (("arxiv", "p0"), ("arxiv", "p2"), ("arxiv", "p4"), ("vlm", "p3"))
    ), "a paper taken for its author and one that was never scanned are no cases"
    one = cases["arxiv:2025-09-25:p4"]
    assert (one.cluster, one.group) == ("2025-09-25", "foundational-ml:2025-09-25")
    assert one.input["profile"] == "foundational-ml-v1"
    assert one.target == {"selected": False, "second": True, "relevance": None, "novelty": None}
    assert cases["arxiv:2025-05-26:p0"].target["second"] is None
    assert cases["vlm:2025-05-26:p3"].target == {"selected": None, "second": None, "relevance": 4, "novelty": 8}


def test_days_can_be_chosen(days: Path) -> None:
    assert {case.cluster for case in DEVELOPMENT.samples(days)} == {"2025-05-26"}


def test_a_folder_without_labelled_days_is_named(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match=r"no folder arxiv_days.*--data"):
        TASK.samples(tmp_path)


def test_a_damaged_label_is_an_error_with_its_folder(days: Path) -> None:
    (days / "arxiv_days" / "labels" / "2025-05-26.foundational-ml.json").write_text("{", encoding="utf-8")
    with pytest.raises(SettingsError, match="cannot be read"):
        TASK.samples(days)


def test_the_cases_that_ship_have_both_kinds_every_day_and_known_readers() -> None:
    cases = TASK.samples(None)
    assert len(cases) >= 30
    assert {case.input["profile"] for case in cases} <= set(profiles())
    for group in grouped(cases).values():
        assert {case.target["selected"] for case in group} == {True, False}


def test_places_follow_the_digest_and_equals_share_theirs() -> None:
    scores = {"a": (7, 6), "b": (9, 8), "c": (8, 5), "d": (6, 7), "e": (7, 6), "f": (1, 1)}
    outputs = placed({k: {"relevance": r, "novelty": n} for k, (r, n) in scores.items()}, Selection())
    ranked = rank([Triage(paper_id=k, relevance=r, novelty=n) for k, (r, n) in scores.items()])
    by_place = sorted(outputs, key=lambda k: (outputs[k]["place"], list(scores).index(k)))
    assert by_place == [one.paper_id for one in ranked]
    assert outputs["a"]["place"] == outputs["e"]["place"] == 3.5
    assert [k for k, output in outputs.items() if output["selected"]] == ["a", "b", "e"]


def test_standing_is_the_share_of_the_day_below() -> None:
    [case] = [c for c in TASK.samples(None) if c.id == "shipped:2026-01-12:2601.90001"]
    answer = {"relevance": 6, "novelty": 8, "selected": False, "place": 3.0, "of": 11}
    values = {s.name: s.value for s in score(case, answer)}
    assert values == {"standing": 0.8, "caught": 0.0, "agreement": 0.0, "relevance error": 3, "novelty error": 0}


def test_what_was_not_selected_has_no_standing_but_can_be_a_false_alarm() -> None:
    [case] = [c for c in TASK.samples(None) if c.id == "shipped:2026-01-12:2601.90004"]
    answer = {"relevance": 8, "novelty": 8, "selected": True, "place": 1.0, "of": 11}
    values = {s.name: s.value for s in score(case, answer)}
    assert (values["standing"], values["caught"], values["agreement"]) == (None, None, 0.0)


def test_auc_and_hits_by_hand() -> None:
    scores, chosen = np.array([4.0, 3.0, 3.0, 1.0]), np.array([True, True, False, False])
    assert auc(scores, chosen) == pytest.approx((2 + 1.5) / 4)
    assert hits(scores, chosen, 1) == 1
    assert hits(scores, chosen, 2) == pytest.approx(1.5), "two equals share one place"
    assert hits(scores, chosen, 9) == 2


def test_answers_that_are_the_labels_reach_every_best_figure() -> None:
    rows = perfect(TASK.samples(None))
    found = figures(TASK, rows)
    for name in ("AUC of the ranking", "recall at n", "recall at 2n", "F1", "relevance rank correlation"):
        assert found[f"foundational-ml: {name}"] == pytest.approx(1.0)
    assert found["astro: relevance error"] == found["astro: novelty calibration error"] == 0
    curve = TASK.calibration(rows)["foundational-ml: relevance"]
    assert all(bin_.said == bin_.so for bin_ in curve)


async def test_always_the_same_answer_is_worth_nothing() -> None:
    found = figures(TASK, await run(TASK, TASK.samples(None), "prior"))
    assert found["foundational-ml: AUC of the ranking"] == 0.5
    assert found["foundational-ml: recall"] == 0
    assert found["foundational-ml: most frequent relevance"] == 1
    assert found["foundational-ml: relevance scale"] == pytest.approx(1)
    assert found["foundational-ml: relevance rank correlation"] == 0


def test_raters_are_compared_where_both_have_rated(days: Path) -> None:
    cases = [case for case in TASK.samples(days) if family(case) == "foundational-ml"]
    outputs = {"p0": True, "p2": False, "p4": True}
    rows = [
        answered(c, {"relevance": 8, "novelty": 7, "selected": outputs[c.id[-2:]], "place": 1, "of": 3}) for c in cases
    ]
    metrics = {m.name: m for m in TASK.summary(rows)}
    assert metrics["foundational-ml: ceiling, F1"].value == 0
    assert metrics["foundational-ml: agreement with the second rater, F1"].value == pytest.approx(2 / 3)
    assert metrics["foundational-ml: ceiling, F1"].n == 3
    assert metrics["foundational-ml: F1"].n == 6


async def test_the_summary_says_what_figures_say_and_its_intervals_hold_them() -> None:
    rows = await run(TASK, TASK.samples(None), "random")
    values = figures(TASK, rows)
    metrics = TASK.summary(rows)
    assert {m.name: m.value for m in metrics} == {k: v for k, v in values.items() if v is not None}
    by_name = {m.name: m for m in metrics}
    one = by_name["foundational-ml: AUC of the ranking"]
    assert one.low is not None
    assert one.low <= one.value <= one.high
    assert one.note.endswith("3 days")


async def test_days_drawn_twice_count_twice() -> None:
    rows = await run(TASK, TASK.samples(None), "keyword")
    names = sorted({row.sample.cluster for row in rows})
    twice = [row for row in rows if row.sample.cluster == names[0]]
    renamed = [
        row.model_copy(update={"sample": row.sample.model_copy(update={"group": f"{row.sample.group}~2"})})
        for row in twice
    ]
    name = "foundational-ml: recall at n"
    day, rest = figures(TASK, twice)[name], figures(TASK, [row for row in rows if row not in twice])[name]
    assert figures(TASK, rows)[name] == pytest.approx((day + 2 * rest) / 3)
    assert figures(TASK, [*rows, *renamed])[name] == pytest.approx((2 * day + 2 * rest) / 4)


def test_a_case_without_an_answer_counts_nowhere() -> None:
    rows = perfect(TASK.samples(None))
    holes = [row.model_copy(update={"output": None, "scores": ()}) if n % 5 == 0 else row for n, row in enumerate(rows)]
    by_name = {m.name: m for m in TASK.summary(holes)}
    assert by_name["astro: relevance error"].value == 0
    assert sum(by_name[f"{k}: relevance error"].n for k in ("astro", "foundational-ml")) == len(rows) - 7


async def test_the_agent_answers_every_case_in_batches() -> None:
    cases = TASK.samples(None)
    rows = await run(TASK, cases, batch="4")
    assert len(rows) == len(cases)
    assert not [row for row in rows if row.error]
    assert all(row.output["reason"] for row in rows)
    assert figures(TASK, rows)["foundational-ml: AUC of the ranking"] > 0.7


async def test_the_readers_thresholds_are_options() -> None:
    cases = TASK.samples(None)
    rows = await run(TASK, cases, relevance="1", novelty="1")
    assert all(row.output["selected"] for row in rows)
    with pytest.raises(SettingsError, match="batch=none"):
        await run(TASK, cases, batch="none")


async def test_baselines_order_cases_as_told() -> None:
    cases = TASK.samples(None)
    found = {name: figures(TASK, await run(TASK, cases, name)) for name in TASK.baselines}
    assert set(found) == {"keyword", "tfidf", "random", "prior"}
    for name in found:
        json.dumps([row.output for row in await run(TASK, cases, name)])
    assert found["keyword"]["foundational-ml: AUC of the ranking"] > 0.5
    assert await run(TASK, cases, "random") == await run(TASK, cases, "random")


def test_the_learned_baseline_never_sees_the_day_nor_its_neighbours() -> None:
    def on(day: str, profile: str = "foundational-ml-v2") -> Sample:
        return Sample(id=day, cluster=day, group=day, input={"profile": profile}, target={})

    cases = [on(day) for day in ("2025-05-26", "2025-05-30", "2025-06-10", "2025-07-21")]
    cases.append(on("2026-01-01", "astro"))
    assert [case.id for case in training_days(cases, on("2025-05-27", "foundational-ml-v1"))] == ["2025-07-21"]
    near = [on(day) for day in ("2026-02-16", "2026-02-18", "2026-02-20")]
    assert [case.id for case in training_days(near, near[0])] == ["2026-02-20"]
    with pytest.raises(EngineError, match="No other day"):
        training_days(near[:1], near[0])


@pytest.mark.skipif("PAPERWIRE_DATA" not in os.environ, reason="PAPERWIRE_DATA names no folder of real days")
async def test_real_days_are_read_whole_and_chance_is_half() -> None:
    data = Path(os.environ["PAPERWIRE_DATA"])
    index = json.loads((data / "arxiv_days" / "index.json").read_text(encoding="utf-8"))
    cases = labelled_cases(data)
    per_day = grouped([case for case in cases if family(case) == "foundational-ml"])
    for row in index:
        authors = row["eligible_lg_ai"] - len(per_day[f"foundational-ml:{row['date']}"])
        assert 0 <= authors <= 2, "only papers taken for their author are left out"
    found = figures(TASK, await run(TASK, cases, "random"))
    assert found["foundational-ml: AUC of the ranking"] == pytest.approx(0.5, abs=0.04)
    assert found["foundational-ml: ceiling, F1"] == pytest.approx(0.83, abs=0.02)
