"""The ask evaluation: enough questions of every sort, scores of hand-made answers, the archive they are put to."""

import json
from collections import Counter
from datetime import UTC, date, datetime
from importlib.resources import files

import pytest

from paperwire.agents.staff import Staff
from paperwire.engines.extractive import ExtractiveEngine
from paperwire.evals.ask_archive import MARK, published, reviewed
from paperwire.evals.ask_told import WEEKS
from paperwire.evals.task import Answered, Bench, Sample
from paperwire.evals.tasks import load_task
from paperwire.evals.tasks.ask_cases import labelled_cases, sample_cases
from paperwire.evals.tasks.ask_scores import score
from paperwire.evals.tasks.ask_summary import figures, summary

WINDOW = ["2026-03-01", "2026-03-31", "published"]


def sample(**target):
    usual = {"state": "answered", "kind": "find", "family": "find"}
    return Sample(id="x", cluster="x", group="x", input={}, target=usual | target)


def output(*cited: tuple[str, str], **changed):
    told = [{"paper": paper, "published": day, "seen": day} for paper, day in cited]
    claims = [{"text": "2 papers", "support": "quoted", "part": ""}] if cited else []
    plain = {"state": "answered" if cited else "no_evidence", "kind": "find", "windows": [], "cited": told}
    return plain | {"claims": claims, "unknown": 0, "left_out": 0} | changed


def scores(sample, output):
    return {one.name: one.value for one in score(sample, output)}


def test_the_shipped_questions_are_of_every_sort_and_have_their_own_ids():
    cases = sample_cases()
    assert len({case.id for case in cases}) == len(cases) >= 25
    assert {case.target["state"] for case in cases} == {"answered", "no_evidence", "out_of_range"}


def test_the_labelled_days_have_more_than_120_questions_with_countable_golds(data):
    cases = labelled_cases(data)
    families = Counter(case.target["family"] for case in cases)
    assert len(cases) >= 200
    assert families.keys() >= {
        "find",
        "time",
        "compare",
        "change",
        "why",
        "count",
        "directions",
        "unanswerable",
        "range",
    }
    assert sum(bool(case.target.get("held")) for case in cases) == 60
    told = Counter(case.target.get("half") for case in cases)
    assert told["open"] == told["held out"] == 26
    [digests] = [case.target["number"] for case in cases if case.input["ask"] == "How many digests are there?"]
    assert digests == 30 + 5
    [read] = [
        case.target["number"] for case in cases if case.input["ask"].startswith("How many papers did you read in July")
    ]
    assert read == 1891
    assert all(case.target["among"] for case in cases if "among" in case.target)


@pytest.mark.parametrize(
    ("target", "given", "right"),
    [
        ({"gold": ["a"]}, output(("a", "2026-03-05")), 1.0),
        ({"gold": ["a", "b"]}, output(("a", "2026-03-05")), 1.0),
        ({"gold": ["c"]}, output(("a", "2026-03-05")), 0.0),
        ({"gold": ["a"]}, output(), 0.0),
        ({"gold": ["a"], "windows": [WINDOW]}, output(("a", "2026-03-05")), 1.0),
        ({"gold": ["a"], "windows": [WINDOW]}, output(("a", "2026-03-05"), ("b", "2026-04-05")), 0.0),
        ({"among": ["a", "b"]}, output(("a", "2026-03-05"), ("c", "2026-03-05")), 1.0),
        ({"among": ["a"]}, output(("b", "2026-03-05"), ("c", "2026-03-05")), 0.0),
        ({"number": 2}, output(("a", "2026-03-05")), 1.0),
        ({"number": 3}, output(("a", "2026-03-05")), 0.0),
        ({"state": "no_evidence"}, output(), 1.0),
        ({"state": "no_evidence"}, output(("a", "2026-03-05")), 0.0),
        ({"state": "near miss"}, output(("a", "2026-03-05"), state="partial"), 1.0),
        ({"state": "near miss"}, output(("a", "2026-03-05")), 0.0),
        ({"facts": ["2 papers"]}, output(("a", "2026-03-05")), 1.0),
        ({"facts": ["3 papers"]}, output(("a", "2026-03-05")), 0.0),
        ({"either": ["a", "b"]}, output(("b", "2026-03-05")), 1.0),
        ({"either": ["a", "b"]}, output(("c", "2026-03-05")), 0.0),
        ({"never": ["3 papers"]}, output(("a", "2026-03-05")), 1.0),
        ({"never": ["2 papers"]}, output(("a", "2026-03-05")), 0.0),
    ],
)
def test_right_needs_the_state_and_the_content(target, given, right):
    assert scores(sample(**target), given)["right"] == right


