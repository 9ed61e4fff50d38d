"""Formulas in running text: found, typeset, and never a way in."""

import time

import pytest
from selectolax.lexbor import LexborHTMLParser

from paperwire.digests.formulas import mathml, split_formulas
from paperwire.digests.html import rich


def _tex(text: str) -> list[str]:
    return [piece.text for piece in split_formulas(text) if piece.tex]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("the $k$ best", ["k"]),
        ("$$a + b$$ and \\(c\\) and \\[d\\]", ["a + b", "c", "d"]),
        ("$O(n \\log n)$ time", ["O(n \\log n)"]),
        ("costs $5 and $6", []),
        ("from $5-$6 a month", []),
        ("$20 per call or 3$", []),
        ("between US$ five and US$ six", []),
        ("an escaped \\$x\\$", []),
        ("one $ alone", []),
        ("$5, then $x^2$", ["x^2"]),
        ("$$ $$", []),
        ("$\\sim$300 samples", ["\\sim"]),
        ("the value $ f_i $ of", ["f_i"]),
        ("pays $5 for $x$", ["x"]),
    ],
)
def test_formulas_are_told_from_prices(text: str, found: list[str]) -> None:
    assert _tex(text) == found


@pytest.mark.parametrize("text", ["a $x$ b", "costs $5 and $6", "$$a$$", "one $ alone $"])
def test_no_text_is_lost(text: str) -> None:
    pieces = list(split_formulas(text))
    marks = [("$$" if piece.display else "$") if piece.tex else "" for piece in pieces]
    assert "".join(f"{mark}{piece.text}{mark}" for mark, piece in zip(marks, pieces, strict=True)) == text


@pytest.mark.parametrize(
    "tex",
    ["x_i^2", "\\frac{a}{b}", "\\mathbb{E}[X] \\le 1", "\\begin{pmatrix}a&b\\\\c&d\\end{pmatrix}", "10\\%", "a<b"],
)
def test_ordinary_formulas_are_typeset(tex: str) -> None:
    made = mathml(tex, False)
    assert made is not None
    assert made.startswith("<math")


@pytest.mark.parametrize(
    "tex",
    [
        "\\text{<img src=x onerror=alert(1)>}",
        "\\text{</math><script>alert(1)</script>}",
        "\\text{<mi onclick=alert(1)>x</mi>}",
        "\\text{<a href='javascript:alert(1)'>x</a>}",
        "\\href{javascript:alert(1)}{x}",
        "\\style{background:url(//evil.example)}{x}",
        "\\class{warning}{x}",
    ],
)
def test_a_formula_brings_nothing_but_mathematics(tex: str) -> None:
    shown = str(rich(f"${tex}$"))
    nodes = LexborHTMLParser(f"<main>{shown}</main>").css_first("main").css("main *")
    assert nodes
    assert {node.tag for node in nodes} <= {"code", "math", "mrow", "mi", "mo", "mtext", "mn"}
    assert {name for node in nodes for name in node.attributes} <= {"display", "stretchy", "lspace", "rspace"}


@pytest.mark.parametrize("tex", ["\\frac{", "x_a_b", "{" * 500 + "x" + "}" * 500, "x" * 5000])
def test_what_cannot_be_typeset_stands_as_tex(tex: str) -> None:
    assert mathml(tex, False) is None


def test_text_around_a_formula_is_escaped() -> None:
    assert str(rich("<b>$x$ & $")).startswith("&lt;b&gt;<math")
    assert str(rich("<b>$x$ & $")).endswith("</math> &amp; $")


@pytest.mark.parametrize("text", ["$" * 100_000, "\\(" * 50_000, "$a\\" * 50_000, "$$a" * 50_000, "\\[x" * 50_000])
def test_hostile_input_takes_no_time(text: str) -> None:
    start = time.perf_counter()
    list(split_formulas(text))
    assert time.perf_counter() - start < 2
