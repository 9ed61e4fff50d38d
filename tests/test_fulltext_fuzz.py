"""Bad bytes: every document ends as a text or as a refusal, never in a crash or a hang."""

import gzip
import os
from importlib.resources import files
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from paperwire.domain import FullText
from paperwire.domain.errors import SourceError
from paperwire.sources.fulltext import parse_html, parse_markdown, parse_pdf
from paperwire.sources.fulltext.assemble import assemble
from paperwire.sources.fulltext.drafts import NotAPaper
from paperwire.sources.fulltext.htmlpage import read_html

CELL = "<td class='ltx_td' rowspan=2 colspan=999><math alttext='x_i'><mi>x</mi></math></td>"
SAMPLE = f"""<article class="ltx_document">
<div class="ltx_abstract"><h6 class="ltx_title">Abstract</h6><p>Short.</p></div>
<section class="ltx_section" id="S1"><h2 class="ltx_title">1 <b>One</b></h2><p>Text<sup>2</sup> and
<span class="ltx_note"><span class="ltx_tag_note">1</span>note</span>.</p><table><tr>{CELL}{CELL}</tr></table>
<ul><li><span class="ltx_tag_item">•</span>item</li></ul>
<section class="ltx_paragraph"><h4>Run in</h4></section></section>
<section class="ltx_bibliography"><h2>References</h2>
<ul><li class="ltx_bibitem">A. B.</li></ul></section></article>""".encode()
PIECES = [
    b"<section class='ltx_section' id='S1'>",
    b"</section>",
    b"<table>",
    b"</table>",
    b"<tr>",
    b"<td rowspan='3'>",
    b"<li class='ltx_bibitem'>",
    b"<h2>",
    b"</h2>",
    b"<math alttext='",
    b"'>",
    b"<svg><foreignObject>",
    b"<pre>\n",
    b"<!--",
    b"<template>",
    b"<div class='ltx_abstract'>",
    b"<span class='ltx_tr'>",
    b"<span class='ltx_td'>",
    b"<p>" * 50,
    b"\x00\x1d\x1e",
    b"\xff\xfe\xed\xa0\x80",
    b"&#xD800;&#x1D;",
]


@st.composite
def mutated(draw: st.DrawFn, sample: bytes) -> bytes:
    """The sample with pieces put in, cut out and moved."""
    content = bytearray(sample)
    for _ in range(draw(st.integers(1, 8))):
        start = draw(st.integers(0, len(content)))
        end = min(len(content), start + draw(st.integers(0, 80)))
        content[start:end] = draw(st.one_of(st.sampled_from(PIECES), st.binary(max_size=20)))
    return bytes(content)


def is_sound(text: FullText) -> bool:
    ids = [section.id for section in text.sections]
    whole = "".join(section.title + section.text for section in text.sections)
    return len(ids) == len(set(ids)) and all(ids) and not set(whole) & set("\x00\x1d\x1e")


def refuse_crash(refused: SourceError) -> None:
    """A refusal must be a judgement on the document, not an exception of ours; pdfium may die of a signal."""
    if "broke the parser" in refused.message and "signal" not in refused.message:
        pytest.fail(refused.message)


@settings(max_examples=300, deadline=2000, suppress_health_check=[HealthCheck.too_slow])
@given(content=mutated(SAMPLE))
def test_broken_pages(content: bytes) -> None:
    try:
        draft = read_html(content, 1)
    except NotAPaper:
        return
    assert is_sound(assemble(draft, "1", "html", "u"))


@settings(max_examples=200, deadline=2000)
@given(content=st.text(alphabet=st.sampled_from("#|-[]1A. \n<!>&;ab\x00\ud800"), max_size=600))
def test_broken_markdown(content: str) -> None:
    try:
        text = parse_markdown(f"{content}\n\n{'Words. ' * 40}", "1")
    except SourceError as refused:
        refuse_crash(refused)
        return
    assert is_sound(text)


@settings(max_examples=10, deadline=None)
@given(content=mutated(SAMPLE * 20))
def test_broken_pages_through_the_reading_process(content: bytes) -> None:
    try:
        assert is_sound(parse_html(content, "1", "u", "html", deadline_s=10))
    except SourceError as refused:
        refuse_crash(refused)


@pytest.mark.parametrize("kind", ["html", "pdf"])
@settings(max_examples=8, deadline=None)
@given(content=st.binary(max_size=2000))
def test_noise(kind: str, content: bytes) -> None:
    with pytest.raises(SourceError) as refused:
        _ = (
            parse_html(content, "1", "u", "html", deadline_s=10)
            if kind == "html"
            else parse_pdf(b"%PDF-1.7\n" + content, "1", "u", deadline_s=10)
        )
    refuse_crash(refused.value)


def test_deep_nesting_does_not_exhaust_the_stack() -> None:
    draft = read_html(b"<div>" * 3000 + b"<p>" + b"Words. " * 100, 1)
    assert draft.sections[0].text.startswith("Words.")


def test_the_sample_texts_survive_being_cut_short() -> None:
    content = (files("paperwire") / "samples" / "2026-01-05" / "texts" / "1706.03762.html").read_bytes()
    for share in (0.3, 0.6, 0.9):
        assert is_sound(parse_html(content[: int(share * len(content))], "1", "u", "html"))


@pytest.mark.skipif("PAPERWIRE_DATA" not in os.environ, reason="PAPERWIRE_DATA is not set")
@settings(max_examples=12, deadline=None)
@given(data=st.data())
def test_broken_real_documents(data: st.DataObject) -> None:
    folder = Path(os.environ["PAPERWIRE_DATA"]) / "fulltext"
    pdf = data.draw(st.booleans())
    if pdf:
        content = (folder / "pdf" / "2501.10120v1.pdf").read_bytes()
    else:
        content = gzip.decompress((folder / "arxiv_html" / "2508.15717.body.html.gz").read_bytes())
    broken = bytearray(content)
    for _ in range(data.draw(st.integers(1, 40))):
        start = data.draw(st.integers(0, len(broken) - 1))
        broken[start : start + data.draw(st.integers(1, 30))] = data.draw(st.binary(max_size=30))
    try:
        text = parse_pdf(bytes(broken), "1", "u", 20) if pdf else parse_html(bytes(broken), "1", "u", "html", 20)
    except SourceError as refused:
        refuse_crash(refused)
        return
    assert is_sound(text)
