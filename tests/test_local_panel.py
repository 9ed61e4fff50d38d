"""The paper graph against a real model server: gemma-3-270m behind llama.cpp, on loopback.

A base model of this size judges nothing. Proved are the wire, the schema and the failure paths: every part of the
report is there, or its absence has a reason; every quote that is left stands in the paper.
To run it, see `tests/test_local_model.py`; two idle cores need about three minutes.
"""

from datetime import date
from pathlib import Path

import pytest

from paperwire.commands.hire import hire
from paperwire.commands.order import Order
from paperwire.domain import Paper, Triage
from paperwire.graphs.paper import read_paper, report_of
from paperwire.memory import open_archive

pytestmark = pytest.mark.slow

PAPER = Paper(id="2511.00012", title="Pruned heads", abstract="We prune attention heads and lose little accuracy.")
TEXT = """<article class="ltx_document"><section id="S1" class="ltx_section"><h2 class="ltx_title">1 Introduction</h2>
<div class="ltx_para"><p class="ltx_p">We prune two thirds of the attention heads of a small translation model after
training and measure what is lost. On the test set the score falls from 27.3 to 26.9 points.</p></div></section>
<section id="S2" class="ltx_section"><h2 class="ltx_title">2 Limitations</h2><div class="ltx_para"><p class="ltx_p">One
model and one language pair were tried, with a single seed, so the spread of the score is not known.</p></div></section>
</article>"""
SETTINGS = """
interests = [{{ name = "Pruning", relevant = "pruning of networks" }}]
engine = {{ base_url = "{base_url}", model = "{model}", temperature = 0, timeout_s = 900, attempts = 1 }}
[agents]
summary = {{ {limit} }}
reviewer = {{ {limit} }}
repair = {{ {limit} }}
meta_review = {{ {limit} }}
directions = {{ {limit} }}
"""


async def test_a_real_server_gives_a_report_or_reasons(tmp_path: Path, local_model: tuple[str, str]) -> None:
    base_url, model = local_model
    settings = SETTINGS.format(base_url=base_url, model=model, limit="max_output_tokens = 500")
    (tmp_path / "paperwire.toml").write_text(settings, encoding="utf-8")
    (tmp_path / "texts").mkdir()
    (tmp_path / "texts" / f"{PAPER.id}.html").write_text(TEXT, encoding="utf-8")
    order = Order(config=tmp_path / "paperwire.toml", archive=tmp_path / "archive")

    with open_archive(order.folder, write=True) as archive:
        room, desk = hire(order, archive)
        room.calls.run_id = archive.ledger.open_run(date(2026, 1, 5), "test", "openai", room.now()).id
        start = {"paper": PAPER.model_dump(mode="json"), "day": "2026-01-05", "texts": str(tmp_path / "texts")}
        end = await read_paper(room, start)  # type: ignore[arg-type]
        await desk.aclose()

    report = report_of(end, Triage(paper_id=PAPER.id, relevance=9, novelty=5))
    assert report.text.source == "edition"
    assert desk.tally.calls >= 4
    parts = [report.summary, *report.reviews]
    assert len([part for part in parts if part]) + len(report.problems) >= 4
    body = " ".join(" ".join(section.text.split()) for section in report.text.sections)
    for review in report.reviews:
        assert review.scores is not None
        assert all(point.quote.text in body for point in (*review.strengths, *review.weaknesses))
