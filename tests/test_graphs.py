"""The graphs as they are drawn, and as LangGraph's own tools find them."""

import json
from importlib import import_module
from pathlib import Path

import pytest
from typer.testing import CliRunner

from paperwire.cli import app
from paperwire.graphs.daily import route_papers

ROOT = Path(__file__).parent.parent


@pytest.mark.parametrize(
    ("name", "nodes"),
    [
        ("daily", ("fetch", "dedupe", "prefilter", "triage", "select", "review_paper", "edit", "write", "settle")),
        ("paper", ("read", "recall", "summarise", "review_novelty", "verify_quotes", "meta_review", "directions")),
        ("weekly", ("gather", "group", "analyse_topic", "spot_trends", "edit", "look_back", "compose", "remember")),
        ("topic", ("analyse_technical", "analyse_market", "analyse_policy", "synthesise")),
    ],
)
def test_a_graph_is_printed_as_mermaid(name, nodes):
    result = CliRunner().invoke(app, ["graph", name])
    assert result.exit_code == 0
    assert result.stdout.startswith("---\nconfig:") or "graph TD;" in result.stdout
    assert all(f"{node}({node})" in result.stdout for node in nodes)


def test_every_selected_paper_goes_its_own_way():
    state = {"panel": ["a", "b"], "run_id": 1, "day": "2026-01-05", "texts": None}
    *papers, news, day = route_papers(state)  # type: ignore[arg-type]
    assert [(send.node, send.arg["paper_id"]) for send in papers] == [("review_paper", "a"), ("review_paper", "b")]
    assert (news, day) == ("gather_news", "remember_day")


def test_langgraph_json_names_graphs_that_are_there(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    named = json.loads((ROOT / "langgraph.json").read_text(encoding="utf-8"))["graphs"]
    assert set(named) >= {"daily", "paper", "weekly", "topic"}
    for place in named.values():
        module, _, function = place.partition(":")
        assert "__start__" in getattr(import_module(module), function)().get_graph().nodes
