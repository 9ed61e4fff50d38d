"""What authors leave in titles and names becomes readable text; formulas stay."""

import time

import pytest

from paperwire.sources.latex import plain


@pytest.mark.parametrize(
    ("written", "read"),
    [
        (r"Zdeborov\'a", "Zdeborová"),
        (r"H{\"o}lder and H\"older", "Hölder and Hölder"),
        (r"{\'{E}}tienne, na\"{\i}ve, Stra{\ss}e", "Étienne, naïve, Straße"),
        (r"\v{S}karda, Fran\c{c}ois, Erd\H{o}s, {\L}ukasz", "Škarda, François, Erdős, Łukasz"),
        (r"\emph{caf\'e \textbf{noir}}", "café noir"),
        (r"10\% of A\&B", "10% of A&B"),
        ("100% sure & ~5 % more", "100% sure & ~5 % more"),
        ("AT&amp;T &lt;b&gt; &amp;lt;", "AT&T <b> &lt;"),
        ("  two\n lines\t ", "two lines"),
        ("null\x00 bell\x07 right\u202eleft lone\ud800", "null bell rightleft lone"),
    ],
)
def test_it_reads_as_written(written: str, read: str) -> None:
    assert plain(written) == read


@pytest.mark.parametrize(
    "formula", [r"$\'e_{x}$", r"$$\text{a}\%$$", r"\(\tilde{O}\)", r"$C{}^{2}$", r"costs \$5 and \$10"]
)
def test_formulas_and_dollars_are_left_alone(formula: str) -> None:
    assert plain(f"On {formula}: caf\\'e") == f"On {formula}: café"


@pytest.mark.parametrize("piece", ["\\(", "$", "\\emph{", "{", "\\'{", "&", "\\c ", "\\ss ", "{\\it ", "\\'" + " " * 9])
def test_no_text_takes_long(piece: str) -> None:
    begun = time.monotonic()
    plain(piece * 20_000)
    assert time.monotonic() - begun < 3