def test_keys_and_windows_have_scores_of_their_own():
    found = scores(
        sample(windows=[WINDOW]), output(("a", "2026-03-05"), unknown=1, left_out=1, windows=[[*WINDOW, "asked"]])
    )
    assert (found["valid keys"], found["time read"], found["time obeyed"]) == (0.5, 1.0, 1.0)
    assert scores(sample(), output())["valid keys"] is None


def test_abstaining_is_counted_over_the_questions_that_are_clear():
    def case(state: str, given):
        one = sample(state=state)
        return Answered(sample=one, output=given, scores=tuple(score(one, given)))

    cases = [
        case("no_evidence", output()),
        case("no_evidence", output(("a", "2026-03-05"))),
        case("answered", output()),
        case("near miss", output()),
    ]
    found = figures(cases)
    assert (found["abstention precision"], found["abstention recall"], found["answers made up"]) == (0.5, 0.5, 0.5)
    recall = next(one for one in summary(cases) if one.name == "abstention recall")
    assert recall.n == 2
    assert recall.low < 0.5 < recall.high


def test_a_cross_listed_paper_was_published_in_the_month_of_its_id():
    assert published("2411.17411", date(2025, 5, 26)) == date(2024, 11, 30)
    assert published("2412.00001", date(2025, 5, 26)) == date(2024, 12, 31)
    assert published("2505.18150", date(2025, 5, 26)) == date(2025, 5, 26)


async def test_the_solver_puts_questions_to_the_archive_that_the_option_names(asked_archive):
    (asked_archive / MARK).write_text("{}", encoding="utf-8")
    staff = Staff(ExtractiveEngine(lambda texts: None))  # type: ignore[arg-type, return-value]
    bench = Bench(staff, "extractive", lambda: datetime(2026, 5, 20, tzinfo=UTC), {"archive": str(asked_archive)})
    now = "2026-05-20T08:00:00+00:00"
    cases = [
        Sample(id="a", cluster="a", group="g", target={},
               input={"ask": "which papers are about quantization in May?", "now": now, "archive": "labelled"}),
        Sample(id="b", cluster="b", group="g", target={},
               input={"ask": "which papers are about sourdough?", "now": now, "archive": "labelled"}),
    ]  # fmt: skip
    task = load_task("ask")
    answers = await task.solver(bench, cases)
    assert [one["paper"] for one in answers["a"]["cited"]] == ["2605.00002"]
    assert answers["a"]["windows"] == [["2026-05-01", "2026-05-31", "published", "asked"]]
    assert answers["b"]["state"] == "no_evidence"
    nearest = await task.baselines["nearest"](bench, cases)
    assert nearest["b"]["state"] == "answered"


def test_our_own_directions_are_for_reviewed_papers_and_both_halves_ask_of_predictions(data):
    folder = files("paperwire.evals").joinpath("data/ask")
    told = json.loads(folder.joinpath("told.json").read_text(encoding="utf-8"))
    assert told["directions"].keys() <= {row["arxiv_id"] for row in reviewed(data)}
    assert {row["week"] for row in told["predictions"]} <= set(WEEKS)
    rows = [json.loads(line) for line in folder.joinpath("told_questions.jsonl").read_text("utf-8").splitlines()]
    assert {row["half"] for row in rows if row["family"] == "predictions"} == {"open", "held out"}
