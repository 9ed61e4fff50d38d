"""The trends task: its cases, what counts as recovered, its rivals, and stability."""

import gzip
import hashlib
import json
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pytest

from paperwire.agents.staff import Staff
from paperwire.domain.errors import SettingsError
from paperwire.evals.cases import cases_of
from paperwire.evals.task import Bench, Sample
from paperwire.evals.tasks.trends import score, trends_task
from paperwire.evals.tasks.trends_cases import week_cases
from paperwire.evals.tasks.trends_match import by_meaning, by_words, spoken_of

SUBJECTS = (
    ("Cache compression", "Cache compression keeps long memory small, note {n}."),
    ("Towel folding", "Towel folding by robots from plain video, note {n}."),
    ("Enzyme structures", "Enzyme structures sampled with diffusion chains, note {n}."),
)


class Hashes:
    """Words hashed into 96 places."""

    name = "words-96"

    def embed(self, texts):
        rows = np.full((len(texts), 96), 1e-3, dtype=np.float32)
        for row, text in zip(rows, texts, strict=True):
            for word in text.lower().replace(".", " ").replace(",", " ").split():
                row[int(hashlib.sha256(word.encode()).hexdigest(), 16) % 96] += 1
            row /= np.linalg.norm(row)
        return rows


@pytest.fixture
def made(tmp_path: Path) -> Path:
    """Three days in two weeks, and two issues; the second week's issue is about what papers do not hold."""
    for day, first in (("2026-03-02", 0), ("2026-03-03", 100), ("2026-03-09", 200)):
        rows = [
            {
                "id": f"{2603}.{first + 3 * n + at:05}",
                "title": title,
                "abstract": text.format(n=n),
                "categories": ["cs.LG"],
            }
            for n in range(15)
            for at, (title, text) in enumerate(SUBJECTS)
        ]
        put(tmp_path / f"arxiv_days/papers/{day}.jsonl.gz", rows)
    issues = [
        {"date": "2026-03-03", "topics": ["cache-compression", "fundraising"]},
        {"date": "2026-03-05", "topics": ["towel-folding", "cache-compression"]},
        {"date": "2026-03-10", "topics": ["pricing"]},
    ]
    (tmp_path / "news").mkdir()
    (tmp_path / "news/ainews_issue_tags.json").write_text(json.dumps(issues), encoding="utf-8")
    return tmp_path


def put(path: Path, rows: list) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with gzip.open(path, "wt", encoding="utf-8") as lines:
        lines.write("\n".join(json.dumps(row) for row in rows))


def a_bench(folder: Path) -> Bench:
    def engine(*_):
        raise AssertionError("trends ask no engine")

    return Bench(Staff(engine), "extractive", lambda: datetime(2026, 3, 9, tzinfo=UTC), {"corpus": str(folder)})


def test_a_case_is_a_week_with_the_tags_of_its_issues_and_those_that_papers_speak_of(made):
    first, second = week_cases(made)
    assert (first.id, second.id) == ("2026-W10", "2026-W11")
    assert first.target == {
        "tags": ["cache-compression", "fundraising", "towel-folding"],
        "in_papers": ["cache-compression", "towel-folding"],
    }
    assert second.target == {"tags": ["pricing"], "in_papers": []}


def test_without_data_or_with_broken_tags_the_remedy_is_told(made):
    with pytest.raises(SettingsError, match="PAPERWIRE_DATA"):
        week_cases(None)
    (made / "news/ainews_issue_tags.json").write_text("[{}]", encoding="utf-8")
    with pytest.raises(SettingsError, match="Mend the folder"):
        week_cases(made)


async def test_trends_recover_what_papers_are_about_and_are_found_again_in_half(made, tmp_path):
    task = trends_task(Hashes())
    cases = cases_of(task, made)
    answers = await task.solver(a_bench(tmp_path / "corpus"), cases)
    scores = {(case.id, one.name): one.value for case in cases for one in task.scorer(case, answers[case.id])}
    assert scores["2026-W10", "tags in papers by words"] == 1.0
    assert scores["2026-W10", "tags by words"] == pytest.approx(2 / 3)
    assert scores["2026-W11", "tags in papers by words"] is None
    assert scores["2026-W10", "trends found in half"] == 1.0
    # One week has no drift to predict from, and after the last nothing can be checked.
    assert scores["2026-W10", "predictions held"] is None


@pytest.mark.parametrize("rival", ["frequent", "random"])
async def test_rivals_show_as_much_as_trends(made, tmp_path, rival):
    task = trends_task(Hashes())
    cases = cases_of(task, made)
    ours = await task.solver(a_bench(tmp_path / "corpus"), cases)
    theirs = await task.baselines[rival](a_bench(tmp_path / "corpus"), cases)
    for case in cases:
        assert 0 < len(theirs[case.id]["shown"]) <= len(ours[case.id]["shown"])


def test_a_tag_is_recovered_if_one_term_holds_its_words_or_means_the_same():
    assert by_words(["kv-cache", "agents", "code"], ["KV caches", "agent", "decoding"]) == ["kv-cache", "agents"]
    assert by_words(["kv-cache"], ["KV", "cache"]) == []
    assert by_meaning(["long-cache-memory"], ["long cache"], Hashes()) == ["long-cache-memory"]
    assert by_meaning(["pricing"], ["long cache"], Hashes()) == []
    assert by_meaning(["pricing"], [], Hashes()) == []


def test_papers_speak_of_a_tag_if_its_words_stand_in_a_row():
    texts = ["Tool-use of agents.", "Tools we use."]
    assert spoken_of(["tool-use"], texts, 1) == ["tool-use"]
    assert spoken_of(["tool-use"], texts, 2) == []


def test_shares_without_anything_to_count_are_none_not_zero():
    sample = Sample(id="w", cluster="w", group="weeks", input={}, target={"tags": [], "in_papers": []})
    assert {one.value for one in score(sample, {"shown": []}, Hashes())} == {None}
