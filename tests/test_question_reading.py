"""What a question is about: its kind, its filters, its topic, and the words of it that a text mentions."""

import pytest

from paperwire.agents.router import route_by_rules
from paperwire.domain.mentions import hints, mentioned
from paperwire.domain.scope import read_scope, states_of, topic_words


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("which papers did you reject for weak baselines?", "find"),
        ("compare the two MoE routing papers of last week", "compare"),
        ("what is the difference between LoRA and DoRA?", "compare"),
        ("what changed in quantization since March?", "change"),
        ("are there more papers on agents than last year?", "count"),
        ("why did you give 2505.17117 a 9?", "why"),
        ("why was the Mamba paper not selected?", "why"),
        ("how many papers on KV-cache compression since June?", "count"),
        ("what could I try next on long-context memory?", "directions"),
        ("open problems in unlearning", "directions"),
        ("why does dropout help?", None),
        ("how many experts does RouteMoE use?", None),
        ("LoRA", None),
    ],
)
def test_rules_route_what_they_are_sure_of(question, kind):
    assert route_by_rules(question) == kind


def test_filters_are_read():
    scope = read_scope("papers in cs.CL with a novelty of at least 8 on machine translation that you rejected")
    assert (scope.categories, scope.least_novelty, scope.exact_scores) == (("cs.CL",), 8, False)
    assert scope.verdict == "reject"
    assert scope.topic == ("machine", "translation")
    assert read_scope("papers with relevance 9").exact_scores
    assert read_scope("relevance above 7").least_relevance == 8


def test_several_categories_are_told_as_the_choice_that_they_are():
    assert read_scope("papers in cs.RO and cs.CL").filters == ["in cs.RO or cs.CL"]


def test_how_many_are_wanted_is_no_topic():
    assert read_scope("give me 20 papers on AI safety").topic == ("AI", "safety")
    assert "100" in read_scope("papers on 100 languages").topic


def test_words_in_any_script_are_a_topic():
    assert read_scope("papers on Łukasiewicz logic").topic == ("Łukasiewicz", "logic")
    assert read_scope("量化相关的论文有哪些").topic != ()


def test_ids_are_read_without_their_versions_and_decimals_are_none():
    assert read_scope("compare arXiv:2505.17117v2 and 2505.18150.").paper_ids == ("2505.17117", "2505.18150")
    assert read_scope("does it reach 1234.5678901 or 99.5?").paper_ids == ()


@pytest.mark.parametrize(
    ("question", "standing"),
    [
        ("how many papers did you select in May?", "selected"),
        ("which papers failed?", "failed"),
        ("how many papers did you review?", "reviewed"),
        ("how many were deferred", "deferred"),
        ("which models fail to generalise", None),
        ("a review of graph networks", None),
    ],
)
def test_the_ledgers_standing_is_read(question, standing):
    assert read_scope(question).standing == standing


def test_who_was_reviewed_had_been_selected():
    assert states_of("selected") == ("selected", "reviewed")
    assert states_of("failed") == ("failed",)


def test_the_topic_is_what_is_left_of_the_asking():
    assert topic_words("Which papers did you tell me about GPT-4's memory?") == ("GPT-4", "memory")
    assert topic_words("what do you know?") == ()


@pytest.mark.parametrize(
    ("word", "text", "found"),
    [
        ("compression", "we compress caches", True),
        ("KV-cache", "the key-value caches grow", True),
        ("KV-cache", "kv cache", True),
        ("MoE", "a mixture-of-experts layer", True),
        ("LoRA", "BoostLoRA adds", True),
        ("routing", "the router decides", True),
        ("RAG", "an old rag", False),
        ("memory", "memories fade", True),
        ("sign", "a significant result", False),
        ("tulip", "the tuple", False),
        ("GNN", "graph neural networks", True),
        ("Mythos", "\u4f55\u5fc5Mythos\uff0c\u56fd\u4ea7", True),
        ("Kimi", "Kimi\u65b0\u8bba\u6587", True),
    ],
)
def test_a_word_is_found_in_its_forms(word, text, found):
    assert (mentioned([word], text) == (word,)) is found
    if found:
        assert any(hint in text.lower() for hint in hints(word))
