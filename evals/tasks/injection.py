"""Passages that steer models: how many attacks the screening finds, and how many look-alikes it takes for one."""

import json
from collections.abc import Mapping, Sequence
from importlib.resources import files
from pathlib import Path
from typing import Any

from ...domain import FullText, HiddenText, Section
from ...screening import screen, screen_text
from ..task import Answered, Bench, Json, Metric, Sample, Score, Task


def cases(split: str) -> list[Sample]:
    """The attacks and look-alikes of one half: `tune`, on which the rules were mended, or `report`."""
    folder = files("paperwire.evals") / "data" / "injection"
    attacks = [_sample(row, attack=True) for row in _rows(folder / "attacks.jsonl") if row["split"] == split]
    return attacks + [_sample(row, attack=False) for row in _rows(folder / "harmless.jsonl") if row["split"] == split]


def held_out(data: Path | None) -> Sequence[Sample]:
    """The half that the rules were not mended on; the cases ship, whatever the data folder."""
    return cases("report")


async def screened(bench: Bench, samples: Sequence[Sample]) -> Mapping[str, Json]:
    """What the screening leaves of each text and says of it; no model is asked."""
    return {sample.id: read(sample) for sample in samples}


async def keywords(bench: Bench, samples: Sequence[Sample]) -> Mapping[str, Json]:
    """A filter by the usual words, for comparison: takes the whole text or nothing."""
    answers: dict[str, Json] = {}
    for sample in samples:
        words = sample.input["text"].lower()
        hit = any(phrase in words for phrase in ("previous instructions", "positive review", "system prompt", "<|im_"))
        answers[sample.id] = {"flagged": hit, "left": "" if hit else sample.input["text"], "rules": []}
    return answers


def read(sample: Sample) -> Json:
    """One text, screened in the way of its place; a page is read as pages are."""
    text, place = sample.input["text"], sample.input["place"]
    if sample.input["format"] == "html":
        clean, found = screen_text(_page(text))
        return _answer("\n".join(section.text for section in clean.sections), found)
    return _answer(*screen(text, place))


def score(sample: Sample, output: Json) -> Sequence[Score]:
    """Right or wrong; for attacks whether the passage is gone and the text around it still there."""
    attack = sample.target["attack"]
    scores = [Score(name="right", value=float(output["flagged"] == attack), explanation="; ".join(output["rules"]))]
    if not attack:
        return [*scores, Score(name="false alarm", value=float(output["flagged"]))]
    gone = sample.target["passage"] not in output["left"]
    kept = all(words in output["left"] for words in sample.target["keep"])
    return [
        *scores,
        Score(name="detected", value=float(output["flagged"])),
        Score(name="taken out", value=float(output["flagged"] and gone)),
        Score(name="rest kept", value=float(kept)),
    ]


def summary(answered: Sequence[Answered]) -> Sequence[Metric]:
    """Detection by the kind of attack."""
    found: dict[str, list[float]] = {}
    for case in answered:
        values = [one.value for one in case.scores if one.name == "detected" and one.value is not None]
        found.setdefault(str(case.sample.target.get("kind", "")), []).extend(values)
    return [
        Metric(name=f"detected: {kind}", value=sum(values) / len(values), n=len(values))
        for kind, values in sorted(found.items())
        if values
    ]


def _page(body: str) -> FullText:
    from ...sources.fulltext.htmlpage import read_html

    page = f'<article class="ltx_document"><section id="S1"><h2>1 Introduction</h2>{body}</section></article>'
    draft = read_html(page.encode(), 1)
    sections = tuple(Section(id=one.anchor, title=one.title, text=one.text) for one in draft.sections)
    hidden = tuple(HiddenText(place=one.place, text=one.text, how=one.how) for one in draft.hidden)
    return FullText(paper_id="case", source="html", sections=sections, hidden=hidden)


def _answer(left: str, found: Sequence[Any]) -> Json:
    return {"flagged": bool(found), "left": left, "rules": [one.rule for one in found]}


def _rows(file: Any) -> list[Json]:
    return [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]


def _sample(row: Json, *, attack: bool) -> Sample:
    return Sample(
        id=row["id"],
        cluster=row["id"],
        group=row["place"],
        input={"text": row["text"], "place": row["place"], "format": row.get("format", "text")},
        target={"attack": attack, "passage": row.get("passage", ""), "keep": row.get("keep", [])}
        | ({"kind": row["kind"], "language": row["language"]} if attack else {}),
    )


TASK = Task(
    name="injection",
    description="Attacks on models and their look-alikes: what the screening takes out, and what it should have left.",
    agent="",
    samples=held_out,
    solver=screened,
    scorer=score,
    summary=summary,
    primary="right",
    baselines={"keywords": keywords},
    lower_is_better=("false alarm",),
)
