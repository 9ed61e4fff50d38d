"""Intervals and tests, against closed forms and by simulation."""

import numpy as np
import pytest

from paperwire.evals.resampling import figure_differences
from paperwire.evals.statistics import (
    cluster_sums,
    detectable,
    kappa,
    mcnemar_p,
    mean_interval,
    sign_flip_p,
    standard_error,
    tails,
)
from paperwire.evals.task import Answered, Sample


def clustered(generator, clusters, size, effect=0.0, share=0.5):
    """Values whose variance lies by `share` between clusters; the mean is `effect`."""
    shifts = generator.normal(0, share**0.5, clusters)
    values = effect + np.repeat(shifts, size) + generator.normal(0, (1 - share) ** 0.5, clusters * size)
    return values.tolist(), [f"c{i}" for i in range(clusters) for _ in range(size)]


@pytest.mark.parametrize(("wins", "losses", "p"), [(1, 8, 20 / 512), (8, 1, 20 / 512), (5, 0, 2 / 32), (3, 3, 1.0)])
def test_mcnemar_is_the_binomial_tail(wins, losses, p):
    assert mcnemar_p(wins, losses) == pytest.approx(p)


def test_mcnemar_without_discordant_pairs_shows_nothing():
    assert mcnemar_p(0, 0) == 1.0


@pytest.mark.parametrize("clusters", [3, 10])
def test_the_sign_flip_test_is_exact_for_few_clusters(clusters):
    names = [f"c{i}" for i in range(clusters)]
    assert sign_flip_p([0.5 + i for i in range(clusters)], names) == pytest.approx(2 / 2**clusters)


def test_signs_are_flipped_by_cluster_not_by_case():
    assert sign_flip_p([1.0] * 40, ["one", "two"] * 20) == pytest.approx(0.5)
    assert sign_flip_p([1.0] * 40, [str(i) for i in range(40)]) == pytest.approx(1 / 10_001)


def test_no_difference_is_p_one():
    assert sign_flip_p([0.0] * 5, list("abcde")) == 1.0


def test_kappa_of_a_textbook_table():
    first = ["yes"] * 25 + ["no"] * 25
    second = ["yes"] * 20 + ["no"] * 5 + ["yes"] * 10 + ["no"] * 15
    assert kappa(first, second) == pytest.approx(0.4)
    assert kappa(["yes", "yes"], ["yes", "yes"]) is None


def test_kappa_needs_the_same_cases():
    with pytest.raises(ValueError, match="same cases"):
        kappa(["a"], [])


def test_the_standard_error_of_single_cases_is_the_usual_one():
    values = [1.0, 2.0, 4.0, 7.0]
    assert standard_error(*cluster_sums(values, list("abcd"))) == pytest.approx(np.std(values, ddof=1) / 2)


def test_repeating_every_case_within_its_cluster_adds_no_certainty():
    values, clusters = [1.0, 2.0, 4.0, 7.0], list("abcd")
    once, often = mean_interval(values, clusters), mean_interval(values * 9, clusters * 9)
    assert often.error == pytest.approx(once.error)
    assert (often.low, often.high) == pytest.approx((once.low, once.high))


def test_one_cluster_gives_no_interval():
    assert mean_interval([1.0, 2.0], ["a", "a"]).low is None
    with pytest.raises(ValueError, match="no values"):
        mean_interval([], [])


def test_tails_widen_for_few_clusters():
    assert tails(5)[0] == pytest.approx(0.00095, abs=2e-5)
    assert tails(1_000_000) == pytest.approx((0.025, 0.975), abs=1e-5)


def test_detectable_is_the_textbook_2_80_standard_errors():
    assert detectable(0.01, 100_000) == pytest.approx(0.02802, abs=1e-4)


@pytest.mark.parametrize("clusters", [8, 30])
def test_intervals_cover_the_truth_as_often_as_they_say(clusters):
    generator = np.random.default_rng(1)
    hits = naive = 0
    for _ in range(400):
        values, names = clustered(generator, clusters, 6)
        interval = mean_interval(values, names, draws=600)
        hits += interval.low <= 0 <= interval.high
        alone = mean_interval(values, [str(i) for i in range(len(values))], draws=600)
        naive += alone.low <= 0 <= alone.high
    assert 0.915 <= hits / 400 <= 0.98
    assert naive / 400 < 0.8, "the simulation must be one in which clusters matter"


def test_the_sign_flip_test_errs_as_seldom_as_it_says():
    generator = np.random.default_rng(2)
    found = sum(sign_flip_p(*clustered(generator, 10, 5)) <= 0.05 for _ in range(400))
    assert 0.02 <= found / 400 <= 0.085


def test_the_detectable_difference_is_detected_four_times_in_five():
    generator = np.random.default_rng(3)
    truth = (0.5 + 0.5 / 6) ** 0.5 / 25**0.5
    effect = detectable(truth, 25)
    found = 0
    for _ in range(300):
        interval = mean_interval(*clustered(generator, 25, 6, effect), draws=600)
        found += interval.low > 0
    assert 0.72 <= found / 300 <= 0.88


def cases(outputs, clusters):
    return [
        Answered(
            sample=Sample(id=f"s{i}", cluster=c, group=c, input={}, target={}), output={"value": value}
        )
        for i, (value, c) in enumerate(zip(outputs, clusters, strict=True))
    ]  # fmt: skip


def test_figures_are_resampled_in_step_and_agree_with_the_interval_of_the_mean():
    generator = np.random.default_rng(4)
    gaps, clusters = clustered(generator, 15, 4, effect=1.0)
    left = generator.normal(0, 30, len(gaps))

    def figures(found):
        return {"mean": sum(case.output["value"] for case in found) / len(found)}

    [row] = figure_differences(cases(left, clusters), cases(left + gaps, clusters), figures)
    mean = mean_interval(gaps, clusters)
    assert row.difference == pytest.approx(mean.mean)
    assert (row.low, row.high) == pytest.approx((mean.low, mean.high), abs=0.12)


def test_a_cluster_drawn_twice_counts_as_two():
    seen = []

    def figures(found):
        seen.append((len(found), len({c.sample.id for c in found}), len({c.sample.cluster for c in found})))
        return {"n": float(len(found))}

    sides = cases([1.0] * 12, [f"c{i // 3}" for i in range(12)])
    figure_differences(sides, sides, figures)
    assert all(total == distinct == 3 * clusters == 12 for total, distinct, clusters in seen)


def test_a_figure_that_is_undefined_on_a_side_has_no_difference():
    side = cases([1.0, 2.0], ["a", "b"])
    [row] = figure_differences(side, side, lambda found: {"auc": None})
    assert row.difference is None
    assert row.low is None
