"""Two runs side by side: paired, errors set aside and shown, doubt said aloud; and what is drawn from it."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from paperwire.domain.errors import SettingsError
from paperwire.evals.compare import compare, verdict
from paperwire.evals.gate import gate
from paperwire.evals.log import SavedRun
from paperwire.evals.pairing import NotComparable, pair
from paperwire.evals.records import Closing, Header, Line, Spent
from paperwire.evals.report import as_markdown, report_of
from paperwire.evals.report_html import comparison_page, report_page
from paperwire.evals.task import Bin, Metric, Sample, Score, Task

MOMENT = datetime(2026, 11, 20, 6, 0, tzinfo=UTC)
HOSTILE = '</pre><script>alert("x")</script> $a_b$'


def header(**changes):
    base = Header(
        paperwire="0", commit="", code="abc", task="heat", task_version=1, primary="right", data="",
        dataset="d0", cases=40, engine="openai", model="m", prompt="triage@v1", started=MOMENT,
        command="paperwire eval run heat",
    )  # fmt: skip
    return base.model_copy(update=changes)


def run(values, *, name="right", **changes):
    """A finished run: a score by case, None for an error; five cases a cluster."""
    lines = {
        (f"s{n}", 0): Line(
            id=f"s{n}", cluster=f"c{n // 5}", group="g", epoch=0,
            output=None if value is None else {"said": f"{value} {HOSTILE}"},
            error="garbage: no JSON" if value is None else "",
            scores=() if value is None else (Score(name=name, value=value),),
        )
        for n, value in enumerate(values)
    }  # fmt: skip
    errors = sum(value is None for value in values)
    closing = Closing(
        finished=MOMENT, answered=len(values) - errors, errors={"garbage": errors} if errors else {}, spent=Spent(),
        seconds=1.0, metrics=(Metric(name="right", value=0.5, low=0.4, high=0.6, n=len(values)),),
    )  # fmt: skip
    return SavedRun(Path("run.jsonl"), header(cases=len(values), **changes), lines, closing)


SAMPLES = [Sample(id=f"s{n}", cluster=f"c{n // 5}", group="g", input={"t": HOSTILE}, target={}) for n in range(40)]
TASK = Task(
    name="heat", description=HOSTILE, agent="triage", samples=lambda _: SAMPLES, solver=None, scorer=None,
    summary=lambda found: [Metric(name="share", value=len([c for c in found if c.output]) / len(found), n=len(found))],
    primary="right", calibration=lambda found: {HOSTILE: [Bin(said=1, so=2, n=3), Bin(said=5, so=4, n=9)]},
)  # fmt: skip
HALF = [float(n % 2) for n in range(40)]
BETTER = [1.0 if n % 5 else value for n, value in enumerate(HALF)]


def test_a_better_side_is_called_better_with_interval_and_counts():
    found = compare(pair(run(HALF), run(BETTER)))
    lead = found.lead
    assert lead.difference == pytest.approx(sum(BETTER) / 40 - 0.5)
    assert lead.low > 0
    assert (lead.wins, lead.losses, lead.ties) == (16, 0, 24)
    assert lead.mcnemar_p == pytest.approx(2 / 2**16)
    assert lead.p == pytest.approx(2 / 2**8)
    assert verdict(lead).startswith("B is better in right (+0.400")


def test_equal_sides_show_no_difference_and_say_what_could_be_missed():
    noisy = [1.0 - value if n in (0, 7, 13, 22) else value for n, value in enumerate(HALF)]
    lead = compare(pair(run(HALF), run(noisy))).lead
    assert verdict(lead).startswith("No difference in right is shown")
    assert f"below {lead.detectable:.3f} would usually go unseen" in verdict(lead)


def test_three_clusters_can_lean_but_not_show():
    lead = compare(pair(run(HALF[:15]), run(BETTER[:15]))).lead
    assert lead.low > 0
    assert lead.p == pytest.approx(2 / 2**3)
    assert verdict(lead).startswith("No difference in right is shown")


def test_less_can_be_better():
    found = compare(pair(run(HALF, lower_is_better=("right",)), run(BETTER, lower_is_better=("right",))))
    assert (found.lead.wins, found.lead.losses) == (0, 16)
    assert verdict(found.lead).startswith("B is worse")
    assert all(flip.loss for flip in found.flips)


def test_errors_are_set_aside_in_pairs_and_counted():
    a, b = [None, None, *HALF[2:]], [None, 1.0, *HALF[2:38], None, None]
    found = compare(pair(run(a), run(b)))
    assert (found.excluded.a, found.excluded.b, found.excluded.both) == (1, 2, 1)
    assert found.excluded.kinds_b == {"garbage": 3}
    assert found.lead.n == 36
    assert any("10.0% of the cases have no answer" in note for note in found.notes)


def test_different_cases_are_refused_with_their_ids():
    with pytest.raises(NotComparable, match=r"only in A \(1\): s39; none only in B"):
        pair(run(HALF), run(HALF[:39]))


@pytest.mark.parametrize("changes", [{"task_version": 2}, {"task": "cold"}, {"dataset": "d1"}])
def test_other_tasks_versions_and_contents_are_refused(changes):
    with pytest.raises(NotComparable):
        pair(run(HALF), run(HALF, **changes))


def test_lost_cases_come_first_with_both_outputs():
    other = [0.0 if n == 1 else 1.0 if n == 2 else value for n, value in enumerate(HALF)]
    flips = compare(pair(run(HALF), run(other)), TASK, SAMPLES).flips
    assert [(flip.id, flip.loss) for flip in flips] == [("s1", True), ("s2", False)]
    assert flips[0].output_a["said"].startswith("1.0")
    assert flips[0].input == {"t": HOSTILE}


def test_figures_over_all_cases_are_compared_where_the_cases_are_there():
    paired = pair(run(HALF), run(BETTER))
    assert [row.name for row in compare(paired, TASK, SAMPLES).figures] == ["share"]
    bare = compare(paired)
    assert not bare.figures
    assert any("--data" in note for note in bare.notes)


def test_epochs_are_averaged_before_cases_are_paired():
    twice = run(HALF, epochs=2)
    twice.lines |= {(key, 1): line.model_copy(update={"epoch": 1, "scores": (Score(name="right", value=1.0),)})
                    for (key, _), line in twice.lines.items()}  # fmt: skip
    lead = compare(pair(run(HALF), twice)).lead
    assert (lead.n, lead.difference, lead.mcnemar_p) == (40, 0.25, None)


@pytest.mark.parametrize(("margin", "holds"), [(0.0, True), (0.5, True)])
def test_the_gate_holds_for_equal_runs(margin, holds):
    assert gate(pair(run(HALF), run(HALF)), margin).holds is holds


def test_the_gate_fails_a_worse_run_and_a_doubtful_one():
    worse = gate(pair(run(BETTER), run(HALF)), 0.05)
    assert not worse.holds
    assert worse.reason.startswith("worse")
    noisy = [1.0 - value if n % 7 == 0 else value for n, value in enumerate(HALF)]
    doubtful = gate(pair(run(HALF), run(noisy)), 0.01)
    assert not doubtful.holds
    assert "too few cases" in doubtful.reason
    assert gate(pair(run(HALF), run(noisy)), 0.5).holds


def test_a_run_cannot_pass_the_gate_by_not_answering():
    silent = [None if n == 3 else value for n, value in enumerate(BETTER)]
    paired = pair(run(HALF), run(silent))
    assert gate(paired, 0.1).reason == "1 cases that had an answer have none (1 garbage)"
    assert gate(paired, 0.1, errors=1).holds


def test_the_gate_turns_scores_where_less_is_better():
    falling = {"lower_is_better": ("right",)}
    assert not gate(pair(run(HALF, **falling), run(BETTER, **falling)), 0.05).holds
    assert gate(pair(run(BETTER, **falling), run(HALF, **falling)), 0.0).holds


def test_the_gate_can_hold_a_figure_over_all_cases_and_names_what_there_is():
    paired = pair(run(HALF), run(BETTER))
    assert gate(paired, 0.0, "share", task=TASK, samples=SAMPLES).holds
    with pytest.raises(SettingsError, match="There are: right"):
        gate(paired, 0.0, "shard", task=TASK, samples=SAMPLES)


def test_pages_load_nothing_and_escape_everything():
    found = compare(pair(run(HALF), run([None, *BETTER[1:]])), TASK, SAMPLES)
    pages = [
        comparison_page(found),
        report_page(report_of([run(HALF), run([None, *BETTER[1:]])]), TASK, run(HALF), SAMPLES),
    ]
    for page in pages:
        assert "<script" not in page
        assert "alert" in page
        assert page.count("<svg ") >= 1
        for reaching in ("src=", "url(h", "@import", "<link", "<?xml"):
            assert reaching not in page
    assert 'aria-label="Calibration' in pages[1]
    assert "1 garbage" in pages[0]


def test_the_markdown_names_data_errors_and_commands():
    text = as_markdown(report_of([run(BETTER, prompt="triage@v2"), run([None, *HALF[1:]])]))
    assert "| right | 0.500 [0.400, 0.600] |" in text
    assert "1 garbage" in text
    assert "A = triage@v1 · openai · m, B = triage@v2 · openai · m: B is better" in text
    assert "paperwire eval run heat" in text


def test_the_markdown_says_why_runs_do_not_compare():
    text = as_markdown(report_of([run(HALF), run(HALF, dataset="d1")]))
    assert "differ in content" in text
