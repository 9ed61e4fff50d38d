"""The stories task: its cases, its figures against counts by hand, and how it runs on what ships."""

from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from paperwire.domain.errors import SettingsError
from paperwire.evals.task import Answered, Sample
from paperwire.evals.tasks import load_task
from paperwire.evals.tasks.stories import stories_task
from paperwire.evals.tasks.stories_cases import story_cases
from paperwire.evals.tasks.stories_figures import figures, score, summary


def no_meaning(texts: Sequence[str]) -> Any:
    return np.zeros((len(texts), 8), dtype=np.float32)


def letters(texts: Sequence[str]) -> Any:
    """Pairs of letters counted, as unit vectors: some of the likeness that an embedding sees."""
    rows = np.zeros((len(texts), 32 * 32), dtype=np.float32)
    for row, text in zip(rows, texts, strict=True):
        for one, other in pairwise(text.lower()):
            row[ord(one) % 32 * 32 + ord(other) % 32] += 1
    rows -= rows.mean(axis=0)
    return rows / np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-9)


def answered(stories: dict[str, str], grouping: Sequence[str], group: str = "week") -> list[Answered]:
    """Cases of one letter each: the story of each letter, and the letters that were put together."""
    cases = []
    for letter, story in stories.items():
        same = sorted(other for other in stories if stories[other] == story)
        beside = next(sorted(letters) for letters in grouping if letter in letters)
        sample = Sample(id=letter, cluster=story, group=group, input={}, target={"ambiguous": False, "same": same})
        output = {"with": beside, "same": same}
        cases.append(Answered(sample=sample, output=output, scores=tuple(score(sample, output))))
    return cases


TRUE = {"a": "x", "b": "x", "c": "x", "d": "y", "e": "y", "f": "z"}


def test_a_perfect_grouping_has_all() -> None:
    found = figures(answered(TRUE, ["abc", "de", "f"]))
    assert found == {"pairwise F1": 1, "pairwise precision": 1, "pairwise recall": 1, "B-cubed F1": 1}


def test_figures_by_hand() -> None:
    found = figures(answered(TRUE, ["ab", "cd", "ef"]))
    # Three pairs are joined, one of them rightly; four pairs belong together.
    assert found["pairwise precision"] == pytest.approx(1 / 3)
    assert found["pairwise recall"] == pytest.approx(1 / 4)
    precision, recall = (1 + 1 + 4 * 0.5) / 6, (2 / 3 + 2 / 3 + 1 / 3 + 1 / 2 + 1 / 2 + 1) / 6
    assert found["B-cubed F1"] == pytest.approx(2 * precision * recall / (precision + recall))


def test_nothing_joined_has_no_precision_and_no_f1_by_luck() -> None:
    found = figures(answered(TRUE, list("abcdef")))
    assert found["pairwise precision"] is None
    assert found["pairwise F1"] == 0


def test_a_story_drawn_twice_counts_twice() -> None:
    cases = answered(TRUE, ["abc", "d", "e", "f"])
    renamed = [
        one.model_copy(update={"sample": one.sample.model_copy(update={"id": f"{one.sample.id}~2"})})
        for one in cases
        if one.sample.cluster == "y"
    ]
    assert figures(cases)["pairwise recall"] == pytest.approx(3 / 4)
    assert figures([*cases, *renamed])["pairwise recall"] == pytest.approx(3 / 5)


def test_another_group_has_its_name_in_front_and_intervals_hold_the_value() -> None:
    found = {one.name: one for one in summary(answered(TRUE, ["ab", "cd", "ef"], group="uci"))}
    one = found["uci B-cubed F1"]
    assert one.low is not None
    assert one.high is not None
    assert one.low <= (one.value or 0) <= one.high


def test_an_ambiguous_item_has_no_score() -> None:
    sample = Sample(id="a", cluster="x", group="week", input={}, target={"ambiguous": True, "same": []})
    assert [one.value for one in score(sample, {"with": ["a"], "same": []})] == [None, None]


def test_the_cases_that_ship_are_ours_and_name_no_real_source() -> None:
    cases = story_cases(None)
    stories = [one.cluster for one in cases if len(one.target["same"]) > 1]
    assert len(set(stories)) == 10
    assert all(one.input["url"].startswith("https://example.org/") for one in cases)


@pytest.mark.parametrize("solver", ["", "tfidf", "meaning", "alone", "together"])
async def test_every_contender_answers_every_case(solver: str) -> None:
    task = stories_task(no_meaning)
    cases = task.samples(None)
    found = await (task.baselines[solver] if solver else task.solver)(None, cases)  # type: ignore[arg-type]
    assert found.keys() == {one.id for one in cases}
    assert all(one.id in found[one.id]["with"] for one in cases)


async def test_on_what_ships_few_wrong_pairs_are_joined() -> None:
    task = stories_task(letters)
    cases = task.samples(None)
    found = await task.solver(None, cases)  # type: ignore[arg-type]
    made = figures([Answered(sample=one, output=found[one.id]) for one in cases])
    assert (made["pairwise precision"] or 0) > 0.8
    assert made["pairwise recall"]


def test_it_is_listed() -> None:
    assert load_task("stories").primary == "pairwise F1"


def test_a_folder_without_a_labelled_week_is_an_error_with_a_remedy(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="--data"):
        story_cases(tmp_path)


def test_the_real_week(data: Path) -> None:
    cases = story_cases(data)
    week = [one for one in cases if one.group == "week"]
    assert (len(week), len(cases) - len(week)) == (372, 392)
    assert sum(one.target["ambiguous"] for one in week) == 33
    assert len({one.cluster for one in week if len(one.target["same"]) > 1}) == 25
